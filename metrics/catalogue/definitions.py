"""What the indicators mean that are computed now, and how they are found.

Names, unit, direction, grains and the like stand in registry.json, the literal list of all keys;
here is what the list can't say.
"""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.definitions_acceleration import ACCELERATION
from metrics.catalogue.definitions_ads import ADS
from metrics.catalogue.definitions_campaigns import CAMPAIGNS
from metrics.catalogue.definitions_consent import CONSENT
from metrics.catalogue.definitions_contracts import CONTRACTS
from metrics.catalogue.definitions_contribution import CONTRIBUTION
from metrics.catalogue.definitions_control import CONTROL
from metrics.catalogue.definitions_email import EMAIL
from metrics.catalogue.definitions_feedback import FEEDBACK
from metrics.catalogue.definitions_health import HEALTH
from metrics.catalogue.definitions_qualification import QUALIFICATION
from metrics.catalogue.definitions_reach import REACH
from metrics.catalogue.definitions_relationship import RELATIONSHIP
from metrics.catalogue.definitions_returns import RETURNS
from metrics.catalogue.definitions_social import SOCIAL
from metrics.catalogue.definitions_velocity import VELOCITY
from metrics.catalogue.words import Words

OPINIONS = 5  # answers of people, before a score is shown
DEALS = 10  # won deals, before a mean size says something
RATE = 5  # cases, before a rate says something


SURVEYS = "metrics.calc.survey_scores"
PROGRAMS = "metrics.calc.enrolments"
DEALS_CALC = "metrics.calc.opportunities"


def _answers(key: str, which: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.COUNT,
        inputs=(which,),
        opens=which,
        calculation=f"{SURVEYS}.responses",
    )


def _pipeline(key: str, amount: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.TOTAL,
        inputs=(amount, f"{amount}_n", f"{amount}_unusable"),
        opens=amount,
        calculation=f"{DEALS_CALC}.pipeline_value",
    )


def _size(key: str, rule: str, form: Form, suffix: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=form,
        inputs=(f"won_deals{suffix}", f"won_amounts{suffix}", f"won_without_rate{suffix}"),
        opens=f"won_amounts{suffix}",
        calculation=f"{DEALS_CALC}.{rule}",
        least_cases=DEALS,
    )


DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        key="nps",
        meaning=Words(
            "Of the customers who answered in the period, the share of promoters (9 or 10) less the"
            " share of detractors (0 to 6). Each person counts once, with the latest answer.",
            "Parmi les clients ayant répondu dans la période, la part des promoteurs (9 ou 10)"
            " moins celle des détracteurs (0 à 6). Chaque personne compte une fois, pour sa"
            " dernière réponse.",
        ),
        form=Form.BALANCE,
        inputs=("promoters", "passives", "detractors"),
        opens="respondents",
        calculation=f"{SURVEYS}.nps",
        least_cases=OPINIONS,
        hidden_below=OPINIONS,
        rests_on=("few_opinions",),
    ),
    _answers(
        "nps_promoters",
        "promoters",
        Words(
            "Customers whose latest answer in the period is 9 or 10.",
            "Clients dont la dernière réponse de la période est 9 ou 10.",
        ),
    ),
    _answers(
        "nps_passives",
        "passives",
        Words(
            "Customers whose latest answer in the period is 7 or 8.",
            "Clients dont la dernière réponse de la période est 7 ou 8.",
        ),
    ),
    _answers(
        "nps_detractors",
        "detractors",
        Words(
            "Customers whose latest answer in the period is 0 to 6.",
            "Clients dont la dernière réponse de la période va de 0 à 6.",
        ),
    ),
    Definition(
        key="nps_response_rate",
        meaning=Words(
            "Of the survey invitations delivered in the period, the share answered by the date"
            " asked about. People have {survey_answer_days} days to answer before the rate counts"
            " as final.",
            "Parmi les invitations délivrées dans la période, la part de celles qui ont reçu une"
            " réponse à la date demandée. Le taux n'est définitif qu'après {survey_answer_days}"
            " jours.",
        ),
        form=Form.SHARE,
        inputs=("invited_answered", "invited", "invited_maturing"),
        opens="invited",
        calculation=f"{SURVEYS}.response_rate",
        least_cases=RATE,
    ),
    Definition(
        key="nps_account_coverage",
        meaning=Words(
            "Of the accounts with an invitation delivered in the period, the share with at least"
            " one answer by the date asked about.",
            "Parmi les comptes ayant reçu une invitation dans la période, la part de ceux qui ont"
            " donné au moins une réponse à la date demandée.",
        ),
        form=Form.SHARE,
        inputs=("accounts_answered", "accounts_invited", "invited_maturing"),
        opens="invited",
        calculation=f"{SURVEYS}.response_rate",
        least_cases=RATE,
    ),
    Definition(
        key="nps_account_weighted",
        meaning=Words(
            "The mean of the accounts' own scores: each account counts once, however many of its"
            " people answered. Shown beside the pooled score, never instead of it.",
            "La moyenne des scores des comptes : chaque compte compte une fois, quel que soit le"
            " nombre de répondants. Affichée à côté du score global, jamais à sa place.",
        ),
        form=Form.MEAN,
        inputs=("answer_accounts", "answer_points"),
        opens="respondents",
        calculation=f"{SURVEYS}.nps_by_account",
        least_cases=DEALS,
    ),
    Definition(
        key="new_target_accounts",
        meaning=Words(
            "Accounts whose first enrolment in the program starts in the period. An account that"
            " comes back is not new.",
            "Comptes dont la première inscription au programme commence dans la période. Un compte"
            " qui revient n'est pas nouveau.",
        ),
        form=Form.COUNT,
        inputs=("entered",),
        opens="entered",
        calculation=f"{PROGRAMS}.new_accounts",
    ),
    Definition(
        key="new_target_accounts_net",
        meaning=Words(
            "New target accounts of the period, less the accounts that left the program in it.",
            "Nouveaux comptes ciblés de la période, moins les comptes sortis du programme.",
        ),
        form=Form.COUNT,
        inputs=("entered", "left"),
        opens="entered",
        calculation=f"{PROGRAMS}.net_new_accounts",
    ),
    Definition(
        key="new_target_accounts_first_ever",
        meaning=Words(
            "Accounts whose first enrolment in any program starts in the period.",
            "Comptes dont la première inscription, tous programmes confondus, commence dans la"
            " période.",
        ),
        form=Form.COUNT,
        inputs=("entered_first_ever",),
        opens="entered_first_ever",
        calculation=f"{PROGRAMS}.new_accounts",
    ),
    Definition(
        key="new_target_accounts_reached",
        meaning=Words(
            "New target accounts of the period to which an e-mail was delivered or an ad shown"
            " since they entered.",
            "Nouveaux comptes ciblés de la période auxquels un e-mail a été délivré ou une"
            " publicité affichée depuis leur entrée.",
        ),
        form=Form.COUNT,
        inputs=("entered_reached", "entered"),
        opens="entered_reached",
        calculation=f"{PROGRAMS}.reached_accounts",
    ),
    Definition(
        key="new_opportunities_count",
        meaning=Words(
            "New and expansion opportunities created in the period. Renewals, duplicates and tests"
            " don't count; a reopened one keeps its first creation date.",
            "Opportunités nouvelles ou d'extension créées dans la période. Renouvellements,"
            " doublons et tests ne comptent pas ; une opportunité rouverte garde sa date de"
            " création.",
        ),
        form=Form.COUNT,
        inputs=("created",),
        opens="created",
        calculation=f"{DEALS_CALC}.new_opportunities",
    ),
    Definition(
        key="new_qualified_opportunities",
        meaning=Words(
            "Opportunities that entered a stage accepted by sales for the first time in the"
            " period.",
            "Opportunités entrées pour la première fois, dans la période, dans une étape acceptée"
            " par les ventes.",
        ),
        form=Form.COUNT,
        inputs=("qualified",),
        opens="qualified",
        calculation=f"{DEALS_CALC}.new_opportunities",
    ),
    _pipeline(
        "new_pipeline_value",
        "created_value",
        Words(
            "Total contract value of the opportunities created in the period, at their amount on"
            " the date asked about.",
            "Valeur totale des opportunités créées dans la période, à leur montant à la date"
            " demandée.",
        ),
    ),
    _pipeline(
        "new_pipeline_value_at_creation",
        "created_first_value",
        Words(
            "Total contract value of the opportunities created in the period, at their first"
            " amount and the exchange rate of their creation.",
            "Valeur totale des opportunités créées dans la période, à leur premier montant et au"
            " taux de change de leur création.",
        ),
    ),
    _pipeline(
        "open_pipeline_value",
        "open_value",
        Words(
            "Total contract value of the opportunities open on the date asked about.",
            "Valeur totale des opportunités ouvertes à la date demandée.",
        ),
    ),
    _pipeline(
        "weighted_pipeline_value",
        "open_weighted",
        Words(
            "Value of the open opportunities, each times the share of opportunities that were won"
            " after reaching its stage in the {chance_days} days before, whatever the seller"
            " guesses.",
            "Valeur des opportunités ouvertes, chacune multipliée par la part des opportunités"
            " gagnées après avoir atteint son étape dans les {chance_days} jours précédents :"
            " l'expérience, non l'avis du vendeur.",
        ),
    ),
    _pipeline(
        "new_pipeline_value_acv",
        "created_value_acv",
        Words(
            "Annual contract value of the opportunities created in the period, at their amount on"
            " the date asked about.",
            "Valeur annuelle des opportunités créées dans la période, à leur montant à la date"
            " demandée.",
        ),
    ),
    _pipeline(
        "new_pipeline_value_at_creation_acv",
        "created_first_value_acv",
        Words(
            "Annual contract value of the opportunities created in the period, at their first"
            " amount and the exchange rate of their creation.",
            "Valeur annuelle des opportunités créées dans la période, à leur premier montant et au"
            " taux de change de leur création.",
        ),
    ),
    _pipeline(
        "open_pipeline_value_acv",
        "open_value_acv",
        Words(
            "Annual contract value of the opportunities open on the date asked about.",
            "Valeur annuelle des opportunités ouvertes à la date demandée.",
        ),
    ),
    _pipeline(
        "weighted_pipeline_value_acv",
        "open_weighted_acv",
        Words(
            "Annual value of the open opportunities, each times the share of opportunities that"
            " were won after reaching its stage in the {chance_days} days before.",
            "Valeur annuelle des opportunités ouvertes, chacune multipliée par la part des"
            " opportunités gagnées après avoir atteint son étape dans les {chance_days} jours"
            " précédents.",
        ),
    ),
    _size(
        "average_contract_size",
        "average_size",
        Form.MEAN,
        "",
        Words(
            "Total value of the deals won in the period, divided by their number. Deals without an"
            " amount are left out and counted apart; renewals too, unless asked for.",
            "Valeur totale des affaires gagnées dans la période, divisée par leur nombre. Les"
            " affaires sans montant sont écartées et comptées à part ; les renouvellements aussi,"
            " sauf demande.",
        ),
    ),
    _size(
        "average_contract_size_acv",
        "average_size",
        Form.MEAN,
        "_acv",
        Words(
            "Annual value of the deals won in the period, divided by their number.",
            "Valeur annuelle des affaires gagnées dans la période, divisée par leur nombre.",
        ),
    ),
    _size(
        "median_contract_size",
        "median_size",
        Form.LEVEL,
        "",
        Words(
            "The middle value of the deals won in the period: half are larger, half smaller.",
            "La valeur médiane des affaires gagnées dans la période : la moitié sont plus grandes,"
            " la moitié plus petites.",
        ),
    ),
    _size(
        "largest_contract_share",
        "largest_share",
        Form.SHARE,
        "",
        Words(
            "How much of the value won in the period is a single deal.",
            "La part d'une seule affaire dans la valeur gagnée de la période.",
        ),
    ),
    Definition(
        key="opportunity_to_won_rate",
        meaning=Words(
            "Of the opportunities created in the period, the share won by the date asked about."
            " They have {deal_days} days to be decided before the rate counts as final.",
            "Parmi les opportunités créées dans la période, la part de celles gagnées à la date"
            " demandée. Le taux n'est définitif qu'après {deal_days} jours.",
        ),
        form=Form.SHARE,
        inputs=("cohort_won", "cohort", "cohort_maturing"),
        opens="cohort",
        calculation=f"{DEALS_CALC}.reached_rate",
        least_cases=RATE,
    ),
    Definition(
        key="stage_conversion_rate",
        meaning=Words(
            "Of the opportunities that entered one stage in the period, the share that reached"
            " another within {deal_days} days. Both stages must be named.",
            "Parmi les opportunités entrées dans une étape dans la période, la part de celles qui"
            " en ont atteint une autre en {deal_days} jours. Les deux étapes doivent être nommées.",
        ),
        form=Form.SHARE,
        inputs=("steps_reached", "steps", "steps_maturing"),
        opens="steps",
        calculation=f"{DEALS_CALC}.reached_rate",
        least_cases=RATE,
        needs=("stage_from", "stage_to"),
    ),
    Definition(
        key="close_rate",
        meaning=Words(
            "Of the opportunities decided in the period, the share that we won. One that ended"
            " without a decision is lost; duplicates, mistakes and renewals are left out.",
            "Parmi les opportunités décidées dans la période, la part gagnée. Une opportunité close"
            " sans décision est perdue ; doublons, erreurs et renouvellements sont écartés.",
        ),
        form=Form.SHARE,
        inputs=("won", "decided"),
        opens="decided",
        calculation=f"{DEALS_CALC}.close_rate",
        least_cases=RATE,
    ),
    Definition(
        key="close_rate_value",
        meaning=Words(
            "Of the value decided in the period, the share that we won.",
            "Part gagnée de la valeur décidée dans la période.",
        ),
        form=Form.SHARE,
        inputs=("won_value", "decided_value", "decided_value_n", "decided_value_unusable"),
        opens="decided_value",
        calculation=f"{DEALS_CALC}.close_rate_value",
        least_cases=RATE,
    ),
    Definition(
        key="no_decision_rate",
        meaning=Words(
            "Of the opportunities closed in the period, the share that ended without a decision.",
            "Parmi les opportunités closes dans la période, la part close sans décision.",
        ),
        form=Form.SHARE,
        inputs=("undecided", "decided"),
        opens="decided",
        calculation=f"{DEALS_CALC}.no_decision_rate",
        least_cases=RATE,
    ),
    *REACH,
    *ADS,
    *CONTRACTS,
    *ACCELERATION,
    *EMAIL,
    *CAMPAIGNS,
    *CONTROL,
    *RELATIONSHIP,
    *CONSENT,
    *QUALIFICATION,
    *CONTRIBUTION,
    *RETURNS,
    *VELOCITY,
    *FEEDBACK,
    *HEALTH,
    *SOCIAL,
)
