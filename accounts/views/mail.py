"""The mail of an installation that has no mail server, to be read on a page."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from abmplanner.kit.http import Request, page_or_part
from abmplanner.kit.mailbox import is_kept, letter, letters
from accounts.forms.mail import MailForm
from accounts.views.administration import above_administration


@require_safe
def mail_list(request: Request) -> TemplateResponse:
    """Show the letters that would have been sent, the newest first."""
    if not is_kept():
        raise Http404
    form = MailForm(request.GET)
    found = [each for each in letters() if form.suits(each)]
    page = Paginator(found, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "is_narrowed": bool(form.sought),
        "trail": above_administration(),
    }
    return page_or_part(request, "accounts/mail_list.html", context, part="mail-list")


@require_safe
def mail_detail(request: Request, key: str) -> TemplateResponse:
    """Show a letter as its reader would see it."""
    found = letter(key) if is_kept() else None
    if found is None:
        raise Http404
    trail = [*above_administration(), (_("Mail"), reverse("accounts:mail_list"))]
    context = {"letter": found, "trail": trail}
    return TemplateResponse(request, "accounts/mail_detail.html", context)
