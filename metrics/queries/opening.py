"""A number opened: the records that were counted, and those left out with the reason.

The same dataset, the same conditions and the same clocks that made the number give its records.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext
from psycopg.sql import SQL, Composable, Identifier

from abmplanner.kit import figures
from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY
from abmplanner.kit.period import Span
from accounts.enums import (
    AccountStatus,
    Channel,
    ConsentAction,
    ConsentState,
    CustomerState,
    DueState,
    GroupRole,
    ReplyOutcome,
    SuppressionReason,
    TouchType,
)
from accounts.models import Stage
from accounts.queries.opinion import can_name_respondent
from metrics.calc.money import quantized
from metrics.catalogue.catalogue import Catalogue
from metrics.catalogue.formula.tree import references
from metrics.catalogue.indicator import Indicator
from metrics.catalogue.words import Grain, Kind
from metrics.queries.chances import given
from metrics.queries.compiling import (
    COUNTED,
    Asked,
    Column,
    common_tables,
    dataset_of,
    reason,
    relation,
)
from metrics.queries.datasets.dataset import Dataset
from metrics.queries.indicators import known_indicators
from metrics.queries.running import run
from metrics.queries.scope import Scope
from metrics.queries.window import Window
from metrics.queries.wishes import Wish, can_be_measured, narrowed, opened_by

STEP = " → "  # from stage to stage
FIGURE = re.compile(r"(-?\d+(?=[. ])(?:\.\d+)?)(?: ([A-Z]{3}))?")  # with a part, or a currency
ANSWERED = "answered"  # an invitation
PASSED = "passed"  # from one event to another
CLOSED_LISTS = (  # that details are words of
    AccountStatus, Channel, ConsentState, CustomerState, DueState, GroupRole, ReplyOutcome,
    SuppressionReason, TouchType,
)  # fmt: skip
NOT_A_CUSTOMER = "not_a_customer"  # why the answer of a colleague is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record behind a number: what it is, of whom, when, what it is worth.

    at is in the time zone of what was asked. reason is empty where it was counted, else why it was
    left out. detail is a word of the record itself: a score, a stage. An opinion has neither label
    nor public_id where the reader may not know whose it is. A record of no account has 0 and empty
    texts for it.
    """

    public_id: str
    label: str
    account_id: int
    account_public_id: str
    account_name: str
    at: datetime | None
    amount: Decimal | None
    currency: str
    detail: str
    reason: str

    @property
    def is_counted(self) -> bool:
        """Tell whether the record is in the number."""
        return self.reason == COUNTED

    def as_json(self) -> dict[str, Any]:
        """Return the stable form in which a record is given."""
        return {
            "public_id": self.public_id or None,
            "label": self.label,
            "account": {"public_id": self.account_public_id, "name": self.account_name}
            if self.account_id
            else None,
            "at": self.at.isoformat() if self.at else None,
            "amount": None if self.amount is None else float(self.amount),
            "currency": self.currency or None,
            "detail": self.detail,
            "counted": self.is_counted,
            "reason": self.reason or None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A page of the records behind a number, and how many there are of either kind.

    made_of names the indicators that a formula is made of: it has no records of its own, and each
    of them opens in its turn.
    """

    counted: int = 0
    left_out: int = 0
    rows: tuple[Record, ...] = ()
    made_of: tuple[str, ...] = ()


def records(
    actor: Actor,
    key: str,
    *,
    scope: Scope,
    window: Window,
    grain: Grain = Grain.ACCOUNT,
    where: Mapping[str, str] | None = None,
    known: Catalogue | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Opened:
    """Return the records that were counted, then those left out, newest first.

    The scope is taken as one: with grain ACCOUNT it should be of one account, with grain PROGRAM of
    one program. offset and limit choose a page.

    Raises UnknownIndicator for a key that the actor doesn't know.
    """
    indicator = (known or known_indicators(actor)).resolved(key)
    if indicator.formula is not None:
        return Opened(made_of=tuple(_referred(indicator)))
    asked = Asked(actor=actor, scope=scope, window=window, grain=grain)
    wish = Wish(indicator, narrowed(indicator, where or {}), window)
    if not can_be_measured(wish, grain) or not window.has_begun:
        return Opened()
    column = opened_by(wish)
    dataset = dataset_of(column.measure)
    page = _chosen(asked, column, dataset) + SQL(PAGE)
    rows = run(asked, page, offset=offset, limit=limit, **given(asked, dataset, [column]))
    counted, left_out = rows[0][-2:] if rows else _counts(asked, column)
    return Opened(
        counted=counted,
        left_out=left_out,
        rows=tuple(_record(row, asked, dataset) for row in rows),
    )


def address_of(
    key: str,
    scope: str,
    *,
    start: date | None = None,
    end: date | None = None,
    as_of: date | None = None,
    known_at: date | None = None,
    back: str = "",
) -> str:
    """Return the address at which a number opens; end is the first day that doesn't count."""
    said: dict[str, object] = {"scope": scope}
    if start and end:
        said |= {"period": Span.CUSTOM, "start": start, "end": end - A_DAY}
    more = {"as_of": as_of, "known_at": known_at, "back": back}
    said |= {name: value for name, value in more.items() if value}
    return f"{reverse('metrics:answer_detail', args=[key])}?{urlencode(said)}"


def named(rows: Iterable[Record]) -> tuple[Record, ...]:
    """Return records with words for the reader in place of the keys of their details.

    A stage's key that pipelines name differently stays as it is.
    """
    found = tuple(replace(row, detail=figure_words(row.detail)) for row in rows)
    keys = {key for row in found for key in row.detail.split(STEP) if not key.isdecimal()} - {""}
    if not keys:
        return found
    names: dict[str, set[str]] = {
        ANSWERED: {pgettext("a survey invitation", "answered")},
        PASSED: {pgettext("from one event to another", "passed on")},
        ConsentAction.WITHDRAWN: {str(ConsentAction.WITHDRAWN.label)},
    }
    for key, label in (choice for each in CLOSED_LISTS for choice in each.choices):
        names.setdefault(key, set()).add(str(label))
    for stage in Stage.objects.filter(key__in=keys):
        names.setdefault(stage.key, set()).add(stage.name)
    words = {key: next(iter(several)) for key, several in names.items() if len(several) == 1}
    return tuple(
        replace(row, detail=STEP.join(words.get(key, key) for key in row.detail.split(STEP)))
        for row in found
    )


def figure_words(detail: str) -> str:
    """Return a detail that is a number with a part, or an amount, as the reader writes it."""
    match = FIGURE.fullmatch(detail)
    if match is None:
        return detail
    number, currency = Decimal(match[1]), match[2]
    return figures.money(number, currency) if currency else figures.figure(number)


def _referred(indicator: Indicator) -> Iterator[str]:
    yield from dict.fromkeys(reference.key for reference in references(indicator.formula))


ROWS = """
    , chosen AS (
        SELECT t.id, t.public_id, t.title, t.account, {at} AS at, {amount} AS amount, t.detail,
            {reason} AS reason
        FROM {rows} t
    )
"""

PAGE = """
    SELECT c.public_id, c.title, c.account, a.public_id, a.name, c.at, c.amount, c.detail,
        c.reason,
        count(*) FILTER (WHERE c.reason = '') OVER (),
        count(*) FILTER (WHERE c.reason <> '') OVER ()
    FROM chosen c LEFT JOIN accounts_account a ON a.id = c.account
    WHERE c.reason IS NOT NULL
    ORDER BY c.reason <> '', c.at DESC NULLS LAST, c.id DESC
    OFFSET %(offset)s LIMIT %(limit)s
"""

COUNTS = """
    SELECT count(*) FILTER (WHERE reason = ''), count(*) FILTER (WHERE reason <> '') FROM chosen
"""


def _counts(asked: Asked, column: Column) -> tuple[int, int]:
    """Return how many records there are of either kind, for a page beyond the last."""
    dataset = dataset_of(column.measure)
    statement = _chosen(asked, column, dataset) + SQL(COUNTS)
    counted, left_out = run(asked, statement, **given(asked, dataset, [column]))[0]
    return counted, left_out


def _chosen(asked: Asked, column: Column, dataset: Dataset) -> Composable:
    by = column.measure.dated_by if column.measure.kind is not Kind.OVERLAP else ""
    at = by or dataset.dates[0]
    is_worth = SQL("t.{}").format(Identifier(dataset.amount)) if dataset.amount else SQL("NULL")
    return common_tables(asked, dataset) + SQL(ROWS).format(
        at=SQL("t.{}").format(Identifier(at)),
        amount=is_worth,
        reason=reason(column, dataset, asked.window),
        rows=relation(asked, dataset),
    )


def _record(row: tuple[Any, ...], asked: Asked, dataset: Dataset) -> Record:
    public_id, title, account, account_public_id, name, at, amount, detail, why, *_ = row
    is_named = not dataset.are_opinions or can_name_respondent(
        asked.actor, is_colleague=why == NOT_A_CUSTOMER
    )
    if not is_named:
        public_id, title = None, ""
    currency = asked.scope.currency
    worth = quantized(amount, currency)
    return Record(
        public_id=str(public_id) if public_id else "",
        label=title,
        account_id=account or 0,
        account_public_id=str(account_public_id or ""),
        account_name=name or "",
        at=at.astimezone(asked.window.zone) if at else None,
        amount=worth,
        currency=currency if worth is not None else "",
        detail=detail,
        reason=why,
    )
