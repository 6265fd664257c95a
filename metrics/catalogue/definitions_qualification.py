"""What qualified accounts and opportunities mean, what they cost and what became of them."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.parameters import PARAMETERS, ParameterGroup
from metrics.catalogue.words import Words

CALC = "metrics.calc.qualification"
RATE = 5  # cases, before a rate or a cost of each says something

RULE = Words(
    "An account qualifies when its people have given enough attention lately, several of them by"
    " name and one in a buying group; or at once, when a director or above asks for a meeting or"
    " several people open the demo. Excluded accounts and those with an open opportunity don't.",
    "Un compte se qualifie quand ses membres ont donné assez d'attention récemment, plusieurs étant"
    " connus et l'un d'eux dans un groupe acheteur ; ou aussitôt, quand un directeur ou au-dessus"
    " demande un rendez-vous ou que plusieurs personnes ouvrent la démonstration. Les comptes"
    " exclus, ou ayant une opportunité ouverte, ne se qualifient pas.",
)
RULES = tuple(key for key, each in PARAMETERS.items() if each.group is ParameterGroup.QUALIFICATION)
"""The parameters by which accounts qualify, kept with each qualification."""

COSTS = Words(
    "The cost is that of the program in the period, on the basis that is set; what programs share"
    " is split by the accounts enrolled.",
    "Le coût est celui du programme dans la période, sur la base réglée ; ce que les programmes"
    " partagent est réparti selon les comptes inscrits.",
)


def told(first: Words, second: Words) -> Words:
    """Return two texts one after the other."""
    return Words(f"{first.en} {second.en}", f"{first.fr} {second.fr}")


QUALIFICATION: tuple[Definition, ...] = (
    Definition(
        key="mqa_count",
        meaning=told(
            Words(
                "Accounts that qualified in the period, each counted on the day it first fulfilled"
                " the rule.",
                "Comptes qualifiés dans la période, chacun compté le jour où il a rempli la règle.",
            ),
            RULE,
        ),
        form=Form.COUNT,
        inputs=("mqas",),
        opens="mqas",
        calculation=f"{CALC}.events",
        rests_on=RULES,
    ),
    Definition(
        key="mqa_open",
        meaning=told(
            Words(
                "Accounts that are qualified on the date asked about: an account stays so until"
                " it has been below the rule for {mqa_below_days} days, an opportunity opens or"
                " it leaves the program.",
                "Comptes qualifiés à la date demandée : un compte le reste jusqu'à"
                " {mqa_below_days} jours sous la règle, l'ouverture d'une opportunité ou sa"
                " sortie du programme.",
            ),
            RULE,
        ),
        form=Form.COUNT,
        inputs=("mqas_open",),
        opens="mqas_open",
        calculation=f"{CALC}.standing",
        rests_on=RULES,
    ),
    Definition(
        key="cost_per_mqa",
        meaning=told(
            Words(
                "What each account that qualified in the period cost.",
                "Ce qu'a coûté chaque compte qualifié dans la période.",
            ),
            COSTS,
        ),
        form=Form.MEAN,
        inputs=("cost", "cost_n", "cost_unusable", "mqas"),
        opens="cost",
        calculation=f"{CALC}.cost_of",
        rests_on=RULES,
        least_cases=RATE,
    ),
    Definition(
        key="mqo_count",
        meaning=Words(
            "New and expansion opportunities first accepted by sales in the period, whose account"
            " was qualified at some time in the {mqo_days} days before they were created.",
            "Opportunités nouvelles ou d'extension acceptées pour la première fois par les ventes"
            " dans la période, dont le compte était qualifié à un moment des {mqo_days} jours"
            " précédant leur création.",
        ),
        form=Form.COUNT,
        inputs=("mqos",),
        opens="mqos",
        calculation=f"{CALC}.events",
        rests_on=RULES,
    ),
    Definition(
        key="mqo_value",
        meaning=Words(
            "Total contract value of the opportunities qualified by marketing in the period, at"
            " their amount and the exchange rate of that day.",
            "Valeur totale des opportunités qualifiées par le marketing dans la période, à leur"
            " montant et au taux de change de ce jour.",
        ),
        form=Form.TOTAL,
        inputs=("mqos_worth", "mqos_worth_n", "mqos_worth_unusable"),
        opens="mqos_worth",
        calculation=f"{CALC}.pipeline_qualified",
        rests_on=RULES,
    ),
    Definition(
        key="cost_per_mqo",
        meaning=told(
            Words(
                "What each opportunity qualified by marketing in the period cost.",
                "Ce qu'a coûté chaque opportunité qualifiée par le marketing dans la période.",
            ),
            COSTS,
        ),
        form=Form.MEAN,
        inputs=("cost", "cost_n", "cost_unusable", "mqos"),
        opens="cost",
        calculation=f"{CALC}.cost_of",
        rests_on=RULES,
        least_cases=RATE,
    ),
    Definition(
        key="conversion_rate",
        meaning=Words(
            "Of the accounts that qualified in the period, the share that had an opportunity"
            " created within {conversion_days} days. Accounts whose {conversion_days} days are"
            " not over are left out.",
            "Parmi les comptes qualifiés dans la période, la part de ceux qui ont eu une"
            " opportunité créée en {conversion_days} jours. Les comptes dont les"
            " {conversion_days} jours ne sont pas écoulés sont écartés.",
        ),
        form=Form.SHARE,
        inputs=("mqa_mature_converted", "mqa_mature", "mqa_cohort_maturing"),
        opens="mqa_mature",
        calculation=f"{CALC}.conversion",
        rests_on=RULES,
        least_cases=RATE,
    ),
    Definition(
        key="conversion_rate_so_far",
        meaning=Words(
            "Of all accounts that qualified in the period, the share that has had an opportunity"
            " created since, within {conversion_days} days: a lower bound until all have had"
            " their time.",
            "Parmi tous les comptes qualifiés dans la période, la part de ceux qui ont eu depuis"
            " une opportunité, en {conversion_days} jours : une borne basse tant que tous n'ont"
            " pas eu ce temps.",
        ),
        form=Form.SHARE,
        inputs=("mqa_cohort_converted", "mqa_cohort", "mqa_cohort_maturing"),
        opens="mqa_cohort",
        calculation=f"{CALC}.conversion_so_far",
        rests_on=RULES,
        least_cases=RATE,
    ),
)
