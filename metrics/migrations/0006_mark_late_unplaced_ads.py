"""Marks programs when it is told late what ads were shown to nobody in particular, as 0002 does.

Such a day counts for the program of its campaign and for no account, so that these marks name the
dataset ads_of_programs: no account is measured again for them.
"""

from django.db import migrations

from metrics.migrations._marking import NEW, NOBODY, triggers

MARKS = {
    "accounts_addelivery": (
        "ads_of_programs", f"{NEW} JOIN accounts_campaign c ON c.id = n.campaign_id",
        NOBODY, "c.program_id", "n.day::timestamp AT TIME ZONE 'UTC' - interval '1 day'",
        "INSERT UPDATE", "n.account_id IS NULL",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("metrics", "0005_comments_go_along")]

    operations = list(triggers("mark_late_unplaced", MARKS.items()))
