"""Pages about long work: what runs, what ended badly, and doing it again."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.job import retry
from accounts.filters.job import JobChoices
from accounts.models import Job
from accounts.queries.administration import ENDED_BADLY, UNDER_WAY, jobs_of
from accounts.views.dated import leave

WORDS: dict[str, Any] = {
    "import": gettext_lazy("Import"),
    "import.undo": gettext_lazy("Undoing an import"),
    "import.waiting": gettext_lazy("Trying again what waits"),
    "measure": gettext_lazy("Measuring"),
    "restate": gettext_lazy("Measuring again"),
    "plan.signed": gettext_lazy("Freezing where goals start"),
    "goals.propose": gettext_lazy("Proposing goals"),
    "goals.set": gettext_lazy("Setting goals"),
    "goals.undo": gettext_lazy("Taking goals back"),
    "qualify": gettext_lazy("Finding qualified accounts"),
}


@require_safe
def job_list(request: Request) -> TemplateResponse:
    """Show the work in reach: what runs, with its progress, and what became of the rest."""
    chosen = JobChoices(request.GET, queryset=jobs_of(request.actor), request=request)
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    can_retry = OPERATIONS["job.retry"].allows(request.actor)
    lines = [line(job, can_retry=can_retry) for job in page]
    context = {
        "filter": chosen,
        "page": page,
        "lines": lines,
        "runs": any(job.state in UNDER_WAY for job in page),
        "is_narrowed": any(chosen.data.values()),
    }
    return page_or_part(request, "accounts/job_list.html", context, part="job-list")


def line(job: Job, *, can_retry: bool) -> dict[str, Any]:
    """Return a job as the page shows it."""
    return {
        "job": job,
        "words": WORDS.get(job.kind, job.kind),
        "can_retry": can_retry and job.state in ENDED_BADLY,
    }


@require_POST
def job_retry(request: Request, public_id: UUID) -> HttpResponse:
    """Let work that ended badly be done again from where it stopped."""
    job = reachable_or_404(request, Job.objects, public_id)
    again = retry(request.actor, job)
    said = _("It goes on from where it stopped.") if again else _("It runs already, or is done.")
    return leave(request, reverse("accounts:job_list"), said)
