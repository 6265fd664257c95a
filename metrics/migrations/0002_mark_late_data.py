"""Marks facts that change after they were measured, inside the transaction that changes them.

Facts know nothing of measures, so no action calls this: a trigger for each statement writes a mark
for each account it touched, with the earliest instant from which numbers may differ. Nothing is
written while nothing is kept.
"""

from django.db import migrations

from metrics.migrations._marking import BOTH, LONG_AGO, NEW, triggers

MARKS = {
    "accounts_stagechange": (
        "opportunities", f"{NEW} JOIN accounts_opportunity d ON d.id = n.opportunity_id",
        "d.account_id", "NULL::bigint", f"coalesce(n.occurred_at, {LONG_AGO})", "INSERT UPDATE", "true",
    ),
    "accounts_amountchange": (
        "opportunities", f"{NEW} JOIN accounts_opportunity d ON d.id = n.opportunity_id",
        "d.account_id", "NULL::bigint", f"coalesce(n.occurred_at, {LONG_AGO})", "INSERT UPDATE", "true",
    ),
    "accounts_opportunity": (
        "opportunities", f"{BOTH} CROSS JOIN LATERAL (VALUES (n.account_id), (o.account_id)) a(id)",
        "a.id", "NULL::bigint", f"coalesce(n.created_at, {LONG_AGO})", "UPDATE",
        "(n.account_id, n.type, n.source, n.product, n.owner_name, n.is_test, n.merged_into_id,"
        " n.split_from_id, n.deleted_at, n.group_id) IS DISTINCT FROM (o.account_id, o.type,"
        " o.source, o.product, o.owner_name, o.is_test, o.merged_into_id, o.split_from_id,"
        " o.deleted_at, o.group_id)",
    ),
    "accounts_response": (
        "responses", NEW, "n.account_id", "NULL::bigint", "n.responded_at", "INSERT UPDATE", "true",
    ),
    "accounts_invitation": (
        "invitations", NEW, "n.account_id", "NULL::bigint",
        f"coalesce(n.delivered_at, n.sent_at, {LONG_AGO})", "INSERT UPDATE", "true",
    ),
    "accounts_enrolment": (
        "enrolments", NEW, "n.account_id", "n.program_id", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_account": (
        "accounts", f"{BOTH} CROSS JOIN LATERAL (VALUES (n.id), (n.merged_into_id)) a(id)",
        "a.id", "NULL::bigint", LONG_AGO, "UPDATE",
        "n.merged_into_id IS DISTINCT FROM o.merged_into_id AND a.id IS NOT NULL",
    ),
    "accounts_contact": (
        "contacts", BOTH, "n.account_id", "NULL::bigint", LONG_AGO, "UPDATE",
        "(n.merged_into_id, n.account_id, n.erased_at, n.email, n.seniority, n.title, n.function)"
        " IS DISTINCT FROM (o.merged_into_id, o.account_id, o.erased_at, o.email, o.seniority,"
        " o.title, o.function)",
    ),
    "accounts_employment": (
        "contacts", NEW, "n.account_id", "NULL::bigint", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_groupperiod": (
        "buying_groups", f"{NEW} JOIN accounts_buyinggroup g ON g.id = n.group_id",
        "g.account_id", "NULL::bigint", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_membership": (
        "buying_groups", f"{NEW} JOIN accounts_buyinggroup g ON g.id = n.group_id",
        "g.account_id", "NULL::bigint", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_buyinggroup": (
        "buying_groups", BOTH, "n.account_id", "NULL::bigint", LONG_AGO, "UPDATE",
        "n.solution_id IS DISTINCT FROM o.solution_id",
    ),
    "accounts_roleneed": (
        "buying_groups", NEW, "NULL::bigint", "n.program_id", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_campaignperiod": (
        "campaigns", NEW, "NULL::bigint", "NULL::bigint", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_campaigntarget": (
        "campaigns", NEW, "n.account_id", "NULL::bigint", "n.from_at", "INSERT UPDATE", "true",
    ),
    "accounts_campaign": (
        "campaigns", BOTH, "NULL::bigint", "NULL::bigint",
        "least(n.starts_at, o.starts_at, n.ends_at, o.ends_at)", "UPDATE",
        "(n.starts_at, n.ends_at) IS DISTINCT FROM (o.starts_at, o.ends_at)",
    ),
    "accounts_touch": (
        "touches", NEW, "n.account_id", "NULL::bigint", "n.occurred_at", "INSERT UPDATE", "true",
    ),
    "accounts_addelivery": (
        "touches", NEW, "n.account_id", "NULL::bigint",
        "n.day::timestamp AT TIME ZONE 'UTC' - interval '1 day'", "INSERT UPDATE",
        "n.account_id IS NOT NULL",
    ),
    "accounts_websession": (
        "web_sessions",
        f"{NEW} LEFT JOIN accounts_visitorlink l ON l.visitor_id = n.visitor_id"
        " AND l.voided_at IS NULL",
        "coalesce(n.account_id, l.account_id)", "NULL::bigint", "n.started_at", "INSERT UPDATE",
        "coalesce(n.account_id, l.account_id) IS NOT NULL",
    ),
    "accounts_visitorlink": (
        "web_sessions", NEW, "n.account_id", "NULL::bigint", LONG_AGO, "INSERT UPDATE", "true",
    ),
    "accounts_fxrate": (
        "rates", NEW, "NULL::bigint", "NULL::bigint",
        "n.from_on::timestamp AT TIME ZONE 'UTC' - interval '1 day'", "INSERT UPDATE", "true",
    ),
    "accounts_datafeed": (
        "feeds", NEW, "n.account_id", "n.program_id", "n.covers_from", "INSERT", "true",
    ),
}  # fmt: skip

# A feed that goes on is news from its former end; one that begins earlier, from its new start.
FEED_MOVED = (
    "feeds", BOTH, "n.account_id", "n.program_id",
    "CASE WHEN n.covers_from < o.covers_from THEN n.covers_from"
    " ELSE least(n.covers_to, o.covers_to) END", "UPDATE",
    "(n.covers_from, n.covers_to) IS DISTINCT FROM (o.covers_from, o.covers_to)"
    " AND coalesce(n.covers_from, n.covers_to) IS NOT NULL",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial"), ("accounts", "0001_initial")]

    operations = list(triggers("mark_late", [*MARKS.items(), ("accounts_datafeed", FEED_MOVED)]))
