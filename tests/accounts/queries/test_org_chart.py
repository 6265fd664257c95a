"""The organization chart: everybody stands in it once, whatever the lines say."""

from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Contact, ReportingLine
from accounts.queries.org_chart import Branch, Chart, Lines, chart_of
from accounts.queries.stakeholders import Stakeholder, Wanted

NAMES = "ABCDEFGH"


def person(name: str) -> Stakeholder:
    """Return somebody of that name, whose place in the alphabet is their key."""
    return Stakeholder(Contact(pk=NAMES.index(name) + 1, name=name, search_key=name.casefold()), "")


def chart(people: str, lines: Iterable[str], wanted: Wanted | None = None) -> Chart:
    """Return the chart of people; a line as "BA" says that B reports to A."""
    primary = {
        NAMES.index(who) + 1: ReportingLine(
            contact_id=NAMES.index(who) + 1, manager=Contact(pk=NAMES.index(to) + 1, name=to)
        )
        for who, to in lines
    }
    return chart_of([person(name) for name in people], Lines(primary, {}, {}), wanted)


def names(branches: Iterable[Branch]) -> str:
    """Return the names of branches."""
    return "".join(each.person.contact.name for each in branches)


def test_reports_stand_below_their_manager_in_the_order_given() -> None:
    [top] = chart("ABCD", ["BA", "CA", "DC"]).trees

    assert names(top.below) == "BC"
    assert names(top.below[1].below) == "D"
    assert [top.depth, top.below[0].depth, top.below[1].below[0].depth] == [0, 1, 2]


def test_who_has_no_line_stands_apart() -> None:
    found = chart("ABC", ["BA"])

    assert (names(found.trees), names(found.alone)) == ("A", "C")


def test_a_manager_who_is_not_here_is_named() -> None:
    [top] = chart("B", ["BA"]).trees

    assert top.elsewhere == Contact(pk=1, name="A")


def test_a_circle_is_cut_above_the_highest_and_said() -> None:
    [top] = chart("ABCD", ["AB", "BC", "CA", "DC"]).trees

    assert names([top]) == "A"
    assert names(top.below) == "C"
    assert names(top.below[0].below) == "BD"
    assert [each.is_in_a_circle for each in (top, *top.below[0].below)] == [True, True, False]


def test_whoever_stands_above_one_of_those_wanted_stays() -> None:
    found = chart("ABCDE", ["BA", "CB", "DA"], Wanted(name="c"))

    [top] = found.trees
    assert (names(top.below), names(top.below[0].below)) == ("B", "C")
    assert [top.is_wanted, top.below[0].below[0].is_wanted] == [False, True]
    assert not found.alone


def test_many_reports_are_folded_and_few_stand_beside_each_other() -> None:
    [few] = chart("ABC", ["BA", "CA"]).trees
    many = Branch(person("A"), [Branch(person("B")) for _ in range(80)])

    assert (few.stands_across, few.is_folded) == (True, False)
    assert (many.stands_across, many.is_folded) == (False, True)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no failure
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=12))
def test_everybody_is_drawn_once_and_every_list_ends(pairs: list[tuple[str, str]]) -> None:
    found = chart(NAMES, [f"{who}{to}" for who, to in pairs if who != to])

    rows = list(found.rows)
    drawn = [row.branch for row in rows] + list(found.alone)
    assert sorted(names(drawn)) == list(NAMES)
    assert sum(bool(row.branch.below) for row in rows) == sum(len(row.ends) for row in rows)
