"""Marks what people allowed and forbade when it is told late, as 0002 does for other facts.

Whether somebody may be written to changes with their ledger, with suppressed addresses, with the
address itself, and with whether the company is a customer; where they worked may not be where their
record says, so every account they were ever at is marked.
"""

from django.db import migrations

from metrics.migrations._marking import BOTH, LONG_AGO, NEW, triggers

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
        "consents", f"{NEW} {THEIRS.format(whose='c.id = n.contact_id')}",
        "a.id", "NULL::bigint", "n.occurred_at", "INSERT UPDATE", "true",
    ),
    "accounts_suppression": (
        "consents",
        NEW + " " + THEIRS.format(
            whose="c.id = n.contact_id"
            " OR (c.address_hash = n.address_hash AND c.address_hash <> '')"
        ),
        "a.id", "NULL::bigint", "n.occurred_at", "INSERT UPDATE", "true",
    ),
    "accounts_account": (
        "consents", BOTH, "n.id", "NULL::bigint", LONG_AGO, "UPDATE",
        "(n.status = 'customer') IS DISTINCT FROM (o.status = 'customer')",
    ),
    "accounts_contact": (
        "consents", BOTH, "n.account_id", "NULL::bigint", LONG_AGO, "UPDATE",
        "(n.email_status = 'bounced', n.phone = '') IS DISTINCT FROM"
        " (o.email_status = 'bounced', o.phone = '')",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_mark_late_data"), ("accounts", "0001_initial")]

    operations = list(triggers("mark_late_consent", MARKS.items()))
