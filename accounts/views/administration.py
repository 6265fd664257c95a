"""The entrance of administration: what there is to look after, and where."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request
from abmplanner.kit.mailbox import is_kept
from accounts.queries.administration import overview
from accounts.views.trail import Trail


def above_administration() -> Trail:
    """Return the page above those of administration."""
    return [(_("Administration"), reverse("accounts:administration"))]


@require_safe
def administration(request: Request) -> TemplateResponse:
    """Show what an administrator looks after, in figures, each with the page behind it."""
    context = {
        "found": overview(request.actor, timezone.now()),
        "today": timezone.localdate(),
        "keeps_mail": is_kept(),
    }
    return TemplateResponse(request, "accounts/administration.html", context)
