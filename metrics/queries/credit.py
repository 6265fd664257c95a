"""Deals shared out over their touches by every model: for a deal, a campaign or a program."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext_lazy
from psycopg.sql import SQL

from abmplanner.kit.actor import Actor
from accounts.enums import TouchOwner, TouchType
from accounts.models import Campaign, Opportunity
from metrics.catalogue.parameters import MODELS
from metrics.catalogue.words import Grain
from metrics.queries.chances import given
from metrics.queries.compiling import (
    Asked,
    Column,
    common_tables,
    counted,
    dataset_of,
    relation,
)
from metrics.queries.measures import MEASURES
from metrics.queries.parameters import settings_asked
from metrics.queries.running import run
from metrics.queries.scope import Scope
from metrics.queries.window import Window

OURS = "marketing"
MOST_TOUCHES = 300  # of a deal, that its page shows

TOUCHES = """
    SELECT t.opportunity, t.public_id, t.title, t.worth, t.touch, t.touch_type, t.touch_owner,
        t.touched_at, t.campaign_id, t.created_s, t.won_s, t.lead_s, t.at_s, t.minutes, t.outcome
    FROM {rows} t WHERE {counted} ORDER BY t.id
"""


@dataclass(frozen=True, slots=True)
class Touched:
    """A touch on a deal, or a deal without any; worth is missing where it can't be said."""

    deal: int
    public_id: UUID
    name: str
    worth: Decimal | None
    touch: int | None
    type: str
    owner: str
    at: datetime | None
    campaign: int | None
    created: float
    won: float | None
    lead: float | None
    second: float | None
    minutes: float
    outcome: str
    anchors: tuple[str, ...] = ()

    @property
    def type_words(self) -> str:
        """The type of the touch, in the reader's language."""
        return str(TouchType(self.type).label)

    @property
    def owner_words(self) -> str:
        """Whose work the touch was."""
        return str(TouchOwner(self.owner).label)

    @property
    def anchor_words(self) -> list[str]:
        """What the touch marks in the journey."""
        return [str(ANCHORS[name]) for name in self.anchors]


@dataclass(frozen=True, slots=True)
class Line:
    """What something is credited with by each model, in the order of the models."""

    label: str
    credits: tuple[Decimal, ...]
    public_id: UUID | None = None
    touch: Touched | None = None
    note: str = ""

    @property
    def named(self) -> list[tuple[str, Decimal]]:
        """The credits with the names of their models."""
        return list(zip(model_names(), self.credits, strict=True))

    @property
    def note_words(self) -> str:
        """Whom the line is about, where it is no campaign that the reader sees."""
        if self.note in OTHERS:
            return str(OTHERS[self.note])
        return str(TouchOwner(self.note).label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What a page says: lines of credit by model, of how many deals and of what they are worth."""

    models: tuple[str, ...]
    chosen: str
    lines: tuple[Line, ...]
    deals: int
    unworthy: int
    worth: Decimal
    currency: str

    @property
    def chosen_name(self) -> str:
        """The name of the model that is set."""
        return model_names()[self.models.index(self.chosen)]

    @property
    def together(self) -> list[tuple[str, Decimal]]:
        """The sum of each column."""
        sums = (
            sum(column, Decimal(0)) for column in zip(*(e.credits for e in self.lines), strict=True)
        )
        return list(zip(model_names(), sums, strict=True))


def model_names() -> list[str]:
    """Return the names of the models in the reader's language."""
    language = get_language() or "en"
    return [words.to(language) for words in MODELS.values()]


ANCHORS: Mapping[str, Any] = {
    "first": gettext_lazy("first touch"),
    "lead": gettext_lazy("made the contact"),
    "created": gettext_lazy("made the deal"),
    "won": gettext_lazy("won it"),
}
OTHERS: Mapping[str, Any] = {
    "marketing": gettext_lazy("Marketing, without a campaign"),
    "campaign": gettext_lazy("A campaign out of your reach"),
    "nobody": gettext_lazy("Nobody"),
}


def of_deal(actor: Actor, deal: Opportunity, window: Window) -> Compared:
    """Return the touches of a deal, each with its credit by every model."""
    scope = Scope.of_accounts(actor, [deal.account_id])
    touches = [
        each
        for each in _touches(actor, scope, window, Grain.ACCOUNT, "ever_created_credits_worth")
        if each.public_id == deal.public_id
    ]
    compared = _Compared(actor, scope, window, touches)
    anchors = compared.anchors()
    lines = [
        Line(touch.type, parts, touch=replace(touch, anchors=names))
        for touch, parts, names in zip(compared.rows, compared.credits, anchors, strict=True)
    ]
    return compared.page(lines[:MOST_TOUCHES])


def of_campaign(actor: Actor, campaign: Campaign, window: Window) -> Compared:
    """Return the deals that a campaign touched, each with what the campaign is credited with."""
    scope = Scope.of_campaign(actor, campaign)
    touches = _touches(actor, scope, window, Grain.CAMPAIGN, "created_credits_worth")
    compared = _Compared(actor, scope, window, touches)

    def mine(touch: Touched) -> Any:
        return touch.deal if touch.campaign == campaign.pk and touch.owner == OURS else None

    names = {each.deal: (each.name, each.public_id) for each in touches}
    sums = compared.sums(mine)
    lines = [Line(names[deal][0], sums[deal], public_id=names[deal][1]) for deal in sums]
    return compared.page(sorted(lines, key=lambda line: -line.credits[compared.at]))


def of_program(actor: Actor, scope: Scope, window: Window) -> Compared:
    """Return the campaigns that touched the deals of a scope, each with its credit by model.

    Beside them stand the other touches of marketing, everybody else's, and what nobody is credited
    with.
    """
    touches = _touches(actor, scope, window, Grain.PROGRAM, "created_credits_worth")
    compared = _Compared(actor, scope, window, touches)

    def whose(touch: Touched) -> Any:
        if touch.owner != OURS:
            return touch.owner or None
        return touch.campaign or OURS

    sums = compared.sums(whose)
    keys = [key for key in sums if isinstance(key, int)]
    known = Campaign.objects.visible_to(actor).filter(pk__in=keys)
    names = {pk: (name, public_id) for pk, name, public_id in known.values_list(
        "pk", "name", "public_id"
    )}  # fmt: skip
    lines = [
        Line(names[key][0], sums[key], public_id=names[key][1])
        if key in names
        else Line("", sums[key], note=str(key) if isinstance(key, str) else "campaign")
        for key in sums
    ]
    lines.sort(key=lambda line: (bool(line.note), -line.credits[compared.at]))
    whole = compared.worth
    rest = tuple(
        whole - sum((line.credits[place] for line in lines), Decimal(0))
        for place in range(len(MODELS))
    )
    if any(rest):
        lines.append(Line("", rest, note="nobody"))
    return compared.page(lines)


def gate_of(actor: Actor, scope: Scope, window: Window) -> Any:
    """Return whether data-driven models may say something of the deals of a scope.

    A path is the kinds of touch on a deal that was won or lost, in order.
    """
    touches = _touches(actor, scope, window, Grain.PROGRAM, "created_credits_worth")
    kinds: dict[int, list[str]] = {}
    ends = {each.deal: each.outcome for each in touches if each.outcome in {"won", "lost"}}
    for each in touches:
        if each.touch is not None and each.deal in ends:
            kinds.setdefault(each.deal, []).append(each.type)
    path = import_string("metrics.calc.data_driven.Path")
    paths = [path(tuple(types), ends[deal] == "won") for deal, types in kinds.items()]
    return import_string("metrics.calc.data_driven.gate")(paths)


# ---- touches -----------------------------------------------------------------------------------


def _touches(
    actor: Actor, scope: Scope, window: Window, grain: Grain, measure: str
) -> list[Touched]:
    """Return the touches on the deals that count for a scope, by one statement."""
    asked = Asked(actor=actor, scope=scope, window=window, grain=grain)
    column = Column(MEASURES[measure])
    dataset = dataset_of(column.measure)
    statement = common_tables(asked, dataset) + SQL(TOUCHES).format(
        rows=relation(asked, dataset), counted=counted(column, dataset, window)
    )
    return [Touched(*row) for row in run(asked, statement, **given(asked, dataset, [column]))]


def _journeys(touches: Sequence[Touched], rows: Sequence[Touched]) -> Any:
    """Return the columns of the calculation: rows are the touches, touches tell all deals."""
    np = import_string("numpy.array")
    firsts = list({each.deal: each for each in reversed(touches)}.values())[::-1]
    number = {each.deal: place for place, each in enumerate(firsts)}

    def column(values: Iterable[Any]) -> Any:
        return np(list(values), dtype="float64")

    return _calc("Journeys")(
        np([number[each.deal] for each in rows], dtype="int64"),
        column(each.second for each in rows),
        column(each.minutes for each in rows),
        column(each.created for each in firsts),
        column(each.won for each in firsts),
        column(each.lead for each in firsts),
    )


class _Compared:
    """Credit of each touch by each model."""

    def __init__(
        self, actor: Actor, scope: Scope, window: Window, touches: Sequence[Touched]
    ) -> None:
        asked = Asked(actor=actor, scope=scope, window=window, grain=Grain.ALL)
        settings = settings_asked(asked)
        self.chosen = str(settings["attribution_model"])
        self.at = list(MODELS).index(self.chosen)
        self.currency = scope.currency
        self.touches = tuple(touches)
        firsts = {each.deal: each for each in reversed(touches)}
        self.deals = len(firsts)
        worths = [each.worth for each in firsts.values()]
        self.unworthy = sum(worth is None for worth in worths)
        self.worth = sum((worth for worth in worths if worth is not None), Decimal(0))
        alone = bool(settings["credits_marketing_alone"])
        self.rows = [
            each for each in touches if each.touch is not None and (each.owner == OURS or not alone)
        ]
        self.credits = self._credits(float(settings["decay_days"])) if self.rows else []

    def _credits(self, decay_days: float) -> list[tuple[Decimal, ...]]:
        """Return for each touch its credit by every model."""
        journeys = _journeys(self.touches, self.rows)
        firsts = list({each.deal: each for each in reversed(self.touches)}.values())[::-1]
        amounts = import_string("numpy.array")(
            [float(100 * (each.worth or 0)) for each in firsts], dtype="float64"
        )
        columns = []
        for model in MODELS:
            share = _calc("weights")(journeys, model, decay_days=decay_days)
            columns.append(_calc("cents")(journeys.deal, share, amounts))
        return [
            tuple(Decimal(int(cents)) / 100 for cents in row) for row in zip(*columns, strict=True)
        ]

    def anchors(self) -> list[tuple[str, ...]]:
        """Return the anchors that each touch holds."""
        if not self.rows:
            return []
        held = _calc("anchors")(_journeys(self.touches, self.rows))
        columns = [getattr(held, name) for name in ANCHORS]
        return [
            tuple(name for name, holds in zip(ANCHORS, row, strict=True) if holds)
            for row in zip(*columns, strict=True)
        ]

    def sums(self, key: Callable[[Touched], Any]) -> dict[Any, tuple[Decimal, ...]]:
        """Return the sums of credits by a key; touches without one are in none."""
        found: dict[Any, tuple[Decimal, ...]] = {}
        for touch, parts in zip(self.rows, self.credits, strict=True):
            name = key(touch)
            if name is not None:
                before = found.get(name, (Decimal(0),) * len(parts))
                found[name] = tuple(map(Decimal.__add__, before, parts))
        return found

    def page(self, lines: Sequence[Line]) -> Compared:
        return Compared(
            models=tuple(MODELS),
            chosen=self.chosen,
            lines=tuple(lines),
            deals=self.deals,
            unworthy=self.unworthy,
            worth=self.worth,
            currency=self.currency,
        )


def _calc(name: str) -> Any:
    """Return a part of the arithmetic; it loads pandas, and so is found on first use."""
    return import_string(f"metrics.calc.attribution.{name}")
