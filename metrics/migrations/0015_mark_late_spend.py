"""Marks what costs rest on when it is told late, as 0002 does: spend, and ads that share it out.

Media spend goes to the accounts to which its ads were shown on its day, so that a late line, or a
late delivery of the same day, changes the parts of all of them. A line that names a program counts
for it alone; one that names none may be shared by any.
"""

from django.db import migrations

from metrics.migrations._marking import NEW, NOBODY, triggers

SPENT_AT = "n.spent_on::timestamp AT TIME ZONE 'UTC' - interval '1 day'"
SHOWN_AT = "n.day::timestamp AT TIME ZONE 'UTC' - interval '1 day'"
SHOWN_THAT_DAY = """
    JOIN accounts_addelivery d ON d.day = n.{day} AND d.source = n.source
        AND d.campaign_id = n.campaign_id AND d.voided_at IS NULL AND d.account_id IS NOT NULL
"""
SHARED_OUT = """
    JOIN accounts_spend s ON s.spent_on = n.day AND s.source = n.source
        AND s.campaign_id = n.campaign_id AND s.voided_at IS NULL AND s.category = 'media'
        AND s.account_id IS NULL
"""
ROUND = "INSERT UPDATE"

OF_ACCOUNTS = {
    "accounts_spend": (
        "spend", NEW, "n.account_id", NOBODY, SPENT_AT, ROUND, "n.account_id IS NOT NULL",
    ),
}  # fmt: skip
OF_PROGRAMS = {
    "accounts_spend": (
        "ads_of_programs", f"{NEW} LEFT JOIN accounts_campaign c ON c.id = n.campaign_id",
        NOBODY, "coalesce(n.program_id, c.program_id)", SPENT_AT, ROUND,
        "coalesce(n.program_id, c.program_id) IS NOT NULL",
    ),
}  # fmt: skip
OF_EVERYBODY = {
    "accounts_spend": (
        "spend", f"{NEW} LEFT JOIN accounts_campaign c ON c.id = n.campaign_id",
        NOBODY, NOBODY, SPENT_AT, ROUND,
        "coalesce(n.program_id, c.program_id) IS NULL",
    ),
}  # fmt: skip
OF_SHOWN = {
    "accounts_spend": (
        "spend", f"{NEW} {SHOWN_THAT_DAY.format(day='spent_on')}",
        "d.account_id", NOBODY, SPENT_AT, ROUND,
        "n.account_id IS NULL AND n.category = 'media'",
    ),
    "accounts_addelivery": (
        "spend", f"{NEW} {SHARED_OUT} {SHOWN_THAT_DAY.format(day='day')}",
        "d.account_id", NOBODY, SHOWN_AT, ROUND, "true",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("metrics", "0014_readings_of_indicators"), ("accounts", "0001_initial")]

    operations = [
        *triggers("mark_late_spend", OF_ACCOUNTS.items()),
        *triggers("mark_late_spend_of_program", OF_PROGRAMS.items()),
        *triggers("mark_late_spend_of_none", OF_EVERYBODY.items()),
        *triggers("mark_late_spend_shown", OF_SHOWN.items()),
    ]
