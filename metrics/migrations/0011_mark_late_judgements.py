"""Marks what people judge, as 0002 does for other facts: feedback, ratings, social practice.

An index that LinkedIn shows one of us is of all accounts on whose teams they ever were.
"""

from django.db import migrations

from metrics.migrations._marking import NEW, NOBODY, triggers

# table: dataset, rows changed, account, earliest instant
CHANGES = [
    ("accounts_feedback", "feedback", NEW, "n.account_id", "n.given_at"),
    (
        "accounts_feedbackreply", "feedback",
        f"{NEW} JOIN accounts_feedback f ON f.id = n.feedback_id", "f.account_id", "n.written_at",
    ),
    ("accounts_customerrating", "feedback", NEW, "n.account_id", "n.occurred_at"),
    ("accounts_accountjudgement", "judgements", NEW, "n.account_id", "n.occurred_at"),
    ("accounts_socialassessment", "social", NEW, "n.account_id", "n.occurred_at"),
    (
        "accounts_ssireading", "social",
        f"{NEW} JOIN accounts_teammember t ON t.user_id = n.user_id", "t.account_id",
        "n.read_on::timestamp AT TIME ZONE 'UTC' - interval '1 day'",
    ),
    ("accounts_teammember", "social", NEW, "n.account_id", "n.from_at"),
]  # fmt: skip
MARKS = [
    (table, (dataset, rows, account, NOBODY, earliest, "INSERT UPDATE", "true"))
    for table, dataset, rows, account, earliest in CHANGES
]


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0010_settings_of_measures"),
        ("accounts", "0005_what_accounts_say_of_us"),
    ]

    operations = list(triggers("mark_judged", MARKS))
