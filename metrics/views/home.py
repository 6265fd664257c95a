"""The start page: what needs one of us today."""

from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request
from abmplanner.kit.period_form import PeriodForm
from metrics.queries.home import home_of


@require_safe
def home(request: Request) -> TemplateResponse:
    """Show what waits for the person who asks today, and how what they look after stands."""
    today, time = timezone.localdate(), PeriodForm(request.GET, has_period=False)
    seen = time.chosen
    context = {
        "home": home_of(request.actor, today, as_of=seen.as_of, known_at=seen.known_at),
        "time": time,
        "period": seen,
        "today": today,
        "greeting": _("Hello %(name)s") % {"name": request.actor.person.name},
    }
    return TemplateResponse(request, "metrics/home.html", context)
