"""Pages about what a plan may start from."""

from typing import Any

from django.forms import Form
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import DeleteView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request
from abmplanner.kit.views import ScopedRows
from accounts.forms.plan_template import TemplateForm
from accounts.models import PlanTemplate
from accounts.queries.plan_template import starts
from accounts.views.trail import Trail


@require_safe
def template_list(request: Request) -> TemplateResponse:
    """Show what plans may start from."""
    context = {"starts": starts(request.actor)}
    return TemplateResponse(request, "accounts/template_list.html", context)


class TemplatePages(ScopedRows):
    """What the pages about one template share."""

    model = PlanTemplate
    form_class: Any = TemplateForm

    @override
    def get_object(self, queryset: Any = None) -> Any:
        return get_object_or_404(PlanTemplate, public_id=self.kwargs["public_id"])

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:template_list")

    @override
    def trail(self) -> Trail:
        return [(str(_("Plan templates")), reverse("accounts:template_list"))]


class TemplateEdit(TemplatePages, UpdateView):  # type: ignore[type-arg]
    """Rename a template, or say better when to start from it."""

    title = _("Change the template")
    delete_view = "accounts:template_delete"


class TemplateDelete(TemplatePages, DeleteView):  # type: ignore[type-arg]
    """Delete a template; plans that started from it stay."""

    form_class = Form
    template_name = "row_delete.html"
    title = _("Delete the template?")
    done = _("The template is deleted; plans that started from it stay.")
