"""Pages about how a person stands to others, and to us: lines, relationships, ratings."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.back import way_back
from abmplanner.kit.days import day_of
from abmplanner.kit.history import record
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from accounts.actions.dated import write
from accounts.forms.relationship import (
    InfluenceLineForm,
    NewInfluenceLineForm,
    NewRelationshipForm,
    NewReportingLineForm,
    RatingForm,
    RelationshipForm,
    ReportingLineForm,
)
from accounts.models import (
    Contact,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
)
from accounts.queries.contact import colleagues_there
from accounts.queries.history import at_place
from accounts.views.contact import above_contact, contact_at
from accounts.views.dated import correct_page, correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail


def draw_line(
    request: Request, public_id: UUID, model: Any, form_class: Any, other: str, title: str
) -> HttpResponse:
    """Draw a line from a person to another one of the same account; sent twice, it is one."""
    contact = reachable_or_404(request, Contact.objects, public_id)
    form = form_class(request.POST or None, initial={"first_day": day_of(timezone.now())})
    form.fields[other].queryset = colleagues_there(request.actor, contact)

    def draw(form: Any) -> None:
        values = form.values()
        same = {name: values[name] for name in (other, "kind") if name in values}
        rows = model.objects.visible_to(request.actor).filter(contact=contact, **same)
        write(request.actor, model(contact=contact, **values), rows)

    page = about(request, contact, title)
    if sent(request, form, draw):
        return leave(request, page["cancel_url"], _("The line is drawn."))
    return form_page(request, form, **page)


def about(request: Request, contact: Contact, title: str) -> dict[str, Any]:
    """Return what the pages about a person's lines and ratings show around the form."""
    return {
        "title": title,
        "submit": _("Save"),
        "eyebrow": contact.name,
        "trail": above_contact(contact),
        "cancel_url": way_back(request, contact_at(contact)),
        "sent_to": request.get_full_path(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def reporting_add(request: Request, public_id: UUID) -> HttpResponse:
    """Say to whom a person reports."""
    title = _("Whom does this person report to?")
    return draw_line(request, public_id, ReportingLine, NewReportingLineForm, "manager", title)


@require_http_methods(["GET", "HEAD", "POST"])
def reporting_edit(request: Request, public_id: UUID, manager: UUID, line: str) -> HttpResponse:
    """Correct from when to when a person reports to another one, or withdraw it."""
    person = reachable_or_404(request, Contact.objects, public_id)
    rows = ReportingLine.objects.visible_to(request.actor)
    rows = rows.filter(contact=person, manager__public_id=manager, kind=line)
    page = about(request, person, _("A reporting line"))
    return correct_page(request, rows, ReportingLineForm, target=page["cancel_url"], **page)


@require_http_methods(["GET", "HEAD", "POST"])
def influence_add(request: Request, public_id: UUID) -> HttpResponse:
    """Say who listens to a person."""
    title = _("Who listens to this person?")
    return draw_line(request, public_id, InfluenceLine, NewInfluenceLineForm, "influenced", title)


@require_http_methods(["GET", "HEAD", "POST"])
def influence_edit(request: Request, public_id: UUID, influenced: UUID) -> HttpResponse:
    """Correct how much and from when to when somebody listens to a person, or withdraw it."""
    person = reachable_or_404(request, Contact.objects, public_id)
    rows = InfluenceLine.objects.visible_to(request.actor)
    rows = rows.filter(contact=person, influenced__public_id=influenced)
    page = about(request, person, _("A line of influence"))
    return correct_page(request, rows, InfluenceLineForm, target=page["cancel_url"], **page)


# Relationships with us


class RelationshipPages(ScopedRows):
    """What the pages about one relationship share."""

    model = Relationship
    under_field = "contact"

    @override
    def get_success_url(self) -> str:
        return way_back(self.request, contact_at(self.object.contact))

    @override
    def over_url(self) -> str:
        return way_back(self.request, contact_at(self.over))

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sent_to": self.request.get_full_path()}

    @override
    def trail(self) -> Trail:
        return above_contact(self.over or self.object.contact)


class RelationshipCreate(RelationshipPages, CreateView):  # type: ignore[type-arg]
    """Say which of us knows a person, or should."""

    under = Contact
    form_class: Any = NewRelationshipForm
    title = gettext_lazy("Who of us knows this person?")
    done = gettext_lazy("Written down. Now say how well.")

    def get_initial(self) -> dict[str, Any]:
        """Return that it is oneself."""
        return {"user": self.actor.person}

    @override
    def get_success_url(self) -> str:
        rate = reverse("accounts:rating_add", args=[self.object.public_id])
        back = way_back(self.request, "")
        return f"{rate}?{urlencode({'back': back})}" if back else rate

    @override
    def cancel_url(self) -> str:
        return self.over_url()


class RelationshipEdit(RelationshipPages, UpdateView):  # type: ignore[type-arg]
    """Change the note on a relationship."""

    form_class: Any = RelationshipForm
    title = gettext_lazy("Note on the relationship")


@require_http_methods(["GET", "HEAD", "POST"])
def rating_add(request: Request, public_id: UUID) -> HttpResponse:
    """Judge a relationship; it holds until the next time, or until a day. Sent twice, it is one."""
    relationship = reachable_or_404(request, Relationship.objects, public_id)
    form = RatingForm(request.POST or None, initial={"day": day_of(timezone.now())})

    def rate(form: Any) -> None:
        said = {**form.values(), "relationship": relationship}
        own = RelationshipRating.objects.visible_to(request.actor)
        own = own.filter(recorded_by=request.actor.person, voided_at=None)
        if not own.filter(**said).exists():
            record(request.actor, RelationshipRating(**said))

    page = about(request, relationship.contact, _("How well do you know each other?"))
    page["lead"] = relationship.user.name
    if sent(request, form, rate):
        return leave(request, page["cancel_url"], _("Your rating is written down."))
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def rating_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct a rating of a relationship, or withdraw it."""
    relationship = reachable_or_404(request, Relationship.objects, public_id)
    rows = RelationshipRating.objects.visible_to(request.actor).filter(relationship=relationship)
    page = about(request, relationship.contact, _("Correct the rating"))
    page["lead"] = relationship.user.name
    target = page["cancel_url"]
    return correct_row_page(request, at_place(rows, place), RatingForm, target=target, **page)
