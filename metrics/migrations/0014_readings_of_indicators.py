"""Readings of indicators that teams tell themselves, and the marks that they leave."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import abmplanner.kit.days
from metrics.migrations._marking import NEW, NOBODY, triggers

MARKS = {
    "metrics_indicatorreading": (
        "readings", NEW, "n.account_id", NOBODY,
        "n.effective_on::timestamp AT TIME ZONE 'UTC' - interval '1 day'", "INSERT UPDATE", "true",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_what_accounts_say_of_us"),
        ("metrics", "0013_qualified_accounts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IndicatorReading",
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
                (
                    "effective_on",
                    models.DateField(
                        validators=[abmplanner.kit.days.within_reach], verbose_name="holds from"
                    ),
                ),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=18, verbose_name="value"),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=4,
                        default=1,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="weight",
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="currency")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note")),
                ("evidence", models.URLField(blank=True, verbose_name="evidence")),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="file"
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of an indicator",
                "verbose_name_plural": "readings of indicators",
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="customindicator",
            name="custom_indicator_is_of_a_known_kind",
        ),
        migrations.AlterField(
            model_name="customindicator",
            name="kind",
            field=models.CharField(
                choices=[
                    ("aggregate", "From records"),
                    ("formula", "From other indicators"),
                    ("manual", "Written down by hand"),
                    ("series", "Told by a file"),
                ],
                max_length=10,
                verbose_name="made",
            ),
        ),
        migrations.AlterField(
            model_name="customindicatorevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("aggregate", "From records"),
                    ("formula", "From other indicators"),
                    ("manual", "Written down by hand"),
                    ("series", "Told by a file"),
                ],
                max_length=10,
                verbose_name="made",
            ),
        ),
        migrations.AddConstraint(
            model_name="customindicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["aggregate", "formula", "manual", "series"]),
                    ("state__in", ["draft", "active", "retired"]),
                ),
                name="custom_indicator_is_of_a_known_kind",
                violation_error_message="Choose one of the values offered.",
            ),
        ),
        migrations.AddField(
            model_name="indicatorreading",
            name="account",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="indicator_readings",
                to="accounts.account",
                verbose_name="account",
            ),
        ),
        migrations.AddField(
            model_name="indicatorreading",
            name="indicator",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="metrics.customindicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="indicatorreading",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="indicatorreading",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="metrics.indicatorreading",
                verbose_name="replaces",
            ),
        ),
        migrations.AddIndex(
            model_name="indicatorreading",
            index=models.Index(
                models.F("account"),
                models.F("indicator"),
                models.OrderBy(models.F("effective_on"), descending=True),
                name="reading_newest",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorreading",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("account", "indicator", "effective_on"),
                name="reading_once_a_day",
                violation_error_message="There is a value of that day already: correct it.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("weight__gt", 0)),
                name="reading_weighs_something",
                violation_error_message="A weight is above zero.",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorreading",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("currency", ""), ("currency__regex", "^[A-Z]{3}$"), _connector="OR"
                ),
                name="reading_currency_is_a_code",
                violation_error_message="A currency has three letters, such as EUR.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorreading",
            trigger=pgtrigger.compiler.Trigger(
                name="never_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."indicator_id" IS DISTINCT FROM (NEW."indicator_id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."weight" IS DISTINCT FROM (NEW."weight") OR OLD."currency" IS DISTINCT FROM (NEW."currency") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."source" IS DISTINCT FROM (NEW."source"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="60b62797c4b30d7dd373041225994bffef1babb5",
                    operation="UPDATE",
                    pgid="pgtrigger_never_edited_534fd",
                    table="metrics_indicatorreading",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorreading",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e5b95027a4e5a69400a93332a06e8124e6a0f22d",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_bf61c",
                    table="metrics_indicatorreading",
                    when="BEFORE",
                ),
            ),
        ),
        *triggers("mark_read", MARKS.items()),
    ]
