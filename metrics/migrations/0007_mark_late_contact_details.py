"""Marks the details of contacts that their quality rests on, as 0002 does for other facts.

How valid an address is and when details were verified; and profiles, which are keys of a contact in
a social network. The quality is of today's details: whatever day they change on, all days change.
What passed with a contact elsewhere changes the strength of the relationship where they work now.
"""

from importlib import import_module

from django.db import migrations

marking = import_module("metrics.migrations.0002_mark_late_data")

PROFILE = "lower(n.system) IN ('linkedin', 'xing')"
OF_CONTACT = "changed n JOIN accounts_contact c ON c.id = n.contact_id"
EXCHANGED = (
    "c.account_id <> n.account_id AND n.type IN ('meeting_held', 'call_connected', 'email_sent',"
    " 'email_replied', 'social_message', 'event_attended')"
)

# table, operation: rows changed, account, and which changes matter
MARKS = {
    ("accounts_contact", "UPDATE"): (
        marking.BOTH, "n.account_id",
        "(n.email_status = 'valid', n.verified_at, n.phone = '')"
        " IS DISTINCT FROM (o.email_status = 'valid', o.verified_at, o.phone = '')",
    ),
    ("accounts_externalid", "INSERT"): (OF_CONTACT, "c.account_id", PROFILE),
    ("accounts_externalid", "UPDATE"): (
        f"{marking.BOTH} JOIN accounts_contact c ON c.id IN (n.contact_id, o.contact_id)",
        "c.account_id",
        "(n.contact_id, lower(n.system)) IS DISTINCT FROM (o.contact_id, lower(o.system))",
    ),
    ("accounts_externalid", "DELETE"): (OF_CONTACT, "c.account_id", PROFILE),
    ("accounts_touch", "INSERT"): (OF_CONTACT, "c.account_id", EXCHANGED),
    ("accounts_touch", "UPDATE"): (OF_CONTACT, "c.account_id", EXCHANGED),
}  # fmt: skip

TABLES = {
    "INSERT": "NEW TABLE AS changed",
    "UPDATE": "NEW TABLE AS changed OLD TABLE AS former",
    "DELETE": "OLD TABLE AS changed",
}

TRIGGER = """
CREATE TRIGGER {name} AFTER {operation} ON {table}
REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""


def statements():
    """Yield pairs of SQL: what makes a trigger, and what takes it away."""
    for (table, operation), (rows, account, matters) in MARKS.items():
        name = f"mark_late_detail_{table.removeprefix('accounts_')}_{operation.lower()}"
        make = marking.FUNCTION.format(
            name=name, account=account, program="NULL::bigint", rows=rows, matters=matters,
            dataset="touches" if table == "accounts_touch" else "contacts",
            earliest="n.occurred_at" if table == "accounts_touch" else marking.LONG_AGO,
            long_ago=marking.LONG_AGO,
        )  # fmt: skip
        make += TRIGGER.format(
            name=name, operation=operation, table=table, tables=TABLES[operation]
        )
        yield make, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();"


class Migration(migrations.Migration):
    dependencies = [("metrics", "0006_mark_late_unplaced_ads"), ("accounts", "0001_initial")]

    operations = [migrations.RunSQL(make, unmake) for make, unmake in statements()]
