"""The page of a personal link: one question, one comment, thanks; nothing about the account.

The link is all that a person needs and all that they have: there is no session, no cookie, and no
token of a form, for whoever knows the link may answer. A page of another site could send a form
here only if it knew the link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from abmplanner.kit.limits import address_of, seconds_left, within_limit
from accounts.actions.survey import answer, decline
from accounts.forms.survey import AnswerForm
from accounts.models import Invitation
from accounts.queries.invitation import answer_to, invitation_behind, token_hash
from accounts.queries.survey import words_of

HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
View = Callable[[Any, Invitation, str], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Let a link in while it holds; one that is wrong, used up or too late answers the same."""

    @csrf_exempt
    @login_not_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: Any, token: str) -> HttpResponse:
        speak(request)
        invitation = invitation_behind(token)
        if invitation is None or not invitation.survey.is_open(timezone.localdate()):
            response = no_such_link(request)
        elif request.method == "POST" and not within_limit(
            f"survey:{token_hash(token)}", settings.SURVEY_ANSWERS_A_MINUTE
        ):
            response = too_many(request)
        else:
            response = view(request, invitation, token)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return page


def speak(request: Any) -> None:
    """Answer in the language that the address names, else in the browser's."""
    language = request.GET.get("lang", "")
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        request.LANGUAGE_CODE = language


def no_such_link(request: Any) -> HttpResponse:
    """Say kindly that a link opens nothing, whyever; who tries many is told to wait."""
    if not within_limit(f"guess:{address_of(request)}", settings.SURVEY_GUESSES_A_MINUTE):
        return too_many(request)
    return TemplateResponse(request, "accounts/survey_gone.html", status=404)


def too_many(request: Any) -> HttpResponse:
    """Ask to wait until the next minute."""
    response = TemplateResponse(request, "accounts/survey_wait.html", status=429)
    response["Retry-After"] = str(int(seconds_left()) + 1)
    return response


@by_link
def survey_answer(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    """Ask the question, and take the answer; until the survey closes it may be changed.

    To look at the page answers nothing, so programs that look at links in mails spoil none.
    """
    said = answer_to(invitation)
    given = {"score": said.score, "comment": said.comment} if said else {}
    form = AnswerForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        answer(invitation, **form.cleaned_data)
        return redirect(f"{request.path}?done=1&lang={translation.get_language()}", permanent=False)
    context = {
        "survey": invitation.survey,
        "words": words_of(invitation.survey),
        "form": form,
        "said": said,
        "token": token,
        "is_done": bool(said) and "done" in request.GET,
    }
    status = 422 if form.is_bound else 200
    return TemplateResponse(request, "accounts/survey_answer.html", context, status=status)


@by_link
def survey_stop(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    """Ask whether the person wants no surveys any more, and note it; mail programs post here."""
    if request.method == "POST":
        decline(invitation)
    context = {"token": token, "is_done": request.method == "POST"}
    return TemplateResponse(request, "accounts/survey_stop.html", context)
