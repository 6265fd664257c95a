"""Pages about what we judge by eye: the account, social practice, one's own index."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.days import day_of
from abmplanner.kit.history import record
from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.enums import Role
from accounts.forms.judgement import CustomerRatingForm, JudgementForm, SocialForm, SsiForm
from accounts.models import (
    Account,
    AccountJudgement,
    Contact,
    CustomerRating,
    SocialAssessment,
    SsiReading,
    User,
)
from accounts.queries.history import at_place
from accounts.queries.judgement import judgements_of, social_of, ssi_of
from accounts.queries.people import people_of
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail, above


def judgements_at(account: Account) -> str:
    """Return the address of the judgements on an account."""
    return reverse("accounts:judgement_list", args=[account.public_id])


@require_safe
def judgement_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show how we see an account, and how developed the use of social networks is."""
    account = reachable_or_404(request, Account.objects, public_id)
    today = timezone.localdate()
    context = {
        "account": account,
        "trail": above(account),
        "judgements": judgements_of(request.actor, account, today),
        "social": social_of(request.actor, account, today),
        "can_judge": OPERATIONS["judgement.add"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/judgement_list.html", context)


def judge(
    request: Request,
    public_id: UUID,
    model: Any,
    form_class: Any,
    title: str,
    *,
    target: str = "",
) -> HttpResponse:
    """Write a judgement on an account; sent twice, it is one."""
    account = reachable_or_404(request, Account.objects, public_id)
    initial = {"day": day_of(timezone.now()), "subject": request.GET.get("subject", "ours")}
    form = form_class(request.POST or None, initial=initial)

    def write(form: Any) -> None:
        said = {**form.values(), "account": account}
        own = model.objects.visible_to(request.actor).filter(recorded_by=request.actor.person)
        if not own.filter(voided_at=None, **said).exists():
            record(request.actor, model(**said))

    target = target or judgements_at(account)
    if sent(request, form, write):
        return leave(request, target, _("Your judgement is written down."))
    page: dict[str, Any] = {"title": title, "submit": _("Save"), "trail": above_judgement(account)}
    return form_page(request, form, cancel_url=target, **page)


def above_judgement(account: Account) -> Trail:
    """Return the pages above a judgement."""
    return [*above(account), (_("Judgements"), judgements_at(account))]


def rejudge(
    request: Request, public_id: UUID, place: int, model: Any, form_class: Any
) -> HttpResponse:
    """Correct a judgement, or withdraw it; the new row says who did."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = model.objects.visible_to(request.actor).filter(account=account)
    target = judgements_at(account)
    page: dict[str, Any] = {
        "title": _("Correct the judgement"),
        "submit": _("Save"),
        "trail": above_judgement(account),
        "cancel_url": target,
    }
    return correct_row_page(request, at_place(rows, place), form_class, target=target, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def judgement_create(request: Request, public_id: UUID) -> HttpResponse:
    """Say how one sees an account."""
    title = _("How do you see this account?")
    return judge(request, public_id, AccountJudgement, JudgementForm, title)


@require_http_methods(["GET", "HEAD", "POST"])
def judgement_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct how one saw an account."""
    return rejudge(request, public_id, place, AccountJudgement, JudgementForm)


@require_http_methods(["GET", "HEAD", "POST"])
def social_create(request: Request, public_id: UUID) -> HttpResponse:
    """Say how developed the use of social networks is."""
    title = _("How developed is the use of social networks?")
    return judge(request, public_id, SocialAssessment, SocialForm, title)


@require_http_methods(["GET", "HEAD", "POST"])
def social_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct how developed the use of social networks was."""
    return rejudge(request, public_id, place, SocialAssessment, SocialForm)


def voices_at(account: Account) -> str:
    """Return the address of the voices of an account, where its ratings of us are heard."""
    return reverse("metrics:account_voices", args=[account.public_id])


def customer_rating_form(request: Request, account: Account, row: Any = None) -> Any:
    """Return the form of ratings by an account, with the people who may be named in it.

    Those a row names already stay, wherever they work by now.
    """
    people = Q(account=account, merged_into=None, erased_at=None)
    marketers = Q(pk__in=people_of(request.actor, account).filter(role=Role.MANAGER).values("pk"))
    if row is not None:
        people |= Q(pk=row.contact_id)
        marketers |= Q(pk=row.marketer_id)
    return partial(
        CustomerRatingForm,
        contacts=Contact.objects.visible_to(request.actor).filter(people).order_by("name", "pk"),
        marketers=User.objects.filter(marketers).order_by("name", "pk"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def customer_rating_create(request: Request, public_id: UUID) -> HttpResponse:
    """Say what somebody of the account thinks of our marketing."""
    account = reachable_or_404(request, Account.objects, public_id)
    title = _("What does the account say of our marketing?")
    form_class = customer_rating_form(request, account)
    target = voices_at(account)
    return judge(request, public_id, CustomerRating, form_class, title, target=target)


@require_http_methods(["GET", "HEAD", "POST"])
def customer_rating_edit(request: Request, public_id: UUID, place: int) -> HttpResponse:
    """Correct what somebody of the account thought of our marketing."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = CustomerRating.objects.visible_to(request.actor).filter(account=account)
    row = at_place(rows, place)
    target = voices_at(account)
    page: dict[str, Any] = {"title": _("Correct the rating"), "submit": _("Save")}
    page |= {"trail": [*above(account), (_("Voices"), target)], "cancel_url": target}
    form_class = customer_rating_form(request, account, row)
    return correct_row_page(request, row, form_class, target=target, **page)


# One's own index


@require_safe
def ssi_list(request: Request) -> TemplateResponse:
    """Show one's own readings of the index, and those of whom one manages."""
    rows = ssi_of(request.actor)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    return page_or_part(request, "accounts/ssi_list.html", {"page": page}, part="ssi-list")


@require_http_methods(["GET", "HEAD", "POST"])
def ssi_create(request: Request) -> HttpResponse:
    """Copy what LinkedIn shows of one's own index."""
    form = SsiForm(request.POST or None, initial={"read_on": timezone.localdate()})

    def write(form: Any) -> None:
        record(request.actor, SsiReading(user=request.actor.person, **form.values()))

    target = reverse("accounts:ssi_list")
    if sent(request, form, write):
        return leave(request, target, _("Your index is written down."))
    page: dict[str, Any] = {"title": _("Your Social Selling Index"), "submit": _("Save")}
    return form_page(request, form, cancel_url=target, trail=above_ssi(), **page)


def above_ssi() -> Trail:
    """Return the pages above a reading of the index."""
    return [(_("Social Selling Index"), reverse("accounts:ssi_list"))]


@require_http_methods(["GET", "HEAD", "POST"])
def ssi_edit(request: Request, day: str) -> HttpResponse:
    """Correct what one copied on a day, or withdraw it."""
    try:
        read_on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    own = SsiReading.objects.visible_to(request.actor).filter(user=request.actor.person)
    row = own.filter(voided_at=None, read_on=read_on).first()
    target = reverse("accounts:ssi_list")
    page: dict[str, Any] = {"title": _("Your Social Selling Index"), "submit": _("Save")}
    page |= {"trail": above_ssi(), "cancel_url": target}
    return correct_row_page(request, row, SsiForm, target=target, **page)
