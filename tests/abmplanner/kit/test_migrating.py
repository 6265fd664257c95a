"""Runs of constraints, indexes and triggers are migrated as one."""

from django.db import migrations, models
from django.db.migrations.state import ProjectState

from abmplanner.kit.migrating import Together, together

TABLE = migrations.CreateModel(
    name="Thing", fields=[("id", models.AutoField(primary_key=True)), ("n", models.IntegerField())]
)
INDEX = migrations.AddIndex("thing", models.Index(fields=["n"], name="by_n"))
RULE = migrations.AddConstraint(
    "thing", models.CheckConstraint(name="n_is_positive", condition=models.Q(n__gt=0))
)


def test_only_runs_of_options_are_joined() -> None:
    joined = together([TABLE, INDEX, RULE, TABLE, RULE])

    assert [type(each) for each in joined] == [
        migrations.CreateModel,
        Together,
        migrations.CreateModel,
        Together,
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
