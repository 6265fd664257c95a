"""What marketing had to do with opportunities: sourced, influenced, credited."""

from collections.abc import Iterator

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.contribution"
RATE = 5  # cases, before a share says something

SOURCED = Words(
    "Sourced are the opportunities on which the first touch that counts, by people on them in the"
    " {sourced_days} days before they began, is marketing's. What we send and show, and opens,"
    " never count.",
    "Sont initiées par le marketing les opportunités dont la première interaction qui compte,"
    " parmi leurs participants et dans les {sourced_days} jours précédant leur début, est celle"
    " du marketing. Nos envois, nos affichages et les ouvertures ne comptent jamais.",
)
INFLUENCED = Words(
    "Influenced are those that marketing touched in the {influence_days} days before they began,"
    " and those it sourced.",
    "Sont influencées celles que le marketing a touchées dans les {influence_days} jours"
    " précédant leur début, et celles qu'il a initiées.",
)
INFLUENCED_WON = Words(
    "Influenced are those that marketing touched between {influence_days} days before they began"
    " and their close, and those it sourced.",
    "Sont influencées celles que le marketing a touchées entre {influence_days} jours avant leur"
    " début et leur clôture, et celles qu'il a initiées.",
)
UNHEARD = Words(
    "Opportunities of a time from which nobody told us the touches are left out and counted.",
    "Les opportunités d'un temps dont personne ne nous a transmis les interactions sont écartées et"
    " comptées.",
)
PIPELINE = Words(
    "of the opportunities created in the period", "des opportunités créées dans la période"
)
WON = Words("of the opportunities won in the period", "des opportunités gagnées dans la période")

CLAIMS = {
    "sourced": (
        Words("that marketing sourced", "initiées par le marketing"),
        {"created": SOURCED, "won": SOURCED},
    ),
    "influenced": (
        Words("that marketing influenced", "influencées par le marketing"),
        {"created": INFLUENCED, "won": INFLUENCED_WON},
    ),
}


def told(first: Words, *more: Words) -> Words:
    """Return sentences one after the other."""
    texts = (first, *more)
    return Words(" ".join(each.en for each in texts), " ".join(each.fr for each in texts))


def _claims() -> Iterator[Definition]:
    for claim, (what, rules) in CLAIMS.items():
        for base, of in (("created", PIPELINE), ("won", WON)):
            noun = "pipeline" if base == "created" else "won"
            share = "share" if base == "created" else "won_share"
            worth = f"{base}_{claim}_worth"
            yield Definition(
                key=f"marketing_{claim}_{noun}",
                meaning=told(
                    Words(f"Total value {of.en} {what.en}.", f"Valeur totale {of.fr} {what.fr}."),
                    rules[base],
                    UNHEARD,
                ),
                form=Form.TOTAL,
                inputs=(worth, f"{worth}_n", f"{worth}_unusable", f"{base}_unheard"),
                opens=worth,
                calculation=f"{CALC}.claimed_value",
            )
            every = f"{base}_heard"
            yield Definition(
                key=f"marketing_{claim}_{share}",
                meaning=told(
                    Words(
                        f"Share of the value {of.en} that belongs to those {what.en}.",
                        f"Part de la valeur {of.fr} qui revient à celles {what.fr}.",
                    ),
                    rules[base],
                    UNHEARD,
                ),
                form=Form.SHARE,
                inputs=(
                    worth, f"{every}_worth", f"{every}_worth_n", f"{every}_worth_unusable",
                    f"{base}_unheard", every,
                ),
                opens=f"{every}_worth",
                calculation=f"{CALC}.claimed_share",
                least_cases=RATE,
            )  # fmt: skip
        yield Definition(
            key=f"marketing_{claim}_count_share",
            meaning=told(
                Words(
                    f"Share {PIPELINE.en} {what.en}, by their number.",
                    f"Part {PIPELINE.fr} {what.fr}, en nombre.",
                ),
                rules["created"],
                UNHEARD,
            ),
            form=Form.SHARE,
            inputs=(f"created_{claim}", "created_heard", "created_unheard"),
            opens="created_heard",
            calculation=f"{CALC}.claimed_count_share",
            least_cases=RATE,
        )


CREDITED = Words(
    "Each opportunity is shared out over the touches of the people on it, from {sourced_days}"
    " days before it began to its close, by the model set for attribution; credited to marketing"
    " is what falls on touches of marketing. What no touch can be credited with counts for"
    " nobody.",
    "Chaque opportunité est répartie entre les interactions de ses participants, de"
    " {sourced_days} jours avant son début jusqu'à sa clôture, selon le modèle d'attribution"
    " choisi ; revient au marketing ce qui porte sur ses interactions. Ce qui ne peut être"
    " attribué à aucune ne compte pour personne.",
)
OF_CAMPAIGN = Words(
    "Of a campaign, its own touches are credited with the opportunities that it touched, so that"
    " campaigns add up. Credit is bookkeeping, not proof of an effect.",
    "Pour une campagne, ses propres interactions sont créditées des opportunités qu'elle a"
    " touchées : les campagnes s'additionnent. Un crédit est une écriture, pas la preuve d'un"
    " effet.",
)
MODEL = ("attribution_model", "decay_days", "credits_marketing_alone")
LISTS = ("opportunity", "account", "worth", "created_s", "won_s", "lead_s", "at_s", "minutes",
         "is_marketing", "campaign", "unheard")  # fmt: skip


def _credited(key: str, base: str, rule: str, form: Form, opens: str, meaning: Words) -> Definition:
    return Definition(
        key=f"marketing_attributed_{key}",
        meaning=told(meaning, CREDITED, UNHEARD, OF_CAMPAIGN),
        form=form,
        inputs=tuple(f"{base}_credits_{name}" for name in LISTS),
        opens=f"{base}_{opens}",
        calculation=f"metrics.calc.credit.{rule}",
        takes=MODEL,
        least_cases=1 if form is Form.TOTAL else RATE,
    )


def _credits() -> Iterator[Definition]:
    for base, of, noun, share in (
        ("created", PIPELINE, "pipeline", "share"),
        ("won", WON, "won", "won_share"),
    ):
        yield _credited(
            noun, base, "attributed_value", Form.TOTAL, "credited_worth",
            Words(
                f"The part of the value {of.en} that is credited to marketing.",
                f"Part de la valeur {of.fr} qui est attribuée au marketing.",
            ),
        )  # fmt: skip
        yield _credited(
            share, base, "attributed_share", Form.SHARE, "credited_worth",
            Words(
                f"Share of the value {of.en} that is credited to marketing.",
                f"Part, en pour cent, de la valeur {of.fr} qui est attribuée au marketing.",
            ),
        )  # fmt: skip
    yield _credited(
        "count_share", "created", "attributed_count_share", Form.SHARE, "credited",
        Words(
            f"Share {PIPELINE.en} that is credited to marketing, by their number: one may be"
            " credited in part.",
            f"Part {PIPELINE.fr} qui est attribuée au marketing, en nombre : une opportunité peut"
            " l'être en partie.",
        ),
    )  # fmt: skip


CONTRIBUTION: tuple[Definition, ...] = (
    *_claims(),
    *_credits(),
    Definition(
        key="new_opportunities_influenced",
        meaning=told(
            Words(
                "Opportunities created in the period that marketing influenced, renewals left out.",
                "Opportunités créées dans la période et influencées par le marketing, hors"
                " renouvellements.",
            ),
            INFLUENCED,
            UNHEARD,
        ),
        form=Form.COUNT,
        inputs=("created_influenced", "created_heard", "created_unheard"),
        opens="created_influenced",
        calculation=f"{CALC}.claimed_number",
    ),
)
