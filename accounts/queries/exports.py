"""Facts as tables, as far as the actor may see them: what an import reads again."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Case, F, OuterRef, TextField, Value, When

from abmplanner.kit.actor import Actor
from accounts.enums import ImportKind
from accounts.models import ExternalId, Response
from accounts.queries.opinion import kinds_named
from accounts.queries.tables import AT_ONCE, TABLES, Columns


def responses(actor: Actor) -> Columns:
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


def leads(actor: Actor) -> Columns:
    """Return the keys by which other systems know contacts as leads."""
    names = ("key", "contact_key", "name", "email", "account")
    keys = ExternalId.objects.visible_to(actor)
    own = keys.filter(kind="contact", contact=OuterRef("contact"), system=OuterRef("system"))
    rows = keys.filter(kind="lead", contact__merged_into=None, contact__erased_at=None)
    rows = rows.annotate(contact_key=own.order_by("pk").values("value")[:1])
    columns = ("value", "contact_key", "contact__name", "contact__email", "contact__account__name")
    rows = rows.order_by("system", "value")
    return names, rows.values_list(*columns).iterator(chunk_size=AT_ONCE)


EXPORTS: Mapping[str, Callable[[Actor], Columns]] = {
    **TABLES,
    ImportKind.LEADS.value: leads,
    ImportKind.RESPONSES.value: responses,
}
