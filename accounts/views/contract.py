"""Pages about what an account signed with us, and what its plan takes for granted."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of
from abmplanner.kit.history import record
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.contract import add_terms, write_contract
from accounts.enums import ContractStatus
from accounts.forms.contract import (
    AssumptionForm,
    ContractForm,
    NewAssumptionForm,
    NewContractForm,
    TermsForm,
)
from accounts.models import Account, Contract, ContractTerms, PlanAssumption, Program
from accounts.queries.contract import assumptions_for, assumptions_in_reach, contracts_of
from accounts.queries.history import at_place
from accounts.queries.people import period_lines
from accounts.queries.program import programs_of
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail, above


def contracts_at(account: Account, contract: Contract | None = None) -> str:
    """Return the address of an account's contracts, at one of them."""
    page = reverse("accounts:contract_list", args=[account.public_id])
    return f"{page}#contract-{contract.public_id}" if contract else page


def above_contract(account: Account) -> Trail:
    """Return the pages above one about a contract."""
    return [*above(account), (_("Contracts"), contracts_at(account))]


@require_safe
def contract_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the contracts of an account with their terms, and what is due."""
    account = reachable_or_404(request, Account.objects, public_id)
    now, today = timezone.now(), timezone.localdate()
    lines = contracts_of(request.actor, account, now, today)
    assumed = assumptions_for(request.actor, account, now)
    context = {
        "account": account,
        "trail": above(account),
        "lines": lines,
        "ahead": [line for line in lines if line.is_ahead],
        "assumed": period_lines(assumed, now),
        "can_edit": OPERATIONS["opportunity.edit"].allows(request.actor),
        "can_assume": OPERATIONS["plan.edit"].allows(request.actor),
        "can_assume_of_all": OPERATIONS["feed.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/contract_list.html", context)


class ContractPages(ScopedRows):
    """What the pages about one contract share."""

    model = Contract
    form_class: Any = ContractForm
    template_name: Any = "accounts/contract_form.html"

    @override
    def get_success_url(self) -> str:
        return contracts_at(self.object.account, self.object)

    @override
    def over_url(self) -> str:
        return contracts_at(self.over)

    @override
    def trail(self) -> Trail:
        return above_contract(self.over or self.object.account)


class ContractCreate(ContractPages, CreateView):  # type: ignore[type-arg]
    """Write down a contract and what it says; ?renews names the one that it renews."""

    under = Account
    form_class = NewContractForm
    title = gettext_lazy("New contract")
    submit = gettext_lazy("Write it down")

    @override
    def get_initial(self) -> dict[str, Any]:
        known = Contract.objects.visible_to(self.actor).filter(account=self.over)
        asked = self.request.GET.get("renews", "")
        renewed = next((row for row in known if str(row.public_id) == asked), None)
        initial: dict[str, Any] = {"day": timezone.localdate()}
        if renewed is not None:
            initial |= {
                "renewal_of": renewed.pk,
                "name": renewed.name,
                "solution": renewed.solution_id,
            }
        return initial

    @override
    def save(self, form: Any) -> Contract:
        return write_contract(self.actor, form, form.terms.values())


class ContractEdit(ContractPages, UpdateView):  # type: ignore[type-arg]
    """Change the name of a contract, or which one it renews."""

    title = gettext_lazy("Change the contract")


@require_http_methods(["GET", "HEAD", "POST"])
def terms_create(request: Request, public_id: UUID) -> HttpResponse:
    """Say what a contract says from a day on: it is signed, refused, ended, or changed."""
    contract = reachable_or_404(request, Contract.objects.select_related("account"), public_id)
    rows = ContractTerms.objects.visible_to(request.actor).filter(contract=contract)
    last = rows.filter(voided_at=None).order_by("-occurred_at", "-pk").first()
    kept = TermsForm(row=last).initial if last else {}
    asked = request.GET.get("status", "")
    status = asked if asked in ContractStatus.values else ContractStatus.SIGNED
    initial = {**kept, "day": day_of(timezone.now()), "status": status, "is_indexation": False}
    form = TermsForm(request.POST or None, initial=initial)
    target = contracts_at(contract.account, contract)

    def add(form: Any) -> None:
        add_terms(request.actor, contract, form.values())

    if sent(request, form, add):
        return leave(request, target, _("Written down. What it said before stays in its history."))
    page: dict[str, Any] = {"title": _("What does it say now?"), "submit": _("Write it down")}
    page |= {"eyebrow": contract.name, "template": "accounts/contract_form.html"}
    return form_page(
        request, form, cancel_url=target, trail=above_contract(contract.account), **page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def terms_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct what a contract said at a time, or withdraw it."""
    contract = reachable_or_404(request, Contract.objects.select_related("account"), public_id)
    rows = ContractTerms.objects.visible_to(request.actor).filter(contract=contract)
    target = contracts_at(contract.account, contract)
    page: dict[str, Any] = {
        "title": _("Correct the terms"),
        "submit": _("Save"),
        "eyebrow": contract.name,
        "trail": above_contract(contract.account),
        "template": "accounts/contract_form.html",
        "cancel_url": target,
    }
    return correct_row_page(request, at_place(rows, place), TermsForm, target=target, **page)


# What plans take for granted


@require_safe
def assumption_list(request: Request) -> TemplateResponse:
    """Show what plans take for granted: for all, for programs, for accounts."""
    context = {
        "lines": period_lines(assumptions_in_reach(request.actor), timezone.now()),
        "programs": programs_of(request.actor),
        "can_edit": OPERATIONS["plan.edit"].allows(request.actor),
        "can_assume_of_all": OPERATIONS["feed.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/assumption_list.html", context)


def above_assumption() -> Trail:
    """Return the pages above one about an assumption."""
    return [(_("Assumptions"), reverse("accounts:assumption_list"))]


def assume(request: Request, target: str, trail: Trail, eyebrow: str, **scope: Any) -> HttpResponse:
    """Take something for granted, of an account, of a program, or of all."""
    form = NewAssumptionForm(request.POST or None, initial={"first_day": timezone.localdate()})

    def write(form: Any) -> None:
        record(request.actor, PlanAssumption(**scope, **form.values()))

    if sent(request, form, write):
        return leave(request, target, _("Plans count with it from that day on."))
    page: dict[str, Any] = {"title": _("New assumption"), "submit": _("Take it for granted")}
    page |= {"eyebrow": eyebrow, "cancel_url": target, "trail": trail}
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def assumption_create(request: Request, public_id: UUID) -> HttpResponse:
    """Take something for granted of an account."""
    account = reachable_or_404(request, Account.objects, public_id)
    trail = above_contract(account)
    return assume(request, contracts_at(account), trail, account.name, account=account)


@require_http_methods(["GET", "HEAD", "POST"])
def program_assumption_create(request: Request, public_id: UUID) -> HttpResponse:
    """Take something for granted of a program."""
    program = reachable_or_404(request, Program.objects, public_id)
    target = reverse("accounts:assumption_list")
    return assume(request, target, above_assumption(), program.name, program=program)


@require_http_methods(["GET", "HEAD", "POST"])
def common_assumption_create(request: Request) -> HttpResponse:
    """Take something for granted of all."""
    target = reverse("accounts:assumption_list")
    return assume(request, target, above_assumption(), _("For all"))


@require_http_methods(["GET", "HEAD", "POST"])
def assumption_edit(request: Request, public_id: UUID) -> HttpResponse:
    """Correct what was taken for granted, end it, or withdraw it."""
    rows = PlanAssumption.objects.filter(voided_at=None).select_related("account", "program")
    row = reachable_or_404(request, rows, public_id)
    if (
        row.account is None
        and row.program is None
        and not OPERATIONS["feed.edit"].allows(request.actor)
    ):
        raise PermissionDenied
    target = reverse("accounts:assumption_list")
    page: dict[str, Any] = {
        "title": row.get_key_display(),
        "submit": _("Save"),
        "eyebrow": str(row.account or row.program or _("For all")),
        "trail": above_assumption(),
        "cancel_url": target,
    }
    return correct_row_page(request, row, AssumptionForm, target=target, **page)
