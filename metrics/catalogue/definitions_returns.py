"""What the returns of programs mean, each with what it claims, and how they are found."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.definitions_contribution import MODEL, told
from metrics.catalogue.words import Words

CALC = "metrics.calc.returns"
LEAST_WINS = 5  # before a return says something

FIELDS = ("opportunity", "account", "{worth}", "created_s", "won_s", "lead_s", "at_s", "minutes",
          "is_marketing", "campaign", "margin", "closed_days")  # fmt: skip
COST = ("cost_ever", "cost_ever_n", "cost_ever_unusable", "cost_ever_value", "cost_ever_age_days")

COSTS = Words(
    "The cost is all that was spent until the end of the period: media, content, events, agencies,"
    " tools and people's time, launch included; what several programs share is split by their"
    " accounts.",
    "Le coût est tout ce qui a été dépensé jusqu'à la fin de la période : médias, contenus,"
    " événements, agences, outils et temps des personnes, lancement compris ; ce que plusieurs"
    " programmes partagent est réparti selon leurs comptes.",
)
CREDITED_TO = Words(
    "It claims what is credited to marketing by the model set, which is bookkeeping and not proof"
    " that marketing caused it. A won opportunity counts with the value of its first year, unless"
    " set otherwise.",
    "Il porte sur ce qui est attribué au marketing selon le modèle choisi : c'est une écriture, pas"
    " la preuve que le marketing en est la cause. Une opportunité gagnée compte pour la valeur de"
    " sa première année, sauf autre réglage.",
)
MARGIN = Words(
    "The gain is the margin and not the revenue: without a margin in the plan nothing is said.",
    "Le gain est la marge et non le chiffre d'affaires : sans marge au plan, rien n'est dit.",
)


def _inputs(base: str) -> tuple[str, ...]:
    worth = "gain" if base == "won" else "worth"
    lists = (f"ever_{base}_credits_{field.format(worth=worth)}" for field in FIELDS)
    return (*lists, f"ever_{base}_unheard", *COST)


def _return(key: str, rule: str, base: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.LEVEL,
        inputs=_inputs(base),
        opens=f"ever_{base}",
        calculation=f"{CALC}.{rule}",
        takes=MODEL,
        least_cases=LEAST_WINS,
        components=("marketing_attributed_won", "cost_total") if base == "won" else (),
    )


RETURNS: tuple[Definition, ...] = (
    _return(
        "abm_roi_attributed",
        "attributed_roi",
        "won",
        told(
            Words(
                "The margin credited to marketing since the beginning, less the cost, as a"
                " percentage of the cost.",
                "La marge attribuée au marketing depuis le début, moins le coût, en pour cent du"
                " coût.",
            ),
            MARGIN,
            COSTS,
            CREDITED_TO,
        ),
    ),
    _return(
        "abm_revenue_to_cost",
        "revenue_to_cost",
        "won",
        told(
            Words(
                "Revenue credited to marketing since the beginning for each unit of cost: a"
                " multiple, not a return, for teams without a margin in their plan.",
                "Chiffre d'affaires attribué au marketing depuis le début, par unité de coût : un"
                " multiple et non un retour, pour les équipes sans marge au plan.",
            ),
            COSTS,
            CREDITED_TO,
        ),
    ),
    _return(
        "pipeline_to_cost",
        "pipeline_to_cost",
        "created",
        told(
            Words(
                "Total value of the opportunities created since the beginning that is credited to"
                " marketing, for each unit of cost.",
                "Valeur totale des opportunités créées depuis le début qui est attribuée au"
                " marketing, par unité de coût.",
            ),
            COSTS,
            Words(
                "Pipeline is hope: it claims no revenue.",
                "Un pipeline est un espoir : il ne vaut pas chiffre d'affaires.",
            ),
        ),
    ),
    _return(
        "payback_days",
        "payback_days",
        "won",
        told(
            Words(
                "Days from the first cost until the margin credited to marketing had paid back all"
                " that was spent, and stayed above it.",
                "Jours entre la première dépense et le moment où la marge attribuée au marketing a"
                " remboursé tout ce qui a été dépensé, et l'est restée.",
            ),
            MARGIN,
            COSTS,
            CREDITED_TO,
        ),
    ),
    Definition(
        key="cost_total",
        meaning=COSTS,
        form=Form.TOTAL,
        inputs=("cost_ever", "cost_ever_n", "cost_ever_unusable"),
        opens="cost_ever",
        calculation=f"{CALC}.cost_total",
    ),
)
