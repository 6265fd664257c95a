"""How a page answers when a row was moved among others."""

from django.http import HttpResponse, JsonResponse

from abmplanner.kit.http import Request
from abmplanner.kit.typed import AS_TYPED
from accounts.views.dated import leave


def moved(request: Request, place: int, target: str) -> HttpResponse:
    """Tell a script the place that a row took; lead anybody else to where it is."""
    if AS_TYPED in request.headers:
        return JsonResponse({"place": place})
    return leave(request, target)
