"""What the speed of deals means, influenced by marketing or not, and how it is found."""

from collections.abc import Iterator

from metrics.calc.status import Form
from metrics.catalogue.definition import Definition
from metrics.catalogue.words import Words

CALC = "metrics.calc.velocity"
LEAST_WINS = 5  # before a speed says something
RATE = 5  # cases, before a rate says something

PARTS = (
    "running_{side}_account", "ended_{side}_account", "ended_{side}_won", "gained_{side}_account",
    "gained_{side}_cycle_days", "sized_{side}_account", "sized_{side}_steady_value",
    "sized_{side}_unusable",
)  # fmt: skip
"""The lists that a speed is made of, in the order that the calculation takes them."""

WHO = {
    "influenced": Words(
        "Opportunities are influenced where marketing touched somebody on them in the"
        " {influence_days} days before they began or the {landmark_days} days after; those that"
        " closed within these {landmark_days} days, or are younger, are on neither side.",
        "Une opportunité est influencée lorsque le marketing a touché une personne qui y"
        " participe dans les {influence_days} jours précédant son début ou les {landmark_days}"
        " jours suivants ; celles closes dans ces {landmark_days} jours, ou plus récentes, ne"
        " sont d'aucun côté.",
    ),
    "other": Words(
        "These are the opportunities that marketing touched nobody on in the {influence_days}"
        " days before they began and the {landmark_days} days after; those that closed within"
        " these {landmark_days} days, or are younger, are on neither side.",
        "Ce sont les opportunités dont le marketing n'a touché aucun participant dans les"
        " {influence_days} jours précédant leur début et les {landmark_days} jours suivants ;"
        " celles closes dans ces {landmark_days} jours, ou plus récentes, ne sont d'aucun côté.",
    ),
}
CAUTION = Words(
    "Differences may reflect which opportunities marketing was given.",
    "Les écarts peuvent tenir aux opportunités confiées au marketing.",
)


def _parts(*sides: str) -> tuple[str, ...]:
    return tuple(part.format(side=side) for side in sides for part in PARTS)


def _with(first: Words, *more: Words) -> Words:
    """Return texts one after the other."""
    texts = (first, *more)
    return Words(" ".join(each.en for each in texts), " ".join(each.fr for each in texts))


def _speed(key: str, side: str, rule: str, meaning: Words) -> Definition:
    return Definition(
        key=key,
        meaning=_with(meaning, WHO[side], CAUTION),
        form=Form.LEVEL,
        inputs=_parts(side),
        opens=f"running_{side}_account",
        calculation=f"{CALC}.{rule}",
        least_cases=LEAST_WINS,
        components=tuple(f"velocity_{part}_{side}" for part in COMPONENTS),
    )


COMPONENTS = ("n", "win_rate", "avg_value", "cycle_days")

SPEED = Words(
    "Money that a day of selling brings: the number of qualified opportunities open in the period,"
    " times their win rate, times the average value of those won, over their average length in"
    " days.",
    "Montant apporté par jour de vente : le nombre d'opportunités qualifiées ouvertes dans la"
    " période, par leur taux de gain, par la valeur moyenne de celles gagnées, sur leur durée"
    " moyenne en jours.",
)
SPEED_OF_ONE = Words(
    "Money that one opportunity brings a day: the win rate times the average value of those won,"
    " over their average length in days.",
    "Montant apporté par jour par une opportunité : le taux de gain par la valeur moyenne de celles"
    " gagnées, sur leur durée moyenne en jours.",
)
NUMBER = Words(
    "Opportunities accepted by sales that were open at some time of the period, renewals left out.",
    "Opportunités acceptées par les ventes et ouvertes à un moment de la période, hors"
    " renouvellements.",
)
WIN_RATE = Words(
    "Of the opportunities decided in the period, the share won.",
    "Parmi les opportunités décidées dans la période, la part gagnée.",
)
VALUE = Words(
    "Average total value of the opportunities won in the period, at the exchange rates of its end.",
    "Valeur totale moyenne des opportunités gagnées dans la période, aux taux de change de sa fin.",
)
LENGTH = Words(
    "Average days from the creation to the close of the opportunities won in the period, without"
    " the time in which they were closed before.",
    "Nombre moyen de jours entre la création et la clôture des opportunités gagnées dans la"
    " période, sans le temps où elles étaient déjà closes.",
)


def _of_side(side: str) -> Iterator[Definition]:
    """Yield the four components of a side."""

    parts = _parts(side)
    for key, form, inputs, rule, meaning, least in (
        ("n", Form.COUNT, parts[:1], "running", NUMBER, 1),
        ("win_rate", Form.SHARE, parts[1:3], "win_rate", WIN_RATE, RATE),
        ("avg_value", Form.MEAN, parts[5:8], "average_value", VALUE, LEAST_WINS),
        ("cycle_days", Form.MEAN, parts[3:5], "average_days", LENGTH, LEAST_WINS),
    ):
        yield Definition(
            key=f"velocity_{key}_{side}",
            meaning=_with(meaning, WHO[side]),
            form=form,
            inputs=inputs,
            opens=inputs[0],
            calculation=f"{CALC}.{rule}",
            least_cases=least,
        )


VELOCITY: tuple[Definition, ...] = (
    _speed("abm_pipeline_velocity", "influenced", "velocity", SPEED),
    _speed("non_abm_pipeline_velocity", "other", "velocity", SPEED),
    _speed("velocity_per_opportunity", "influenced", "velocity_of_one", SPEED_OF_ONE),
    _speed("velocity_per_opportunity_other", "other", "velocity_of_one", SPEED_OF_ONE),
    Definition(
        key="velocity_ratio",
        meaning=_with(
            Words(
                "How many times as much money an influenced opportunity brings a day as one that is"
                " not. Nothing is said below {least_wins} won on either side.",
                "Combien de fois plus d'argent une opportunité influencée apporte par jour qu'une"
                " autre. Rien n'est dit en dessous de {least_wins} gagnées de chaque côté.",
            ),
            WHO["influenced"],
            CAUTION,
        ),
        form=Form.LEVEL,
        inputs=_parts("influenced", "other"),
        opens="running_influenced_account",
        calculation=f"{CALC}.velocity_ratio",
        takes=("least_wins",),
        least_cases=2 * LEAST_WINS,
        components=tuple(
            f"velocity_{part}_{side}" for part in COMPONENTS for side in ("influenced", "other")
        ),
    ),
    Definition(
        key="velocity_influenced_share",
        meaning=_with(
            Words(
                "Of the qualified opportunities open in the period, the share that marketing"
                " influenced.",
                "Parmi les opportunités qualifiées ouvertes dans la période, la part influencée par"
                " le marketing.",
            ),
            WHO["influenced"],
        ),
        form=Form.SHARE,
        inputs=("running_influenced_account", "running_other_account"),
        opens="running_influenced_account",
        calculation=f"{CALC}.influenced_share",
        least_cases=RATE,
    ),
    *_of_side("influenced"),
    *_of_side("other"),
)
