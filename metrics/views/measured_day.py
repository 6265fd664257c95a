"""A day that nothing was measured on yet: asked for here, and how far it is."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from abmplanner.kit.back import way_back
from abmplanner.kit.days import EARLIEST
from abmplanner.kit.http import Request
from metrics.actions.measurement import ask_to_measure
from metrics.queries.measuring import measuring_of


@require_http_methods(["GET", "HEAD", "POST"])
def measured_day(request: Request, day: str) -> HttpResponse:
    """Show how far the measuring of a day is; asked for by a form, begin it. Twice begins one."""
    as_of = day_that_is_over(day)
    job = measuring_of(as_of)
    if request.method == "POST":
        if job is None:
            ask_to_measure(request.actor, as_of=as_of)
        messages.success(request, _("The day is being measured; its numbers appear as they come."))
        return redirect(way_back(request, "metrics:goal_list"))
    response = TemplateResponse(
        request, "metrics/measured_day.html", {"job": job, "day": as_of.isoformat()}
    )
    if job is None:
        response["HX-Refresh"] = "true"  # the numbers are there: show them
    return response


def day_that_is_over(text: str) -> date:
    """Return the day that an address names; another than a day that is over is not there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= day < timezone.localdate():
        raise Http404
    return day
