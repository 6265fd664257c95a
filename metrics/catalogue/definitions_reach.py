"""What the indicators of people, groups and campaigns mean, and how they are found."""

from collections.abc import Iterator

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.definitions_site import SITE
from metrics.catalogue.words import Words

CALC = "metrics.calc.reach"
RATE = 5  # cases, before a rate says something


def _number(key: str, measure: str, en: str, fr: str, rule: str = "number") -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.COUNT,
        inputs=(measure,),
        opens=measure,
        calculation=f"{CALC}.{rule}",
    )


def _coverage(key: str, measure: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.SHARE,
        inputs=(measure, "slots_worth", "slots"),
        opens="slots",
        calculation=f"{CALC}.coverage",
    )


def _campaigns() -> Iterator[Definition]:
    kinds = {
        "personalized": (
            (
                "Campaigns with content made for a named account or buying group that ran at some"
                " instant of the period while the account was on their list."
            ),
            (
                "Campagnes au contenu conçu pour un compte ou un groupe acheteur nommé, actives à"
                " un instant de la période pendant lequel le compte était sur leur liste."
            ),
        ),
        "general": (
            (
                "Campaigns with the same content for many that ran at some instant of the period"
                " while the account was on their list; one without any list counts for whom it"
                " reached."
            ),
            (
                "Campagnes au contenu commun à plusieurs comptes, actives à un instant de la"
                " période pendant lequel le compte était sur leur liste ; sans liste, une"
                " campagne compte pour les comptes qu'elle a touchés."
            ),
        ),
    }
    for kind, (en, fr) in kinds.items():
        yield _number(f"active_{kind}_campaigns", f"campaigns_{kind}", en, fr)
        yield _number(
            f"active_{kind}_campaigns_with_activity",
            f"campaigns_{kind}_acted",
            "Of these campaigns, those that reached somebody there or were answered in the period:"
            " not only declared, but running.",
            "Parmi ces campagnes, celles qui ont touché quelqu'un ou suscité une réponse dans la"
            " période : non seulement déclarées, mais bien en cours.",
        )
        yield Definition(
            key=f"{kind}_campaigns_per_account",
            meaning=Words(
                "How many of these campaigns an account is in, on average over all accounts.",
                "Nombre moyen de ces campagnes par compte, tous comptes confondus.",
            ),
            form=Form.MEAN,
            inputs=(f"campaign_pairs_{kind}", "members_meanwhile"),
            opens=f"campaign_pairs_{kind}",
            calculation=f"{CALC}.per_account",
        )


REACH: tuple[Definition, ...] = (
    # Row 4
    _number(
        "campaign_targeted_accounts",
        "targeted",
        "Accounts on the list of a campaign at some instant of the period.",
        "Comptes figurant sur la liste d'une campagne à un instant de la période.",
    ),
    _number(
        "campaign_reached_accounts",
        "targeted_reached",
        "Of the accounts targeted, those to which an e-mail was delivered or an ad shown since.",
        "Parmi les comptes ciblés, ceux auxquels un e-mail a été délivré ou une publicité affichée"
        " depuis.",
    ),
    Definition(
        key="campaign_reach_rate",
        meaning=Words(
            "Of the accounts targeted, the share to which an e-mail was delivered or an ad shown.",
            "Parmi les comptes ciblés, la part de ceux auxquels un e-mail a été délivré ou une"
            " publicité affichée.",
        ),
        form=Form.SHARE,
        inputs=("targeted_reached", "targeted"),
        opens="targeted",
        calculation=f"{CALC}.share",
        least_cases=RATE,
    ),
    Definition(
        key="campaign_untargeted_respondents",
        meaning=Words(
            "Accounts that answered a campaign of the period while they were not on its list:"
            " what it set off beyond them.",
            "Comptes ayant répondu à une campagne de la période sans figurer alors sur sa liste :"
            " ce qu'elle a suscité au-delà.",
        ),
        form=Form.COUNT,
        inputs=("untargeted", "targeted"),
        opens="untargeted",
        calculation=f"{CALC}.halo",
    ),
    # Row 7
    _coverage(
        "account_coverage",
        "slots_filled",
        "Of the people that the account's buying groups need, the share that we know by name. A"
        " surplus in one role fills no other one.",
        "Parmi les personnes dont les groupes acheteurs du compte ont besoin, la part de celles que"
        " nous connaissons. Un surplus dans un rôle n'en comble pas un autre.",
    ),
    _coverage(
        "coverage_contactable",
        "slots_contactable",
        "Of the people that the buying groups need, the share whom we may send marketing by an"
        " address that works: by e-mail, or by phone.",
        "Parmi les personnes dont les groupes acheteurs ont besoin, la part de celles à qui nous"
        " pouvons adresser du marketing par une adresse valable : par e-mail ou par téléphone.",
    ),
    _coverage(
        "coverage_engaged",
        "slots_engaged",
        "Of the people that the buying groups need, the share whom we may send marketing by an"
        " address that works and who were active in the {active_days} days before.",
        "Parmi les personnes dont les groupes acheteurs ont besoin, la part de celles à qui nous"
        " pouvons adresser du marketing par une adresse valable et qui ont été actives dans les"
        " {active_days} jours précédents.",
    ),
    _coverage(
        "coverage_confirmed",
        "slots_confirmed",
        "Of the people that the buying groups need, the share whose role one of us confirmed.",
        "Parmi les personnes dont les groupes acheteurs ont besoin, la part de celles dont l'un de"
        " nous a confirmé le rôle.",
    ),
    Definition(
        key="account_coverage_gap",
        meaning=Words(
            "People that the buying groups need and that we don't know yet.",
            "Personnes dont les groupes acheteurs ont besoin et que nous ne connaissons pas"
            " encore.",
        ),
        form=Form.COUNT,
        inputs=("slots_empty", "slots"),
        opens="slots_empty",
        calculation=f"{CALC}.gap",
    ),
    Definition(
        key="accounts_covered_rate",
        meaning=Words(
            "Of the accounts whose buying groups have a template, the share covered to"
            " {covered_from}% or more.",
            "Parmi les comptes dont les groupes acheteurs ont un modèle, la part de ceux couverts à"
            " {covered_from} % ou plus.",
        ),
        form=Form.SHARE,
        inputs=("accounts_covered", "accounts_with_slots"),
        opens="slots",
        calculation=f"{CALC}.share",
        least_cases=RATE,
    ),
    Definition(
        key="accounts_without_template",
        meaning=Words(
            "Accounts of which nobody said which roles we need: they have no coverage at all.",
            "Comptes pour lesquels personne n'a dit quels rôles il faut : leur couverture n'est pas"
            " connue.",
        ),
        form=Form.COUNT,
        inputs=("members", "accounts_with_slots"),
        opens="members",
        calculation=f"{CALC}.rest",
    ),
    # Row 10
    _number(
        "targeted_buying_groups",
        "targeted_groups",
        "Buying groups that exist and that we target.",
        "Groupes acheteurs existants et ciblés.",
    ),
    _number(
        "targeted_groups_active",
        "active_groups",
        "Targeted buying groups with a member who was active in the {active_days} days before.",
        "Groupes acheteurs ciblés dont un membre a été actif dans les {active_days} jours"
        " précédents.",
    ),
    _number(
        "targeted_groups_with_open_opportunity",
        "pursued_groups",
        "Targeted buying groups with an open opportunity.",
        "Groupes acheteurs ciblés ayant une opportunité ouverte.",
    ),
    _number(
        "buying_group_whitespace",
        "whitespace",
        "Solutions that we offer and that no targeted buying group of the account is about.",
        "Solutions que nous proposons et qu'aucun groupe acheteur ciblé du compte ne concerne.",
    ),
    # Rows 12 and 13
    *_campaigns(),
    # Row 14
    Definition(
        key="active_contact_rate",
        meaning=Words(
            "Of the people who work at the account, the share that gave us their attention in the"
            " {active_days} days before. Opening an e-mail is not enough.",
            "Parmi les personnes qui travaillent dans le compte, la part de celles qui nous ont"
            " accordé leur attention dans les {active_days} jours précédents. Ouvrir un e-mail ne"
            " suffit pas.",
        ),
        form=Form.SHARE,
        inputs=("active", "eligible", "recent_touches"),
        opens="eligible",
        calculation=f"{CALC}.active_share",
        least_cases=RATE,
    ),
    Definition(
        key="active_contacts",
        meaning=Words(
            "People of the account who gave us their attention in the {active_days} days before.",
            "Personnes du compte qui nous ont accordé leur attention dans les {active_days} jours"
            " précédents.",
        ),
        form=Form.COUNT,
        inputs=("active", "recent_touches"),
        opens="active",
        calculation=f"{CALC}.active_number",
    ),
    Definition(
        key="active_known_before_rate",
        meaning=Words(
            "The same share among the people who were there {active_days} days before already: it"
            " does not rise because we write down new ones.",
            "La même part parmi les personnes déjà présentes {active_days} jours plus tôt : elle"
            " n'augmente pas du seul fait d'en saisir de nouvelles.",
        ),
        form=Form.SHARE,
        inputs=("active_before", "eligible_before", "recent_touches"),
        opens="eligible_before",
        calculation=f"{CALC}.active_share",
        least_cases=RATE,
    ),
    # Row 17
    *SITE,
)
