"""The way back: where a reader came from, when the address says so and it is one of ours."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2_000


def way_back(request: HttpRequest, default: str) -> str:
    """Return the address in the parameter back, and default where it leads out of this site."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    is_ours = asked.startswith("/") and len(asked) <= LONGEST
    if is_ours and url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return default
