"""How a view finds its row, and how it answers a browser and htmx alike."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Stale

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

LONGEST_VERSION = 9  # digits that fit the column

Row = TypeVar("Row", bound=models.Model)


class Request(HttpRequest):
    """A request as our middleware leaves it."""

    actor: Actor
    operation: Any
    htmx: "HtmxDetails"


def reachable_or_404(request: Any, rows: Any, public_id: UUID) -> Any:
    """Return the row that a route is about: 404 when not visible, 403 when not allowed.

    rows is a manager or queryset of a scoped model. What is allowed is the operation that the
    policy names for the route and the request's method.
    """
    return seen_or_404(request, rows, public_id=public_id)


def seen_or_404(request: Any, rows: Any, **named: Any) -> Any:
    """Return the row of these columns, where it has no public id: 404 or 403 as before."""
    row = rows.visible_to(request.actor).filter(**named).first()
    if row is None:
        raise Http404
    if not request.operation.allows(request.actor, row):
        raise PermissionDenied
    return row


def version_sent(request: Any) -> int | None:
    """Return the version of a row that the person saw, None where none or nonsense was sent."""
    sent = request.POST.get("version", "")
    fits = sent.isascii() and sent.isdigit() and len(sent) <= LONGEST_VERSION
    return int(sent) if fits else None


class UnversionedError(Exception):
    """A change came without the version that the person saw."""


def version_seen(request: Any) -> int:
    """Return the version of a row that the person saw; in a view of by_version."""
    version = version_sent(request)
    if version is None:
        raise UnversionedError
    return version


def by_version(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view change a row by a button: without a version, or with an old one, it says so."""

    @wraps(view)
    def change(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UnversionedError:
            return version_missing(request)
        except Stale as stale:
            return saved_meanwhile(request, stale.row)

    return change


def version_missing(request: Any) -> TemplateResponse:
    """Answer a change that came without the version that the person saw."""
    return TemplateResponse(request, "428.html", status=428)


def saved_meanwhile(request: Any, now: Any) -> TemplateResponse:
    """Answer a change by a button, where somebody saved the row since: say who, and when."""
    said = {"saved_by": str(now.saved_by or ""), "saved_at": now.saved_at, "now": now}
    return TemplateResponse(request, "409.html", said, status=409)


def page_or_part(
    request: Any, template: str, context: dict[str, Any], *, part: str, status: int = 200
) -> TemplateResponse:
    """Answer with the whole page, or with one part of it when htmx aims at that part.

    A part carries the same name as the element it replaces, so nothing else has to match.
    """
    name = f"{template}#{part}" if request.htmx.target == part else template
    response = TemplateResponse(request, name, context, status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response
