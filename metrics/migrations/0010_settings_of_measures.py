"""Settings of measures, and the mark that a new version leaves where numbers were kept."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.conf import settings
from django.db import migrations, models

from metrics.migrations._marking import NEW, NOBODY, triggers

MARKS = {
    "metrics_parameterset": (
        "settings", NEW, NOBODY, NOBODY, "n.from_at", "INSERT", "true",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("metrics", "0009_goals_come_back"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        editable=False,
                        verbose_name="recorded",
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="replaced or withdrawn"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("values", models.JSONField(blank=True, default=dict, verbose_name="settings")),
                ("from_at", models.DateTimeField(verbose_name="holds from")),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="why")),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parameter_sets",
                        to="accounts.program",
                        verbose_name="program",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="metrics.parameterset",
                        verbose_name="replaces",
                    ),
                ),
            ],
            options={
                "verbose_name": "settings of measures",
                "verbose_name_plural": "settings of measures",
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "number"),
                        name="parameter_set_has_a_number_of_its_own",
                        nulls_distinct=False,
                        violation_error_message="Somebody else has just changed the settings.",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parameterset",
            trigger=pgtrigger.compiler.Trigger(
                name="never_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."program_id" IS DISTINCT FROM (NEW."program_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."values" IS DISTINCT FROM (NEW."values") OR OLD."from_at" IS DISTINCT FROM (NEW."from_at") OR OLD."note" IS DISTINCT FROM (NEW."note"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="177c13cf1bb178d122a47c9b046bc90cf15e9c63",
                    operation="UPDATE",
                    pgid="pgtrigger_never_edited_da45a",
                    table="metrics_parameterset",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parameterset",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="938b17ccd5f2075cd2a296bfed10576d431dbd1c",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_58c09",
                    table="metrics_parameterset",
                    when="BEFORE",
                ),
            ),
        ),
        *triggers("mark_new_settings", MARKS.items()),
    ]
