"""Runs of new models, of fields, and of constraints, indexes and triggers are migrated as one."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from abmplanner.kit.migrating import Together, together

TABLE = migrations.CreateModel(
    name="Thing", fields=[("id", models.AutoField(primary_key=True)), ("n", models.IntegerField())]
)
FIELD = migrations.AddField("thing", "m", models.IntegerField())
OTHER = migrations.RunSQL("SELECT 1")
INDEX = migrations.AddIndex("thing", models.Index(fields=["n"], name="by_n"))
RULE = migrations.AddConstraint(
    "thing", models.CheckConstraint(name="n_is_positive", condition=models.Q(n__gt=0))
)


def test_each_run_of_one_kind_is_joined() -> None:
    joined = together([TABLE, FIELD, INDEX, RULE, OTHER])

    assert [len(each.operations) if isinstance(each, Together) else 0 for each in joined] == [
        1,
        1,
        2,
        0,
    ]


def test_the_state_is_what_single_operations_make_of_it() -> None:
    joined, single = ProjectState(), ProjectState()
    for state in (joined, single):
        TABLE.state_forwards("app", state)
        assert state.apps
    for each in together([INDEX, RULE]):
        each.state_forwards("app", joined)
    for each in (INDEX, RULE):
        each.state_forwards("app", single)

    assert joined == single
    for state in (joined, single):
        meta = state.apps.get_model("app", "thing")._meta
        assert [each.name for each in meta.indexes] == ["by_n"]
        assert [each.name for each in meta.constraints] == ["n_is_positive"]
