"""Marks what people allowed and forbade when it is told late, as 0002 does for other facts.

Whether somebody may be written to changes with their ledger, with suppressed addresses, with the
address itself, and with whether the company is a customer; where they worked may not be where their
record says, so every account they were ever at is marked.
"""

from importlib import import_module

from django.db import migrations

marking = import_module("metrics.migrations.0002_mark_late_data")

# The accounts of the people whom rows speak of, and of the records that these were merged into.
THEIRS = """CROSS JOIN LATERAL (
        WITH RECURSIVE up (id, account_id, onward) AS (
            SELECT c.id, c.account_id, c.merged_into_id FROM accounts_contact c WHERE {whose}
            UNION
            SELECT c.id, c.account_id, c.merged_into_id
            FROM up JOIN accounts_contact c ON c.id = up.onward
        )
        SELECT up.account_id AS id FROM up
        UNION
        SELECT e.account_id FROM up JOIN accounts_employment e ON e.contact_id = up.id
    ) a"""

MARKS = {
    "accounts_consentevent": (
        "consents", f"{marking.NEW} {THEIRS.format(whose='c.id = n.contact_id')}",
        "a.id", "NULL::bigint", "n.occurred_at", "INSERT UPDATE", "true",
    ),
    "accounts_suppression": (
        "consents",
        marking.NEW + " " + THEIRS.format(
            whose="c.id = n.contact_id"
            " OR (c.address_hash = n.address_hash AND c.address_hash <> '')"
        ),
        "a.id", "NULL::bigint", "n.occurred_at", "INSERT UPDATE", "true",
    ),
    "accounts_account": (
        "consents", marking.BOTH, "n.id", "NULL::bigint", marking.LONG_AGO, "UPDATE",
        "(n.status = 'customer') IS DISTINCT FROM (o.status = 'customer')",
    ),
    "accounts_contact": (
        "consents", marking.BOTH, "n.account_id", "NULL::bigint", marking.LONG_AGO, "UPDATE",
        "(n.email_status = 'bounced', n.phone = '') IS DISTINCT FROM"
        " (o.email_status = 'bounced', o.phone = '')",
    ),
}  # fmt: skip


def statements():
    """Yield pairs of SQL: what makes a trigger, and what takes it away."""
    for table, mark in MARKS.items():
        dataset, rows, account, program, earliest, operations, matters = mark
        for operation in operations.split():
            name = f"mark_late_consent_{table.removeprefix('accounts_')}_{operation.lower()}"
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
    dependencies = [("metrics", "0002_mark_late_data"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(make, unmake) for make, unmake in statements()]
