"""What the indicators of those mean whom campaigns aim at, and how they are found."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.campaigns"
RATE = 5  # pairs of campaign and account, before a rate says something
REACHED = ("cases_ripe", "cases_early")
KNOWN = ("targeted_maturing", "campaign_responses")


def _answering(key: str, measure: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.COUNT,
        inputs=(measure, "targeted_pairs", *KNOWN),
        opens=measure,
        calculation=f"{CALC}.answering",
    )


def _rate(key: str, hits: str, cases: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.SHARE,
        inputs=(hits, cases, *KNOWN),
        opens=cases,
        calculation=f"{CALC}.answer_rate",
        least_cases=RATE,
    )


def _engaged(key: str, what: str, en: str, fr: str) -> Definition:
    return Definition(
        key=key,
        meaning=Words(en, fr),
        form=Form.COUNT,
        inputs=(f"accounts_{what}", *REACHED, f"cases_not_{what}", "targeted_pairs"),
        opens=f"accounts_{what}",
        calculation=f"{CALC}.engaged",
    )


CAMPAIGNS: tuple[Definition, ...] = (
    _answering(
        "campaign_responded_accounts",
        "targeted_answered",
        "Of the accounts targeted, those of which a person first answered the campaign in the"
        " period, while the account was on its list: a click, a reply, a form, a registration."
        " Opening or unsubscribing is no answer. Final {campaign_answer_days} days after the"
        " campaign ends.",
        "Parmi les comptes ciblés, ceux dont une personne a répondu pour la première fois à la"
        " campagne dans la période, alors que le compte figurait sur sa liste : clic, réponse,"
        " formulaire, inscription. Une ouverture ou une désinscription n'est pas une réponse."
        " Définitif {campaign_answer_days} jours après la fin de la campagne.",
    ),
    _answering(
        "campaign_responding_contacts",
        "campaign_responding_people",
        "Different people of the accounts targeted who answered a campaign in the period.",
        "Personnes différentes des comptes ciblés ayant répondu à une campagne dans la période.",
    ),
    _answering(
        "campaign_responses",
        "campaign_responses",
        "How often people of the accounts targeted answered a campaign in the period.",
        "Nombre de fois où des personnes des comptes ciblés ont répondu à une campagne dans la"
        " période.",
    ),
    _rate(
        "campaign_response_rate",
        "pairs_answered",
        "targeted_pairs",
        "Of the accounts targeted, the share that first answered in the period. An account in two"
        " campaigns counts for each.",
        "Parmi les comptes ciblés, la part de ceux qui ont répondu pour la première fois dans la"
        " période. Un compte dans deux campagnes compte pour chacune.",
    ),
    _rate(
        "campaign_response_rate_reached",
        "pairs_reached_answered",
        "pairs_reached",
        "Of the accounts targeted that a campaign reached, the share that first answered in the"
        " period. An account in two campaigns counts for each.",
        "Parmi les comptes ciblés qu'une campagne a touchés, la part de ceux qui ont répondu pour"
        " la première fois dans la période. Un compte dans deux campagnes compte pour chacune.",
    ),
    Definition(
        key="days_to_first_response",
        meaning=Words(
            "Of the accounts that answered, half did so for the first time within so many days"
            " from when the running campaign first had them on its list.",
            "La moitié des comptes ayant répondu l'ont fait pour la première fois en moins de ce"
            " nombre de jours après leur entrée sur la liste de la campagne en cours.",
        ),
        form=Form.LEVEL,
        inputs=("days_to_answer", "pairs_answered", "targeted_pairs", *KNOWN),
        opens="pairs_answered",
        calculation=f"{CALC}.days_to_answer",
        least_cases=RATE,
    ),
    _engaged(
        "campaign_engaged_accounts",
        "engaged",
        "Of the accounts targeted that a campaign first reached in the period, those whose people"
        " gave us {campaign_minutes} minutes of attention or more in the {campaign_days} days"
        " after, and at least {campaign_uplift} times those of the {campaign_days} days before."
        " Accounts reached for less than {campaign_days} days wait.",
        "Parmi les comptes ciblés qu'une campagne a touchés pour la première fois dans la"
        " période, ceux dont les personnes nous ont accordé {campaign_minutes} minutes"
        " d'attention ou plus dans les {campaign_days} jours suivants, et au moins"
        " {campaign_uplift} fois celles des {campaign_days} jours précédents. Les comptes touchés"
        " depuis moins de {campaign_days} jours attendent.",
    ),
    _engaged(
        "campaign_newly_engaged_accounts",
        "newly_engaged",
        "Of the accounts targeted that a campaign first reached in the period, those that are"
        " engaged now, with {engaged_minutes} minutes of attention in {engaged_days} days, and"
        " were not in the {engaged_days} days before.",
        "Parmi les comptes ciblés qu'une campagne a touchés pour la première fois dans la"
        " période, ceux qui sont engagés aujourd'hui, avec {engaged_minutes} minutes d'attention"
        " en {engaged_days} jours, et ne l'étaient pas dans les {engaged_days} jours précédents.",
    ),
    _engaged(
        "campaign_engaged_attributed_accounts",
        "engaged_by_it",
        "Of the accounts targeted that a campaign first reached in the period, those that gave"
        " {campaign_minutes} minutes of attention or more to the campaign itself in the"
        " {campaign_days} days after.",
        "Parmi les comptes ciblés qu'une campagne a touchés pour la première fois dans la"
        " période, ceux qui ont accordé {campaign_minutes} minutes d'attention ou plus à la"
        " campagne elle-même dans les {campaign_days} jours suivants.",
    ),
    Definition(
        key="campaign_engaged_contacts",
        meaning=Words(
            "Different people of the accounts engaged who gave us attention in the"
            " {campaign_days} days after a campaign first reached their account.",
            "Personnes différentes des comptes engagés nous ayant accordé leur attention dans les"
            " {campaign_days} jours suivant le premier contact d'une campagne avec leur compte.",
        ),
        form=Form.COUNT,
        inputs=("people_engaged", *REACHED, "cases_not_engaged", "targeted_pairs"),
        opens="people_engaged",
        calculation=f"{CALC}.engaged",
    ),
    Definition(
        key="campaign_engagement_rate",
        meaning=Words(
            "Of the accounts targeted that a campaign first reached in the period, at least"
            " {campaign_days} days ago, the share that it engaged. An account in two campaigns"
            " counts for each.",
            "Parmi les comptes ciblés qu'une campagne a touchés pour la première fois dans la"
            " période, il y a au moins {campaign_days} jours, la part de ceux qu'elle a engagés."
            " Un compte dans deux campagnes compte pour chacune.",
        ),
        form=Form.SHARE,
        inputs=(
            "cases_engaged",
            "engagement_cases",
            *REACHED,
            "cases_not_engaged",
            "targeted_pairs",
        ),
        opens="engagement_cases",
        calculation=f"{CALC}.engagement_rate",
        least_cases=RATE,
    ),
)
