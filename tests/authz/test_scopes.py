"""No row that hangs on an account is read on nobody's behalf, through whatever door.

The doors are tried on every guarded model there is. What the guard can't see, plain SQL and words
of a request taken for conditions, stands at the listed places alone.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Subquery
from django.db.models.fields.reverse_related import ForeignObjectRel

from abmplanner.checks import UNGUARDED, guards, must_be_guarded, our_models
from abmplanner.kit.scope import UnscopedError
from accounts.models import User
from tests.constraints.breaking import good_row

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("scopes")]

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("abmplanner", "accounts", "metrics")
GUARDED = [model for model in our_models() if guards(model)]

# Places that read rows on nobody's behalf, each with the reason that stands beside it.
UNSCOPED = {
    "abmplanner/kit/removing.py: what hangs on a row goes with it",
    "abmplanner/kit/saves.py: the saves of one row, already in hand",
    "abmplanner/kit/saving.py: one row, already in hand",
    "abmplanner/kit/scope.py: narrowed to what the actor may see",
    "accounts/actions/comment.py: whoever is named is told",
    "accounts/ingest/undo.py: the audit of what an import wrote",
    "accounts/models/campaign.py: narrowed by the accounts in reach",
    "accounts/queries/administration.py: how many teams a person is on",
    "accounts/queries/audit.py: the audit is for administrators, and for proofs",
    "accounts/queries/buying_group.py: what a group needs is seen with the group",
    "accounts/queries/history.py: what replaced a row in hand",
    "accounts/queries/stakeholders.py: whether anything dated is known of a person in reach",
    "metrics/queries/health.py: of accounts that are within reach",
    "metrics/queries/health.py: settings hold for everybody",
    "metrics/queries/measuring.py: whoever asked for it, a day is measured for everybody",
}
MOST_UNSCOPED = 15

# Places where the guard can't see: plain SQL, and conditions whose names are worked out.
UNSEEN: dict[str, str] = {
    "abmplanner/checks.py: _base_manager": "asks whether it is guarded",
    "abmplanner/demo/large/telling.py: cursor": "the demo asks how large it is",
    "abmplanner/demo/recorded.py: cursor": "the demo dates back what it wrote itself",
    "abmplanner/health.py: cursor": "asks whether the database answers",
    "abmplanner/kit/by_month.py: cursor": "makes parts of a table",
    "abmplanner/kit/copying.py: cursor": "writes what was built elsewhere",
    "abmplanner/kit/http.py: filter(**": "the column by which a view names its row",
    "abmplanner/kit/questions.py: cursor": "what was written by visible_to, once for each actor",
    "abmplanner/kit/removing.py: filter(**": "the key by which a row hangs on another",
    "abmplanner/kit/scope.py: raw": "the guard itself, which asks first",
    "abmplanner/kit/statistics.py: cursor": "has PostgreSQL look at tables; reads no row",
    "abmplanner/kit/views.py: filter(**": "the name of a model's own key",
    "abmplanner/safety.py: cursor": "asks which PostgreSQL it is",
    "accounts/actions/conflict.py: filter(**": "the key by which a kind of event is told",
    "accounts/actions/consent.py: filter(**": "names that stand beside it",
    "accounts/actions/contract.py: filter(**": "names that stand beside it",
    "accounts/actions/account_list.py: filter(**": "a campaign or a program, no other word",
    "accounts/queries/control.py: filter(**": "a campaign or a program, no other word",
    "accounts/actions/import_run.py: cursor": "takes a lock",
    "accounts/actions/opportunity_history.py: filter(**": "names that stand beside it",
    "accounts/actions/touch.py: cursor": "takes a lock",
    "accounts/queries/tables.py: filter(**": "conditions that the table writes out",
    "accounts/api/lasting.py: filter(**": "names that a resource lists",
    "accounts/ingest/held.py: filter(**": "the kind of thing that the caller writes out",
    "accounts/ingest/matching.py: cursor": "keys alone; visible_to reads the rows",
    "accounts/ingest/undo.py: filter(**": "the name of a model's own key",
    "accounts/models/campaign.py: Q(**": "the guard's own path to the campaign",
    "accounts/models/external_id.py: Q(**": "a constraint's own columns",
    "accounts/models/opportunity.py: Q(**": "a constraint's own columns",
    "accounts/queries/access.py: filter(**": "names that stand beside it",
    "accounts/queries/audit.py: Q(**": "names that stand beside it",
    "accounts/queries/buying_group.py: filter(**": "names that stand beside it",
    "accounts/queries/conflict.py: filter(**": "the key by which a kind of event is told",
    "accounts/queries/consent.py: cursor": "folds the ledgers of contacts in reach",
    "accounts/queries/contact.py: Q(**": "names that stand beside it",
    "accounts/queries/deal_board.py: cursor": "the histories of deals in reach",
    "accounts/queries/moment.py: Q(**": "names that its callers write out",
    "accounts/queries/pipeline.py: cursor": "the histories of deals in reach",
    "metrics/actions/reading.py: filter(**": "names that stand beside it",
    "metrics/actions/qualification.py: cursor": "takes a lock",
    "metrics/queries/parameters.py: cursor": "what measures are set to, which holds for all",
    "metrics/queries/qualifying.py: cursor": "the work of a job; a page takes those in reach",
    "accounts/queries/renewals.py: cursor": "the contracts of accounts in reach",
    "metrics/queries/health.py: filter(**": "scores between two ends, no other word",
    "metrics/queries/paces.py: cursor": "asks how often deals changed",
    "metrics/views/health.py: filter(**": "names that stand beside it",
    "accounts/queries/spend.py: filter(**": "names that stand beside it",
    "accounts/views/judgement.py: filter(**": "names that stand beside it",
    "accounts/views/relationship.py: filter(**": "names that stand beside it",
    "accounts/views/solution.py: filter(**": "names that stand beside it",
    "metrics/actions/measurement.py: cursor": "writes what was measured, in bulk",
    "metrics/actions/measurement.py: filter(**": "account or program, no other word",
    "metrics/queries/asking.py: filter(**": "the key of one of three models",
    "metrics/queries/chances.py: cursor": "asks how often deals changed, and who changes them",
    "metrics/queries/goal_trend.py: filter(**": "account or program, no other word",
    "metrics/queries/keeping.py: filter(**": "account or program, no other word",
    "metrics/queries/kept.py: filter(**": "account or program, no other word",
    "metrics/queries/running.py: cursor": "the engine: visible_to gives it the accounts",
}

DOORS: dict[str, Callable[[Any], Any]] = {
    "list": lambda rows: list(rows.all()),
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(rows.model(pk=1)),
    "aggregate": lambda rows: rows.aggregate(n=Count("pk")),
    "annotate": lambda rows: list(rows.annotate(n=F("pk"))),
    "values": lambda rows: list(rows.values_list("pk")),
    "dates": lambda rows: list(rows.order_by("pk").values("pk").distinct()),
    "iterator": lambda rows: list(rows.iterator()),
    "in bulk": lambda rows: rows.in_bulk([1]),
    "raw": lambda rows: list(rows.raw(f"SELECT * FROM {rows.model._meta.db_table}")),
    "update": lambda rows: rows.update(pk=F("pk")),
    "delete": lambda rows: rows.all().delete(),
    "union": lambda rows: list(rows.all().union(rows.all())),
    "subquery": lambda rows: list(User.objects.annotate(n=Subquery(rows.values("pk")[:1]))),
    "exists in another": lambda rows: list(
        User.objects.filter(Exists(rows.filter(pk=OuterRef("pk"))))
    ),
    "in another": lambda rows: list(User.objects.filter(pk__in=rows.values("pk"))),
    "explain": lambda rows: rows.all().explain(),
}
MANAGERS = {
    "objects": lambda model: model.objects,
    "default manager": lambda model: model._default_manager,
    "base manager": lambda model: model._base_manager,
}


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model._meta.label)
def test_scopes_of_a_model_refuse_at_every_door(model: Any) -> None:
    opened = [
        f"{manager}: {door}"
        for manager, rows_of in MANAGERS.items()
        for door, through in DOORS.items()
        if opens(through, rows_of(model).all())
    ]

    assert opened == []


def opens(through: Callable[[Any], Any], rows: Any) -> bool:
    """Tell whether a door gives rows without being told for whom."""
    try:
        through(rows)
    except UnscopedError:
        return False
    return True


LINKS = [
    link
    for model in our_models()
    for link in model._meta.get_fields()
    if isinstance(link, ForeignObjectRel)
    and link.get_accessor_name()
    and link.one_to_many
    and guards(link.related_model)
    and not hasattr(model, "pgh_tracked_model")
]


@pytest.mark.parametrize("link", LINKS, ids=str)
def test_scopes_of_a_related_manager_refuse(link: Any) -> None:
    row = good_row(link.model)
    related = getattr(row, link.get_accessor_name())

    assert [door for door, through in DOORS.items() if opens(through, related.all())] == []
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows = rows.unscoped("a test") if guards(type(row)) else rows

    with pytest.raises(UnscopedError):
        list(rows.prefetch_related(link.get_accessor_name()))


def test_scopes_of_tables_between_two_are_guarded() -> None:
    through = [f.remote_field.through for m in our_models() for f in m._meta.many_to_many]

    assert [model._meta.label for model in through if not guards(model)] == []


def test_scopes_of_every_model_are_guarded_but_the_listed() -> None:
    open_ones = {m._meta.label for m in our_models() if must_be_guarded(m) and not guards(m)}

    assert open_ones == set()
    assert UNGUARDED.keys() <= {model._meta.label for model in our_models()}


# What stands in the product


def sources() -> Iterator[tuple[str, ast.AST]]:
    """Yield each module of the product, parsed."""
    for app in PRODUCT:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a method of that name."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) == name:
                yield path, node


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def test_scopes_are_left_at_the_listed_places_alone() -> None:
    found = [f"{path}: {reason(node)}" for path, node in calls("unscoped")]

    assert sorted(found) == sorted(UNSCOPED)
    assert len(found) <= MOST_UNSCOPED


def reason(node: ast.Call) -> str:
    """Return the reason that a call gives; it must be written out."""
    return str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else "no reason"


def unseen() -> Iterator[str]:
    """Yield every place where SQL is written by hand, or a request could name a condition."""
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "_base_manager":
                yield f"{path}: _base_manager"
            if isinstance(node, ast.Call):
                yield from (f"{path}: {what}" for what in by_hand(node))


def by_hand(node: ast.Call) -> Iterator[str]:
    """Yield what a call does that the guard can't see."""
    name = called(node)
    if name in {"raw", "extra", "cursor"} and isinstance(node.func, ast.Attribute):
        yield name
    if name == "RawSQL":
        yield name
    if ast.unparse(node.func) == "self.get":
        return  # a view's own method
    if name in {"filter", "exclude", "get", "Q"} and any(k.arg is None for k in node.keywords):
        yield f"{name}(**"


def test_scopes_can_not_be_passed_by_but_at_the_listed_places() -> None:
    found = set(unseen())

    assert sorted(found - UNSEEN.keys()) == []
    assert sorted(UNSEEN.keys() - found) == []
