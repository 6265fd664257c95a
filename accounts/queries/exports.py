"""Facts as tables, as far as the actor may see them: what an import reads again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from django.db.models import Case, F, OuterRef, TextField, Value, When

from abmplanner.kit.actor import Actor
from accounts.enums import ImportKind
from accounts.models import (
    Account,
    Contact,
    ExternalId,
    Opportunity,
    Response,
    Touch,
    WebSession,
)
from accounts.queries.more_exports import MORE_TABLES
from accounts.queries.opinion import kinds_named

Table: TypeAlias = tuple[Sequence[str], Iterator[Sequence[Any]]]
AT_ONCE = 2_000


def accounts(actor: Actor) -> Table:
    """Return the accounts in the order of their names."""
    names = ("name", "domains", "parent", "country", "industry", "segment", "employees",
             "revenue", "revenue_currency", "status", "owner")  # fmt: skip
    paths = [{"parent": "parent__name", "owner": "owner__email"}.get(name, name) for name in names]
    rows = Account.objects.visible_to(actor).canonical().order_by("search_key", "pk")
    return names, rows.values_list(*paths).iterator(chunk_size=AT_ONCE)


def contacts(actor: Actor) -> Table:
    """Return the contacts, account by account."""
    names = ("name", "email", "account", "phone", "title", "function", "seniority", "email_status")
    paths = ["account__name" if name == "account" else name for name in names]
    rows = Contact.objects.visible_to(actor).filter(merged_into=None, erased_at=None)
    rows = rows.order_by("account__search_key", "search_key", "pk")
    return names, rows.values_list(*paths).iterator(chunk_size=AT_ONCE)


def opportunities(actor: Actor) -> Table:
    """Return the deals, account by account, the newest first."""
    names = ("name", "account", "stage", "created_at", "close_on", "type", "source", "product",
             "owner", "owner_name", "tcv", "acv", "currency")  # fmt: skip
    paths = {"account": "account__name", "stage": "stage__key", "owner": "owner__email"}
    rows = Opportunity.objects.visible_to(actor).filter(merged_into=None, deleted_at=None)
    rows = rows.order_by("account__search_key", "-created_at", "pk")
    columns = [paths.get(name, name) for name in names]
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


def responses(actor: Actor) -> Table:
    """Return the answers to surveys, the newest first; by name where the actor may read it."""
    names = ("account", "survey", "email", "score", "comment", "responded_at", "respondent_kind")

    def if_named(path: str) -> Case:
        by_name = When(respondent_kind__in=kinds_named(actor), then=F(path))
        return Case(by_name, default=Value(""), output_field=TextField())

    paths: dict[str, Any] = {
        "account": F("account__name"),
        "survey": F("survey__name_en"),
        "email": if_named("contact__email"),
        "comment": if_named("comment"),
    }
    rows = Response.objects.visible_to(actor).filter(voided_at=None)
    columns = [paths.get(name, F(name)) for name in names]
    rows = rows.order_by("-responded_at", "pk")
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


def leads(actor: Actor) -> Table:
    """Return the keys by which other systems know contacts as leads."""
    names = ("key", "contact_key", "name", "email", "account")
    keys = ExternalId.objects.visible_to(actor)
    own = keys.filter(kind="contact", contact=OuterRef("contact"), system=OuterRef("system"))
    rows = keys.filter(kind="lead", contact__merged_into=None, contact__erased_at=None)
    rows = rows.annotate(contact_key=own.order_by("pk").values("value")[:1])
    columns = ("value", "contact_key", "contact__name", "contact__email", "contact__account__name")
    rows = rows.order_by("system", "value")
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


def touches(actor: Actor) -> Table:
    """Return the touches, the oldest first."""
    names = ("key", "account", "email", "type", "occurred_at", "direction", "owner", "user",
             "campaign", "automation", "stream", "message", "link", "session_key",
             "quantity")  # fmt: skip
    paths = {"key": "source_key", "account": "account__name", "email": "contact__email",
             "campaign": "campaign__name", "user": "user__email"}  # fmt: skip
    rows = Touch.objects.visible_to(actor).filter(voided_at=None).order_by("occurred_at", "pk")
    columns = [paths.get(name, name) for name in names]
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


def web_sessions(actor: Actor) -> Table:
    """Return the visits to our site, the oldest first."""
    names = ("key", "visitor_key", "account", "email", "started_at", "duration_s", "engaged_s",
             "page_views", "key_events", "automation")  # fmt: skip
    paths = {"visitor_key": "visitor__key", "account": "account__name", "email": "contact__email"}
    rows = WebSession.objects.visible_to(actor).filter(voided_at=None).order_by("started_at", "pk")
    columns = [paths.get(name, name) for name in names]
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


TABLES: Mapping[str, Callable[[Actor], Table]] = {
    ImportKind.ACCOUNTS.value: accounts,
    ImportKind.CONTACTS.value: contacts,
    ImportKind.LEADS.value: leads,
    ImportKind.OPPORTUNITIES.value: opportunities,
    ImportKind.RESPONSES.value: responses,
    ImportKind.TOUCHES.value: touches,
    ImportKind.WEB_SESSIONS.value: web_sessions,
    **MORE_TABLES,
}
