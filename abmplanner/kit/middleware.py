"""What every request passes: who acts, and what the policy says of the route."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor

PLAIN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Give the request its actor and its id, and tell the audit who is behind each write.

    The id comes from the proxy in front, or is made here; it goes back with the answer, so that
    what a person reports is found in the logs and in the audit.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request with its actor in the audit's context."""
        request.actor = SimpleLazyObject(lambda: Actor.of_person(request.user))
        request.id = id_of(request)
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            response = self.get_response(request)
        else:
            with pghistory.context(**who(request), request=request.id):
                response = self.get_response(request)
        response["X-Request-ID"] = request.id
        return response


def id_of(request: HttpRequest) -> str:
    """Return the id that a request came with, where it is a plain one, else a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if PLAIN_ID.fullmatch(given) else uuid4().hex


def who(request: Any) -> dict[str, Any]:
    """Return what the audit keeps of whoever is signed in; a key says so once it is known."""
    if not request.user.is_authenticated:
        return {}
    return {"actor": request.actor.label, "person": request.user.pk}


class PolicyMiddleware:
    """Refuse a route that the policy does not know, or that the actor's role may never use.

    What depends on a row is asked by the view, once the row proved to be within reach; there a row
    out of reach must answer 404 first.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.route_of = import_string(settings.POLICY)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, *_: Any) -> HttpResponse | None:
        """Stop the request where the policy says so, and leave the operation for the view."""
        route = self.route_of(request.resolver_match.view_name)
        if route is None:
            raise PermissionDenied("The policy does not know this route.")
        request.route, request.operation = route, route.operation(request.method)
        if getattr(view, "csrf_exempt", False):
            return None  # the API says who calls, and answers in its own form
        if request.operation is None:
            return HttpResponseNotAllowed([])
        if not route.on:
            self.require(request)
        return None

    @staticmethod
    def require(request: Any) -> None:
        """Raise PermissionDenied unless the operation is open to the signed-in person's role."""
        signed_in = request.user.is_authenticated
        if signed_in and not request.operation.allows(request.actor):
            raise PermissionDenied
