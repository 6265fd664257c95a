"""Who reports to whom at an account, as a tree that can be drawn line by line.

Records are never as tidy as a chart: some people have no manager, some report to somebody who left,
and lines may go in a circle. Everybody stands in the chart once, whatever the lines say.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from abmplanner.kit.actor import Actor
from accounts.enums import LineKind
from accounts.models import Contact, InfluenceLine, ReportingLine
from accounts.queries.moment import Moment
from accounts.queries.stakeholders import Stakeholder

MANY = 12  # reports of one person: more are folded away
SIDE_BY_SIDE = 3  # reports that stand beside each other on a wide screen
DEEP = 4  # levels: what lies below is folded away


@dataclass(slots=True)
class Branch:
    """A person in the chart, whoever reports to them, and what their lines say beside."""

    person: Stakeholder
    below: list["Branch"] = field(default_factory=list)
    dotted: list[Stakeholder] = field(default_factory=list)
    elsewhere: Contact | None = None
    has_the_ear_of: list[tuple[Stakeholder, int]] = field(default_factory=list)
    is_in_a_circle: bool = False
    is_wanted: bool = True
    depth: int = 0

    @property
    def has_notes(self) -> bool:
        """Tell whether the lines say more than the tree shows."""
        return bool(self.dotted or self.elsewhere or self.is_in_a_circle)

    @property
    def is_folded(self) -> bool:
        """Tell whether those below are hidden until they are asked for."""
        return len(self.below) > MANY or self.depth >= DEEP

    @property
    def stands_across(self) -> bool:
        """Tell whether those below stand beside each other where there is room."""
        return self.depth == 0 and 1 < len(self.below) <= SIDE_BY_SIDE

    @property
    def has_leaves_alone(self) -> bool:
        """Tell whether those below are many, and nobody reports to them."""
        return len(self.below) > SIDE_BY_SIDE and not any(each.below for each in self.below)


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A step of drawing the chart: a person, and how many lists end after them."""

    branch: Branch
    ends: range = range(0)


@dataclass(frozen=True, slots=True)
class Chart:
    """The trees of an account, and the people without any line to or from anybody here."""

    trees: Sequence[Branch]
    alone: Sequence[Branch]

    @property
    def rows(self) -> Iterator[ChartRow]:
        """Yield everybody in the trees as they are drawn, from the top down, without recursion."""
        for tree in self.trees:
            yield from drawn(tree)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an account at an instant, by the person they go out from."""

    primary: Mapping[int, ReportingLine]
    dotted: Mapping[int, Sequence[ReportingLine]]
    influence: Mapping[int, Sequence[InfluenceLine]]


def lines_among(actor: Actor, people: Iterable[Stakeholder], moment: Moment) -> Lines:
    """Return the reporting lines and lines of influence of people; two statements for all."""
    keys = [each.contact.pk for each in people]
    reporting = ReportingLine.objects.visible_to(actor).filter(moment.holding(), contact__in=keys)
    influence = InfluenceLine.objects.visible_to(actor).filter(moment.holding(), contact__in=keys)
    primary: dict[int, ReportingLine] = {}
    dotted: dict[int, list[ReportingLine]] = defaultdict(list)
    for line in reporting.select_related("manager").order_by("from_at", "pk"):
        if line.kind == LineKind.PRIMARY:
            primary[line.contact_id] = line
        else:
            dotted[line.contact_id].append(line)
    heard: dict[int, list[InfluenceLine]] = defaultdict(list)
    for ear in influence.order_by("-weight", "from_at", "pk"):
        heard[ear.contact_id].append(ear)
    return Lines(primary, dotted, heard)


def chart_of(people: Sequence[Stakeholder], lines: Lines, wanted: Any = None) -> Chart:
    """Return the chart of people, given from the top down.

    wanted says whom to keep; whoever stands above one of them stays as well, marked as not wanted.
    """
    branches = {each.contact.pk: Branch(each) for each in people}
    managers = managers_of(branches, lines)
    for key, branch in branches.items():
        tell_lines(branch, branches, lines)
        if above := managers.get(key):
            branches[above].below.append(branch)
    tops = [branch for key, branch in branches.items() if key not in managers]
    dotted = {line.manager_id for each in lines.dotted.values() for line in each}
    alone = {id(top) for top in tops if not (top.below or has_lines(top, lines, dotted))}
    for top in tops:
        number(top)
    if wanted:
        for branch in branches.values():
            branch.is_wanted = wanted.fits(branch.person)
        tops = [top for top in tops if pruned(top)]
    trees = [top for top in tops if id(top) not in alone]
    return Chart(trees, [top for top in tops if id(top) in alone])


def has_lines(branch: Branch, lines: Lines, dotted: Collection[int]) -> bool:
    """Tell whether a person without reports has any other line; dotted are those it leads to."""
    key = branch.person.contact.pk
    return branch.elsewhere is not None or key in lines.dotted or key in dotted


def tell_lines(branch: Branch, branches: Mapping[int, Branch], lines: Lines) -> None:
    """Write to a branch what its lines say beside the tree."""
    key = branch.person.contact.pk
    line = lines.primary.get(key)
    if line is not None and line.manager_id not in branches:
        branch.elsewhere = line.manager
    for dotted in lines.dotted.get(key, ()):
        if other := branches.get(dotted.manager_id):
            branch.dotted.append(other.person)
    for ear in lines.influence.get(key, ()):
        if other := branches.get(ear.influenced_id):
            branch.has_the_ear_of.append((other.person, ear.weight))


def managers_of(branches: Mapping[int, Branch], lines: Lines) -> dict[int, int]:
    """Return the manager of each person who has one here; circles are cut above the highest."""
    found = {
        key: lines.primary[key].manager_id
        for key in branches
        if key in lines.primary and lines.primary[key].manager_id in branches
    }
    sound: set[int] = set()
    for key in branches:
        path: list[int] = []
        at: int | None = key
        while at is not None and at not in sound and at not in path:
            path.append(at)
            at = found.get(at)
        if at in path:
            circle = path[path.index(at) :]
            for each in circle:
                branches[each].is_in_a_circle = True
            del found[next(each for each in branches if each in circle)]
        sound.update(path)
    return found


def number(top: Branch) -> None:
    """Write to each branch of a tree how far down it stands."""
    left = [top]
    while left:
        branch = left.pop()
        for each in branch.below:
            each.depth = branch.depth + 1
        left += branch.below


def pruned(top: Branch) -> bool:
    """Take out of a tree whoever is not wanted and has nobody wanted below; tell if any is left."""
    order = [top]
    for branch in order:
        order.extend(branch.below)
    kept: set[int] = set()
    for branch in reversed(order):
        branch.below = [each for each in branch.below if id(each) in kept]
        if branch.is_wanted or branch.below:
            kept.add(id(branch))
    return id(top) in kept


def drawn(top: Branch) -> Iterator[ChartRow]:
    """Yield a tree from the top down, each person with how many lists end after them."""
    left = [(top, 0)]  # with how many lists end once all below are drawn
    while left:
        branch, ends = left.pop()
        yield ChartRow(branch, range(0 if branch.below else ends))
        last = len(branch.below) - 1
        left += [
            (each, ends + 1 if place == last else 0) for place, each in enumerate(branch.below)
        ][::-1]
