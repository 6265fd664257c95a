"""Marks whoever registered for an event when it is told late that somebody came, as 0002 does.

An event was held when the first of all accounts came, so that the others' rate of attendance
changes with it. What a campaign is decides which touches are of one event.
"""

from importlib import import_module

from django.db import migrations

marking = import_module("metrics.migrations.0002_mark_late_data")

REGISTERED = """JOIN accounts_touch r ON r.voided_at IS NULL
    AND r.type IN ('event_registered') AND (
        r.campaign_id = n.campaign_id OR (r.link = n.link AND n.link <> '')
    )"""

MARKS = {
    "accounts_touch": (
        "touches", f"{marking.NEW} {REGISTERED}", "r.account_id", "NULL::bigint", "n.occurred_at",
        "INSERT UPDATE", "n.type IN ('webinar_attended', 'event_attended')",
    ),
    "accounts_campaign": (
        "touches", marking.BOTH, "NULL::bigint", "NULL::bigint", marking.LONG_AGO, "UPDATE",
        "(n.channel IN ('event', 'webinar')) IS DISTINCT FROM (o.channel IN ('event', 'webinar'))",
    ),
}  # fmt: skip


def statements():
    """Yield pairs of SQL: what makes a trigger, and what takes it away."""
    for table, mark in MARKS.items():
        dataset, rows, account, program, earliest, operations, matters = mark
        for operation in operations.split():
            name = f"mark_late_event_{table.removeprefix('accounts_')}_{operation.lower()}"
            make = marking.FUNCTION.format(
                name=name, account=account, program=program, dataset=dataset, rows=rows,
                earliest=earliest, matters=matters, long_ago=marking.LONG_AGO,
            )  # fmt: skip
            former = " OLD TABLE AS former" if operation == "UPDATE" else ""
            make += marking.TRIGGER.format(
                name=name, operation=operation, table=table, former=former
            )
            yield make, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0003_mark_late_consents"),
        ("accounts", "0001_initial"),
    ]

    operations = [migrations.RunSQL(make, unmake) for make, unmake in statements()]
