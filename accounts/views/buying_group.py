"""Pages about buying groups: their outlines, their time, and who is in them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.days import day_of, first_instant
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
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
from accounts.queries.buying_group import outlines
from accounts.views.dated import correct_page, form_page, leave, sent
from accounts.views.trail import Trail, above


def groups_at(account: Account) -> str:
    """Return the address of an account's buying groups."""
    return reverse("accounts:group_list", args=[account.public_id])


def group_at(group: BuyingGroup) -> str:
    """Return where a group is seen among the others of its account."""
    return f"{groups_at(group.account)}#group-{group.public_id}"


def above_groups(account: Account) -> Trail:
    """Return the pages above one about a buying group."""
    return [*above(account), (_("Buying groups"), groups_at(account))]


@require_safe
def group_list(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the buying groups of an account: which roles are held, and which places are empty."""
    account = reachable_or_404(request, Account.objects, public_id)
    found = outlines(request.actor, account, timezone.now())
    context = {
        "account": account,
        "trail": above(account),
        "open": [each for each in found if each.is_open],
        "closed": [each for each in found if not each.is_open],
        "can_edit": OPERATIONS["contact.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "accounts/group_list.html", context)


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
        return above_groups(self.over or self.object.account)


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
    if sent(request, form, lambda form: move_group(request.actor, group, **form.values())):
        return leave(request, group_at(group), _("Saved. What was so before stays in the history."))
    page: dict[str, Any] = {"title": _("Target, or not any more"), "submit": _("Save")}
    page |= {"eyebrow": group.name, "trail": above_groups(group.account)}
    return form_page(request, form, cancel_url=group_at(group), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def group_period(request: Request, public_id: UUID) -> HttpResponse:
    """Correct the newest period of a group, or withdraw it."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    rows = GroupPeriod.objects.visible_to(request.actor).filter(group=group)
    target = group_at(group)
    page: dict[str, Any] = {"title": _("Correct the time of the group"), "submit": _("Save")}
    page |= {"eyebrow": group.name, "trail": above_groups(group.account), "cancel_url": target}
    return correct_page(request, rows, GroupPeriodForm, target=target, **page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: Request, public_id: UUID) -> HttpResponse:
    """Put a person of the account into a role of a group."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    initial = {"role": request.GET.get("role", ""), "first_day": day_of(timezone.now())}
    asked = request.actor, group.account, request.POST or None
    form = NewMembershipForm.among(*asked, initial={**initial, "is_confirmed": True})

    def join(form: Any) -> None:
        values = form.values()
        rows = Membership.objects.visible_to(request.actor).filter(group=group)
        same = rows.filter(contact=values["contact"], role=values["role"])
        write(request.actor, Membership(group=group, **values), same)

    if sent(request, form, join):
        return leave(request, group_at(group), _("The place is taken."))
    page: dict[str, Any] = {"title": _("Fill a place"), "submit": _("Save")}
    page |= {"eyebrow": group.name, "trail": above_groups(group.account)}
    return form_page(request, form, cancel_url=group_at(group), **page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: Request, public_id: UUID, contact: UUID, role: str) -> HttpResponse:
    """Correct from when to when somebody holds a role, or withdraw it."""
    group = reachable_or_404(request, BuyingGroup.objects, public_id)
    rows = Membership.objects.visible_to(request.actor).select_related("contact", "confirmed_by")
    rows = rows.filter(group=group, contact__public_id=contact, role=role)
    target = group_at(group)
    page: dict[str, Any] = {"title": _("In the group"), "submit": _("Save"), "eyebrow": group.name}
    page |= {"trail": above_groups(group.account), "cancel_url": target}
    form_class = MembershipForm.of(request.actor)
    return correct_page(request, rows, form_class, target=target, **page)
