"""Pages about visitors to our site, and whose they are."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from abmplanner.kit.http import Request, page_or_part, seen_or_404
from abmplanner.policy import OPERATIONS
from accounts.actions.touch import identify
from accounts.actions.visitor import rewrite_link, withdraw_link
from accounts.filters.visitor import VisitorChoices
from accounts.forms.visitor import IdentityForm
from accounts.models import Visitor
from accounts.queries.visitor import link_of, visitor_lines, visitors_of
from accounts.views.dated import correct_row_page, form_page, leave, sent
from accounts.views.trail import Trail


def above_visitors() -> Trail:
    """Return the pages above the visitors."""
    return [(_("Data"), reverse("accounts:import_list"))]


@require_safe
def visitor_list(request: Request) -> TemplateResponse:
    """Show who visited our site: those of nobody yet, or those that are known."""
    chosen = VisitorChoices(request.GET, queryset=visitors_of(request.actor), request=request)
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filter": chosen,
        "page": page,
        "lines": visitor_lines(page.object_list),
        "is_narrowed": any(chosen.data.get(name) for name in chosen.NARROWING),
        "trail": above_visitors(),
        "can_edit": OPERATIONS["data.import"].allows(request.actor),
    }
    return page_or_part(request, "accounts/visitor_list.html", context, part="visitor-list")


@require_http_methods(["GET", "HEAD", "POST"])
def visitor_identify(request: Request, pk: int) -> HttpResponse:
    """Say whose a visitor is; correct it, or withdraw it, where it was said before."""
    visitor = seen_or_404(request, Visitor.objects, pk=pk)
    target = reverse("accounts:visitor_list")
    page: dict[str, Any] = {
        "title": _("Whose visits are these?"),
        "lead": f"{visitor.source} · {visitor.key}",
        "submit": _("Save"),
        "trail": [*above_visitors(), (_("Visitors"), target)],
        "cancel_url": target,
    }
    form_class, link = IdentityForm.of(request.actor), link_of(visitor)
    if link is not None:
        acts: dict[str, Any] = {"save": rewrite_link, "undo": withdraw_link}
        return correct_row_page(request, link, form_class, target=target, **acts, **page)
    form = form_class(request.POST or None)
    if sent(request, form, lambda form: identify(request.actor, visitor, **form.values())):
        return leave(request, target, _("Their visits now count for the account."))
    return form_page(request, form, **page)
