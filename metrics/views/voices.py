"""Pages of voices: what customers and sales say, of one account and of all."""

from uuid import UUID

from django.http import Http404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part, reachable_or_404
from abmplanner.kit.period_form import PeriodForm
from abmplanner.policy import OPERATIONS
from accounts.models import Account, Program
from accounts.queries.program import programs_of
from accounts.views.trail import above
from metrics.charts.voices import waves_trend
from metrics.queries.voices import voices_of


@require_safe
def voices(request: Request) -> TemplateResponse:
    """Show what is heard of all accounts, or of those of a program."""
    programs = list(programs_of(request.actor))
    asked = request.GET.get("program", "")
    program = chosen(programs, asked)
    time = PeriodForm(request.GET, has_period=False)
    heard = voices_of(request.actor, time.chosen, program=program)
    scope = f"program:{program.public_id}" if program else "all"
    context = {
        "time": time,
        "period": time.chosen,
        "voices": heard,
        "chart": waves_trend(heard.waves, scope, request.get_full_path()),
        "scope": scope,
        "programs": programs,
        "program": program,
        "can_ask": OPERATIONS["survey.edit"].allows(request.actor),
        "can_open": OPERATIONS["survey.view"].allows(request.actor),
    }
    return page_or_part(request, "metrics/voices.html", context, part="voices")


def chosen(programs: list[Program], asked: str) -> Program | None:
    """Return the program that the address names, None for all; one that isn't there is 404."""
    if not asked:
        return None
    found = next((each for each in programs if str(each.public_id) == asked), None)
    if found is None:
        raise Http404
    return found


@require_safe
def account_voices(request: Request, public_id: UUID) -> TemplateResponse:
    """Show what the people of an account and our sales say."""
    account = reachable_or_404(request, Account.objects, public_id)
    time, scope = PeriodForm(request.GET, has_period=False), f"account:{account.public_id}"
    heard = voices_of(request.actor, time.chosen, account=account)
    context = {
        "time": time,
        "period": time.chosen,
        "account": account,
        "trail": above(account),
        "voices": heard,
        "chart": waves_trend(heard.waves, scope, request.get_full_path()),
        "scope": scope,
        "can_open": OPERATIONS["survey.view"].allows(request.actor),
        "can_give_feedback": OPERATIONS["feedback.add"].allows(request.actor),
    }
    return TemplateResponse(request, "metrics/voices_account.html", context)
