"""Marks programs when it is told late what ads were shown to nobody in particular, as 0002 does.

Such a day counts for the program of its campaign and for no account, so that these marks name the
dataset ads_of_programs: no account is measured again for them.
"""

from importlib import import_module

from django.db import migrations

marking = import_module("metrics.migrations.0002_mark_late_data")

NAME = "mark_late_unplaced_addelivery"


def statements():
    """Yield pairs of SQL: what makes a trigger, and what takes it away."""
    for operation in ("insert", "update"):
        name = f"{NAME}_{operation}"
        make = marking.FUNCTION.format(
            name=name,
            account="NULL::bigint",
            program="c.program_id",
            dataset="ads_of_programs",
            rows=f"{marking.NEW} JOIN accounts_campaign c ON c.id = n.campaign_id",
            earliest="n.day::timestamp AT TIME ZONE 'UTC' - interval '1 day'",
            matters="n.account_id IS NULL",
            long_ago=marking.LONG_AGO,
        )
        former = " OLD TABLE AS former" if operation == "update" else ""
        table = "accounts_addelivery"
        make += marking.TRIGGER.format(
            name=name, operation=operation.upper(), table=table, former=former
        )
        yield make, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0005_comments_go_along")]

    operations = [migrations.RunSQL(make, unmake) for make, unmake in statements()]
