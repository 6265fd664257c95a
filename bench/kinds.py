"""Every kind of file imported, beside bare statements that write the same rows."""

import csv
import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.apps import apps

from abmplanner.kit.actor import SYSTEM
from accounts.enums import ContractStatus, GroupRole, ImportKind, OpportunityType
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end
from accounts.ingest.written import everywhere
from accounts.models import (
    Account,
    Campaign,
    Contact,
    ImportPart,
    ImportRow,
    ImportRun,
    Job,
    Opportunity,
    User,
)
from bench.memory import most_resident, resident_anew
from bench.results import Figure
from bench.writing import inserts_again

SYSTEM_NAME = "bench"
FIRST = date(2024, 1, 1)
OURS = (ImportRun, ImportRow, ImportPart, Job)  # what the import writes of itself
HOMES = 300  # accounts that rows speak of
STEP = 37  # leads through people without meeting one again soon
Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class World:
    """What the rows of the files speak of."""

    accounts: Sequence[str]
    people: Sequence[tuple[str, str]]  # addresses of somebody, and of a colleague
    users: Sequence[str]
    campaigns: Sequence[str]
    deals: Sequence[tuple[str, str]]  # account and name
    stages: Sequence[str]

    @classmethod
    def of_here(cls) -> "World":
        """Return what is in the database."""
        homes = list(Account.objects.visible_to(SYSTEM).order_by("pk")[:HOMES])
        contacts = Contact.objects.visible_to(SYSTEM).exclude(email="").filter(account__in=homes)
        pairs, before = [], None
        for each in contacts.order_by("account", "pk"):
            if before is not None and before.account_id == each.account_id:
                pairs.append((each.email, before.email))
            before = each
        deals = Opportunity.objects.visible_to(SYSTEM).select_related("account", "pipeline")
        first = deals.order_by("pk").first()
        return cls(
            accounts=[each.domains[0] for each in homes if each.domains],
            people=pairs,
            users=list(User.objects.filter(is_active=True).values_list("email", flat=True)),
            campaigns=list(Campaign.objects.visible_to(SYSTEM).values_list("name", flat=True)[:50]),
            deals=[(each.account.name, each.name) for each in deals.order_by("pk")[:HOMES]],
            stages=[each.key for each in first.pipeline.stages.order_by("position")[:3]]
            if first
            else [],
        )

    def account(self, row: int) -> str:
        """Return an account for a row."""
        return self.accounts[row % len(self.accounts)]

    def person(self, row: int) -> tuple[str, str]:
        """Return somebody for a row, and a colleague."""
        return self.people[row % len(self.people)]

    def around(self, row: int) -> int:
        """Return how often a row's person was spoken of before."""
        return row // len(self.people)


def day(number: int) -> str:
    """Return a day of the past, whatever the number."""
    return (FIRST + timedelta(days=number % 700)).isoformat()


def period(around: int) -> Row:
    """Return a period that meets no other one of the same thing."""
    return {"since": day(around * 20), "until": day(around * 20 + 9)}


ROWS: Mapping[str, Callable[[World, int], Row]] = {
    ImportKind.ACCOUNTS: lambda _w, n: {
        "key": f"a{n}", "name": f"Bench {n}", "domains": f"bench{n}.example", "employees": n,
    },
    ImportKind.CONTACTS: lambda w, n: {
        "key": f"c{n}", "name": f"Person {n}", "email": f"p{n}@bench.example",
        "account_domain": w.account(n), "title": "Engineer",
    },
    ImportKind.LEADS: lambda _w, n: {"key": f"l{n}", "contact_key": f"c{n}"},
    ImportKind.OPPORTUNITIES: lambda w, n: {
        "key": f"o{n}", "name": f"Deal {n}", "account_domain": w.account(n), "stage": w.stages[0],
        "tcv": n + 1, "currency": "EUR", "close_on": day(n), "created_at": day(n),
        "type": OpportunityType.NEW,
    },
    ImportKind.RESPONSES: lambda w, n: {
        "key": f"r{n}", "score": n % 11, "responded_at": day(n), "email": w.person(n)[0],
        "survey": "Bench",
    },
    ImportKind.TOUCHES: lambda w, n: {
        "key": f"t{n}", "type": "call_connected", "occurred_at": day(n), "email": w.person(n)[0],
    },
    ImportKind.WEB_SESSIONS: lambda w, n: {
        "key": f"s{n}", "started_at": day(n), "email": w.person(n)[0], "page_views": 3,
    },
    ImportKind.CONSENTS: lambda w, n: {
        "action": "given", "occurred_at": day(w.around(n) * 20), "email": w.person(n)[0],
        "proof_ref": f"form {n}",
    },
    ImportKind.SUPPRESSIONS: lambda _w, n: {
        "address": f"gone{n}@bench.example", "reason": "objected", "occurred_at": day(n),
    },
    ImportKind.SOLUTIONS: lambda _w, n: {"name_en": f"Solution {n}", "name_fr": f"Produit {n}"},
    ImportKind.BUYING_GROUPS: lambda w, n: {
        "key": f"g{n}", "name": f"Group {n}", "account_domain": w.account(n), "since": day(n),
        "solution": f"Solution {n % 50}",
    },
    ImportKind.MEMBERSHIPS: lambda _w, n: {
        "email": f"p{n}@bench.example", "group_key": f"g{n}", "since": day(n),
        "role": GroupRole.values[n % len(GroupRole.values)],
    },
    ImportKind.REPORTING_LINES: lambda w, n: {
        "email": w.person(n)[0], "other_email": w.person(n)[1], **period(w.around(n)),
    },
    ImportKind.INFLUENCE_LINES: lambda w, n: {
        "email": w.person(n)[0], "other_email": w.person(n)[1], "weight": 2,
        **period(w.around(n)),
    },
    ImportKind.RELATIONSHIPS: lambda w, n: {
        "email": f"p{n}@bench.example", "user": w.users[n % len(w.users)], "level": 2,
        "occurred_at": day(n), "stance": "favorable",
    },
    ImportKind.CAMPAIGNS: lambda _w, n: {
        "key": f"k{n}", "name": f"Campaign {n}", "channel": "webinar", "status": "active",
        "since": day(n), "starts_on": day(n),
    },
    ImportKind.CAMPAIGN_TARGETS: lambda w, n: {
        "campaign_key": f"k{n}", "account_domain": w.account(n), "since": day(n),
    },
    ImportKind.CONTROL_ACCOUNTS: lambda w, n: {
        "campaign_key": f"k{n}", "account_domain": w.account(n), "chosen": "random",
        "since": day(n),
    },
    ImportKind.AD_DELIVERIES: lambda w, n: {
        "day": day(n), "campaign_key": f"k{n}", "impressions": 100, "clicks": 3,
        "account_domain": w.account(n),
    },
    ImportKind.SPEND: lambda _w, n: {
        "spent_on": day(n), "amount": "12.50", "currency": "EUR", "campaign_key": f"k{n}",
        "note": f"bill {n}",
    },
    ImportKind.FX_RATES: lambda _w, n: {
        "base": f"X{chr(65 + n // 700 % 26)}{chr(65 + n // 18200)}", "quote": "EUR",
        "from_on": day(n), "rate": "1.25",
    },
    ImportKind.CONTRACTS: lambda w, n: {
        "key": f"n{n}", "name": f"Contract {n}", "account_domain": w.account(n), "acv": 100 + n,
        "currency": "EUR", "starts_on": day(n), "status": ContractStatus.SIGNED,
    },
    ImportKind.DEAL_HISTORY: lambda _w, n: {
        "key": f"o{n}", "occurred_at": f"2026-0{n % 6 + 1}-01", "tcv": n + 500, "currency": "EUR",
    },
    ImportKind.JUDGEMENTS: lambda w, n: {
        "account_domain": w.account(n), "rating": 4, "occurred_at": day(n // len(w.accounts)),
        "reason": "They call us",
    },
    ImportKind.CUSTOMER_RATINGS: lambda w, n: {
        "account_domain": w.account(n), "score": 4, "occurred_at": day(n // len(w.accounts)),
        "comment": "Helpful",
    },
    ImportKind.SOCIAL_LEVELS: lambda w, n: {
        "account_domain": w.account(n), "subject": "ours", "level": 3,
        "occurred_at": day(n // len(w.accounts)),
    },
    ImportKind.SSI_READINGS: lambda w, n: {
        "user": w.users[n // 700 % len(w.users)], "read_on": day(n), "brand": 20, "people": 10,
        "insights": 9, "relationships": 8,
    },
    ImportKind.READINGS: lambda w, n: {
        "indicator": "sponsor_programme", "account_domain": w.account(n),
        "effective_on": day(n // len(w.accounts)), "value": n % 100, "weight": 1 + n % 5,
    },
    ImportKind.OBJECTIVES: lambda w, n: {
        "title": f"Objective {n}", "account_domain": w.account(n), "kind": "win_deal",
        "due_on": "2027-12-31",
    },
    ImportKind.ACTIONS: lambda w, n: {
        "title": f"Action {n}", "objective": f"Objective {n}", "account_domain": w.account(n),
        "due_on": "2027-01-31",
    },
}  # fmt: skip


def kinds(number: int, only: Sequence[str] = ()) -> Iterator[Figure]:
    """Import a file of each kind; later ones speak of the records that earlier ones brought."""
    world = World.of_here()
    for kind, row_of in ROWS.items():
        if only and kind not in only:
            continue
        content = table([row_of(world, row) for row in range(number)])
        before = last_keys()
        start = resident_anew()
        began = time.perf_counter()
        run = take_in(SYSTEM, [content], file_name=f"{kind}.csv", kind=kind, system=SYSTEM_NAME,
                      mapping=as_they_are(content))  # fmt: skip
        run_to_end(SYSTEM, run)
        took = time.perf_counter() - began
        more = most_resident() - start
        run.refresh_from_db()
        if run.counts["rejected"] or run.counts["waiting"]:
            raise RuntimeError(f"The import of {kind} did not take all rows: {run.counts}")
        written = list(new_rows(before))
        bare = sum(inserts_again(*each) for each in written)
        per_row = {"ms_a_row": took / number * 1_000, "bare_ms_a_row": bare / number * 1_000}
        tables = {table: count for table, _last, count in written}
        details = {**per_row, "rows": number, "memory_mib": more, "tables": tables}
        yield Figure(what=f"{kind}: a row", measured=per_row["ms_a_row"], unit="ms")
        if bare:
            yield Figure(what=f"{kind} imported, to a bare bulk insert", measured=took / bare,
                         unit="×", details=details)  # fmt: skip
        yield Figure(what=f"{kind}: memory above the start", measured=more, unit="MiB", bar=200)


def table(rows: Sequence[Row]) -> bytes:
    """Return a file of these rows, its columns called as our fields."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def as_they_are(content: bytes) -> dict[str, Any]:
    """Return the mapping of a file whose columns are called as our fields."""
    names = content.partition(b"\n")[0].decode().strip().split(",")
    return {
        "format": 1,
        "columns": {name: name for name in names},
        "dialect": {"date_order": "dmy", "decimal": "."},
    }


def last_keys() -> dict[Any, int]:
    """Return the highest key of each table of records."""
    models = [
        model
        for model in apps.get_app_config("accounts").get_models()
        if (model not in OURS and not model.__name__.endswith("Event"))
        or model.__name__ == "ConsentEvent"
    ]  # fmt: skip
    rows = {
        model: everywhere(model).order_by("-pk").values_list("pk", flat=True) for model in models
    }
    return {model: keys.first() or 0 for model, keys in rows.items()}


def new_rows(before: Mapping[Any, int]) -> Iterator[tuple[str, int, int]]:
    """Yield the tables that got rows since then: name, the highest key then, how many."""
    for model, last in before.items():
        if isinstance(last, int) and (count := everywhere(model).filter(pk__gt=last).count()):
            yield model._meta.db_table, last, count  # noqa: SLF001 -- Django's own name
