"""One question, as the command and the API put it, and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.models import (
    Account,
    AdDelivery,
    BuyingGroup,
    Campaign,
    ExternalId,
    Program,
    Spend,
)
from accounts.queries.program import fiscal_month_of, programs_with
from metrics.catalogue.catalogue import UnknownIndicator
from metrics.catalogue.words import Grain
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.opening import Opened, records
from metrics.queries.scope import Scope, became
from metrics.queries.window import Window

LONGEST_YEARS = 50


class QuestionError(ValueError):
    """A question that can't be read; field says which part, code why, detail names the value.

    The code not_found is a scope that doesn't exist or is out of the actor's reach.
    """

    def __init__(self, field: str, code: str, detail: object = "") -> None:
        super().__init__(f"{field}: {code} {detail}".rstrip())
        self.field = field
        self.code = code
        self.detail = str(detail)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: an indicator, of whom, from which local day to before which.

    scope is account:ID, program:ID, campaign:ID, group:ID, source:NAME or all, where ID is a public
    id, an id in another system, or a name that only one has. as_of is today where it is not given.
    """

    indicator: str
    scope: str
    start: date
    end: date
    as_of: date | None = None
    known_at: date | None = None
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Whom a question is about."""

    scope: Scope
    grain: Grain
    pk: int = 0
    public_id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question with its answer; opened holds the records where they were asked for."""

    question: Question
    target: Target
    window: Window
    answer: Answer
    opened: Opened | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the stable answer object, with what was asked beside it."""
        window = self.window
        return self.answer.as_json() | {
            "scope": self.question.scope,
            "scope_name": self.target.name,
            "from": window.start.isoformat(),
            "to": window.end.isoformat(),
            "as_of": window.as_of.isoformat(),
            "known_at": window.known_at.isoformat() if window.known_at else None,
            "time_zone": window.zone.key,
            "where": dict(self.question.where),
        }


def answered(actor: Actor, question: Question, *, explain: bool = False) -> Asked:
    """Return the answer to a question, with the records behind it where explain is asked for.

    Raises QuestionError where the question can't be read.
    """
    known = known_indicators(actor)
    try:
        indicator = known.resolved(question.indicator)
    except UnknownIndicator:
        raise QuestionError("indicator", "unknown", question.indicator) from None
    for name in question.where:
        if name not in indicator.dimensions:
            raise QuestionError("where", "no_such_dimension", name)
    target = target_of(actor, question.scope)
    window = window_of(question, target.scope)
    answer = live_answers(
        actor,
        [indicator.key],
        scope=target.scope,
        window=window,
        grain=target.grain,
        where=question.where,
        known=known,
    ).one(target.pk, indicator.key)
    opened = None
    if explain:
        opened = records(
            actor,
            indicator.key,
            scope=target.scope,
            window=window,
            grain=target.grain,
            where=question.where,
            known=known,
        )
    return Asked(question=question, target=target, window=window, answer=answer, opened=opened)


def window_of(question: Question, scope: Scope) -> Window:
    """Return the window of a question, by the clocks of its scope."""
    as_of = question.as_of or timezone.localdate(timezone=scope.zone)
    if question.end <= question.start:
        raise QuestionError("to", "before_from", question.end)
    days = (as_of, question.start, question.end, question.known_at or as_of)
    if any(not EARLIEST <= day <= LATEST for day in days):
        raise QuestionError("from", "out_of_range", question.start)
    if question.end.year - question.start.year > LONGEST_YEARS:
        raise QuestionError("to", "too_long", LONGEST_YEARS)
    return Window(
        start=question.start,
        end=question.end,
        as_of=as_of,
        known_at=question.known_at,
        zone=scope.zone,
    )


EARLIEST, LATEST = date(1950, 1, 1), date(2200, 1, 1)


def fiscal_month_of_scope(actor: Actor, text: str) -> int:
    """Return the month in which the fiscal year begins of whom a scope names.

    An account follows its programs where these agree; what nobody says is January.
    """
    try:
        target = target_of(actor, text)
    except QuestionError:
        return 1
    programs: QuerySet[Program] = Program.objects.visible_to(actor)
    if target.grain is Grain.ACCOUNT:
        programs = programs_with(actor, target.pk)
    elif target.grain is Grain.PROGRAM:
        programs = programs.filter(pk=target.pk)
    elif target.grain is Grain.CAMPAIGN:
        programs = programs.filter(campaigns=target.pk)
    else:
        return 1
    return fiscal_month_of(programs)


def target_of(actor: Actor, text: str) -> Target:
    """Return whom a scope names, by account:, program:, campaign:, group: or source:, or all."""
    kind, _colon, name = text.partition(":")
    if text == "all":
        return Target(scope=Scope.everything(actor), grain=Grain.ALL)
    if kind == "account" and name:
        account = _named(Account.objects.visible_to(actor), name, actor)
        pk = became(actor, [account.pk])[0]
        return Target(
            scope=Scope.of_accounts(actor, [pk]),
            grain=Grain.ACCOUNT,
            pk=pk,
            public_id=str(account.public_id),
            name=account.name,
        )
    if kind == "program" and name:
        program = _named(Program.objects.visible_to(actor), name, actor)
        return Target(
            scope=Scope.of_program(actor, program),
            grain=Grain.PROGRAM,
            pk=program.pk,
            public_id=str(program.public_id),
            name=program.name,
        )
    if kind == "campaign" and name:
        campaign = _named(Campaign.objects.visible_to(actor), name, actor)
        return Target(
            scope=Scope.of_campaign(actor, campaign),
            grain=Grain.CAMPAIGN,
            pk=campaign.pk,
            public_id=str(campaign.public_id),
            name=campaign.name,
        )
    if kind == "group" and name:
        group = _named(BuyingGroup.objects.visible_to(actor), name, actor)
        return Target(
            scope=Scope.of_group(actor, group),
            grain=Grain.GROUP,
            pk=group.pk,
            public_id=str(group.public_id),
            name=group.name,
        )
    if kind == "source" and name:
        return Target(
            scope=Scope.of_sources(actor, [_source(name, actor)]),
            grain=Grain.SOURCE,
            pk=1,
            name=name,
        )
    raise QuestionError("scope", "not_a_scope", text)


KEYED = {Account: "account", Campaign: "campaign", BuyingGroup: "group"}
"""By which of its keys another system's id leads to a row."""


def _source(name: str, actor: Actor) -> str:
    """Return the name of a source that something within reach came from."""
    if "\x00" not in name:
        for rows in (AdDelivery.objects.visible_to(actor), Spend.objects.visible_to(actor)):
            if rows.filter(source=name).exists():
                return name
    raise QuestionError("scope", "not_found", name)


def _named(rows: QuerySet[Any], name: str, actor: Actor) -> Any:
    """Return the one row of that public id, id in another system, or name."""
    found = list(_found(rows, name, actor)[:2])
    if not found:
        raise QuestionError("scope", "not_found", name)
    if len(found) > 1:
        raise QuestionError("scope", "ambiguous", name)
    return found[0]


def _found(rows: QuerySet[Any], name: str, actor: Actor) -> QuerySet[Any]:
    try:
        return rows.filter(public_id=UUID(name))
    except ValueError:
        pass
    if "\x00" in name:
        return rows.none()
    if rows.model is Program:
        return rows.filter(name_en=name) | rows.filter(name_fr=name)
    key = KEYED[rows.model]
    keys = ExternalId.objects.visible_to(actor).filter(value=name, **{f"{key}__in": rows})
    by_key = rows.filter(pk__in=keys.values(key))
    if by_key.exists():
        return by_key
    if rows.model is Account:
        return rows.filter(search_key=fold(name), merged_into=None)
    return rows.filter(name=name)
