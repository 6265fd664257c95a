"""What is done with several rows of a list at once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from abmplanner.kit.back import way_back
from abmplanner.kit.http import Request
from abmplanner.policy import OPERATIONS
from accounts.actions.together import Together, change_together
from accounts.forms.together import TogetherForm
from accounts.queries.program import as_uuid
from accounts.views.dated import form_page, leave, sent
from accounts.views.trail import above_account

MOST = 200  # accounts at once; a page of the list has fewer


@require_http_methods(["GET", "HEAD", "POST"])
def account_together(request: Request) -> HttpResponse:
    """Give the accounts that are ticked an owner, a program, a campaign, or a place at hand."""
    said = request.POST.getlist("accounts") or request.GET.getlist("account")
    ticked: list[Any] = list(filter(None, map(as_uuid, said)))[:MOST]
    form = TogetherForm(request.POST or None, actor=request.actor, ticked=ticked)

    def change(form: Any) -> None:
        asked = {name: form.cleaned_data[name] for name in form.cleaned_data}
        accounts, since = list(asked.pop("accounts")), asked.pop("first_day")
        must_be_allowed(request, accounts)
        change_together(request.actor, accounts, Together(since=since, **asked))

    back = way_back(request, reverse("metrics:account_list"))
    if sent(request, form, change):
        count = len(form.cleaned_data["accounts"])
        words = ngettext("Done with %(count)s account.", "Done with %(count)s accounts.", count)
        return leave(request, back, words % {"count": count})
    page: dict[str, Any] = {
        "title": _("What becomes of those ticked?"),
        "submit": _("Do it"),
        "trail": above_account(),
        "template": "accounts/together.html",
        "is_any": bool(ticked),
    }
    return form_page(request, form, cancel_url=back, **page)


def must_be_allowed(request: Request, accounts: list[Any]) -> None:
    """Refuse to change accounts that the actor may only read."""
    allowed = OPERATIONS["account.edit"]
    if not all(allowed.allows(request.actor, account) for account in accounts):
        raise PermissionDenied
