"""What campaigns and programs change, measured against accounts that are held out of them."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.control"
RATE = 5  # pairs, before a difference of shares says something
LEAST_ACCOUNTS = 10  # on either side, before a return says something

CONTROL: tuple[Definition, ...] = (
    Definition(
        key="campaign_engagement_lift",
        meaning=Words(
            "The share of the accounts reached that the campaign engaged, less the share engaged"
            " among the accounts held out of it, in points. Those are seen over the same days, from"
            " the middle of the instants at which the campaign reached the others; one that it"
            " reached after all is left out. Without a control group nothing is said.",
            "La part des comptes touchés que la campagne a engagés, moins la part de comptes"
            " engagés parmi ceux du groupe témoin, en points. Ces derniers sont observés sur les"
            " mêmes jours, à partir du milieu des instants où la campagne a touché les autres ; un"
            " compte témoin touché malgré tout est écarté. Sans groupe témoin, rien n'est dit.",
        ),
        form=Form.LEVEL,
        inputs=(
            "cases_engaged",
            "engagement_cases",
            "compared_engaged",
            "compared_cases",
            "cases_early",
            "cases_not_engaged",
            "compared_silent",
            "targeted_pairs",
            "campaign_controls",
        ),
        opens="compared_all",
        calculation=f"{CALC}.engagement_lift",
        least_cases=RATE,
        components=("campaign_engagement_rate",),
    ),
    Definition(
        key="abm_roi_incremental",
        meaning=Words(
            "The margin won by an account of the program on average, less that won by an account"
            " held out of it, times the accounts of the program: what the program caused, less its"
            " cost, as a percentage of the cost. Wins count since the control group began, with the"
            " value of their first year unless set otherwise; the cost is all that was ever spent."
            f" Below {LEAST_ACCOUNTS} accounts on a side, or without a control group, nothing is"
            " said.",
            "La marge gagnée en moyenne par compte du programme, moins celle gagnée par compte du"
            " groupe témoin, multipliée par le nombre de comptes du programme : ce que le programme"
            " a causé, moins son coût, en pour cent du coût. Les gains comptent depuis le début du"
            " groupe témoin, pour la valeur de leur première année sauf autre réglage ; le coût est"
            f" tout ce qui a été dépensé. À moins de {LEAST_ACCOUNTS} comptes d'un côté, ou sans"
            " groupe témoin, rien n'est dit.",
        ),
        form=Form.LEVEL,
        inputs=(
            "compared_gains",
            "held_out_gains",
            "compared_unusable",
            "compared_without_margin",
            "program_controls",
            "won_deals",
            "cost_compared",
            "cost_compared_n",
            "cost_compared_unusable",
        ),
        opens="compared_accounts",
        calculation=f"{CALC}.incremental_roi",
        least_cases=LEAST_ACCOUNTS,
        components=("abm_roi_attributed", "cost_total"),
    ),
)
