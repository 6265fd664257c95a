"""Pages of the catalogue: every indicator, ours and those that teams made, and the builder."""

from collections.abc import Iterable
from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.back import way_back
from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.saves import saves
from abmplanner.kit.saving import Built, save_row
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from metrics.actions.custom_indicator import define
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.parameters import PARAMETERS
from metrics.enums import NEXT_STATES, IndicatorState
from metrics.forms.catalogue import CatalogueForm
from metrics.forms.custom_indicator import CustomIndicatorForm, begun_like
from metrics.models import CustomIndicator
from metrics.phrases import filter_words, formula_words
from metrics.queries.compiling import ConditionError
from metrics.queries.indicators import known_indicators
from metrics.queries.listing import as_here, families_of, parts_of, uses_of
from metrics.queries.parameters import parameters_of, settings_for
from metrics.queries.sample import sampled
from metrics.sentences.settings import lines_of

BUILDER = "builder"


@require_safe
def indicator_list(request: Request) -> TemplateResponse:
    """Show the catalogue by family, and the indicators that teams made."""
    form = CatalogueForm(request.GET)
    custom = CustomIndicator.objects.visible_to(request.actor).select_related("account", "program")
    context = {
        "form": form,
        "families": as_here(request.actor, families_of(CATALOGUE, form.chosen()), CATALOGUE),
        "custom": custom.order_by("state", "pk"),
        "values": settings_for(None, before=timezone.now()).values,
        "computed": sum(1 for each in CATALOGUE.computed()),
        "total": len(CATALOGUE),
        "may_edit": OPERATIONS["indicator.edit"].allows(request.actor),
    }
    return page_or_part(request, "metrics/indicator_list.html", context, part="catalogue")


@require_safe
def indicator_detail(request: Request, key: str) -> TemplateResponse:
    """Show what one indicator means, how it is found, and where it is used."""
    row = CustomIndicator.objects.visible_to(request.actor).filter(key=key).first()
    known = known_indicators(request.actor)
    if row is None and key not in CATALOGUE:
        raise Http404
    through = known.resolved(key) if key in known else None
    settings = settings_for(None, before=timezone.now())
    rests_on = parameters_of(through) if through else frozenset()
    context = {
        "row": row,
        "indicator": known.get(key),
        "through": through,
        "values": settings.values,
        "measured_by": lines_of(settings, (each for each in PARAMETERS if each in rests_on)),
        "uses": uses_of(request.actor, key),
        "parts": parts_of(CATALOGUE, key),
        "saves": saves(row) if row else [],
        "states": next_states(row),
        "trail": trail(),
        "back": way_back(request, ""),
        "may_edit": bool(row) and OPERATIONS["indicator.edit"].allows(request.actor, row),
        "may_make": OPERATIONS["indicator.edit"].allows(request.actor),
    }
    return TemplateResponse(request, "metrics/indicator_detail.html", context)


def trail() -> list[tuple[str, str]]:
    """Return the pages above an indicator."""
    return [(_("Indicators"), reverse("metrics:indicator_list"))]


def next_states(row: CustomIndicator | None) -> list[tuple[str, Any]]:
    """Return the states that a custom indicator may go to, with the words of the act."""
    words = {IndicatorState.ACTIVE: _("Activate"), IndicatorState.RETIRED: _("Retire")}
    if row and row.state == IndicatorState.RETIRED:
        words[IndicatorState.ACTIVE] = _("Activate again")
    return [(state, words[state]) for state in NEXT_STATES[row.state]] if row else []


def filled(sent: QueryDict, parts: Iterable[Any]) -> QueryDict:
    """Return what was sent, and what stands in the fields that are new since it was."""
    data = sent.copy()
    for part in parts:
        for field, _is_half in part.rows:
            if field.html_name not in data and field.value() is not None:
                value = field.value()
                data.setlist(field.html_name, value if isinstance(value, list) else [value])
    return data


class BuilderPages(ScopedRows):
    """What the pages that make and change a custom indicator share.

    Sent with adjust, the form comes back unsaved: with the fields that go together, and with what
    the indicator would say of three real accounts.
    """

    model = CustomIndicator
    form_class: Any = CustomIndicatorForm
    template_name: Any = "metrics/indicator_form.html"

    @property
    def is_adjusting(self) -> bool:
        """Tell whether the form is only to be shown again."""
        return "adjust" in self.request.POST

    @override
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.is_adjusting:
            shown: HttpResponse = self.get(request, *args, **kwargs)  # type: ignore[attr-defined]
            return shown
        return super().post(request, *args, **kwargs)

    @override
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | {"known": known_indicators(self.actor)}
        if self.is_adjusting:
            kwargs |= {"data": None, "files": None}
        return kwargs

    def get_initial(self) -> dict[str, Any]:
        """Return what was typed so far, or what the address says already."""
        typed = self.request.POST if self.is_adjusting else self.request.GET
        said = {
            name: typed.getlist(name) if len(typed.getlist(name)) > 1 else typed[name]
            for name in typed
            if name not in {"adjust", "version", "once"}
        }
        return said if self.is_adjusting else self.begun(said.pop("like", "")) | said

    def begun(self, key: str) -> dict[str, Any]:
        """Return what the builder begins with, to make another indicator like one of that key."""
        return begun_like(self.actor, key, known_indicators(self.actor)) if key else {}

    @override
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        drafted = self.drafted(context["form"])
        return context | {"drafted": drafted, "samples": sampled(self.actor, drafted)}

    def drafted(self, shown: Any) -> CustomIndicator | None:
        """Return the indicator as it is typed so far, None where it can't be measured yet."""
        form = shown
        if not form.is_bound and self.is_adjusting:
            kwargs = super().get_form_kwargs() | {"known": known_indicators(self.actor)}
            form = self.form_class(**kwargs | {"data": filled(self.request.POST, shown.parts)})
            form.is_valid()
            shown.trial_errors = form.errors.get("formula", []) if form["formula"].value() else []
            shown.spot = form.spot
        elif not form.is_bound:
            return form.instance if form.instance.pk else None
        return form.instance if form.is_defined else None

    @override
    def get_success_url(self) -> str:
        return reverse("metrics:indicator_detail", args=[self.object.key])

    @override
    def over_url(self) -> str:
        return reverse("metrics:indicator_list")

    @override
    def trail(self) -> list[tuple[str, str]]:
        return trail()

    @override
    def render_to_response(self, context: Any, **kwargs: Any) -> Any:
        part = BUILDER if self.request.htmx.target == BUILDER else "row-form"
        return page_or_part(self.request, self.template_name, context, part=part, **kwargs)


class IndicatorCreate(BuilderPages, CreateView):  # type: ignore[type-arg]
    """Make an indicator; it begins as a draft."""

    title = gettext_lazy("New indicator")
    submit = gettext_lazy("Save the draft")
    done = gettext_lazy("The draft is saved. Activate it when it says what you mean.")


class IndicatorEdit(BuilderPages, UpdateView):  # type: ignore[type-arg]
    """Change what an indicator means; what it meant before stays with the goals set on it."""

    title = gettext_lazy("Change the indicator")


def refused_words(actor: Actor, row: CustomIndicator) -> str:
    """Return why an indicator can't be measured any more as it is defined, empty where it can."""
    try:
        define(copy(row), row.kind, row.definition, known=known_indicators(actor))
    except FormulaError as wrong:
        return formula_words(wrong)
    except (FilterError, ConditionError) as wrong:
        return filter_words(wrong)
    return ""


@require_POST
@by_version
def indicator_state(request: Request, public_id: UUID) -> HttpResponse:
    """Activate or retire an indicator that a team made."""
    row = reachable_or_404(request, CustomIndicator.objects, public_id)
    wanted, version = request.POST.get("to", ""), version_seen(request)
    if wanted not in NEXT_STATES[row.state]:
        return TemplateResponse(request, "400.html", status=400)
    refused = refused_words(request.actor, row) if wanted == IndicatorState.ACTIVE else ""
    if refused:
        messages.error(request, refused)
        return redirect("metrics:indicator_detail", row.key)
    row.state = wanted
    save_row(request.actor, Built(row), version=version)
    messages.success(request, IndicatorState(wanted).label)
    return redirect("metrics:indicator_detail", row.key)
