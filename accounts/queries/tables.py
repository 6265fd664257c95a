"""Records as tables, written out: the columns of each kind that an import reads again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import last_day
from accounts.enums import ImportKind
from accounts.models import (
    Account,
    Action,
    AdDelivery,
    BuyingGroup,
    Campaign,
    CampaignTarget,
    ConsentEvent,
    Contact,
    ContractTerms,
    ControlAccount,
    InfluenceLine,
    Membership,
    Objective,
    Opportunity,
    ReportingLine,
    Solution,
    Spend,
    StageChange,
    Touch,
    WebSession,
)

Columns: TypeAlias = tuple[Sequence[str], Iterator[Sequence[Any]]]

AT_ONCE = 2_000
ALIVE = {"voided_at": None}
PERSON = {
    "contact": "contact__name",
    "email": "contact__email",
    "account": "contact__account__name",
}
PERIOD = {"since": "from_at", "until": "to_at"}


@dataclass(frozen=True, slots=True)
class Table:
    """A table of one model: from the fields of an import to the columns behind them.

    alive are the conditions for the rows that stand in it, order what they are sorted by.
    """

    model: Any
    columns: Mapping[str, str]
    order: Sequence[str]
    alive: Mapping[str, Any]

    def __call__(self, actor: Actor) -> Columns:
        """Return the names of the columns and the rows that an actor may see."""
        rows = self.model.objects
        rows = rows.visible_to(actor) if hasattr(rows, "visible_to") else rows.all()
        rows = rows.filter(**self.alive).order_by(*self.order, "pk")
        found = rows.values_list(*self.columns.values()).iterator(chunk_size=AT_ONCE)
        ends = [place for place, path in enumerate(self.columns.values()) if path == "to_at"]
        return tuple(self.columns), (as_days(row, ends) for row in found)


def as_days(row: Sequence[Any], ends: Sequence[int]) -> Sequence[Any]:
    """Return a row whose ends are the last days that count, as people name them."""
    return [last_day(cell) if cell and at in ends else cell for at, cell in enumerate(row)]


def same(*names: str, **paths: str) -> Mapping[str, str]:
    """Return columns by their own names, but for those whose values stand elsewhere."""
    return {name: paths.get(name, name) for name in names}


TABLES: Mapping[str, Table] = {
    ImportKind.ACCOUNTS.value: Table(
        Account,
        same("name", "domains", "parent", "country", "industry", "segment", "employees", "revenue",
             "revenue_currency", "status", "owner", parent="parent__name", owner="owner__email"),
        ["search_key"],
        {"merged_into": None},
    ),
    ImportKind.CONTACTS.value: Table(
        Contact,
        same("name", "email", "account", "phone", "title", "function", "seniority", "email_status",
             account="account__name"),
        ["account__search_key", "search_key"],
        {"merged_into": None, "erased_at": None},
    ),
    ImportKind.OPPORTUNITIES.value: Table(
        Opportunity,
        same("name", "account", "stage", "created_at", "close_on", "type", "source", "product",
             "owner", "owner_name", "tcv", "acv", "currency", account="account__name",
             stage="stage__key", owner="owner__email"),
        ["account__search_key", "-created_at"],
        {"merged_into": None, "deleted_at": None},
    ),
    ImportKind.TOUCHES.value: Table(
        Touch,
        same("key", "account", "email", "type", "occurred_at", "direction", "owner", "user",
             "campaign", "automation", "stream", "message", "link", "session_key", "quantity",
             key="source_key", account="account__name", email="contact__email",
             campaign="campaign__name", user="user__email"),
        ["occurred_at"],
        ALIVE,
    ),
    ImportKind.WEB_SESSIONS.value: Table(
        WebSession,
        same("key", "visitor_key", "account", "email", "started_at", "duration_s", "engaged_s",
             "page_views", "key_events", "automation", visitor_key="visitor__key",
             account="account__name", email="contact__email"),
        ["started_at"],
        ALIVE,
    ),
    ImportKind.CONSENTS.value: Table(
        ConsentEvent,
        {**PERSON, "action": "action", "occurred_at": "occurred_at", "purpose": "purpose",
         "channel": "channel", "basis": "basis", "wording": "wording", "proof_ref": "proof_ref"},
        ["occurred_at"],
        ALIVE,
    ),
    ImportKind.SOLUTIONS.value: Table(
        Solution,
        {"name_en": "name_en", "name_fr": "name_fr", "is_offered": "is_offered"},
        ["name_en"],
        {},
    ),
    ImportKind.BUYING_GROUPS.value: Table(
        BuyingGroup,
        {"name": "name", "account": "account__name", "solution": "solution__name_en",
         "need": "need"},
        ["account__search_key", "name"],
        {},
    ),
    ImportKind.MEMBERSHIPS.value: Table(
        Membership,
        {**PERSON, "group": "group__name", "role": "role", **PERIOD},
        ["contact__account__search_key", "from_at"],
        ALIVE,
    ),
    ImportKind.REPORTING_LINES.value: Table(
        ReportingLine,
        {**PERSON, "other": "manager__name", "other_email": "manager__email", "kind": "kind",
         **PERIOD},
        ["contact__account__search_key", "from_at"],
        ALIVE,
    ),
    ImportKind.INFLUENCE_LINES.value: Table(
        InfluenceLine,
        {**PERSON, "other": "influenced__name", "other_email": "influenced__email",
         "weight": "weight", **PERIOD},
        ["contact__account__search_key", "from_at"],
        ALIVE,
    ),
    ImportKind.CAMPAIGNS.value: Table(
        Campaign,
        {"name": "name", "program": "program__name_en", "channel": "channel", "kind": "kind",
         "status": "status", "parent": "parent__name"},
        ["search_key"],
        {},
    ),
    ImportKind.CAMPAIGN_TARGETS.value: Table(
        CampaignTarget,
        {"campaign": "campaign__name", "account": "account__name", **PERIOD},
        ["campaign__search_key", "account__search_key"],
        ALIVE,
    ),
    ImportKind.CONTROL_ACCOUNTS.value: Table(
        ControlAccount,
        {"campaign": "campaign__name", "program": "program__name_en", "account": "account__name",
         "chosen": "chosen", **PERIOD},
        ["account__search_key", "from_at"],
        ALIVE,
    ),
    ImportKind.AD_DELIVERIES.value: Table(
        AdDelivery,
        {"day": "day", "campaign": "campaign__name", "format": "format",
         "impressions": "impressions", "clicks": "clicks", "invalid_clicks": "invalid_clicks",
         "account": "account__name"},
        ["day"],
        ALIVE,
    ),
    ImportKind.SPEND.value: Table(
        Spend,
        {"spent_on": "spent_on", "amount": "amount", "currency": "currency",
         "category": "category", "program": "program__name_en", "campaign": "campaign__name",
         "account": "account__name", "is_billed_by_click": "is_billed_by_click", "note": "note"},
        ["spent_on"],
        ALIVE,
    ),
    ImportKind.CONTRACTS.value: Table(
        ContractTerms,
        {"name": "contract__name", "account": "contract__account__name",
         "solution": "contract__solution__name_en", "status": "status",
         "occurred_at": "occurred_at", "starts_on": "starts_on", "due_on": "due_on", "acv": "acv",
         "tcv": "tcv", "currency": "currency", "is_indexation": "is_indexation"},
        ["contract__account__search_key", "contract", "occurred_at"],
        ALIVE,
    ),
    ImportKind.DEAL_HISTORY.value: Table(
        StageChange,
        {"opportunity": "opportunity__name", "account": "opportunity__account__name",
         "occurred_at": "occurred_at", "stage": "stage__key"},
        ["opportunity__account__search_key", "opportunity", "occurred_at"],
        {**ALIVE, "stage__isnull": False, "occurred_at__isnull": False},
    ),
    ImportKind.OBJECTIVES.value: Table(
        Objective,
        {"title": "title", "account": "account__name", "kind": "kind", "why": "why",
         "state": "state", "owner": "owner__email", "starts_on": "starts_on", "due_on": "due_on"},
        ["account__search_key", "position"],
        {},
    ),
    ImportKind.ACTIONS.value: Table(
        Action,
        {"title": "title", "objective": "objective__title",
         "account": "objective__account__name", "expected_effect": "expected_effect",
         "owner": "owner__email", "due_on": "due_on", "state": "state", "outcome": "outcome",
         "evidence": "evidence"},
        ["objective__account__search_key", "objective", "due_on"],
        {},
    ),
}  # fmt: skip
