"""Pages of the indicators of an account: its set, with what they say now."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.days import A_DAY
from abmplanner.kit.http import Request, reachable_or_404
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.models import Account
from metrics.actions.indicator_set import begin_set, move_indicator
from metrics.enums import JourneyStage
from metrics.forms.answer import question_of
from metrics.forms.indicator_set import CommentForm, IndicatorSetForm
from metrics.models import IndicatorSet
from metrics.queries.account_set import SetRow, account_set, chosen_rows, usual_here
from metrics.queries.indicators import known_indicators
from metrics.queries.journey import stage_of
from metrics.queries.usual_set import Usual
from metrics.views.sheets import OFFERED, about, exported, set_header, set_lines, untimely

LAST_PLACE = 32_767
STEPS = {"up": -1, "down": 1}


@require_safe
def indicator_set(request: Request, public_id: UUID) -> TemplateResponse:
    """Show the indicators of an account with their answers for a period, as of a day."""
    account = reachable_or_404(request, Account.objects, public_id)
    question, time = question_of(request.actor, "", request.GET, f"account:{public_id}")
    traveler = stage_of(request.actor, account, question.as_of or timezone.localdate())
    usual = usual_here(request.actor, account, question.as_of)
    rows = account_set(request.actor, account, question)
    context = {
        "account": account,
        "usual": usual,
        "change": change_of(usual, rows),
        "is_chosen": any(row.is_kept for row in rows),
        "time": time,
        "question": question,
        "exports": OFFERED,
        "rows": rows,
        "traveler": traveler,
        "stage": JourneyStage(traveler.stage).label if traveler else "",
        "trail": trail_of(account),
        "may_edit": OPERATIONS["indicator.edit"].allows(request.actor),
        "may_tell": OPERATIONS["reading.add"].allows(request.actor),
    }
    return TemplateResponse(request, "metrics/indicator_set.html", context)


def change_of(usual: Usual, rows: Sequence[SetRow]) -> dict[str, Any] | None:
    """Return what the last move between programs changed in the set, None where there was none.

    Where somebody chose the set it stays; then it says what is usual now and not in it, and what is
    in it and usual no longer. stays_to is the day up to which what went can be asked.
    """
    change = usual.change
    if change is None:
        return None
    mine = {row.row.indicator_key for row in rows if row.is_kept}
    return {
        "at": change.at,
        "stays_to": timezone.localtime(change.at).date() - A_DAY,
        "before": change.before.words,
        "now": change.now.words,
        "came": [each for each in change.came if each.key not in mine],
        "went": change.went,
        "kept": [each for each in change.went if each.key in mine],
    }


@require_POST
def indicator_set_begin(request: Request, public_id: UUID) -> HttpResponse:
    """Write down the set that an account starts with, to be changed from then on."""
    account = reachable_or_404(request, Account.objects, public_id)
    begin(request.actor, account)
    messages.success(request, _("The set is the account's own now."))
    return redirect("metrics:indicator_set", account.public_id)


def begin(actor: Actor, account: Account) -> None:
    """Write down what is usual for an account today, unless somebody chose already."""
    usual = usual_here(actor, account)
    begin_set(actor, account, [each.key for each in usual.indicators])


@require_safe
def indicator_set_export(request: Request, public_id: UUID, form: str) -> HttpResponse:
    """Give the indicators of an account, as its page shows them, as a file."""
    account = reachable_or_404(request, Account.objects, public_id)
    question, time = question_of(request.actor, "", request.GET, f"account:{public_id}")
    if time.errors:
        return untimely(request, time)
    return exported(
        f"{account.name} {question.start} {question.as_of}",
        set_header(),
        set_lines(account_set(request.actor, account, question)),
        form,
        about=about(request, f"{_('Indicators')} · {account.name}", time.chosen),
    )


def trail_of(account: Account) -> list[tuple[str, str]]:
    """Return the pages above the indicators of an account."""
    accounts = (_("Accounts"), reverse("metrics:account_list"))
    return [accounts, (account.name, account.get_absolute_url())]


class SetPages(ScopedRows):
    """What the pages that change an account's set share."""

    model = IndicatorSet

    @override
    def get_success_url(self) -> str:
        return reverse("metrics:indicator_set", args=[self.object.account.public_id])

    @override
    def over_url(self) -> str:
        return reverse("metrics:indicator_set", args=[self.over.public_id])

    @override
    def trail(self) -> list[tuple[str, str]]:
        account = self.over or self.object.account
        here = reverse("metrics:indicator_set", args=[account.public_id])
        return [*trail_of(account), (_("Indicators"), here)]


class IndicatorSetAdd(SetPages, CreateView):  # type: ignore[type-arg]
    """Measure an account by one indicator more; it takes the last place."""

    under = Account
    form_class: Any = IndicatorSetForm
    title = gettext_lazy("Add an indicator")
    submit = gettext_lazy("Add")
    done = gettext_lazy("The account is measured by it from now on.")

    @override
    def new_row(self) -> IndicatorSet:
        return IndicatorSet(public_id=self.once, account=self.over, position=LAST_PLACE)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        known = known_indicators(self.actor)
        here = (
            []
            if chosen_rows(self.actor, self.over)
            else usual_here(self.actor, self.over).indicators
        )
        return super().get_form_kwargs() | {
            "indicators": [each for each in known if each not in here]
        }

    @override
    def form_valid(self, form: Any) -> HttpResponse:
        begin(self.actor, self.over)
        return super().form_valid(form)

    def get_initial(self) -> dict[str, Any]:
        """Return the indicator that the address names."""
        return {"indicator_key": self.request.GET.get("key", "")}


class IndicatorSetEdit(SetPages, UpdateView):  # type: ignore[type-arg]
    """Say why an indicator matters in an account."""

    form_class: Any = CommentForm
    title = gettext_lazy("Why it matters here")


class IndicatorSetRemove(SetPages, DeleteView):  # type: ignore[type-arg]
    """Take an indicator out of the set; what was measured stays."""

    template_name: Any = "metrics/indicator_set_remove.html"
    title = gettext_lazy("Take it out of the set?")
    done = gettext_lazy("It is out of the set; what was measured stays.")

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = known_indicators(self.actor)
        key = self.object.indicator_key
        name = known[key].name.to(get_language() or "en") if key in known else key
        return super().get_context_data(**kwargs) | {"name": name}


@require_POST
def indicator_set_move(request: Request, public_id: UUID) -> HttpResponse:
    """Move an indicator one place up or down in the set."""
    row = reachable_or_404(request, IndicatorSet.objects, public_id)
    move_indicator(request.actor, row, steps=STEPS.get(request.POST.get("to", ""), 0))
    here = reverse("metrics:indicator_set", args=[row.account.public_id])
    return redirect(f"{here}#row-{row.public_id}")
