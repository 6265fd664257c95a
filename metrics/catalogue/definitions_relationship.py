"""What relationship strength, the quality of contacts and the readiness of groups mean."""

from collections.abc import Iterator

from metrics.calc import scales
from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import SpreadOf, Words

CALC = "metrics.calc.relationship"
REACH = "metrics.calc.reach"
LEAST_CONTACTS = 3  # before a mean of contacts says something
RATE = 5  # cases, before a rate says something


def _mean(
    key: str,
    calculation: str,
    inputs: tuple[str, ...],
    meaning: Words,
    of: SpreadOf = SpreadOf.ACCOUNTS,
) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.MEAN,
        inputs=inputs,
        opens=inputs[0],
        calculation=f"{CALC}.{calculation}",
        least_cases=1 if of is SpreadOf.GROUPS else LEAST_CONTACTS,
        spread_of=of,
        version=scales.VERSION,
    )


def _number(
    key: str, calculation: str, inputs: tuple[str, ...], meaning: Words, form: Form = Form.COUNT
) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=form,
        inputs=inputs,
        opens=inputs[0],
        calculation=calculation,
        version=scales.VERSION,
    )


def _quality() -> Iterator[Definition]:
    yield _mean(
        "contact_quality_score",
        "quality",
        (
            "quality_accounts",
            "quality_levels",
            "quality_roles",
            "quality_strengths",
            "quality_validities",
        ),
        Words(
            "How good our contacts are, from 0 to 100: on average over the holders of roles in"
            " buying groups, or over all contacts where an account has no group. Their level counts"
            f" for {scales.LEVEL_WEIGHT}%, their role for {scales.ROLE_WEIGHT}%, the strength of"
            f" the relationship for {scales.RELATIONSHIP_WEIGHT}%, the validity of their data for"
            f" {scales.VALIDITY_WEIGHT}%; what is unknown is left out, and below half of the weight"
            " nothing is said.",
            "Qualité de nos contacts, de 0 à 100 : en moyenne sur les personnes tenant un rôle dans"
            " un groupe acheteur, ou sur tous les contacts lorsque le compte n'a pas de groupe. Le"
            f" niveau compte pour {scales.LEVEL_WEIGHT} %, le rôle pour {scales.ROLE_WEIGHT} %, la"
            f" force de la relation pour {scales.RELATIONSHIP_WEIGHT} %, la validité des données"
            f" pour {scales.VALIDITY_WEIGHT} % ; ce qui est inconnu est écarté et, en dessous de la"
            " moitié du poids, rien n'est dit.",
        ),
    )
    yield _mean(
        "contact_seniority_index",
        "mean_by_account",
        ("level_accounts", "levels"),
        Words(
            "How high our contacts stand, on average over those whose level is known: executive"
            f" {scales.LEVELS['executive']}, vice president {scales.LEVELS['vice_president']},"
            f" director {scales.LEVELS['director']}, manager {scales.LEVELS['manager']}, staff"
            f" {scales.LEVELS['staff']}. The same people as in the quality of contacts.",
            "Niveau hiérarchique moyen de nos contacts dont le niveau est connu : dirigeant"
            f" {scales.LEVELS['executive']}, vice-président {scales.LEVELS['vice_president']},"
            f" directeur {scales.LEVELS['director']}, responsable {scales.LEVELS['manager']},"
            f" collaborateur {scales.LEVELS['staff']}. Mêmes personnes que pour la qualité des"
            " contacts.",
        ),
    )
    yield _mean(
        "contact_data_validity",
        "mean_by_account",
        ("validity_accounts", "validities"),
        Words(
            "How reliable what we know of our contacts is, from 0 to 100: an e-mail address that"
            f" works {scales.DELIVERABLE}, a phone number or social profile {scales.REACHABLE}, a"
            f" title {scales.TITLED}, details verified in the {scales.VERIFIED_DAYS} days before"
            f" {scales.VERIFIED}. The same people as in the quality of contacts.",
            "Fiabilité des données de nos contacts, de 0 à 100 : adresse e-mail valide"
            f" {scales.DELIVERABLE}, téléphone ou profil social {scales.REACHABLE}, fonction"
            f" {scales.TITLED}, coordonnées vérifiées dans les {scales.VERIFIED_DAYS} jours"
            f" précédents {scales.VERIFIED}. Mêmes personnes que pour la qualité des contacts.",
        ),
    )
    yield _number(
        "senior_contacts_count",
        f"{REACH}.number",
        ("contacts_senior",),
        Words(
            "People of the account whom we know, at director level or above.",
            "Personnes du compte que nous connaissons, de niveau directeur ou plus.",
        ),
    )
    yield Definition(
        key="senior_contacts_share",
        meaning=Words(
            "Of the people of the account whose level we know, the share at director level or"
            " above.",
            "Parmi les personnes du compte dont nous connaissons le niveau, la part de celles de"
            " niveau directeur ou plus.",
        ),
        form=Form.SHARE,
        inputs=("contacts_senior", "contacts_ranked"),
        opens="contacts_ranked",
        calculation=f"{CALC}.known_share",
        version=scales.VERSION,
    )
    yield _number(
        "executive_reached_count",
        f"{REACH}.active_number",
        ("executives_active", "recent_touches"),
        Words(
            "Executives of the account who gave us their attention in the 90 days before.",
            "Dirigeants du compte qui nous ont accordé leur attention dans les 90 jours"
            " précédents.",
        ),
    )


def _strength() -> Iterator[Definition]:
    yield _mean(
        "relationship_strength",
        "strength",
        ("bond_strengths", "bonds"),
        Words(
            "How strong our relationships are, from 0 to 100, by the exchanges of a year, which"
            f" fade by half every {scales.HALF_LIFE_DAYS} days: how often and how lately"
            f" {scales.FREQUENCY}%, both ways {scales.RECIPROCITY}%, spoken and not only written"
            f" {scales.DEPTH}%, with several of us {scales.BREADTH}%. Who never answered has"
            f" {scales.ONE_WAY} at most. Holders of roles in buying groups, or all contacts where"
            " an account has no group.",
            "Force de nos relations, de 0 à 100, d'après les échanges d'une année, dont le poids"
            f" diminue de moitié tous les {scales.HALF_LIFE_DAYS} jours : fréquence et récence"
            f" {scales.FREQUENCY} %, réciprocité {scales.RECIPROCITY} %, échanges de vive voix et"
            f" non seulement écrits {scales.DEPTH} %, avec plusieurs d'entre nous"
            f" {scales.BREADTH} %. Qui n'a jamais répondu ne dépasse pas {scales.ONE_WAY}."
            " Personnes tenant un rôle dans un groupe acheteur, ou tous les contacts lorsque le"
            " compte n'a pas de groupe.",
        ),
        of=SpreadOf.CONTACTS,
    )
    power = scales.POWER
    yield _mean(
        "account_relationship_depth",
        "depth",
        ("holder_accounts", "holder_powers", "holder_strengths", "bonds_of_holders"),
        Words(
            "How strong our relationships with those who decide are: the strength of the holders of"
            f" roles, where a decision maker counts {power['decision_maker']} times and a champion"
            f" {power['champion']} times.",
            "Force de nos relations avec ceux qui décident : force des relations avec les personnes"
            f" tenant un rôle, un décideur comptant {power['decision_maker']} fois et un allié"
            f" {power['champion']} fois.",
        ),
    )
    established = scales.ESTABLISHED
    yield _number(
        "relationship_threads",
        f"{CALC}.threads",
        ("bonds_established", "bonds_heard", "contacts_known"),
        Words(
            f"People of the account with whom our relationship has a strength of {established} or"
            " more.",
            f"Personnes du compte avec lesquelles notre relation a une force de {established} ou"
            " plus.",
        ),
    )
    yield _number(
        "single_threaded_accounts",
        f"{CALC}.single_threaded",
        ("accounts_single_threaded", "accounts_heard", "accounts_held"),
        Words(
            "Accounts where we have a good relationship with one person at most: if that person"
            " leaves, we lose the account.",
            "Comptes dans lesquels nous avons une bonne relation avec une personne au plus : si"
            " elle part, nous perdons le compte.",
        ),
    )
    yield Definition(
        key="coverage_relationship",
        meaning=Words(
            "Of the people that the buying groups need, the share that was active in the 90 days"
            f" before and with whom our relationship has a strength of {established} or more.",
            "Parmi les personnes dont les groupes acheteurs ont besoin, la part de celles qui ont"
            " été actives dans les 90 jours précédents et avec lesquelles notre relation a une"
            f" force de {established} ou plus.",
        ),
        form=Form.SHARE,
        inputs=("bonded_worth", "bonds_worth", "bonds_people", "role_bonds"),
        opens="bonds_people",
        calculation=f"{CALC}.bonded_coverage",
        version=scales.VERSION,
    )


def _groups() -> Iterator[Definition]:
    yield _mean(
        "buying_group_completeness",
        "completeness",
        ("group_completeness",),
        Words(
            "How complete buying groups are: of the roles that they need to decide, the share that"
            " is filled. Each role counts once, however many people it needs.",
            "Complétude des groupes acheteurs : parmi les rôles nécessaires pour décider, la part"
            " de ceux qui sont pourvus. Chaque rôle compte une fois, quel que soit le nombre de"
            " personnes nécessaires.",
        ),
        of=SpreadOf.GROUPS,
    )
    yield _number(
        "decision_ready_groups",
        f"{CALC}.decision_ready",
        ("groups_ready", "groups_with_template", "groups_that_decide"),
        Words(
            "Buying groups that could decide: neither the decision maker nor the champion that they"
            " need is missing.",
            "Groupes acheteurs en mesure de décider : ni le décideur ni l'allié dont ils ont besoin"
            " ne manque.",
        ),
    )

    yield _mean(
        "group_engagement",
        "engagement",
        ("group_engagements", "recent_touches"),
        Words(
            f"How much attention the members of a buying group gave us in {scales.GROUP_DAYS} days:"
            " the minutes of what they did, by the weight of their roles in the template, up to"
            f" {scales.MOST_A_DAY} times a day for each kind. {scales.ENGAGED_MINUTES} minutes are"
            " 100 points, the most there is.",
            "Attention que les membres d'un groupe acheteur nous ont accordée en"
            f" {scales.GROUP_DAYS} jours : minutes de leurs actions, selon le poids de leurs rôles"
            f" dans le modèle, au plus {scales.MOST_A_DAY} fois par jour pour chaque type."
            f" {scales.ENGAGED_MINUTES} minutes valent 100 points, le maximum.",
        ),
        of=SpreadOf.GROUPS,
    )


RELATIONSHIP: tuple[Definition, ...] = (*_quality(), *_strength(), *_groups())
"""Row 8, the rung of row 7 that rests on relationships, and what stands beside the matrix."""
