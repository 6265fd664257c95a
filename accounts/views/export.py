"""Lists as files to download."""

from django.http import Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from abmplanner.kit.exports import export
from abmplanner.kit.http import Request
from accounts.queries.exports import EXPORTS


@require_safe
def export_list(request: Request, kind: str) -> HttpResponseBase:
    """Answer with all records of a kind that the actor may see, as CSV or XLSX."""
    if kind not in EXPORTS:
        raise Http404
    header, rows = EXPORTS[kind](request.actor)
    return export(kind, header, rows, "xlsx" if request.GET.get("format") == "xlsx" else "csv")
