"""What the health of accounts means, and its changes."""

from metrics.calc import scales
from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import SpreadOf, Words

CALC = "metrics.calc.health"
RATE = 5  # accounts, before a share of them says something
PARTS = tuple(part.key for part in scales.HEALTH)
SCORE = (
    *(f"health_weight_{part}" for part in PARTS), "health_trend", "health_executives",
    "health_least",
)  # fmt: skip
"""What a score takes of what is set."""

COMPARED = ("health_least_parts", "health_least_common")
ENDS = tuple(f"health_change_{part}_{end}" for part in PARTS for end in ("then", "now"))
LIMITS = ("health_green_from", "health_amber_from")
BAND = ("health_dead_band",)

MADE_OF = Words(
    "the Net Promoter Score of {health_year_days} days, attention of {health_quarter_days} days"
    " against the days before, coverage, depth of relationships, access to executives, business,"
    " our judgement and imported signals",
    "le score NPS sur {health_year_days} jours, l'attention de {health_quarter_days} jours"
    " comparée aux jours précédents, la couverture, la profondeur des relations, l'accès aux"
    " dirigeants, les affaires, notre jugement et les signaux importés",
)
MATCHED = Words(
    "Only what is known at both ends is compared, by the weights of now; it takes"
    " {health_least_parts} parts and {health_least_common}% of the weight.",
    "N'est comparé que ce qui est connu aux deux dates, avec les poids d'aujourd'hui ; il faut"
    " {health_least_parts} éléments et {health_least_common} % du poids.",
)


def _changed(
    key: str, calculation: str, meaning: Words, *, takes: tuple[str, ...] = ()
) -> Definition:
    is_share = key.endswith("_share")
    return Definition(
        key=key,
        meaning=Words(f"{meaning.en} {MATCHED.en}", f"{meaning.fr} {MATCHED.fr}"),
        form=Form.SHARE if is_share else Form.LEVEL,
        inputs=("health_change_accounts", *ENDS),
        opens="health_compared",
        calculation=f"{CALC}.{calculation}",
        least_cases=RATE if is_share else 1,
        spread_of=None if is_share else SpreadOf.ACCOUNTS,
        takes=(*SCORE, *COMPARED, *takes),
    )


HEALTH: tuple[Definition, ...] = (
    Definition(
        key="account_health_score",
        meaning=Words(
            f"How well an account is, from 0 to 100, by the weights set for {MADE_OF.en}. What is"
            " unknown is left out, and below {health_least}% of the weight nothing is said."
            " From {health_green_from} it is green, from {health_amber_from} amber, else red."
            " Of several accounts, the mean of their scores.",
            f"Santé d'un compte, de 0 à 100, selon les poids fixés pour {MADE_OF.fr}. Ce qui est"
            " inconnu est écarté et, en dessous de {health_least} % du poids, rien n'est dit."
            " Vert à partir de {health_green_from}, orange à partir de {health_amber_from},"
            " sinon rouge. Pour plusieurs comptes, la moyenne de leurs scores.",
        ),
        form=Form.LEVEL,
        inputs=("health_accounts", *(f"health_{part}" for part in PARTS)),
        opens="health_known",
        calculation=f"{CALC}.score",
        spread_of=SpreadOf.ACCOUNTS,
        takes=SCORE,
        rests_on=LIMITS,
    ),
    _changed(
        "account_health_change",
        "change",
        Words(
            "By how many points the health of an account rose or fell over the period. Less than"
            " {health_dead_band} points is no change. Of several accounts, the mean.",
            "De combien de points la santé d'un compte a monté ou baissé sur la période. Moins de"
            " {health_dead_band} points ne compte pas. Pour plusieurs comptes, la moyenne.",
        ),
        takes=BAND,
    ),
    _changed(
        "health_band_change",
        "band_change",
        Words(
            "By how many bands (red, amber, green) the health of an account rose or fell over the"
            " period. Of several accounts, the mean.",
            "De combien de niveaux (rouge, orange, vert) la santé d'un compte a monté ou baissé sur"
            " la période. Pour plusieurs comptes, la moyenne.",
        ),
        takes=LIMITS,
    ),
    _changed(
        "health_improved_share",
        "improved_share",
        Words(
            "Of the accounts compared, the share whose health rose by {health_dead_band} points"
            " or more.",
            "Parmi les comptes comparés, la part de ceux dont la santé a monté de"
            " {health_dead_band} points ou plus.",
        ),
        takes=BAND,
    ),
    _changed(
        "health_stable_share",
        "stable_share",
        Words(
            "Of the accounts compared, the share whose health changed by less than"
            " {health_dead_band} points.",
            "Parmi les comptes comparés, la part de ceux dont la santé a changé de moins de"
            " {health_dead_band} points.",
        ),
        takes=BAND,
    ),
    _changed(
        "health_declined_share",
        "declined_share",
        Words(
            "Of the accounts compared, the share whose health fell by {health_dead_band} points"
            " or more.",
            "Parmi les comptes comparés, la part de ceux dont la santé a baissé de"
            " {health_dead_band} points ou plus.",
        ),
        takes=BAND,
    ),
)
