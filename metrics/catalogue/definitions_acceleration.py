"""What the indicators of the speed of deals mean."""

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.acceleration"
CASES = 5  # deals, before a mean of theirs says something
LIVES = 10  # deals, before a median says something


def _foreseen(key: str, which: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=meaning,
        form=Form.TOTAL,
        inputs=(which, f"{which}_n", f"{which}_unusable", "foreseen"),
        opens=which,
        calculation=f"{CALC}.foreseen_value",
    )


PACES = "metrics.calc.paces"

ACCELERATION: tuple[Definition, ...] = (
    Definition(
        key="pipeline_acceleration_vs_history",
        meaning=Words(
            "How many times as fast opportunities leave their stages for later ones in the period"
            " as those of the same segment, type and size did in the {past_days} days before the"
            " account came into a program, where there was no ABM. Open ones count with every"
            " day; 1 is as fast as before.",
            "Combien de fois plus vite les opportunités quittent leurs étapes pour les suivantes"
            " dans la période, par rapport à celles du même segment, type et taille dans les"
            " {past_days} jours précédant l'entrée du compte dans un programme, sans ABM. Celles"
            " encore ouvertes comptent avec chaque jour ; 1 : aussi vite qu'avant.",
        ),
        form=Form.INDEX,
        inputs=("stages_left", "stages_expected"),
        opens="stages_left",
        calculation=f"{PACES}.acceleration",
        least_cases=CASES,
    ),
    Definition(
        key="days_saved",
        meaning=Words(
            "How many days fewer an opportunity took for the stages that it left in the period than"
            " the median before there was ABM. Completed stages only.",
            "Combien de jours de moins une opportunité a passés dans les étapes quittées pendant la"
            " période, par rapport à la médiane d'avant l'ABM. Étapes franchies seulement.",
        ),
        form=Form.MEAN,
        inputs=("stage_days_saved", "deals_moved"),
        opens="stages_left",
        calculation=f"{PACES}.days_saved",
        least_cases=CASES,
    ),
    Definition(
        key="median_cycle_days",
        meaning=Words(
            "After how many days from its creation half of the opportunities are won, by those"
            " that were open or closed in the period (Kaplan-Meier): those still open, and those"
            " lost, count until they were last seen. A mean of those won alone would be too short.",
            "Nombre de jours, depuis la création, après lequel la moitié des opportunités sont"
            " gagnées, d'après celles ouvertes ou closes dans la période (Kaplan-Meier) : celles"
            " encore ouvertes et celles perdues comptent jusqu'à leur dernier état. Une moyenne des"
            " seules gagnées serait trop courte.",
        ),
        form=Form.LEVEL,
        inputs=("life_account", "life_entered_days", "life_lasted_days", "life_is_won"),
        opens="life_lasted_days",
        calculation=f"{CALC}.median_cycle",
        least_cases=LIVES,
    ),
    Definition(
        key="pipeline_acceleration_vs_forecast",
        meaning=Words(
            "By how many days earlier the opportunities foreseen at the start of the period close,"
            " or are foreseen to close now, each weighted with its value. Above zero is earlier."
            " Lost ones are left out: see the value slipped.",
            "De combien de jours les opportunités prévues au début de la période se concluent plus"
            " tôt, ou sont maintenant prévues plus tôt, chacune pondérée par sa valeur. Au-dessus"
            " de zéro : plus tôt. Les perdues sont écartées : voir la valeur reportée.",
        ),
        form=Form.MEAN,
        inputs=("pulled_days", "pulled_worth", "pulled_n", "pulled_unusable"),
        opens="pulled_worth",
        calculation=f"{CALC}.days_pulled_in",
        least_cases=CASES,
    ),
    Definition(
        key="value_vs_forecast",
        meaning=Words(
            "Value won in the period, less the value that sellers committed at its start to win in"
            " it.",
            "Valeur gagnée dans la période, moins la valeur que les vendeurs s'engageaient, à son"
            " début, à y gagner.",
        ),
        form=Form.TOTAL,
        inputs=(
            "won_within_value",
            "won_within_value_n",
            "won_within_value_unusable",
            "committed_value",
            "committed_value_n",
            "committed_value_unusable",
            "foreseen",
        ),
        opens="won_within_value",
        calculation=f"{CALC}.value_gap",
    ),
    _foreseen(
        "pulled_forward_value",
        "forward_value",
        Words(
            "Value won in the period that was foreseen at its start for later.",
            "Valeur gagnée dans la période et prévue, à son début, pour plus tard.",
        ),
    ),
    _foreseen(
        "slipped_value",
        "slipped_value",
        Words(
            "Value foreseen at the start of the period to close in it that was lost or is still"
            " open.",
            "Valeur prévue, au début de la période, pour s'y conclure, et perdue ou encore"
            " ouverte.",
        ),
    ),
)
