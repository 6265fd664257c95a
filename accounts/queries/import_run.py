"""Reads for the Data pages."""

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from abmplanner.kit.actor import Actor
from accounts.enums import ImportState, JobState, Verdict
from accounts.models import DataFeed, ImportRow, ImportRun

FRESH, STALE = 7, 30  # days behind
KEPT = "kept"  # of an import that was undone: the lines that were not


def runs_of(actor: Actor) -> QuerySet[ImportRun]:
    """Return the imports within reach, the newest first."""
    rows = ImportRun.objects.visible_to(actor).select_related("actor", "job", "program")
    found: QuerySet[ImportRun] = rows.order_by("-created_at", "-pk")
    return found


def feeds_of(actor: Actor) -> QuerySet[DataFeed]:
    """Return the feeds within reach, those of the whole installation first."""
    rows = DataFeed.objects.visible_to(actor).select_related("program", "account")
    found: QuerySet[DataFeed] = rows.order_by("record_type", "source", "account", "pk")
    return found


def freshness(feed: DataFeed) -> tuple[str, str]:
    """Return how far a feed lags behind, as the code of a state and in words."""
    if feed.covers_to is None:
        return "done", str(_("Live"))
    days = (timezone.now() - feed.covers_to).days
    if days <= FRESH:
        return "done", str(_("Up to date"))
    behind = ngettext("%(days)s day behind", "%(days)s days behind", days) % {"days": days}
    return ("at_risk" if days > STALE else "ok"), behind


def rows_of(actor: Actor, run: ImportRun, verdict: str = "") -> QuerySet[ImportRow]:
    """Return what became of the lines of a run, in the order of the file."""
    rows: QuerySet[ImportRow] = ImportRow.objects.visible_to(actor).filter(run=run)
    rows = rows.select_related("run")
    if verdict == KEPT:
        rows = rows.exclude(kept_because="")
    elif verdict in Verdict.values:
        rows = rows.filter(verdict=verdict)
    return rows.order_by("line")


def waiting_rows(actor: Actor) -> QuerySet[ImportRow]:
    """Return the lines of all imports that wait for their home."""
    rows = ImportRow.objects.visible_to(actor).select_related("run")
    rows = rows.exclude(run__state__in=[ImportState.UNDOING, ImportState.UNDONE])
    found: QuerySet[ImportRow] = rows.filter(verdict=Verdict.WAITING, resolved_at=None)
    return found.order_by("-run__created_at", "run", "line")


def waiting_reasons(actor: Actor) -> Mapping[str, int]:
    """Return why lines wait, and how many for each reason."""
    rows = waiting_rows(actor).order_by().values_list("reason")
    found = dict(rows.annotate(Count("pk")))
    return dict(sorted(found.items(), key=lambda each: -each[1]))


def refusals(actor: Actor, run: ImportRun) -> QuerySet[ImportRow]:
    """Return the lines of a run that were not taken."""
    return rows_of(actor, run).filter(Q(verdict=Verdict.REJECTED) | Q(verdict=Verdict.WAITING))


def state_of(run: ImportRun) -> str:
    """Return how far a run has come; a job that ended badly says so for it."""
    job = run.job
    through = {ImportState.DONE, ImportState.UNDONE}
    if job is not None and run.state not in through and job.state in {
        JobState.FAILED, JobState.STOPPED
    }:  # fmt: skip
        return str(job.state)
    return str(run.state)


def counted(run: ImportRun) -> list[tuple[str, str, int | None]]:
    """Return for each verdict its code, its word and how many lines have it, once they are read."""
    return [
        (str(each), str(each.label), run.counts.get(each, 0) if run.counts else None)
        for each in Verdict
    ]
