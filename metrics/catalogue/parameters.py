"""Every window, threshold, weight and rule that numbers rest on: one table, with its defaults.

The defaults stand in metrics.calc.scales or here. An administrator may set others for the
installation, and whoever keeps a program for that program; what holds when is told by
metrics.queries.parameters.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from metrics.calc import scales
from metrics.catalogue.words import Words

PREFIX = "p_"
"""What the name of a parameter begins with in a statement: %(p_engaged_minutes)s."""


class ParameterKind(StrEnum):
    """What a parameter holds."""

    NUMBER = "number"
    SWITCH = "switch"
    WORDS = "words"  # a list of them
    CHOICE = "choice"


class ParameterGroup(StrEnum):
    """What parameters are shown together."""

    MINUTES = "minutes"
    STAGES = "stages"
    QUALIFICATION = "qualification"
    DEALS = "deals"
    ATTRIBUTION = "attribution"
    COSTS = "costs"
    RELATIONSHIPS = "relationships"
    HEALTH = "health"
    SOCIAL = "social"
    ANSWERS = "answers"
    CONTACTS = "contacts"
    RENEWALS = "renewals"
    SPEED = "speed"


GROUP_NAMES: Mapping[ParameterGroup, Words] = {
    ParameterGroup.MINUTES: Words("Minutes of attention", "Minutes d'attention"),
    ParameterGroup.STAGES: Words("Stages of the journey", "Étapes du parcours"),
    ParameterGroup.ANSWERS: Words("Answers and visits", "Réponses et visites"),
    ParameterGroup.QUALIFICATION: Words("Qualified accounts", "Comptes qualifiés"),
    ParameterGroup.DEALS: Words("Opportunities", "Opportunités"),
    ParameterGroup.ATTRIBUTION: Words("Part of marketing", "Part du marketing"),
    ParameterGroup.SPEED: Words("Speed of opportunities", "Vitesse des opportunités"),
    ParameterGroup.RENEWALS: Words("Renewals", "Renouvellements"),
    ParameterGroup.COSTS: Words("Costs", "Coûts"),
    ParameterGroup.CONTACTS: Words("Contacts", "Contacts"),
    ParameterGroup.RELATIONSHIPS: Words("Groups and relationships", "Groupes et relations"),
    ParameterGroup.HEALTH: Words("Health of accounts", "Santé des comptes"),
    ParameterGroup.SOCIAL: Words("Social networks", "Réseaux sociaux"),
}


NOTHING = Words("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be set, with its default and where that comes from.

    least and most are the limits of a number, choices the words of a choice.
    """

    key: str
    group: ParameterGroup
    default: Any
    words: Words
    source: str
    kind: ParameterKind = ParameterKind.NUMBER
    unit: Words = NOTHING
    least: float = 0
    most: float = 3650
    choices: tuple[tuple[str, Words], ...] = ()

    def takes(self, value: Any) -> bool:
        """Tell whether it may have a value.

        >>> PARAMETERS["mqa_people"].takes(3), PARAMETERS["mqa_people"].takes(-1)
        (True, False)
        """
        match self.kind:
            case ParameterKind.NUMBER:
                is_number = isinstance(value, int) and not isinstance(value, bool)
                return is_number and self.least <= value <= self.most
            case ParameterKind.SWITCH:
                return isinstance(value, bool)
            case ParameterKind.CHOICE:
                return value in {key for key, _words in self.choices}
            case _:
                return isinstance(value, list | tuple) and all(
                    isinstance(each, str) and 0 < len(each) <= LONGEST_WORD for each in value
                )


LONGEST_WORD = 60
DAYS = Words("days", "jours")
MINUTES = Words("minutes", "minutes")
PEOPLE = Words("people", "personnes")
POINTS = Words("points", "points")
TIMES = Words("times", "fois")
A_MONTH = Words("a month", "par mois")
WEIGHT = Words("of the weight", "du poids")
PERCENT = Words("percent", "pour cent")
SECONDS = Words("seconds", "secondes")
CASES = Words("cases", "cas")
MONEY = Words("in the currency of the program", "dans la devise du programme")
OWN = "own"

TYPES: Mapping[str, Words] = {
    "email_clicked": Words("A click in an e-mail", "Un clic dans un e-mail"),
    "ad_click": Words("A click on an ad", "Un clic sur une publicité"),
    "email_replied": Words("An answer by e-mail", "Une réponse par e-mail"),
    "page_view": Words("A page seen", "Une page vue"),
    "form_submitted": Words("A form sent", "Un formulaire envoyé"),
    "download": Words("A download", "Un téléchargement"),
    "event_registered": Words("A registration for an event", "Une inscription à un événement"),
    "webinar_attended": Words("A webinar attended", "Un webinaire suivi"),
    "event_attended": Words("An event attended in person", "Un événement suivi sur place"),
    "social_click": Words("A click on our post", "Un clic sur notre publication"),
    "social_like": Words("A like", "Un j'aime"),
    "social_comment": Words("A comment", "Un commentaire"),
    "social_share": Words("A share", "Un partage"),
    "social_message": Words("A direct message", "Un message direct"),
    "meeting_held": Words("A meeting", "Un rendez-vous"),
    "call_connected": Words("A call", "Un appel"),
}
FROM_ENGAGIO = ("page_view", "email_replied", "download", "webinar_attended", "meeting_held",
                "event_attended")  # fmt: skip


def _minutes() -> Iterator[Parameter]:
    for kind, words in TYPES.items():
        yield Parameter(
            key=f"minutes_{kind}",
            group=ParameterGroup.MINUTES,
            default=scales.MINUTES[kind],
            words=words,
            source="Engagio, Clear & Complete Guide" if kind in FROM_ENGAGIO else OWN,
            unit=MINUTES,
            most=1440,
        )
    yield Parameter(
        key="most_a_day",
        group=ParameterGroup.MINUTES,
        default=scales.MOST_A_DAY,
        words=Words(
            "How often a type of touch of one person counts on a day",
            "Combien de fois un type d'interaction d'une personne compte par jour",
        ),
        source="Adobe, person engagement score",
        unit=TIMES,
        least=1,
    )


def _days(key: str, group: ParameterGroup, default: int, words: Words, source: str) -> Parameter:
    return Parameter(
        key=key, group=group, default=default, words=words, source=source, unit=DAYS, least=1
    )


def _numbers(
    group: ParameterGroup,
    unit: Words,
    *rows: tuple[str, int, Words],
    source: str = OWN,
    least: float = 0,
    most: float = 1000,
) -> Iterator[Parameter]:
    """Yield numbers of one group and unit: key, default and words of each."""
    for key, default, words in rows:
        yield Parameter(
            key=key, group=group, default=default, words=words, source=source, unit=unit,
            least=least, most=most,
        )  # fmt: skip


def _relationships() -> Iterator[Parameter]:
    group = ParameterGroup.RELATIONSHIPS
    yield _days(
        "relationship_days", group, scales.TRAILING_DAYS,
        Words("Days of exchanges that make a relationship",
              "Jours d'échanges qui font une relation"),
        OWN,
    )  # fmt: skip
    yield _days(
        "relationship_half_life", group, scales.HALF_LIFE_DAYS,
        Words("An exchange counts half after", "Un échange compte moitié moins après"), OWN,
    )  # fmt: skip
    yield from _numbers(
        group,
        POINTS,
        ("relationship_meeting", scales.MEETING_POINTS, Words("A meeting", "Un rendez-vous")),
        ("relationship_event", scales.EVENT_POINTS,
         Words("An event attended in person", "Un événement suivi sur place")),
        ("relationship_call", scales.CALL_POINTS, Words("A call", "Un appel")),
        ("relationship_from_them", scales.FROM_THEM_POINTS,
         Words("A message of theirs", "Un message reçu")),
        ("relationship_from_us", scales.FROM_US_POINTS,
         Words("A message of ours", "Un message envoyé")),
    )  # fmt: skip
    yield from _numbers(
        group, POINTS,
        ("relationship_levelling", scales.LEVELLING_POINTS,
         Words("Points at which frequency has come to 63% of its best",
               "Points pour lesquels la fréquence atteint 63 % de son maximum")),
        source="Microsoft, Breadbox, Nudge", least=1,
    )  # fmt: skip
    yield from _numbers(
        group,
        WEIGHT,
        ("relationship_frequency", scales.FREQUENCY,
         Words("How often and how lately", "Fréquence et récence")),
        ("relationship_reciprocity", scales.RECIPROCITY, Words("Both ways", "Réciprocité")),
        ("relationship_depth", scales.DEPTH,
         Words("Spoken, and not only written", "De vive voix, et non seulement par écrit")),
        ("relationship_breadth", scales.BREADTH,
         Words("With several of us", "Avec plusieurs d'entre nous")),
        source="Breadbox",
    )  # fmt: skip
    yield from _numbers(
        group, PEOPLE,
        ("relationship_people", scales.ENOUGH_OF_US,
         Words("of us are several enough", "d'entre nous suffisent")),
        least=1,
    )  # fmt: skip
    yield from _numbers(
        group, POINTS,
        ("relationship_one_way", scales.ONE_WAY,
         Words("Who never answered comes to so many at most",
               "Qui n'a jamais répondu ne dépasse pas")),
        source="Nudge", most=100,
    )  # fmt: skip
    yield from _numbers(
        group, POINTS,
        ("relationship_established", scales.ESTABLISHED,
         Words("A relationship is good from", "Une relation est bonne à partir de")),
        most=100,
    )  # fmt: skip
    yield from _numbers(
        group,
        TIMES,
        ("power_decision_maker", scales.POWER["decision_maker"],
         Words("A decision maker counts", "Un décideur compte")),
        ("power_champion", scales.POWER["champion"], Words("A champion counts", "Un allié compte")),
        ("power_other", scales.OTHER_POWER,
         Words("Every other role counts", "Tout autre rôle compte")),
        least=1,
    )  # fmt: skip


SENIORITIES: Mapping[str, Words] = {
    "executive": Words("An executive", "Un dirigeant"),
    "vice_president": Words("A vice president", "Un vice-président"),
    "director": Words("A director", "Un directeur"),
    "manager": Words("A manager", "Un responsable"),
    "staff": Words("Staff", "Un collaborateur"),
}
GROUP_ROLES: Mapping[str, Words] = {
    "decision_maker": Words("The decision maker of a group", "Le décideur d'un groupe"),
    "champion": Words("A champion", "Un allié"),
    "influencer": Words("An influencer", "Un prescripteur"),
    "procurement": Words("Procurement", "Un acheteur"),
    "user": Words("A user", "Un utilisateur"),
}


def _contacts() -> Iterator[Parameter]:
    group = ParameterGroup.CONTACTS
    yield _days(
        "active_days", group, scales.ACTIVE_DAYS,
        Words("A person is active who gave us attention within",
              "Une personne est active si elle nous a accordé son attention depuis moins de"),
        OWN,
    )  # fmt: skip
    yield from _numbers(
        group, PERCENT,
        ("covered_from", scales.COVERED_FROM,
         Words("An account is covered from", "Un compte est couvert à partir de")),
        most=100,
    )  # fmt: skip
    yield from _numbers(
        group,
        WEIGHT,
        ("quality_level", scales.LEVEL_WEIGHT, Words("Quality: their level", "Qualité : niveau")),
        ("quality_role", scales.ROLE_WEIGHT, Words("Quality: their role", "Qualité : rôle")),
        ("quality_strength", scales.RELATIONSHIP_WEIGHT,
         Words("Quality: our relationship", "Qualité : notre relation")),
        ("quality_validity", scales.VALIDITY_WEIGHT,
         Words("Quality: validity of data", "Qualité : validité des données")),
    )  # fmt: skip
    yield from _numbers(
        group, PERCENT,
        ("quality_least", scales.LEAST_WEIGHT,
         Words("of that weight must be known", "de ce poids doivent être connus")),
        most=100,
    )  # fmt: skip
    yield from _numbers(
        group, POINTS,
        *((f"level_{key}", scales.LEVELS[key], words) for key, words in SENIORITIES.items()),
        *((f"role_{key}", scales.ROLES[key], words) for key, words in GROUP_ROLES.items()),
        ("role_none", scales.NO_ROLE, Words("Nobody's role", "Sans rôle")),
        most=100,
    )  # fmt: skip
    yield from _numbers(
        group, POINTS,
        ("valid_email", scales.DELIVERABLE,
         Words("An e-mail address that works", "Une adresse e-mail valable")),
        ("valid_phone", scales.REACHABLE,
         Words("A phone number or a profile", "Un téléphone ou un profil")),
        ("valid_title", scales.TITLED, Words("A title", "Une fonction")),
        ("valid_verified", scales.VERIFIED,
         Words("Details verified lately", "Des coordonnées vérifiées récemment")),
        most=100,
    )  # fmt: skip
    yield _days(
        "verified_days", group, scales.VERIFIED_DAYS,
        Words("Details are verified lately within",
              "Des coordonnées sont vérifiées récemment depuis moins de"),
        OWN,
    )  # fmt: skip


def _answers() -> Iterator[Parameter]:
    group = ParameterGroup.ANSWERS
    for key, default, words, source in (
        ("survey_answer_days", scales.ANSWERING_SURVEY_DAYS,
         Words("A survey is still answered for", "On répond encore à une enquête pendant"), OWN),
        ("mail_answer_days", scales.ANSWERING_MAIL_DAYS,
         Words("A mail is still opened and answered for",
               "Un e-mail est encore ouvert et suivi d'une réponse pendant"), OWN),
        ("mail_again_days", scales.ANOTHER_MAIL_DAYS,
         Words("A message told again is another one after",
               "Un message annoncé de nouveau en est un autre après"), OWN),
        ("campaign_answer_days", scales.ANSWERING_CAMPAIGN_DAYS,
         Words("After its end a campaign is still answered for",
               "Après sa fin, on répond encore à une campagne pendant"), OWN),
        ("ad_visit_days", scales.AD_VISIT_DAYS,
         Words("A visit comes of an ad shown within",
               "Une visite vient d'une publicité montrée depuis moins de"), OWN),
    ):  # fmt: skip
        yield _days(key, group, default, words, source)
    source = "Google Analytics 4"
    yield from _numbers(
        group, CASES,
        ("few_opinions", scales.FEW_OPINIONS,
         Words("What people think is shown from so many answers; never from fewer than five",
               "Ce que pensent les gens est montré à partir de tant de réponses, jamais moins de"
               " cinq")),
        least=scales.FEW_OPINIONS, most=100,
    )  # fmt: skip
    yield from _numbers(
        group, SECONDS,
        ("visit_seconds", scales.VISIT_SECONDS,
         Words("A visit is engaged from", "Une visite est engagée à partir de")),
        source=source, most=86_400,
    )  # fmt: skip
    yield from _numbers(
        group, TIMES,
        ("visit_pages", scales.VISIT_PAGES,
         Words("or where a page was seen", "ou si une page a été vue")),
        ("visit_events", scales.VISIT_EVENTS,
         Words("or where a key event happened", "ou si un événement clé a eu lieu")),
        source=source, least=1,
    )  # fmt: skip


def _speed() -> Iterator[Parameter]:
    group = ParameterGroup.SPEED
    for key, default, words in (
        ("past_days", scales.PAST_DAYS,
         Words("Opportunities of before are of the last", "Les opportunités d'avant sont des")),
        ("forecast_days", scales.CLOSING_DAYS,
         Words("A forecast told on the day of a win gives way to the one of so long before",
               "Une prévision faite le jour du gain cède à celle qui valait tant de jours avant")),
    ):  # fmt: skip
        yield _days(key, group, default, words, OWN)
    yield _days(
        "stale_days", group, scales.STALE_DAYS,
        Words("An open opportunity is stale where nothing happened for",
              "Une opportunité ouverte est en sommeil si rien n'est arrivé depuis"),
        OWN,
    )  # fmt: skip
    yield Parameter(
        key="speed_without_stale", group=group, default=False, kind=ParameterKind.SWITCH,
        words=Words("Stale opportunities are left out of speeds",
                    "Les opportunités en sommeil sont exclues des vitesses"),
        source=OWN,
    )  # fmt: skip
    yield from _numbers(
        group, CASES,
        ("past_exits", scales.ENOUGH_EXITS,
         Words("Stages left before, that the past says something",
               "Étapes franchies pour que le passé dise quelque chose")),
        ("least_wins", scales.LEAST_WINS,
         Words("Wins on each side before speeds are compared",
               "Gains de chaque côté pour comparer les vitesses")),
        least=1,
    )  # fmt: skip
    yield from _numbers(
        group, MONEY,
        ("middle_deal", scales.MIDDLE_DEAL,
         Words("An opportunity is of middle size from",
               "Une opportunité est de taille moyenne à partir de")),
        ("large_deal", scales.LARGE_DEAL,
         Words("and large from", "et grande à partir de")),
        most=1_000_000_000,
    )  # fmt: skip


HEALTH_PARTS: Mapping[str, Words] = {
    "nps": Words("Net Promoter Score of late", "Score NPS récent"),
    "engagement": Words(
        "Attention of late against that of before",
        "Attention récente, contre celle d'avant",
    ),
    "coverage": Words(
        "Coverage: people needed whom we may contact",
        "Couverture : personnes nécessaires que nous pouvons contacter",
    ),
    "depth": Words("Depth of relationships", "Profondeur des relations"),
    "executives": Words(
        "Executives and vice presidents active of late",
        "Dirigeants et vice-présidents actifs récemment",
    ),
    "commercial": Words(
        "Business: open pipeline, renewals on time",
        "Affaires : pipeline ouvert, renouvellements à temps",
    ),
    "judgement": Words("Our judgement of late", "Notre jugement récent"),
    "signals": Words("Signals of other systems", "Signaux d'autres systèmes"),
}
"""What the health of an account is made of."""


def _health() -> Iterator[Parameter]:
    for part in scales.HEALTH:
        yield Parameter(
            key=f"health_weight_{part.key}",
            group=ParameterGroup.HEALTH,
            default=part.weight,
            words=HEALTH_PARTS[part.key],
            source=OWN,
            unit=WEIGHT,
            most=1000,
        )
    for key, default, words in (
        ("health_green_from", scales.GREEN_FROM, Words("Green from", "Vert à partir de")),
        ("health_amber_from", scales.AMBER_FROM, Words("Amber from", "Orange à partir de")),
        (
            "health_dead_band",
            scales.DEAD_BAND,
            Words(
                "A change counts from so many points",
                "Un changement compte à partir de tant de points",
            ),
        ),
    ):
        yield Parameter(
            key=key, group=ParameterGroup.HEALTH, default=default, words=words, source=OWN,
            unit=POINTS, most=100,
        )  # fmt: skip
    for key, default, words in (
        ("health_year_days", scales.HEALTH_YEAR_DAYS,
         Words("Answers of customers and contracts due count for",
               "Les réponses des clients et les contrats échus comptent pendant")),
        ("health_half_days", scales.HEALTH_HALF_DAYS,
         Words("Executives are active, and attention is compared, within",
               "Les dirigeants sont actifs, et l'attention est comparée, sur")),
        ("health_quarter_days", scales.HEALTH_QUARTER_DAYS,
         Words("of which attention of late, and a judgement, is of the last",
               "dont l'attention récente, et un jugement, sont des derniers")),
    ):  # fmt: skip
        yield _days(key, ParameterGroup.HEALTH, default, words, OWN)
    yield from _numbers(
        ParameterGroup.HEALTH, PERCENT,
        ("health_trend", scales.HEALTH_TREND,
         Words("Attention is worth 100 points at so much more, and 0 at so much less",
               "L'attention vaut 100 points pour tant de plus, et 0 pour tant de moins")),
        ("health_least", scales.LEAST_WEIGHT,
         Words("of the weight must be known", "du poids doivent être connus")),
        ("health_least_common", scales.LEAST_COMMON_WEIGHT,
         Words("of it at both ends of a change", "dont aux deux bouts d'un changement")),
        least=1, most=100,
    )  # fmt: skip
    yield from _numbers(
        ParameterGroup.HEALTH, CASES,
        ("health_least_parts", scales.LEAST_COMMON_PARTS,
         Words("Parts known at both ends of a change",
               "Éléments connus aux deux bouts d'un changement")),
        least=1, most=len(scales.HEALTH),
    )  # fmt: skip
    yield from _numbers(
        ParameterGroup.HEALTH, PEOPLE,
        ("health_executives", scales.HEALTH_EXECUTIVES,
         Words("Executives active who are worth 100 points",
               "Dirigeants actifs qui valent 100 points")),
        least=1,
    )  # fmt: skip
    yield from _numbers(
        ParameterGroup.HEALTH, POINTS,
        ("health_qualified", scales.QUALIFIED_PIPELINE,
         Words("Business with an opportunity accepted by sales",
               "Affaires avec une opportunité acceptée par les ventes")),
        ("health_open", scales.SOME_PIPELINE,
         Words("Business with another open opportunity",
               "Affaires avec une autre opportunité ouverte")),
        most=100,
    )  # fmt: skip


SOCIAL_PARTS: Mapping[str, Words] = {
    "posts": Words("Posts of an account's team", "Publications de l'équipe d'un compte"),
    "connections": Words("New connections", "Nouvelles relations"),
    "remarks": Words("Comments and shares of ours", "Commentaires et partages de notre part"),
    "exchanges": Words("Two-way exchanges", "Échanges dans les deux sens"),
}
SOCIAL_WEIGHTS: Mapping[str, Words] = {
    "selling": Words("Social selling", "Vente"),
    "maturity": Words("Maturity", "Maturité"),
    "communication": Words("Communication", "Communication"),
}


def _social() -> Iterator[Parameter]:
    for key, words in SOCIAL_PARTS.items():
        yield Parameter(
            key=f"social_target_{key}",
            group=ParameterGroup.SOCIAL,
            default=scales.SOCIAL_TARGETS[key],
            words=words,
            source=OWN,
            unit=A_MONTH,
            least=1,
            most=1000,
        )
    for key, words in SOCIAL_WEIGHTS.items():
        yield Parameter(
            key=f"social_weight_{key}",
            group=ParameterGroup.SOCIAL,
            default=scales.SOCIAL_WEIGHTS[key],
            words=words,
            source=OWN,
            unit=WEIGHT,
            most=1000,
        )


MODELS: Mapping[str, Words] = {
    "first_touch": Words("First touch", "Première interaction"),
    "last_touch": Words("Last touch", "Dernière interaction"),
    "lead_creation": Words("Lead creation", "Création du contact"),
    "linear": Words("Linear", "Linéaire"),
    "u_shaped": Words("U-shaped", "En U"),
    "w_shaped": Words("W-shaped", "En W"),
    "full_path": Words("Full path", "Parcours complet"),
    "time_decay": Words("Time decay", "Selon l'ancienneté"),
    "minutes": Words("Minutes of attention", "Minutes d'attention"),
}
"""The ways in which an opportunity is shared out over its touches."""

BY_KIND = "by_kind"
"""That the model is the one of the program's kind."""

MODEL_OF_KIND: Mapping[str, str] = {"high_touch": "minutes"}
OTHER_MODEL = "w_shaped"


def model_of(kind: str) -> str:
    """Return the model of a kind of program, also of none.

    >>> model_of("high_touch"), model_of("automated"), model_of("")
    ('minutes', 'w_shaped', 'w_shaped')
    """
    return MODEL_OF_KIND.get(kind, OTHER_MODEL)


PARAMETERS: Mapping[str, Parameter] = {
    each.key: each
    for each in (
        *_minutes(),
        # Stages
        _days(
            "engaged_days", ParameterGroup.STAGES, 90,
            Words("Days that attention is counted for", "Jours sur lesquels l'attention compte"),
            "Demandbase, journey stages",
        ),
        Parameter(
            key="engaged_minutes", group=ParameterGroup.STAGES, default=10, unit=MINUTES, least=1,
            words=Words("An account is engaged from", "Un compte est engagé à partir de"),
            source="Demandbase, journey stages", most=100_000,
        ),
        _days(
            "away_days", ParameterGroup.STAGES, scales.AWAY_DAYS,
            Words("An account that comes back to a program counts apart after",
                  "Un compte qui revient dans un programme compte à part après"),
            OWN,
        ),
        # Engaged by a campaign
        _days(
            "campaign_days", ParameterGroup.STAGES, 30,
            Words("Days of attention before and after a campaign first reached an account",
                  "Jours d'attention avant et après le premier contact d'une campagne"),
            OWN,
        ),
        Parameter(
            key="campaign_minutes", group=ParameterGroup.STAGES, default=10, unit=MINUTES, least=1,
            words=Words("A campaign engaged an account from",
                        "Un compte est engagé par une campagne à partir de"),
            source="Demandbase, journey stages", most=100_000,
        ),
        Parameter(
            key="campaign_uplift", group=ParameterGroup.STAGES, default=2, unit=TIMES, least=0,
            words=Words("and from so many times its attention of before",
                        "et à partir de tant de fois son attention d'avant"),
            source=OWN, most=100,
        ),
        Parameter(
            key="campaign_counts_sales", group=ParameterGroup.STAGES, default=True,
            kind=ParameterKind.SWITCH,
            words=Words("Touches of sales and partners count towards it",
                        "Les interactions des ventes et des partenaires y comptent"),
            source=OWN,
        ),
        # Qualified accounts
        Parameter(
            key="mqa_minutes", group=ParameterGroup.QUALIFICATION, default=100, unit=MINUTES,
            words=Words("Depth: minutes of attention", "Profondeur : minutes d'attention"),
            source="Demandbase, journey stages", least=1, most=100_000,
        ),
        _days(
            "mqa_days", ParameterGroup.QUALIFICATION, 90,
            Words("Days back that count", "Jours passés qui comptent"),
            "Demandbase, journey stages",
        ),
        Parameter(
            key="mqa_people", group=ParameterGroup.QUALIFICATION, default=2, unit=PEOPLE,
            words=Words("Breadth: people known by name", "Largeur : personnes connues"),
            source="Engagio", most=1000,
        ),
        Parameter(
            key="mqa_role_people", group=ParameterGroup.QUALIFICATION, default=1, unit=PEOPLE,
            words=Words("of them in a buying group", "dont dans un groupe acheteur"),
            source=OWN, most=1000,
        ),
        Parameter(
            key="mqa_counts_sales", group=ParameterGroup.QUALIFICATION, default=False,
            kind=ParameterKind.SWITCH,
            words=Words(
                "Touches of sales and partners count towards depth",
                "Les interactions des ventes et des partenaires comptent pour la profondeur",
            ),
            source=OWN,
        ),
        Parameter(
            key="mqa_acts_now", group=ParameterGroup.QUALIFICATION, default=True,
            kind=ParameterKind.SWITCH,
            words=Words(
                "Who asks for a meeting, or for the demo, qualifies at once",
                "Une demande de rendez-vous ou de démonstration qualifie aussitôt",
            ),
            source="Engagio",
        ),
        Parameter(
            key="mqa_meeting_links", group=ParameterGroup.QUALIFICATION,
            default=("meeting", "rendez-vous"), kind=ParameterKind.WORDS,
            words=Words(
                "Forms that ask for a meeting have in their address",
                "Les formulaires de rendez-vous ont dans leur adresse",
            ),
            source=OWN,
        ),
        Parameter(
            key="mqa_demo_links", group=ParameterGroup.QUALIFICATION, default=("demo",),
            kind=ParameterKind.WORDS,
            words=Words("The demo has in its address", "La démonstration a dans son adresse"),
            source="Engagio",
        ),
        Parameter(
            key="mqa_demo_people", group=ParameterGroup.QUALIFICATION, default=2, unit=PEOPLE,
            words=Words("People who open the demo", "Personnes qui ouvrent la démonstration"),
            source="Engagio", least=1, most=1000,
        ),
        Parameter(
            key="mqa_excluded", group=ParameterGroup.QUALIFICATION,
            default=("partner", "competitor"), kind=ParameterKind.WORDS,
            words=Words(
                "Never accounts of these segments or statuses",
                "Jamais les comptes de ces segments ou statuts",
            ),
            source="Engagio",
        ),
        _days(
            "mqa_below_days", ParameterGroup.QUALIFICATION, 90,
            Words(
                "Again only after so many days below the rule",
                "De nouveau seulement après tant de jours sous la règle",
            ),
            OWN,
        ),
        _days(
            "mqa_again_days", ParameterGroup.QUALIFICATION, 180,
            Words(
                "and so many since the last time",
                "et tant de jours depuis la dernière fois",
            ),
            OWN,
        ),
        # Opportunities
        _days(
            "mqo_days", ParameterGroup.DEALS, 180,
            Words(
                "Qualified within so many days before the opportunity",
                "Qualifié dans les tant de jours précédant l'opportunité",
            ),
            OWN,
        ),
        Parameter(
            key="mqo_rule", group=ParameterGroup.DEALS, default="mqa", kind=ParameterKind.CHOICE,
            words=Words(
                "What makes an opportunity marketing-qualified",
                "Ce qui qualifie une opportunité par le marketing",
            ),
            source=OWN,
            choices=(
                ("mqa", Words("The account was qualified", "Le compte était qualifié")),
                ("response", Words("Somebody answered marketing", "Quelqu'un avait répondu")),
            ),
        ),
        _days(
            "conversion_days", ParameterGroup.DEALS, 180,
            Words(
                "Days that a qualified account has for an opportunity",
                "Jours laissés à un compte qualifié pour une opportunité",
            ),
            OWN,
        ),
        _days(
            "influence_days", ParameterGroup.DEALS, 180,
            Words(
                "Marketing influenced what it touched so many days before",
                "Le marketing influence ce qu'il a touché tant de jours avant",
            ),
            OWN,
        ),
        _days(
            "deal_days", ParameterGroup.DEALS, scales.DEAL_DAYS,
            Words("Days that an opportunity has to be won, or to reach a stage",
                  "Jours laissés à une opportunité pour être gagnée ou atteindre une étape"),
            OWN,
        ),
        _days(
            "chance_days", ParameterGroup.DEALS, scales.CHANCE_DAYS,
            Words("The chance of a stage is that of opportunities decided in the last",
                  "La chance d'une étape est celle des opportunités décidées dans les derniers"),
            OWN,
        ),
        *_answers(),
        *_speed(),
        _days(
            "renewal_grace_days", ParameterGroup.RENEWALS, scales.RENEWAL_GRACE_DAYS,
            Words("Past its due day, a contract waits for a signature for",
                  "Après son échéance, un contrat attend une signature pendant"),
            OWN,
        ),
        _days(
            "renewal_abm_days", ParameterGroup.RENEWALS, scales.RENEWAL_ABM_DAYS,
            Words("ABM was there where it was so long before the due day",
                  "L'ABM était là s'il l'était tant de jours avant l'échéance"),
            OWN,
        ),
        # Part of marketing
        Parameter(
            key="people_on_deal", group=ParameterGroup.ATTRIBUTION, default="buying_group",
            kind=ParameterKind.CHOICE,
            words=Words("Who is on an opportunity", "Qui participe à une opportunité"),
            source="Engagio",
            choices=(
                ("buying_group", Words("Its buying group, or the account where it has none",
                                       "Son groupe acheteur, ou le compte s'il n'y en a pas")),
                ("narrow", Words("Confirmed members of its buying group",
                                 "Les membres confirmés de son groupe acheteur")),
                ("broad", Words("Everybody at the account", "Toutes les personnes du compte")),
            ),
        ),
        Parameter(
            key="sourced_rule", group=ParameterGroup.ATTRIBUTION, default="first_touch",
            kind=ParameterKind.CHOICE,
            words=Words("What makes an opportunity marketing's",
                        "Ce qui fait qu'une opportunité vient du marketing"),
            source="Petavue",
            choices=(
                ("first_touch", Words("Its first touch is marketing's",
                                      "Sa première interaction est du marketing")),
                ("before_sales", Words("Marketing touched it before sales did",
                                       "Le marketing l'a touchée avant les ventes")),
                ("crm", Words("The CRM names a source of marketing",
                              "Le CRM nomme une source du marketing")),
            ),
        ),
        *(
            Parameter(
                key=f"crm_{owner}", group=ParameterGroup.ATTRIBUTION, default=default,
                kind=ParameterKind.WORDS, words=words, source=OWN,
            )
            for owner, default, words in (
                ("marketing", ("marketing", "web", "website", "event", "webinar", "advertising",
                               "email", "social"),
                 Words("Sources of the CRM that are marketing's",
                       "Sources du CRM qui sont du marketing")),
                ("sdr", ("sdr", "bdr", "inside sales"),
                 Words("Sources of the CRM that are of sales development",
                       "Sources du CRM qui sont de la prospection")),
                ("partner", ("partner", "reseller", "referral"),
                 Words("Sources of the CRM that are partners",
                       "Sources du CRM qui sont des partenaires")),
            )
        ),
        Parameter(
            key="influence_rule", group=ParameterGroup.ATTRIBUTION, default="creation",
            kind=ParameterKind.CHOICE,
            words=Words("Pipeline is influenced by touches of marketing",
                        "Le pipeline est influencé par les interactions du marketing"),
            source=OWN,
            choices=(
                ("creation", Words("before the opportunity", "avant l'opportunité")),
                ("close", Words("before its close", "avant sa clôture")),
            ),
        ),
        _days(
            "sourced_days", ParameterGroup.ATTRIBUTION, 365,
            Words(
                "The first touch is looked for so many days before the opportunity",
                "La première interaction se cherche tant de jours avant l'opportunité",
            ),
            OWN,
        ),
        _days(
            "landmark_days", ParameterGroup.ATTRIBUTION, 30,
            Words(
                "Whether speed was influenced is told so many days after the opportunity began",
                "L'influence sur la vitesse se juge tant de jours après le début de l'opportunité",
            ),
            OWN,
        ),
        Parameter(
            key="attribution_model", group=ParameterGroup.ATTRIBUTION, default=BY_KIND,
            kind=ParameterKind.CHOICE,
            words=Words("How opportunities are credited to touches",
                        "Comment les opportunités sont attribuées aux interactions"),
            source="Adobe Marketo Measure",
            choices=(
                (BY_KIND, Words("By minutes in high-touch programs, else W-shaped",
                                "Selon les minutes en haut de gamme, sinon en W")),
                *MODELS.items(),
            ),
        ),
        _days(
            "decay_days", ParameterGroup.ATTRIBUTION, 30,
            Words("By age, a touch counts half after", "À l'ancienneté, une interaction compte"
                  " moitié moins après"),
            OWN,
        ),
        Parameter(
            key="credits_marketing_alone", group=ParameterGroup.ATTRIBUTION, default=False,
            kind=ParameterKind.SWITCH,
            words=Words("Only touches of marketing are credited",
                        "Seules les interactions du marketing sont créditées"),
            source=OWN,
        ),
        Parameter(
            key="return_value", group=ParameterGroup.COSTS, default="acv",
            kind=ParameterKind.CHOICE,
            words=Words("What a won opportunity brings", "Ce que rapporte une opportunité gagnée"),
            source=OWN,
            choices=(
                ("acv", Words("The value of its first year", "La valeur de sa première année")),
                ("tcv", Words("Its total value", "Sa valeur totale")),
            ),
        ),
        # Costs
        Parameter(
            key="cost_basis", group=ParameterGroup.COSTS, default="direct",
            kind=ParameterKind.CHOICE,
            words=Words("What a program costs", "Ce que coûte un programme"), source=OWN,
            choices=(
                ("media", Words("Media alone", "Les médias seuls")),
                ("direct", Words("Media, content, events and agencies",
                                 "Médias, contenus, événements et agences")),
                ("full", Words("Tools and people's time as well",
                               "Outils et temps des personnes en plus")),
            ),
        ),
        Parameter(
            key="lag_days", group=ParameterGroup.COSTS, default=0, unit=DAYS,
            words=Words(
                "Costs are of so many days before what they brought",
                "Les coûts sont d'autant de jours avant ce qu'ils ont apporté",
            ),
            source=OWN,
        ),
        *_contacts(),
        *_relationships(),
        # Groups and relationships
        _days(
            "group_days", ParameterGroup.RELATIONSHIPS, scales.GROUP_DAYS,
            Words(
                "Days that a buying group's engagement is counted for",
                "Jours sur lesquels l'engagement d'un groupe acheteur compte",
            ),
            "Adobe, buying group engagement",
        ),
        Parameter(
            key="group_minutes", group=ParameterGroup.RELATIONSHIPS,
            default=scales.ENGAGED_MINUTES, unit=MINUTES, least=1, most=100_000,
            words=Words(
                "Minutes that make a buying group's score 100",
                "Minutes qui valent 100 au score d'un groupe acheteur",
            ),
            source=OWN,
        ),
        *_health(),
        *_social(),
    )
}  # fmt: skip
"""Every parameter, in the order in which they are shown."""

DEFAULTS: Mapping[str, Any] = {key: each.default for key, each in PARAMETERS.items()}


def for_statement(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as the parameters of a statement, by their names in it.

    The minutes stand there as two lists of one order as well: p_minute_types, p_minutes.

    >>> given = for_statement(DEFAULTS)
    >>> given["p_engaged_minutes"], given["p_minutes"][:3], given["p_mqa_demo_links"]
    (10, [1, 1, 2], ['demo'])
    """
    given = {
        f"{PREFIX}{key}": list(value) if isinstance(value, tuple | list) else value
        for key, value in values.items()
    }
    given[f"{PREFIX}minute_types"] = list(TYPES)
    given[f"{PREFIX}minutes"] = [values[f"minutes_{kind}"] for kind in TYPES]
    return given


def setting(key: str) -> str:
    """Return a number that is set, as SQL.

    >>> setting("covered_from")
    '%(p_covered_from)s::float8'
    """
    return f"%({PREFIX}{PARAMETERS[key].key})s::float8"


def days(key: str) -> str:
    """Return a span of days that is set, as SQL.

    >>> days("active_days")
    "(%(p_active_days)s::float8 * interval '1 day')"
    """
    return f"({setting(key)} * interval '1 day')"


def named_in(text: str) -> frozenset[str]:
    """Return the keys of the parameters that a statement names.

    >>> sorted(named_in("t.at > %(as_of)s - %(p_mqa_days)s * interval '1 day'"))
    ['mqa_days']
    """
    named = {key for key in PARAMETERS if f"%({PREFIX}{key})s" in text}
    if f"%({PREFIX}minutes)s" in text:
        named |= {f"minutes_{kind}" for kind in TYPES}
    return frozenset(named)


ORDERED: tuple[tuple[str, str], ...] = (
    ("middle_deal", "large_deal"),
    ("health_amber_from", "health_green_from"),
    ("health_quarter_days", "health_half_days"),
    ("mqa_role_people", "mqa_people"),
)
"""Parameters of which the first may not be above the second."""

WEIGHED: tuple[tuple[str, ...], ...] = (
    tuple(f"relationship_{key}" for key in ("frequency", "reciprocity", "depth", "breadth")),
    tuple(f"quality_{key}" for key in ("level", "role", "strength", "validity")),
    tuple(f"health_weight_{part.key}" for part in scales.HEALTH),
)
"""Weights of which one at least is above zero."""


def contradictions(values: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of parameters that can't be so together.

    >>> list(contradictions({**DEFAULTS, "middle_deal": 900_000}))
    [('middle_deal', 'large_deal')]
    """
    for low, high in ORDERED:
        if values[low] > values[high]:
            yield low, high
    for weights in WEIGHED:
        if not any(values[key] for key in weights):
            yield weights


def told_by(text: Words, values: Mapping[str, Any]) -> Words:
    """Return a text in both languages, with what is set where it names a parameter as {key}.

    >>> told_by(Words("in {mqa_days} days", "en {mqa_days} jours"), {"mqa_days": 60}).fr
    'en 60 jours'
    """
    return Words(
        *(NAMED.sub(lambda found: f"{values[found[1]]:g}", each) for each in (text.en, text.fr))
    )


NAMED = re.compile(r"\{([a-z_0-9]+)\}")
"""How a text names a parameter."""


def unlike(values: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that differ from others, as they are kept.

    >>> unlike({"mqa_people": 3, "mqa_demo_links": ["demo"]}, DEFAULTS)
    {'mqa_people': 3}
    """
    return {
        key: values[key] for key in _known(values) if _plain(values[key]) != _plain(others[key])
    }


def _known(values: Mapping[str, Any]) -> Iterable[str]:
    return (key for key in PARAMETERS if key in values)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
