"""Pages about the people of an account."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.back import way_back
from abmplanner.kit.days import first_instant
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.contact import add_contact
from accounts.forms.contact import ContactForm, NewContactForm
from accounts.forms.people import PeopleForm, PeopleView
from accounts.models import Account, Contact
from accounts.queries.buying_group import outlined, roles_of
from accounts.queries.consent import ledger_of, numbered, permissions_of
from accounts.queries.contact import bonds_of, employments_of, lines_of, touches_with
from accounts.queries.moment import Moment
from accounts.queries.org_chart import chart_of, lines_among
from accounts.queries.people import period_lines
from accounts.queries.seat_suggestions import suggestions
from accounts.queries.stakeholders import (
    Company,
    Stakeholder,
    Wanted,
    chosen,
    company_of,
    groups_at,
    stakeholder_of,
    with_permissions,
)
from accounts.queries.tie_matrix import matrix_of, team_at
from accounts.views.trail import Trail, above

TOUCHES_SHOWN = 8


@require_safe
def contact_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the people of an account as a list, a chart or by our team, as of any day."""
    actor = request.actor
    account = reachable_or_404(request, Account.objects, public_id)
    time = PeriodForm(request.GET, has_period=False)
    moment = Moment.of(time.chosen)
    company = company_of(actor, account, moment)
    form = PeopleForm(request.GET, company=company)
    asked = PeopleAsked(actor, account, company, form.wanted, request.GET)
    view = form.view_chosen
    context = {
        "account": account,
        "trail": above(account),
        "time": time,
        "moment": moment,
        "form": form,
        "view": view,
        "views": PeopleView,
        "company": company,
        "clear_url": f"?{urlencode([('view', view), *time.chosen.said])}",
        "here": request.get_full_path(),
        "back": urlencode({"back": request.get_full_path()}),
        "can_edit": OPERATIONS["contact.edit"].allows(actor),
        "can_rate": OPERATIONS["relationship.rate"].allows(actor),
        "can_touch": OPERATIONS["touch.add"].allows(actor),
        **VIEWS[view](asked),
    }
    return page_or_part(request, "accounts/contact_list.html", context, part="contact-list")


@dataclass(frozen=True, slots=True)
class PeopleAsked:
    """What a view of the people of an account is made from."""

    actor: Actor
    account: Account
    company: Company
    wanted: Wanted
    address: Any

    def people(self) -> list[Stakeholder]:
        """Return the people asked for, in the order asked for."""
        return chosen(self.company.people, self.wanted, self.address.get("sort", ""))

    def page(self, people: Sequence[Stakeholder]) -> Any:
        """Return a page of people."""
        return Paginator(people, settings.PAGE_SIZE).get_page(self.address.get("page"))


def as_list(asked: PeopleAsked) -> dict[str, Any]:
    """Return a page of people, with what they allow; who left comes with the last one."""
    page = asked.page(asked.people())
    shown = with_permissions(asked.actor, page.object_list, asked.company.moment)
    gone = () if page.has_next() else chosen(asked.company.gone, asked.wanted)
    return {"page": page, "people": shown, "gone": gone}


def as_chart(asked: PeopleAsked) -> dict[str, Any]:
    """Return who reports to whom, and the empty places of the group asked for."""
    people, moment = asked.company.people, asked.company.moment
    lines = lines_among(asked.actor, people, moment)
    found: dict[str, Any] = {"chart": chart_of(people, lines, asked.wanted)}
    if asked.wanted.group is not None:
        of_group = asked.actor, asked.account, [asked.wanted.group], moment
        [outline] = outlined(*of_group, asked.company.absent)
        found |= {"outline": outline, "suggestions": suggestions(outline, people)}
    return found


def as_matrix(asked: PeopleAsked) -> dict[str, Any]:
    """Return who of us knows which of them."""
    team = team_at(asked.actor, asked.account, asked.company.moment)
    people = asked.people()
    page = asked.page(people)
    return {"page": page, "matrix": matrix_of(team, people, page.object_list)}


VIEWS: Mapping[str, Callable[[PeopleAsked], dict[str, Any]]] = {
    PeopleView.LIST: as_list,
    PeopleView.CHART: as_chart,
    PeopleView.MATRIX: as_matrix,
}


def contact_at(contact: Contact) -> str:
    """Return the address of a person's page."""
    return reverse("accounts:contact_detail", args=[contact.public_id])


def above_contact(contact: Contact) -> Trail:
    """Return the pages above one that belongs to a person."""
    return [*above_people(contact.account), (contact.name, contact_at(contact))]


def above_people(account: Account) -> Trail:
    """Return the pages above a person's."""
    people = reverse("accounts:contact_list", args=[account.public_id])
    return [*above(account), (str(_("People")), people)]


@require_safe
def contact_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show one person: how they stand, whom they know, what they decide and allow, what passed."""
    contact = reachable_or_404(request, Contact.objects.select_related("account"), public_id)
    actor = request.actor
    time = PeriodForm(request.GET, has_period=False)
    moment = Moment.of(time.chosen)
    allowed = permissions_of(actor, contact, moment.at, known_at=moment.known_at)
    context = {
        "contact": contact,
        "account": contact.account,
        "trail": above_people(contact.account),
        "time": time,
        "person": stakeholder_of(actor, contact, moment),
        "employments": period_lines(employments_of(actor, contact, moment), moment.at),
        "roles": period_lines(roles_of(actor, contact, moment), moment.at),
        "lines": lines_of(actor, contact, moment),
        "bonds": bonds_of(actor, contact, moment),
        "touches": touches_with(actor, contact, moment)[:TOUCHES_SHOWN],
        "permissions": allowed,
        "ledger": numbered(ledger_of(actor, contact), contact),
        "groups": groups_at(actor, contact.account, moment),
        "here": contact_at(contact),
        "back": urlencode({"back": contact_at(contact)}),
        "can_edit": OPERATIONS["contact.edit"].allows(actor),
        "can_rate": OPERATIONS["relationship.rate"].allows(actor),
        "can_touch": OPERATIONS["touch.add"].allows(actor),
    }
    return TemplateResponse(request, "accounts/contact_detail.html", context)


class ContactPages(ScopedRows):
    """What the pages about one contact share."""

    model = Contact
    form_class: Any = ContactForm

    @override
    def get_success_url(self) -> str:
        return way_back(self.request, contact_at(self.object))

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"sent_to": self.request.get_full_path()}

    @override
    def over_url(self) -> str:
        return reverse("accounts:contact_list", args=[self.over.public_id])

    @override
    def trail(self) -> Trail:
        return above_contact(self.object) if self.object else above_people(self.over)


class ContactCreate(ContactPages, CreateView):  # type: ignore[type-arg]
    """Write down a person at an account."""

    under = Account
    form_class = NewContactForm
    title = _("New contact")
    done = _("The contact is written down.")

    @override
    def save(self, form: Any) -> Contact:
        day = form.cleaned_data["first_day"]
        return add_contact(self.actor, form, since=first_instant(day) if day else None)


class ContactEdit(ContactPages, UpdateView):  # type: ignore[type-arg]
    """Change what is known of a person at an account."""

    title = _("Change the contact")
