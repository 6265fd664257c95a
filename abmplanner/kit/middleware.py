"""What every request passes: who acts, and what the policy says of the route."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from abmplanner.kit.actor import Actor

Answer = Callable[[HttpRequest], HttpResponse]


class ActorMiddleware:
    """Give the request its actor, and tell the audit who is behind each write."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request with its actor in the audit's context."""
        request.actor = SimpleLazyObject(lambda: Actor.of_person(request.user))
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        person = request.user.pk if request.user.is_authenticated else None
        with pghistory.context(person=person, request=request.headers.get("X-Request-ID", "")):
            return self.get_response(request)


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
