"""No page and no resource asks more questions of the database when there are more rows.

Every route that is read is counted with 1, 3 and 100 rows of everything; the numbers are equal. A
list asks at most 20 times, any other page 50.
"""

import pytest

from tests.authz.cells import Matrix
from tests.authz.growth import Growth
from tests.authz.routes import COSTLY, Entry, entries

SIZES = (1, 3, 100)
MOST_OF_A_LIST, MOST_OF_A_PAGE = 20, 50
READ = [e for e in entries() if "GET" in e.methods() and not e.is_theirs and e.name not in COSTLY]

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("queries")]
Counts = dict[str, dict[int, tuple[int, int]]]


@pytest.fixture(scope="module")
def counts(matrix: Matrix) -> Counts:
    """How each route answered, and in how many questions, with so many rows of everything."""
    growth = Growth(matrix.world)
    found: Counts = {entry.name: {} for entry in READ}
    for size in SIZES:
        growth.to(size)
        asked(matrix, READ[0])  # the first answer after a new indicator reads the catalogue
        matrix.door.since_last()
        for entry in READ:
            found[entry.name][size] = asked(matrix, entry)
    return found


def asked(matrix: Matrix, entry: Entry) -> tuple[int, int]:
    """Return the status and the number of questions behind one answer."""
    own = matrix.world.own
    row = own.row(entry.model) if entry.model is not None else None
    who = matrix.world.performers["manager" if entry.name in PERSONAL else "administrator"]
    answer = matrix.door.ask(who, "GET", entry.url(row, own))
    return answer.status, answer.queries


# Routes whose questions follow something else than rows, and are bounded by it.
BOUNDED = {
    "accounts:import_preview": "one question for each piece of the file that its first rows are in",
    "metrics:indicator_set": "one question for each dataset that its indicators read",
    "metrics:indicator_set_export": "one question for each dataset that its indicators read",
    "metrics:program_detail": "one question for each dataset that its indicators read",
    "metrics:timeline": "one question for each kind of thing that happened",
}
MEASURING = {"metrics:group_list"}  # a few rows, each with what is measured of it: not a list
PERSONAL = {
    "accounts:comment_delete",
    "accounts:comment_edit",
    "accounts:feedback_delete",
    "accounts:feedback_edit",
    "accounts:ssi_edit",
    "accounts:view_delete",
    "accounts:view_edit",
    "api-saved-view-detail",
}


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry.name)
def test_queries_do_not_grow_with_the_rows(counts: Counts, entry: Entry) -> None:
    statuses = {status for status, _ in counts[entry.name].values()}
    numbers = {size: number for size, (_, number) in counts[entry.name].items()}

    assert all(status < 400 for status in statuses) or entry.name == "api-unknown"
    assert len(set(numbers.values())) == 1 or entry.name in BOUNDED, f"{entry.name}: {numbers}"


@pytest.mark.parametrize("entry", READ, ids=lambda entry: entry.name)
def test_queries_are_few(counts: Counts, entry: Entry) -> None:
    is_list = entry.name.endswith(("_list", "-list")) and entry.name not in MEASURING
    most = MOST_OF_A_LIST if is_list else MOST_OF_A_PAGE

    assert max(number for _, number in counts[entry.name].values()) <= most
