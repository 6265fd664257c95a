"""Marks what contracts say, what plans accept to lose and what sellers expect, as 0002 does.

A renewal changes the numbers of the contract it renews. What a plan accepts holds for contracts
that come due later, and windows reach ahead: up to two years.
"""

from django.db import migrations

from metrics.migrations._marking import BOTH, LONG_AGO, NEW, NOBODY, triggers

OF_BOTH = (
    " LEFT JOIN accounts_contract renewed ON renewed.id = c.renewal_of_id"
    " CROSS JOIN LATERAL (VALUES (c.account_id), (renewed.account_id)) a(id)"
)
OF_FOUR = (
    " LEFT JOIN accounts_contract now ON now.id = n.renewal_of_id"
    " LEFT JOIN accounts_contract was ON was.id = o.renewal_of_id CROSS JOIN LATERAL"
    " (VALUES (n.account_id), (o.account_id), (now.account_id), (was.account_id)) a(id)"
)
MOVED = (
    "(n.account_id, n.renewal_of_id) IS DISTINCT FROM (o.account_id, o.renewal_of_id)"
    " AND a.id IS NOT NULL"
)

MARKS = {
    "accounts_contractterms": (
        "contracts", f"{NEW} JOIN accounts_contract c ON c.id = n.contract_id{OF_BOTH}",
        "a.id", NOBODY, f"coalesce(n.occurred_at, {LONG_AGO})", "INSERT UPDATE",
        "a.id IS NOT NULL",
    ),
    "accounts_contract": (
        "contracts",
        f"{BOTH}{OF_FOUR}",
        "a.id", NOBODY, LONG_AGO, "UPDATE",
        MOVED,
    ),
    "accounts_planassumption": (
        "contracts", NEW, "n.account_id", "n.program_id", "n.from_at - interval '2 years'",
        "INSERT UPDATE", "true",
    ),
    "accounts_forecast": (
        "opportunities", f"{NEW} JOIN accounts_opportunity d ON d.id = n.opportunity_id",
        "d.account_id", NOBODY, f"coalesce(n.occurred_at, {LONG_AGO})", "INSERT UPDATE", "true",
    ),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("metrics", "0011_mark_late_judgements")]

    operations = list(triggers("mark_contract", MARKS.items()))
