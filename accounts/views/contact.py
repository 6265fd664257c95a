"""Pages about the people of an account."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import first_instant
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.contact import add_contact
from accounts.filters.contact import ContactFilter
from accounts.forms.contact import ContactForm, NewContactForm
from accounts.models import Account, Contact
from accounts.queries.buying_group import roles_of
from accounts.queries.consent import ledger_of, numbered, permissions_of
from accounts.queries.contact import bonds_of, employments_of, lines_of
from accounts.queries.people import period_lines
from accounts.views.trail import Trail, above


@require_safe
def contact_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the people of an account, a page at a time."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = Contact.objects.visible_to(request.actor)
    rows = rows.filter(account=account, merged_into=None, erased_at=None)
    chosen = ContactFilter(request.GET, queryset=rows.order_by("search_key", "pk"), request=request)
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "account": account,
        "trail": above(account),
        "filter": chosen,
        "page": page,
        "can_edit": OPERATIONS["contact.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/contact_list.html", context, part="contact-list")


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
    """Show one person: facts, roles in groups, lines, relationships with us, what they allow."""
    contact = reachable_or_404(request, Contact.objects, public_id)
    actor, now = request.actor, timezone.now()
    context = {
        "contact": contact,
        "account": contact.account,
        "trail": above_people(contact.account),
        "employments": period_lines(employments_of(actor, contact), now),
        "roles": period_lines(roles_of(actor, contact), now),
        "lines": lines_of(actor, contact, now),
        "bonds": bonds_of(actor, contact, now),
        "permissions": permissions_of(actor, contact, now),
        "ledger": numbered(ledger_of(actor, contact), contact),
        "can_edit": OPERATIONS["contact.edit"].allows(actor),
        "can_rate": OPERATIONS["relationship.rate"].allows(actor),
    }
    return TemplateResponse(request, "accounts/contact_detail.html", context)


class ContactPages(ScopedRows):
    """What the pages about one contact share."""

    model = Contact
    form_class: Any = ContactForm

    @override
    def get_success_url(self) -> str:
        return contact_at(self.object)

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
