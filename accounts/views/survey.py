"""Pages of a survey for those who ask: its words, whom it asks, how far it has come."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import (
    Request,
    by_version,
    page_or_part,
    reachable_or_404,
    version_seen,
)
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.actions.survey import (
    ask_people,
    close_survey,
    mail_words,
    note_bounce,
    remind_people,
    save_survey,
)
from accounts.forms.survey import AnswerForm, SurveyForm, WhomForm
from accounts.models import Invitation, Survey
from accounts.queries.invitation import candidates, due_for_reminder, invitations_of, lines
from accounts.queries.survey import Reached, reached, words_of
from accounts.views.dated import leave
from accounts.views.trail import Trail

SHOWN = 200  # people of a choice that are listed; more are counted


def voices_at() -> str:
    """Return the address of the page of voices."""
    return reverse("metrics:voices")


def survey_at(survey: Survey) -> str:
    """Return the address of a survey."""
    return reverse("accounts:survey_detail", args=[survey.public_id])


def above_survey(survey: Survey | None = None) -> Trail:
    """Return the pages above one that belongs to a survey."""
    above = [(_("Voices"), voices_at())]
    return [*above, (survey.name, survey_at(survey))] if survey else above


class SurveyPages(ScopedRows):
    """What the pages on which a survey is written share."""

    model = Survey
    form_class: Any = SurveyForm
    template_name: Any = "accounts/survey_form.html"

    @override
    def save(self, form: Any) -> Survey:
        return save_survey(self.actor, form, form.texts(), version=self.version)

    @override
    def get_success_url(self) -> str:
        return survey_at(self.object)

    @override
    def over_url(self) -> str:
        return voices_at()

    @override
    def trail(self) -> Trail:
        return above_survey(self.object if self.object and self.object.pk else None)


class SurveyCreate(SurveyPages, CreateView):  # type: ignore[type-arg]
    """Start a wave of a survey."""

    title = gettext_lazy("New wave")
    done = gettext_lazy("The wave stands. Choose whom to ask.")


class SurveyEdit(SurveyPages, UpdateView):  # type: ignore[type-arg]
    """Change a wave of a survey."""

    title = gettext_lazy("Change the wave")


@require_safe
def survey_detail(request: Request, public_id: UUID) -> TemplateResponse:
    """Show a wave: what it asks, whom it asked, who has answered."""
    survey = reachable_or_404(request, Survey.objects.select_related("program"), public_id)
    rows = invitations_of(request.actor, survey)
    page = Paginator(rows, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    context = {
        "survey": survey,
        "trail": above_survey(),
        "words": words_of(survey),
        "mail": mail_words(survey, f"{settings.SITE_URL}/s/…/", "…", _("Camille Martin")),
        "reached": reached(request.actor, [survey]).get(survey.pk, Reached()),
        "page": page,
        "lines": lines(page.object_list),
        "reminder_count": due_for_reminder(rows, timezone.now()).count(),
        "is_open": survey.is_open(today),
        "is_over": survey.is_over(today),
        "can_edit": OPERATIONS["survey.edit"].allows(request.actor),
    }
    return page_or_part(request, "accounts/survey_detail.html", context, part="invitation-list")


@require_safe
def survey_preview(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what the person sees who follows a link, in either language; nothing can be sent."""
    survey = reachable_or_404(request, Survey.objects, public_id)
    language = request.GET.get("lang", "")
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
    context = {
        "survey": survey,
        "words": words_of(survey),
        "form": AnswerForm(),
        "is_preview": True,
        "back": survey_at(survey),
    }
    return TemplateResponse(request, "accounts/survey_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def survey_ask(request: Request, public_id: UUID) -> HttpResponse:
    """Choose whom to ask, see who is left out and why, and let a worker ask them."""
    survey = reachable_or_404(request, Survey.objects, public_id)
    if survey.is_over(timezone.localdate()):
        return leave(request, survey_at(survey), _("The wave is closed."))
    said = request.POST if request.method == "POST" else request.GET
    form = WhomForm(said or {"pause_days": WhomForm.base_fields["pause_days"].initial})
    choice = form.choice(request.POST.getlist("without"))
    found = candidates(request.actor, survey, choice, timezone.now())
    if request.method == "POST" and not found.is_cut:
        ask_people(request.actor, survey, choice)
        return leave(request, survey_at(survey), _("The invitations are on their way."))
    context = {
        "survey": survey,
        "trail": above_survey(survey),
        "form": form,
        "choice": choice,
        "found": found,
        "shown": found.asked[:SHOWN],
        "left_out": found.left_out[:SHOWN],
    }
    return page_or_part(request, "accounts/survey_ask.html", context, part="candidate-list")


@require_POST
def survey_remind(request: Request, public_id: UUID) -> HttpResponse:
    """Let a worker remind those who have not answered."""
    survey = reachable_or_404(request, Survey.objects, public_id)
    remind_people(request.actor, survey)
    return leave(request, survey_at(survey), _("The reminders are on their way."))


@require_POST
@by_version
def survey_close(request: Request, public_id: UUID) -> HttpResponse:
    """Take no more answers, before the day that was named."""
    survey = reachable_or_404(request, Survey.objects, public_id)
    close_survey(request.actor, survey, version=version_seen(request))
    return leave(request, survey_at(survey), _("The wave is closed. Its links open no more."))


@require_POST
def invitation_bounced(request: Request, public_id: UUID, contact: UUID) -> HttpResponse:
    """Note that the mail to somebody came back."""
    survey = reachable_or_404(request, Survey.objects, public_id)
    rows = Invitation.objects.visible_to(request.actor).select_related("contact")
    row = rows.filter(survey=survey, contact__public_id=contact).first()
    if row is None:
        raise Http404
    note_bounce(row)
    return leave(request, survey_at(survey), _("Noted: the address is dead."))
