"""Search over everything one may see, as a page and as what opens below the field of each page."""

from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part
from accounts.queries.desk import recent_accounts
from metrics.queries.search import LONGEST, SHORTEST, found


@require_safe
def search(request: Request) -> TemplateResponse:
    """Show what matches the words of the address."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    finds = found(request.actor, words)
    context = {
        "words": words,
        "finds": finds,
        "count": sum(len(each.hits) for each in finds),
        "is_short": len(words) < SHORTEST,
        "recent": [] if words else recent_accounts(request.actor),
    }
    return page_or_part(request, "metrics/search.html", context, part="seek-found")
