"""Marks the contracts that one renews together with those that renew one, as 0012 does."""

from importlib import import_module

from django.db import migrations
from django.db.migrations import RunSQL

from metrics.migrations._marking import BOTH, LONG_AGO, NEW, NOBODY, triggers

BEFORE = import_module("metrics.migrations.0012_mark_late_contracts").MARKS
TABLES = ("accounts_contractterms", "accounts_contract")

OF_ALL = (
    " LEFT JOIN accounts_contract renewed ON renewed.id = c.renewal_of_id"
    " LEFT JOIN accounts_contract joined ON joined.renewed_by_id = c.id"
    " CROSS JOIN LATERAL (VALUES (c.account_id), (renewed.account_id), (joined.account_id)) a(id)"
)
OF_SIX = (
    " LEFT JOIN accounts_contract now ON now.id = n.renewal_of_id"
    " LEFT JOIN accounts_contract was ON was.id = o.renewal_of_id"
    " LEFT JOIN accounts_contract into_ ON into_.id = n.renewed_by_id"
    " LEFT JOIN accounts_contract from_ ON from_.id = o.renewed_by_id"
    " CROSS JOIN LATERAL (VALUES (n.account_id), (o.account_id), (now.account_id),"
    " (was.account_id), (into_.account_id), (from_.account_id)) a(id)"
)
MOVED = (
    "(n.account_id, n.renewal_of_id, n.renewed_by_id)"
    " IS DISTINCT FROM (o.account_id, o.renewal_of_id, o.renewed_by_id) AND a.id IS NOT NULL"
)

MARKS = {
    "accounts_contractterms": (
        "contracts", f"{NEW} JOIN accounts_contract c ON c.id = n.contract_id{OF_ALL}",
        "a.id", NOBODY, f"coalesce(n.occurred_at, {LONG_AGO})", "INSERT UPDATE",
        "a.id IS NOT NULL",
    ),
    "accounts_contract": ("contracts", f"{BOTH}{OF_SIX}", "a.id", NOBODY, LONG_AGO, "UPDATE", MOVED),
}  # fmt: skip


def swapped(new: RunSQL, old: RunSQL) -> RunSQL:
    """Return what puts a trigger in the place of another of its name, and that one back."""
    return RunSQL(f"{old.reverse_sql}\n{new.sql}", f"{new.reverse_sql}\n{old.sql}")


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0023_goals_for_many_accounts"),
        ("accounts", "0008_contracts_joined"),
    ]

    operations = [
        swapped(new, old)
        for new, old in zip(
            triggers("mark_contract", MARKS.items()),
            triggers("mark_contract", [(table, BEFORE[table]) for table in TABLES]),
            strict=True,
        )
    ]
