"""Pages that change buying groups: what they are, their time, and who is in them."""

from typing import Any
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
from abmplanner.kit.days import day_of, first_instant
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from accounts.actions.buying_group import move_group, open_group
from accounts.actions.dated import write
from accounts.enums import GroupState
from accounts.forms.buying_group import (
    BuyingGroupForm,
    GroupPeriodForm,
    GroupStateForm,
    MembershipForm,
    NewBuyingGroupForm,
    NewMembershipForm,
)
from accounts.models import Account, BuyingGroup, GroupPeriod, Membership
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail, above


def groups_at(account: Account) -> str:
    """Return the address of an account's buying groups."""
    return reverse("metrics:group_list", args=[account.public_id])


def group_at(group: BuyingGroup) -> str:
    """Return the address of a group's page."""
    return reverse("metrics:group_detail", args=[group.public_id])


def above_groups(account: Account) -> Trail:
    """Return the pages above one about a buying group."""
    return [*above(account), (_("Buying groups"), groups_at(account))]


def above_group(group: BuyingGroup) -> Trail:
    """Return the pages above one that belongs to a buying group."""
    return [*above_groups(group.account), (group.name, group_at(group))]


def about(request: Request, group: BuyingGroup, title: str) -> dict[str, Any]:
    """Return what the pages that change a group show around the form."""
    return {
        "title": title,
        "submit": _("Save"),
        "eyebrow": group.name,
        "trail": above_group(group),
        "cancel_url": way_back(request, group_at(group)),
        "sent_to": request.get_full_path(),
    }


class GroupPages(ScopedRows):
    """What the pages about one buying group share."""

    model = BuyingGroup
    form_class: Any = BuyingGroupForm

    @override
    def get_success_url(self) -> str:
        return group_at(self.object)

    @override
    def over_url(self) -> str:
        return groups_at(self.over)

    @override
    def trail(self) -> Trail:
        return above_group(self.object) if self.object else above_groups(self.over)


class GroupCreate(GroupPages, CreateView):  # type: ignore[type-arg]
    """Write down a group of people who decide together."""

    under = Account
    form_class = NewBuyingGroupForm
    title = gettext_lazy("New buying group")
    done = gettext_lazy("The group is written down. Fill its places.")

    def get_initial(self) -> dict[str, Any]:
        """Return that it exists from today on."""
        return {"first_day": day_of(timezone.now())}

    @override
    def save(self, form: Any) -> BuyingGroup:
        said = form.cleaned_data
        since = first_instant(said["first_day"])
        return open_group(self.actor, form, since=since, is_target=said["is_target"])


class GroupEdit(GroupPages, UpdateView):  # type: ignore[type-arg]
    """Change what a group is called and wants."""

    title = gettext_lazy("Change the buying group")


@require_http_methods(["GET", "HEAD", "POST"])
def group_state(request: Request, public_id: UUID) -> HttpResponse:
    """Say from which day on a group is a target, no target, or closed."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    initial = {"state": request.GET.get("to", GroupState.TARGET), "day": day_of(timezone.now())}
    form = GroupStateForm(request.POST or None, initial=initial)
    page = about(request, group, _("Target, or not any more"))
    if sent(request, form, lambda form: move_group(request.actor, group, **form.values())):
        said = _("Saved. What was so before stays in the history.")
        return leave(request, page["cancel_url"], said)
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def group_period(request: Request, public_id: UUID) -> HttpResponse:
    """Correct a period of a group, the newest unless the address names one, or withdraw it."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    rows = GroupPeriod.objects.visible_to(request.actor).filter(group=group)
    page = about(request, group, _("Correct the time of the group"))
    return correct_page(request, rows, GroupPeriodForm, target=page["cancel_url"], **page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: Request, public_id: UUID) -> HttpResponse:
    """Put a person of the account into a role of a group."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    named = {name: request.GET.get(name, "") for name in ("contact", "role")}
    initial = {**named, "first_day": day_of(timezone.now()), "is_confirmed": True}
    asked = request.actor, group.account, request.POST or None
    form = NewMembershipForm.among(*asked, initial=initial)

    def join(form: Any) -> None:
        values = form.values()
        rows = Membership.objects.visible_to(request.actor).filter(group=group)
        same = rows.filter(contact=values["contact"], role=values["role"])
        write(request.actor, Membership(group=group, **values), same)

    page = about(request, group, _("Fill a place"))
    if sent(request, form, join):
        return leave(request, page["cancel_url"], _("The place is taken."))
    return form_page(request, form, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: Request, public_id: UUID, contact: UUID, role: str) -> HttpResponse:
    """Correct from when to when somebody holds a role, or withdraw it."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    rows = Membership.objects.visible_to(request.actor).select_related("contact", "confirmed_by")
    rows = rows.filter(group=group, contact__public_id=contact, role=role)
    page = about(request, group, _("In the group"))
    form_class = MembershipForm.of(request.actor)
    return correct_page(request, rows, form_class, target=page["cancel_url"], **page)
