"""Qualified accounts, and the marks that they leave where numbers were kept."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from metrics.migrations._marking import NEW, NOBODY, triggers

OF_ACCOUNTS = {
    "metrics_qualification": (
        "qualifications", NEW, "n.account_id", NOBODY, "n.qualified_at", "INSERT UPDATE", "true",
    ),
}  # fmt: skip
OF_PROGRAMS = {
    "metrics_qualification": (
        "qualifications", NEW, NOBODY, "n.program_id", "n.qualified_at", "INSERT UPDATE", "true",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_what_accounts_say_of_us"),
        ("metrics", "0012_mark_late_contracts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Qualification",
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
                ("qualified_at", models.DateTimeField(verbose_name="qualified")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("depth", "Minutes of attention of several people"),
                            ("meeting", "A director or above asked for a meeting"),
                            ("demo", "Several people opened the demo"),
                        ],
                        max_length=8,
                        verbose_name="by",
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0, verbose_name="minutes")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="people")),
                ("touch", models.BigIntegerField(blank=True, null=True, verbose_name="touch")),
                (
                    "installation_version",
                    models.PositiveIntegerField(
                        default=0, verbose_name="settings of the installation"
                    ),
                ),
                (
                    "program_version",
                    models.PositiveIntegerField(default=0, verbose_name="settings of the program"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to="accounts.account",
                        verbose_name="account",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="qualifications",
                        to="accounts.program",
                        verbose_name="program",
                    ),
                ),
            ],
            options={
                "verbose_name": "qualified account",
                "verbose_name_plural": "qualified accounts",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("voided_at", None)),
                        fields=["program", "-qualified_at", "account"],
                        name="qualification_by_program",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("account", "program", "qualified_at"),
                        name="qualification_once_at_an_instant",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__gt", models.F("qualified_at")),
                            _connector="OR",
                        ),
                        name="qualification_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason__in", ["depth", "meeting", "demo"])),
                        name="qualification_has_a_known_reason",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualification",
            trigger=pgtrigger.compiler.Trigger(
                name="never_edited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."program_id" IS DISTINCT FROM (NEW."program_id") OR OLD."qualified_at" IS DISTINCT FROM (NEW."qualified_at") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."minutes" IS DISTINCT FROM (NEW."minutes") OR OLD."people" IS DISTINCT FROM (NEW."people") OR OLD."touch" IS DISTINCT FROM (NEW."touch") OR OLD."installation_version" IS DISTINCT FROM (NEW."installation_version") OR OLD."program_version" IS DISTINCT FROM (NEW."program_version"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8a7b9484a04ea1ba19220f6b990006ac30e27888",
                    operation="UPDATE",
                    pgid="pgtrigger_never_edited_ade89",
                    table="metrics_qualification",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="qualification",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e8e3da94042a20c62cae30e62366130771afde53",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_1ab81",
                    table="metrics_qualification",
                    when="BEFORE",
                ),
            ),
        ),
        *triggers("mark_qualified", OF_ACCOUNTS.items()),
        *triggers("mark_qualified_for", OF_PROGRAMS.items()),
    ]
