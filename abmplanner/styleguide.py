"""The components in all their states, on one page for those who build pages; not in production."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from abmplanner.kit.period import Span
from abmplanner.kit.period_form import PeriodForm
from abmplanner.navigation import THEMES
from abmplanner.statuses import LOOKS

DAY = date(2026, 3, 31)
SAVED_AT = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


class SampleForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As they write it themselves."))
    amount = forms.DecimalField(label=_("Amount"), min_value=0, required=False)
    due_on = forms.DateField(label=_("Due"), widget=forms.DateInput({"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), ("grow", _("Grow"))])
    why = forms.CharField(label=_("why it matters"), widget=forms.Textarea({"rows": 2}))
    is_critical = forms.BooleanField(label=_("critical"), required=False)
    rating = forms.ChoiceField(
        label=_("Rating"), widget=forms.RadioSelect, choices=[(n, n) for n in range(1, 6)]
    )


TIMES: Mapping[str, Mapping[str, str]] = {
    "usual": {},
    "past": {"period": "month:2026-01", "as_of": "2026-02-28"},
    "wrong": {
        "period": "custom",
        "start": "2026-03-31",
        "end": "2026-03-01",
        "as_of": "2027-01-01",
    },
}
WRONG = {"name": "", "amount": "-3", "due_on": "", "kind": "grow", "rating": "4"}


def answer(status: str, value: float | None = None, **more: Any) -> Mapping[str, Any]:
    """Return a measured number as a component takes it."""
    return {"status": status, "value": value, "unit": "percent", **more}


ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "ok": answer("ok", 52.1, n=96, ci_low=42.2, ci_high=61.8),
    "thin": answer("ok", 66.7, n=3, ci_low=20.8, ci_high=93.9),
    "partial": answer("ok", 41.0, n=61, ci_low=29.5, ci_high=53.5, flags="partial,restated"),
    "money": {"status": "ok", "value": 184_200, "unit": "money", "currency": "EUR", "n": 7},
    **{
        status: answer(status)
        for status in ("no_data", "not_measured", "immature", "suppressed", "not_applicable")
    },
}

BULLETS: tuple[Mapping[str, Any], ...] = (
    {"status": "on_track", "attained": 0.74, "pace": 0.66, "low": 0.68, "high": 0.8},
    {"status": "at_risk", "attained": 0.5, "pace": 0.66},
    {"status": "off_track", "attained": 0.2, "pace": 0.66},
    {"status": "achieved", "attained": 1.08, "pace": 1.0},
    {"status": "missed", "attained": -0.12, "pace": 1.0},
    {"status": "no_data", "attained": None, "pace": 0.66},
)

SPARK = ((0.0, 48.0, "48%"), (0.3, 52.0, "52%"), (0.6, None, "no value"), (0.8, 51.0, "51%"),
         (1.0, 55.0, "55%"))  # fmt: skip

TREND: Mapping[str, Any] = {
    "kind": "line",
    "time": True,
    "unit": "percent",
    "labels": ["2025-12-31", "2026-01-31", "2026-02-28", "2026-03-31"],
    "series": [
        {
            "label": _("Measured"),
            "values": [48.0, 52.0, None, 55.0],
            "low": [40.0, 45.0, None, 49.0],
            "high": [56.0, 59.0, None, 61.0],
        },
        {"label": _("Plan"), "values": [46.0, 50.0, 54.0, 58.0], "tone": "quiet", "dashed": True},
    ],
    "marks": [{"value": 65, "label": _("target")}],
}

FALL: tuple[Mapping[str, Any], ...] = (
    {"label": _("Pipeline at the start"), "amount": 180_000, "is_end": True, "count": 3},
    {"label": pgettext_lazy("deals", "Created"), "amount": 70_000, "count": 1, "href": "#fall"},
    {
        "label": pgettext_lazy("deals", "Raised"),
        "amount": 45_000,
        "count": 2,
        "note": pgettext_lazy("deals", "one of them twice"),
    },
    {"label": pgettext_lazy("deals", "Won"), "amount": -55_000, "count": 1},
    {"label": pgettext_lazy("deals", "Lost"), "amount": 0},
    {"label": _("Pipeline at the end"), "amount": 240_000, "is_end": True, "count": 3},
)

DIFFERENCES = (
    {"label": _("Name"), "saved": "Aerolys SA", "typed": "Aerolys Group"},
    {"label": _("Amount"), "saved": "", "typed": "12 000"},
)


def votes(*counts: int) -> list[Mapping[str, Any]]:
    """Return the parts of a whole as the component takes them."""
    labels = ((_("Yes"), "good"), (_("I can't say"), "quiet"), (_("No"), "bad"))
    return [
        {"label": label, "tone": tone, "count": count, "href": "#parts"}
        for (label, tone), count in zip(labels, counts, strict=True)
    ]


@require_safe
def styleguide(request: HttpRequest) -> TemplateResponse:
    """Show each component in its states; ?theme=dark or light shows them in that one."""
    if not settings.STYLEGUIDE:
        raise Http404
    theme = request.GET.get("theme", "")
    context = {
        "account": SimpleNamespace(public_id=UUID(int=0)),
        "answers": ANSWERS,
        "bullets": BULLETS,
        "codes": LOOKS,
        "companies": ("Aerolys", "Orsay Télécom"),
        "day": DAY,
        "saved_at": SAVED_AT,
        "differences": DIFFERENCES,
        "fall": FALL,
        "filter": SampleForm(prefix="filter"),
        "form": SampleForm(prefix="form"),
        "spark": SPARK,
        "times": [
            PeriodForm(address, usual=Span.QUARTER, today=DAY, auto_id=f"{name}_%s")
            for name, address in TIMES.items()
        ],
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 4)),
        "trail": [(_("Accounts"), "#"), ("Aerolys", "#")],
        "trend": TREND,
        "votes": votes(5, 2, 3),
        "no_votes": votes(0, 0, 0),
        "wrong": SampleForm(
            {f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong"
        ),
        **({"theme": theme} if theme in THEMES else {}),
    }
    return TemplateResponse(request, "styleguide.html", context)
