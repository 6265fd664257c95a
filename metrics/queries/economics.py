"""What programs bring, how fast their deals go, and on which accounts their media spend falls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor
from abmplanner.kit.period import Period
from accounts.models import Account, Program
from metrics.catalogue.words import Grain, Words
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.program import Measured, large_ones, measured_by, window_of
from metrics.queries.scope import Scope

CENT = Decimal("0.01")

# ---- what a program brings ---------------------------------------------------------------------

CLAIMS: Mapping[str, Words] = {
    "abm_roi_attributed": Words(
        "Credited: the margin that the model of attribution gives to marketing, less the cost.",
        "Attribué : la marge que le modèle d'attribution donne au marketing, moins le coût.",
    ),
    "abm_revenue_to_cost": Words(
        "A multiple, not a return: the revenue credited for each unit spent, where no margin is"
        " known.",
        "Un multiple, pas un rendement : le revenu attribué pour chaque unité dépensée, quand"
        " aucune marge n'est connue.",
    ),
    "abm_roi_incremental": Words(
        "Caused: what accounts of the program won more than those held out. Only with a control"
        " group.",
        "Causé : ce que les comptes du programme ont gagné de plus que le groupe témoin. Seulement"
        " avec un groupe témoin.",
    ),
}
"""The three claims of what a program brings, each with how strong it is."""

BESIDE = ("cost_total", "pipeline_to_cost", "payback_days", "marketing_attributed_won",
          "cost_per_mqa", "cost_per_mqo")  # fmt: skip
RETURNS = (*CLAIMS, *BESIDE)

# ---- how fast its deals go ---------------------------------------------------------------------

PACE = ("pipeline_acceleration_vs_history", "days_saved", "median_cycle_days",
        "pipeline_acceleration_vs_forecast", "value_vs_forecast", "pulled_forward_value",
        "slipped_value")  # fmt: skip
"""Against how fast deals went before, and against what was foreseen of them."""

RATIO = "velocity_ratio"
SIDES: Mapping[str, tuple[str, str]] = {
    "velocity": ("abm_pipeline_velocity", "non_abm_pipeline_velocity"),
    "one": ("velocity_per_opportunity", "velocity_per_opportunity_other"),
    "n": ("velocity_n_influenced", "velocity_n_other"),
    "win_rate": ("velocity_win_rate_influenced", "velocity_win_rate_other"),
    "avg_value": ("velocity_avg_value_influenced", "velocity_avg_value_other"),
    "cycle_days": ("velocity_cycle_days_influenced", "velocity_cycle_days_other"),
}
"""The speed of deals that marketing influenced, and of the others, with what it is made of."""

LEVERS = ("win_rate", "avg_value", "cycle_days")
SPEEDS = (*PACE, *(key for pair in SIDES.values() for key in pair), RATIO,
          "velocity_influenced_share")  # fmt: skip


def returns_of(actor: Actor, program: Program, period: Period) -> Measured:
    """Return what a program brings for what it costs, until the day asked about."""
    return measured_by(actor, [program], RETURNS, period, known_indicators(actor))


def speeds_of(actor: Actor, program: Program, period: Period) -> Measured:
    """Return how fast the deals of a program go."""
    return measured_by(actor, [program], SPEEDS, period, known_indicators(actor))


def by_key(measured: Measured, program: Program) -> dict[str, Answer]:
    """Return what is measured of a program, by the key that was asked for."""
    return {row.indicator.key: row.answers[program.pk] for row in measured.rows}


def levers_of(answers: Mapping[str, Answer]) -> list[float]:
    """Return what win rate, value and length add to the logarithm of the ratio of two speeds.

    Empty where the ratio has no value.
    """
    if not answers[RATIO].value:
        return []
    pairs = [tuple(float(answers[key].value or 0) for key in SIDES[lever]) for lever in LEVERS]
    found: tuple[float, float, float] = import_string("metrics.calc.velocity.decomposed")(*pairs)
    return list(found)


# ---- on whom media spend falls -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """What of the media spend falls on an account, and what each of its clicks cost."""

    public_id: UUID
    name: str
    spent: Decimal
    clicks: int
    each: Answer


@dataclass(frozen=True, slots=True)
class Allocation:
    """The media spend of a program, shared out over its accounts to the cent.

    beside is what falls on none of them; is_large tells that there are too many accounts to share
    it out while somebody waits.
    """

    currency: str
    shares: Sequence[Share] = ()
    whole: Answer | None = None
    beside: Answer | None = None
    is_large: bool = False

    @property
    def spent(self) -> Decimal:
        """What falls on accounts."""
        return sum((share.spent for share in self.shares), Decimal())

    @property
    def unallocated(self) -> Decimal:
        """What falls on none."""
        return cents(self.beside.value if self.beside else None)

    @property
    def total(self) -> Decimal:
        """All that was spent on media."""
        return cents(self.whole.numerator if self.whole else None)

    @property
    def adds_up(self) -> bool:
        """Tell whether the parts and what falls on nobody make up the whole, to the cent."""
        return self.spent + self.unallocated == self.total


def cents(amount: object) -> Decimal:
    """Return an amount to the cent, nothing as zero."""
    return Decimal(str(amount or 0)).quantize(CENT)


def allocation_of(actor: Actor, program: Program, period: Period) -> Allocation:
    """Return on which accounts the media spend of a program falls in a period."""
    scope = Scope.of_program(actor, program)
    if large_ones(actor, [program]):
        return Allocation(scope.currency, is_large=True)
    window = window_of(period, scope)
    whole = live_answers(
        actor, ["cost_per_click", "cpc_unallocated_spend"], scope=scope, window=window,
        grain=Grain.PROGRAM,
    ).row(program.pk)  # fmt: skip
    each = live_answers(
        actor, ["cost_per_click"], scope=scope, window=window, grain=Grain.ACCOUNT
    ).column("cost_per_click")
    spent = {pk: answer for pk, answer in each.items() if answer.numerator}
    accounts = Account.objects.visible_to(actor).in_bulk(list(spent))
    shares = sorted(
        _shares(spent, accounts), key=lambda share: (-share.spent, share.name, share.public_id)
    )
    return Allocation(
        scope.currency, shares, whole["cost_per_click"], whole["cpc_unallocated_spend"]
    )


def _shares(spent: Mapping[int, Answer], accounts: Mapping[int, Account]) -> Iterator[Share]:
    for pk, answer in spent.items():
        if account := accounts.get(pk):
            yield Share(
                public_id=account.public_id,
                name=account.name,
                spent=cents(answer.numerator),
                clicks=int(answer.n or 0),
                each=answer,
            )
