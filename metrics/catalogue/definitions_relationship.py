"""What relationship strength, the quality of contacts and the readiness of groups mean."""

from collections.abc import Iterator

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import SpreadOf, Words

CALC = "metrics.calc.relationship"
REACH = "metrics.calc.reach"
VERSION = 1
LEAST_CONTACTS = 3  # before a mean of contacts says something
RATE = 5  # cases, before a rate says something


def _mean(
    key: str,
    calculation: str,
    inputs: tuple[str, ...],
    meaning: Words,
    of: SpreadOf = SpreadOf.ACCOUNTS,
    takes: tuple[str, ...] = (),
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
        version=VERSION,
        takes=takes,
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
        version=VERSION,
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
            " buying groups, or over all contacts where an account has no group. Their level"
            " counts for {quality_level}%, their role for {quality_role}%, the strength of the"
            " relationship for {quality_strength}%, the validity of their data for"
            " {quality_validity}%; what is unknown is left out, and below {quality_least}% of the"
            " weight nothing is said.",
            "Qualité de nos contacts, de 0 à 100 : en moyenne sur les personnes tenant un rôle"
            " dans un groupe acheteur, ou sur tous les contacts lorsque le compte n'a pas de"
            " groupe. Le niveau compte pour {quality_level} %, le rôle pour {quality_role} %, la"
            " force de la relation pour {quality_strength} %, la validité des données pour"
            " {quality_validity} % ; ce qui est inconnu est écarté et, en dessous de"
            " {quality_least} % du poids, rien n'est dit.",
        ),
        takes=("quality_level", "quality_role", "quality_strength", "quality_validity",
               "quality_least"),
    )  # fmt: skip
    yield _mean(
        "contact_seniority_index",
        "mean_by_account",
        ("level_accounts", "levels"),
        Words(
            "How high our contacts stand, on average over those whose level is known: executive"
            " {level_executive}, vice president {level_vice_president}, director"
            " {level_director}, manager {level_manager}, staff {level_staff}. The same people as"
            " in the quality of contacts.",
            "Niveau hiérarchique moyen de nos contacts dont le niveau est connu : dirigeant"
            " {level_executive}, vice-président {level_vice_president}, directeur"
            " {level_director}, responsable {level_manager}, collaborateur {level_staff}. Mêmes"
            " personnes que pour la qualité des contacts.",
        ),
    )
    yield _mean(
        "contact_data_validity",
        "mean_by_account",
        ("validity_accounts", "validities"),
        Words(
            "How reliable what we know of our contacts is, from 0 to 100: an e-mail address that"
            " works {valid_email}, a phone number or social profile {valid_phone}, a title"
            " {valid_title}, details verified in the {verified_days} days before"
            " {valid_verified}. The same people as in the quality of contacts.",
            "Fiabilité des données de nos contacts, de 0 à 100 : adresse e-mail valide"
            " {valid_email}, téléphone ou profil social {valid_phone}, fonction {valid_title},"
            " coordonnées vérifiées dans les {verified_days} jours précédents {valid_verified}."
            " Mêmes personnes que pour la qualité des contacts.",
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
        version=VERSION,
    )
    yield _number(
        "executive_reached_count",
        f"{REACH}.active_number",
        ("executives_active", "recent_touches"),
        Words(
            "Executives of the account who gave us their attention in the {active_days} days"
            " before.",
            "Dirigeants du compte qui nous ont accordé leur attention dans les {active_days} jours"
            " précédents.",
        ),
    )


def _strength() -> Iterator[Definition]:
    yield _mean(
        "relationship_strength",
        "strength",
        ("bond_strengths", "bonds"),
        Words(
            "How strong our relationships are, from 0 to 100, by the exchanges of"
            " {relationship_days} days, which fade by half every {relationship_half_life} days:"
            " how often and how lately {relationship_frequency}%, both ways"
            " {relationship_reciprocity}%, spoken and not only written {relationship_depth}%,"
            " with several of us {relationship_breadth}%. Who never answered has"
            " {relationship_one_way} at most. Holders of roles in buying groups, or all contacts"
            " where an account has no group.",
            "Force de nos relations, de 0 à 100, d'après les échanges de {relationship_days}"
            " jours, dont le poids diminue de moitié tous les {relationship_half_life} jours :"
            " fréquence et récence {relationship_frequency} %, réciprocité"
            " {relationship_reciprocity} %, échanges de vive voix et non seulement écrits"
            " {relationship_depth} %, avec plusieurs d'entre nous {relationship_breadth} %. Qui"
            " n'a jamais répondu ne dépasse pas {relationship_one_way}. Personnes tenant un rôle"
            " dans un groupe acheteur, ou tous les contacts lorsque le compte n'a pas de groupe.",
        ),
        of=SpreadOf.CONTACTS,
    )
    yield _mean(
        "account_relationship_depth",
        "depth",
        ("holder_accounts", "holder_powers", "holder_strengths", "bonds_of_holders"),
        Words(
            "How strong our relationships with those who decide are: the strength of the holders"
            " of roles, where a decision maker counts {power_decision_maker} times and a champion"
            " {power_champion} times.",
            "Force de nos relations avec ceux qui décident : force des relations avec les"
            " personnes tenant un rôle, un décideur comptant {power_decision_maker} fois et un"
            " allié {power_champion} fois.",
        ),
    )
    yield _number(
        "relationship_threads",
        f"{CALC}.threads",
        ("bonds_established", "bonds_heard", "contacts_known"),
        Words(
            "People of the account with whom our relationship has a strength of"
            " {relationship_established} or more.",
            "Personnes du compte avec lesquelles notre relation a une force de"
            " {relationship_established} ou plus.",
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
            "Of the people that the buying groups need, the share whom we may send marketing by"
            " an address that works, who were active in the {active_days} days before and with"
            " whom our relationship has a strength of {relationship_established} or more.",
            "Parmi les personnes dont les groupes acheteurs ont besoin, la part de celles à qui"
            " nous pouvons adresser du marketing par une adresse valable, qui ont été actives"
            " dans les {active_days} jours précédents et avec lesquelles notre relation a une"
            " force de {relationship_established} ou plus.",
        ),
        form=Form.SHARE,
        inputs=("bonded_worth", "bonds_worth", "bonds_people", "role_bonds"),
        opens="bonds_people",
        calculation=f"{CALC}.bonded_coverage",
        version=VERSION,
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
            "How much attention the members of a buying group gave us in {group_days} days: the"
            " minutes of what they did, by the weight of their roles in the template, up to"
            " {most_a_day} times a day for each kind. {group_minutes} minutes are 100 points, the"
            " most there is.",
            "Attention que les membres d'un groupe acheteur nous ont accordée en {group_days}"
            " jours : minutes de leurs actions, selon le poids de leurs rôles dans le modèle, au"
            " plus {most_a_day} fois par jour pour chaque type. {group_minutes} minutes valent"
            " 100 points, le maximum.",
        ),
        of=SpreadOf.GROUPS,
    )


RELATIONSHIP: tuple[Definition, ...] = (*_quality(), *_strength(), *_groups())
"""Row 8, the rung of row 7 that rests on relationships, and what stands beside the matrix."""
