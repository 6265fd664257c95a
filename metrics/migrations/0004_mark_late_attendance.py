"""Marks whoever registered for an event when it is told late that somebody came, as 0002 does.

An event was held when the first of all accounts came, so that the others' rate of attendance
changes with it. What a campaign is decides which touches are of one event.
"""

from django.db import migrations

from metrics.migrations._marking import BOTH, LONG_AGO, NEW, triggers

REGISTERED = """JOIN accounts_touch r ON r.voided_at IS NULL
    AND r.type IN ('event_registered') AND (
        r.campaign_id = n.campaign_id OR (r.link = n.link AND n.link <> '')
    )"""

MARKS = {
    "accounts_touch": (
        "touches", f"{NEW} {REGISTERED}", "r.account_id", "NULL::bigint", "n.occurred_at",
        "INSERT UPDATE", "n.type IN ('webinar_attended', 'event_attended')",
    ),
    "accounts_campaign": (
        "touches", BOTH, "NULL::bigint", "NULL::bigint", LONG_AGO, "UPDATE",
        "(n.channel IN ('event', 'webinar')) IS DISTINCT FROM (o.channel IN ('event', 'webinar'))",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0003_mark_late_consents"),
        ("accounts", "0001_initial"),
    ]

    operations = list(triggers("mark_late_event", MARKS.items()))
