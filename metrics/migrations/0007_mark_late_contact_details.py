"""Marks the details of contacts that their quality rests on, as 0002 does for other facts.

How valid an address is and when details were verified; and profiles, which are keys of a contact in
a social network. The quality is of today's details: whatever day they change on, all days change.
What passed with a contact elsewhere changes the strength of the relationship where they work now.
"""

from django.db import migrations

from metrics.migrations._marking import BOTH, LONG_AGO, NOBODY, triggers

PROFILE = "lower(n.system) IN ('linkedin', 'xing')"
OF_CONTACT = "changed n JOIN accounts_contact c ON c.id = n.contact_id"
EXCHANGED = (
    "c.account_id <> n.account_id AND n.type IN ('meeting_held', 'call_connected', 'email_sent',"
    " 'email_replied', 'social_message', 'event_attended')"
)

CONTACTS = "contacts", LONG_AGO
TOUCHES = "touches", "n.occurred_at"
# table: dataset and earliest instant, rows changed, account, operations, which changes matter
CHANGES = [
    (
        "accounts_contact", CONTACTS, BOTH, "n.account_id", "UPDATE",
        "(n.email_status = 'valid', n.verified_at, n.phone = '')"
        " IS DISTINCT FROM (o.email_status = 'valid', o.verified_at, o.phone = '')",
    ),
    ("accounts_externalid", CONTACTS, OF_CONTACT, "c.account_id", "INSERT DELETE", PROFILE),
    (
        "accounts_externalid", CONTACTS,
        f"{BOTH} JOIN accounts_contact c ON c.id IN (n.contact_id, o.contact_id)",
        "c.account_id", "UPDATE",
        "(n.contact_id, lower(n.system)) IS DISTINCT FROM (o.contact_id, lower(o.system))",
    ),
    ("accounts_touch", TOUCHES, OF_CONTACT, "c.account_id", "INSERT UPDATE", EXCHANGED),
]  # fmt: skip
MARKS = [
    (table, (dataset, rows, account, NOBODY, earliest, operations, matters))
    for table, (dataset, earliest), rows, account, operations, matters in CHANGES
]


class Migration(migrations.Migration):
    dependencies = [("metrics", "0006_mark_late_unplaced_ads"), ("accounts", "0001_initial")]

    operations = list(triggers("mark_late_detail", MARKS))
