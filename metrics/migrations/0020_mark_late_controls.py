"""Marks what is held out late, as 0002 does for other facts, and late posts of people on teams.

A post counts for all accounts on whose teams its author was then, not only for the one it is of.
"""

from django.db import migrations

from metrics.migrations._marking import NEW, NOBODY, triggers

ON_TEAMS = """
    JOIN accounts_teammember t ON t.user_id = n.user_id AND t.from_at <= n.occurred_at
        AND (t.to_at IS NULL OR t.to_at > n.occurred_at) AND t.voided_at IS NULL
"""
ROUND = "INSERT UPDATE"

MARKS = {
    "accounts_controlaccount": (
        "campaigns", NEW, "n.account_id", "n.program_id", "n.from_at", ROUND, "true",
    ),
    "accounts_touch": (
        "social", f"{NEW} {ON_TEAMS}", "t.account_id", NOBODY, "n.occurred_at", ROUND,
        "n.type = 'social_post' AND t.account_id <> n.account_id",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0019_goals_of_campaigns"),
        ("accounts", "0007_control_groups"),
    ]

    operations = list(triggers("mark_compared", MARKS.items()))
