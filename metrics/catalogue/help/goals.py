"""Help on goals: how far, how far by now, what to call it, and how accounts follow from them."""

from metrics.catalogue.help.page import GoalExample, Page
from metrics.catalogue.words import Words

GOAL = {
    "type": "reach",
    "profile": "linear",
    "elapsed": 181 / 365,
    "duration": 365.0,
    "lag": None,
    "points": None,
    "season": None,
    "value": 52.0,
    "baseline": 40.0,
    "target": 70.0,
    "low": None,
    "high": None,
    "tolerance": None,
    "started": True,
    "due": False,
    "ci_low": None,
    "ci_high": None,
    "on_track": 0.9,
    "at_risk": 0.7,
    "too_early": 0.1,
}

GOALS = Page(
    key="goals",
    title=Words("Goals", "Buts chiffrés"),
    lead=Words(
        "A goal is an indicator with a target and a day. How far it is, how far it should be by"
        " now, and when nothing can be said.",
        "Un but est un indicateur avec une cible et un jour. Où il en est, où il devrait en être,"
        " et quand on ne peut rien dire.",
    ),
    inputs=(
        Words(
            "The goal: its indicator, kind, baseline, target, first and last day, and the profile"
            " by which it is expected to grow.",
            "Le but : son indicateur, son type, sa valeur de départ, sa cible, ses premier et"
            " dernier jours, et le profil selon lequel il doit croître.",
        ),
        Words(
            "The value of the indicator for the account, program, or campaign that the goal is of,"
            " with its interval, in the goal's own period.",
            "La valeur de l'indicateur pour le compte, le programme ou la campagne du but, avec"
            " son intervalle, dans la période du but.",
        ),
    ),
    steps=(
        Words(
            "Attained is the way made over the way to make: value less baseline, over target less"
            " baseline. It works alike for goals that go down. What is added up counts from zero.",
            "L'atteinte est le chemin fait sur le chemin à faire : valeur moins départ, sur cible"
            " moins départ. Elle vaut aussi pour les buts qui descendent. Ce qui s'additionne part"
            " de zéro.",
        ),
        Words(
            "A level to be kept is attained while it holds; below it, the tolerance says how fast"
            " attainment falls.",
            "Un niveau à tenir est atteint tant qu'il tient ; en dessous, la tolérance dit à"
            " quelle vitesse l'atteinte baisse.",
        ),
        Words(
            "Expected by now follows the profile: in a straight line, late, after a delay, through"
            " dated points, or like last year.",
            "L'attendu à ce jour suit le profil : en ligne droite, tardif, après un délai, par"
            " points datés, ou comme l'an dernier.",
        ),
        Words(
            "Pace is attained over expected. On track is from 90%, at risk from 70%, off track"
            " below; each goal may set other limits.",
            "Le rythme est l'atteint sur l'attendu. En bonne voie à partir de 90 %, à risque à"
            " partir de 70 %, en retard en dessous ; chaque but peut fixer d'autres limites.",
        ),
        Words(
            "Where a goal would be off track, but its expected value lies within the interval of"
            " its value, it is inconclusive.",
            "Un but qui serait en retard, mais dont la valeur attendue est dans l'intervalle de sa"
            " valeur, n'est pas concluant.",
        ),
        Words(
            "An account is the mean of its goals' pace by their weights, each counted up to 120%;"
            " a critical goal that is off track keeps the account at risk at best.",
            "Un compte est la moyenne du rythme de ses buts selon leurs poids, chacun compté"
            " jusqu'à 120 % ; un but critique en retard laisse le compte au mieux à risque.",
        ),
    ),
    guarantees=(
        Words(
            "A goal without a value has no attainment and says so; it is never 0%.",
            "Un but sans valeur n'a pas d'atteinte et le dit ; ce n'est jamais 0 %.",
        ),
        Words(
            "Attainment below zero or above a hundred percent is shown as it is.",
            "Une atteinte sous zéro ou au-dessus de cent pour cent est montrée telle quelle.",
        ),
        Words(
            "The baseline is frozen when the goal is approved; a later definition of the indicator"
            " does not reach the goal set before.",
            "La valeur de départ est figée à l'approbation ; une définition ultérieure de"
            " l'indicateur n'atteint pas le but fixé avant.",
        ),
        Words(
            "Accounts of which goals with less than 60% of the weight have a value are not judged.",
            "Les comptes dont les buts mesurés font moins de 60 % du poids ne sont pas jugés.",
        ),
        Words(
            "Attainment is rolled up, never values: percent and money are not averaged.",
            "On agrège l'atteinte, jamais les valeurs : on ne fait pas la moyenne de pourcentages"
            " et de montants.",
        ),
    ),
    examples=(
        GoalExample(
            name=Words("Coverage, half way through the year", "La couverture, à mi-année"),
            told=Words(
                "Coverage should rise over a year, in a straight line. At the end of June it is"
                " better than before, and not as good as it should be.",
                "La couverture doit monter en un an, en ligne droite. Fin juin, elle est meilleure"
                " qu'avant, et moins bonne qu'elle ne devrait.",
            ),
            goal=GOAL,
            unit="percent",
        ),
        GoalExample(
            name=Words("A score of few answers", "Un score de peu de réponses"),
            told=Words(
                "The Net Promoter Score is half way near the end, which would be off track. Few"
                " answered: the interval reaches past what is expected.",
                "Le score NPS est à mi-chemin près de la fin, ce qui serait en retard. Peu ont"
                " répondu : l'intervalle dépasse ce qui est attendu.",
            ),
            goal=GOAL
            | {
                "elapsed": 0.9,
                "value": 20.0,
                "baseline": 10.0,
                "target": 30.0,
                "ci_low": -30.3,
                "ci_high": 61.1,
            },
            unit="points",
        ),
        GoalExample(
            name=Words("A cost that should fall", "Un coût qui doit baisser"),
            told=Words(
                "The cost per click should fall. The same rule, the other way.",
                "Le coût par clic doit baisser. La même règle, dans l'autre sens.",
            ),
            goal=GOAL | {"value": 27.0, "baseline": 30.0, "target": 20.0, "elapsed": 0.25},
            unit="money",
        ),
    ),
    more=("own-indicators",),
    sources=(
        Words(
            "Attainment and elapsed time are common practice of goal software; profiles, limits"
            " and “inconclusive” are our own.",
            "L'atteinte et le temps écoulé sont la pratique courante des logiciels d'objectifs ;"
            " les profils, les limites et « non concluant » sont de nous.",
        ),
    ),
)
