"""Pages that belong to no app: the choice of language, and what went wrong.

What went wrong is a page to a person, and a problem to a program that asks the API.
"""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import defaults
from django.views.decorators.http import require_POST

from abmplanner.kit.api_errors import is_of_the_api, problem
from abmplanner.kit.language import remember_language
from abmplanner.kit.saving import save_row
from accounts.models import User


class LanguageForm(forms.ModelForm[User]):
    """The language a person reads."""

    class Meta:
        model = User
        fields = ["language"]


@login_not_required
@require_POST
def language(request: Any) -> HttpResponse:
    """Remember the language chosen, for this browser and for the person signed in."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    person = request.actor.person
    form = LanguageForm(request.POST, instance=person or User())
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        if person:
            save_row(request.actor, form, version=person.version)
        remember_language(response, chosen)
    return response


def bad_request(request: Any, exception: Exception) -> HttpResponse:
    """Say that a request can't be read."""
    return problem(400) if is_of_the_api(request) else defaults.bad_request(request, exception)


def permission_denied(request: Any, exception: Exception) -> HttpResponse:
    """Say that somebody may not do this."""
    if is_of_the_api(request):
        return problem(403)
    return defaults.permission_denied(request, exception)


def page_not_found(request: Any, exception: Exception) -> HttpResponse:
    """Say that there is nothing at an address."""
    if is_of_the_api(request):
        return problem(404)
    return defaults.page_not_found(request, exception)


def server_error(request: Any) -> HttpResponse:
    """Say that something went wrong that nobody expected."""
    return problem(500) if is_of_the_api(request) else defaults.server_error(request)
