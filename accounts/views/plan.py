"""Pages about the agreement on an account: the plan's period, signatures, reviews, profile."""

from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.typed import SavedAsTyped
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.plan import sign_plan, unsign_plan
from accounts.actions.review import keep_review
from accounts.enums import ProfileTopic
from accounts.forms.plan import NewProfileForm, PlanForm, ProfileForm, ReviewForm
from accounts.models import Account, Plan, ProfileAnswer, Review
from accounts.queries.agreement import profile_of, reviews_of
from accounts.views.dated import leave
from accounts.views.trail import Trail, above


def agreement_at(account: Account) -> str:
    """Return where the plan of an account shows what was agreed."""
    return f"{account.get_absolute_url()}#agreement"


class PlanPages(ScopedRows):
    """What the pages about the period and ambition of a plan share."""

    model = Plan
    form_class: Any = PlanForm
    template_name: Any = "accounts/plan_form.html"

    @override
    def get_success_url(self) -> str:
        return agreement_at(self.object.account)

    @override
    def trail(self) -> Trail:
        return above(self.over or self.object.account)


class PlanCreate(PlanPages, CreateView):  # type: ignore[type-arg]
    """Write the plan of a period: what we want to be for the account."""

    under = Account
    title = gettext_lazy("Plan of a period")
    submit = gettext_lazy("Write the plan")
    done = gettext_lazy("The plan stands. Let the others read and sign it.")

    @override
    def new_row(self) -> Plan:
        latest = Plan.objects.visible_to(self.actor).filter(account=self.over)
        last = latest.order_by("-ends_on").first()
        starts = last.ends_on if last else date(timezone.localdate().year, 1, 1)
        ends = date(starts.year + 1, starts.month, 1)
        return Plan(
            public_id=self.once,
            account=self.over,
            starts_on=starts,
            ends_on=ends,
            ambition=last.ambition if last else "",
        )


class PlanEdit(SavedAsTyped, PlanPages, UpdateView):  # type: ignore[type-arg]
    """Change the plan of a period; who signed it before signed another version."""

    title = gettext_lazy("Change the plan")


@require_POST
@by_version
def plan_sign(request: Request, public_id: UUID) -> HttpResponse:
    """Sign a plan as it was read."""
    plan = reachable_or_404(request, Plan.objects.select_related("account"), public_id)
    signature = sign_plan(request.actor, plan, version=version_seen(request))
    said = _("Signed for %(party)s.") % {"party": signature.get_party_display()}
    return leave(request, agreement_at(plan.account), said)


@require_POST
def plan_unsign(request: Request, public_id: UUID) -> HttpResponse:
    """Take back one's own signature of a plan."""
    plan = reachable_or_404(request, Plan.objects.select_related("account"), public_id)
    unsign_plan(request.actor, plan)
    return leave(request, agreement_at(plan.account), _("Your signature is taken back."))


# Reviews


def reviews_at(account: Account) -> str:
    """Return the address of an account's reviews."""
    return reverse("accounts:review_list", args=[account.public_id])


@require_safe
def review_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show when the plan of an account was gone through, what was seen, what was decided."""
    account = reachable_or_404(request, Account.objects, public_id)
    rows = reviews_of(request.actor, account)
    context = {
        "account": account,
        "trail": above(account),
        "page": Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page")),
        "can_edit": OPERATIONS["plan.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/review_list.html", context, part="review-list")


class ReviewPages(ScopedRows):
    """What the pages about one review share."""

    model = Review
    form_class: Any = ReviewForm

    @override
    def get_success_url(self) -> str:
        return reviews_at(self.object.account)

    @override
    def over_url(self) -> str:
        return reviews_at(self.over)

    @override
    def trail(self) -> Trail:
        account = self.over or self.object.account
        return [*above(account), (_("Reviews"), reviews_at(account))]


class ReviewCreate(ReviewPages, CreateView):  # type: ignore[type-arg]
    """Write down that the plan was gone through."""

    under = Account
    title = gettext_lazy("Review of the plan")
    submit = gettext_lazy("Keep the review")
    done = gettext_lazy("The review is written down.")

    @override
    def new_row(self) -> Review:
        today = timezone.localdate()
        return Review(public_id=self.once, account=self.over, reviewed_on=today)

    @override
    def save(self, form: Any) -> Review:
        return keep_review(self.actor, form)


class ReviewEdit(ReviewPages, UpdateView):  # type: ignore[type-arg]
    """Change a review."""

    title = gettext_lazy("Change the review")
    delete_view = "accounts:review_delete"


class ReviewDelete(ReviewPages, DeleteView):  # type: ignore[type-arg]
    """Delete a review that never was."""

    form_class = Form
    template_name = "row_delete.html"
    title = gettext_lazy("Delete the review?")
    done = gettext_lazy("The review is deleted.")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        day = date_format(self.object.reviewed_on)
        return super().get_context_data(**kwargs) | {"what": day}


# The profile of the company


def profile_at(account: Account) -> str:
    """Return the address of a company's profile."""
    return reverse("accounts:account_profile", args=[account.public_id])


@require_safe
def account_profile(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what we know of a company, under the headings that every profile has."""
    account = reachable_or_404(request, Account.objects, public_id)
    known = profile_of(request.actor, account)
    context = {
        "account": account,
        "trail": above(account),
        "headings": [(topic, known.get(topic)) for topic in ProfileTopic],
        "can_edit": OPERATIONS["plan.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/account_profile.html", context)


class ProfilePages(ScopedRows):
    """What the pages about one heading of a profile share."""

    model = ProfileAnswer
    form_class: Any = ProfileForm

    @override
    def get_success_url(self) -> str:
        return f"{profile_at(self.object.account)}#topic-{self.object.topic}"

    @override
    def over_url(self) -> str:
        return profile_at(self.over)

    @override
    def trail(self) -> Trail:
        account = self.over or self.object.account
        return [*above(account), (_("Profile"), profile_at(account))]


class ProfileCreate(ProfilePages, CreateView):  # type: ignore[type-arg]
    """Write what we know of a company under a heading."""

    under = Account
    form_class = NewProfileForm
    title = gettext_lazy("What do we know of them?")

    @override
    def get_initial(self) -> dict[str, Any]:
        return {"topic": self.request.GET.get("topic", "")}


class ProfileEdit(ProfilePages, UpdateView):  # type: ignore[type-arg]
    """Change what we know of a company under a heading."""

    delete_view = "accounts:profile_delete"

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"title": self.object.get_topic_display()}


class ProfileDelete(ProfilePages, DeleteView):  # type: ignore[type-arg]
    """Empty a heading of a profile."""

    form_class = Form
    template_name = "row_delete.html"
    title = gettext_lazy("Empty this heading?")
    done = gettext_lazy("The heading is empty.")
