"""Histories that Hypothesis makes up: late, voided, merged, reopened, undated, without a rate."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.oracle.records import (
    STAGES,
    ZONE,
    Account,
    Amount,
    Contact,
    Deal,
    Feed,
    Invitation,
    Question,
    Rate,
    Stay,
    Step,
    Voice,
    World,
)


def paris(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE).astimezone(UTC)  # type: ignore[misc]


EDGES = [  # around midnights, the change of clocks, and the ends of windows
    paris(2025, 6, 1), paris(2025, 12, 31, 23, 30), paris(2026, 1, 1), paris(2026, 2, 14, 9),
    paris(2026, 2, 28, 23, 59), paris(2026, 3, 1), paris(2026, 3, 9, 12),
    paris(2026, 3, 15, 23, 30), paris(2026, 3, 16), paris(2026, 3, 29, 1, 59),
    paris(2026, 3, 29, 3), paris(2026, 3, 31, 23, 30), paris(2026, 4, 1), paris(2026, 4, 20),
]  # fmt: skip
instants = st.sampled_from(EDGES)
LONG_AGO = paris(2020, 1, 1)
recorded = st.one_of(st.just(LONG_AGO), st.sampled_from([paris(2026, 3, 10), paris(2026, 5, 1)]))
voided = st.one_of(st.none(), st.none(), st.none(), st.just(paris(2026, 4, 10)))
days = st.sampled_from([date(2026, 2, 10), date(2026, 3, 15), date(2026, 3, 31), date(2026, 5, 31)])


def known(draw: Callable[..., Any]) -> dict[str, Any]:
    at = draw(recorded)
    until = draw(voided)
    return {"recorded": at, "voided": until if until and until > at else None}


@st.composite
def steps(draw: Callable[..., Any]) -> list[Step]:
    told_apart = [""]  # a creation without a stage
    keys = draw(st.lists(st.sampled_from([*STAGES, *told_apart]), max_size=4))
    rows = []
    for key in keys:
        closing = key in {"won", "lost"}
        reasons = st.sampled_from(["decided", "decided", "no_decision", "duplicate", "error"])
        rows.append(
            Step(
                stage=key,
                at=draw(st.one_of(instants, instants, instants, st.none())),
                reason=draw(reasons) if closing else "decided",
                **known(draw),
            )
        )
    return rows


@st.composite
def amounts(draw: Callable[..., Any]) -> list[Amount]:
    rows = []
    for _row in range(draw(st.integers(0, 2))):
        worth = draw(st.one_of(st.none(), st.sampled_from([0, 100, 250, 1000])))
        rows.append(
            Amount(
                tcv=None if worth is None else Decimal(worth),
                acv=None if worth is None else draw(st.sampled_from([None, Decimal(worth) / 4])),
                currency=draw(st.sampled_from(["EUR", "USD", "GBP", "CHF"])),
                at=draw(st.one_of(instants, instants, st.none())),
                **known(draw),
            )
        )
    return rows


@st.composite
def deals(
    draw: Callable[..., Any],
    accounts: list[int],
    groups: dict[int, int] | None = None,
    most: int = 5,
) -> list[Deal]:
    """Draw deals of accounts; or of buying groups, given with the account of each."""
    rows: list[Deal] = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        before = [row.id for row in rows]
        linked = st.sampled_from([None, None, None, *before])
        group = draw(st.sampled_from(list(groups))) if groups else None
        account = groups[group] if groups and group else draw(st.sampled_from(accounts))
        rows.append(
            Deal(
                id=number,
                recorded=draw(recorded),
                account=account,
                type=draw(st.sampled_from(["new", "new", "expansion", "renewal"])),
                is_test=draw(st.sampled_from([False, False, False, True])),
                merged_into=draw(linked),
                split_from=draw(linked),
                deleted=draw(st.one_of(st.none(), st.none(), instants)),
                group=group,
                steps=draw(steps()),
                amounts=draw(amounts()),
            )
        )
    return rows


@st.composite
def stays(draw: Callable[..., Any], accounts: list[int], programs: list[int]) -> list[Stay]:
    rows: list[Stay] = []
    for _row in range(draw(st.integers(0, 4))):
        start = draw(instants)
        length = draw(st.sampled_from([None, timedelta(hours=1), timedelta(days=20)]))
        stay = Stay(
            account=draw(st.sampled_from(accounts)),
            program=draw(st.sampled_from(programs)),
            start=start,
            end=None if length is None else start + length,
            **known(draw),
        )
        if not any(collide(stay, other, "account", "program") for other in rows):
            rows.append(stay)
    return rows


def collide(one: Any, other: Any, *names: str) -> bool:
    """Tell whether the database refused the second: two at a time, both held for true then."""
    if any(getattr(one, name) != getattr(other, name) for name in names):
        return False
    ever = paris(2099, 1, 1)
    known = [row.voided or ever for row in (one, other)]
    ends = [row.end or ever for row in (one, other)]
    both_known = one.recorded < known[1] and other.recorded < known[0]
    return both_known and one.start < ends[1] and other.start < ends[0]


@st.composite
def feeds(draw: Callable[..., Any], accounts: list[int], programs: list[int]) -> list[Feed]:
    rows = []
    for record_type in ("opportunity", "response", "invitation", "enrolment"):
        for _row in range(draw(st.integers(0, 2))):
            start = draw(st.sampled_from([LONG_AGO, paris(2026, 3, 1), paris(2026, 3, 9)]))
            end = draw(st.sampled_from([None, paris(2026, 3, 9, 12), paris(2026, 4, 1)]))
            of = draw(st.sampled_from(["all", "account", "program"]))
            rows.append(
                Feed(
                    record_type,
                    start,
                    end if end is None or end > start else None,
                    account=draw(st.sampled_from(accounts)) if of == "account" else None,
                    program=draw(st.sampled_from(programs)) if of == "program" else None,
                )
            )
    return rows


@st.composite
def voices(
    draw: Callable[..., Any],
    accounts: list[int],
    contacts: list[Contact],
    invitations: list[Invitation],
) -> list[Voice]:
    rows: list[Voice] = []
    free = [each.id for each in invitations]
    for number in range(1, draw(st.integers(0, 9)) + 1):
        who = draw(st.sampled_from([None, *[each.id for each in contacts]]))
        asked = draw(st.sampled_from([None, *free])) if free else None
        if asked is not None:
            free.remove(asked)
        rows.append(
            Voice(
                id=number,
                account=draw(st.sampled_from(accounts)),
                contact=who,
                invitation=asked,
                score=draw(st.integers(0, 10)),
                kind=draw(st.sampled_from(["customer"] * 4 + ["employee"])),
                at=draw(instants),
                **known(draw),
            )
        )
    return rows


@st.composite
def worlds(draw: Callable[..., Any]) -> World:
    accounts = [Account(1)]
    for number in range(2, draw(st.integers(1, 4)) + 1):
        into = st.sampled_from([None, *[each.id for each in accounts]])
        accounts.append(Account(number, draw(into)))
    keys = [each.id for each in accounts]
    programs = [1, 2]
    contacts: list[Contact] = []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        into = st.sampled_from([None, *[each.id for each in contacts]])
        contacts.append(Contact(number, draw(st.sampled_from(keys)), draw(into)))
    invitations = []
    for contact in contacts:
        for survey in (1, 2):
            if draw(st.booleans()):
                delivered = draw(st.one_of(instants, instants, st.none()))
                invitations.append(
                    Invitation(
                        id=len(invitations) + 1,
                        recorded=draw(recorded),
                        survey=survey,
                        account=contact.account,
                        contact=contact.id,
                        delivered=delivered,
                    )
                )
    return World(
        accounts=accounts,
        programs=programs,
        stays=draw(stays(keys, programs)),
        deals=draw(deals(keys)),
        rates=draw(
            st.lists(
                st.sampled_from(
                    [
                        Rate("USD", "EUR", date(2025, 1, 1), Decimal("0.9")),
                        Rate("USD", "EUR", date(2026, 3, 16), Decimal("0.92")),
                        Rate("EUR", "GBP", date(2026, 1, 1), Decimal("0.8")),
                        Rate("EUR", "USD", date(2024, 1, 1), Decimal(3)),
                    ]
                ),
                unique_by=lambda rate: (rate.base, rate.quote, rate.on),
            )
        ),
        feeds=draw(feeds(keys, programs)),
        contacts=contacts,
        invitations=invitations,
        voices=draw(voices(keys, contacts, invitations)),
    )


WINDOWS = [
    (date(2026, 3, 1), date(2026, 4, 1)),
    (date(2026, 3, 29), date(2026, 3, 30)),
    (date(2025, 1, 1), date(2026, 7, 1)),
]


@st.composite
def questions(draw: Callable[..., Any]) -> Question:
    start, end = draw(st.sampled_from(WINDOWS))
    known_at = draw(st.one_of(st.none(), st.sampled_from([date(2026, 3, 20), date(2026, 4, 30)])))
    start_stage, aim, *_others = draw(st.permutations(list(STAGES)))
    where = {"stage_from": start_stage, "stage_to": aim}
    if draw(st.booleans()):
        where["type"] = "expansion"
    return Question(start, end, draw(days), known_at, where=where)
