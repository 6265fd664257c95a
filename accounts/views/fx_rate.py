"""Pages about exchange rates: managers read them, an administrator writes them."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import CreateView, UpdateView
from typing_extensions import override

from abmplanner.kit.http import Request, page_or_part, version_missing
from abmplanner.kit.views import ScopedRows
from abmplanner.policy import OPERATIONS
from accounts.filters.fx_rate import FxRateFilter
from accounts.forms.fx_rate import FxRateForm
from accounts.models import FxRate
from accounts.views.administration import above_administration
from accounts.views.trail import Trail


@require_safe
def rate_list(request: Request) -> TemplateResponse:
    """Show at which rate amounts are converted, from which day on."""
    rows = FxRate.objects.select_related("saved_by").order_by("base", "quote", "-from_on")
    chosen = FxRateFilter(request.GET, queryset=rows, request=request)
    page = Paginator(chosen.qs, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    can_edit = OPERATIONS["rate.edit"].allows(request.actor)
    context = {
        "page": page,
        "filter": chosen,
        "is_narrowed": any(chosen.data.values()),
        "can_edit": can_edit,
        "trail": above_administration() if can_edit else [],
    }
    return page_or_part(request, "accounts/rate_list.html", context, part="rate-list")


class RatePages(ScopedRows):
    """What the pages about one rate share. Rates hang on no account: the policy alone decides."""

    model = FxRate
    form_class: Any = FxRateForm

    @override
    def get_object(self, queryset: QuerySet[Any] | None = None) -> FxRate:
        return get_object_or_404(FxRate, pk=self.kwargs["pk"])

    @override
    def new_row(self) -> FxRate:
        return FxRate(from_on=timezone.localdate())

    @override
    def made_before(self) -> bool:
        return False  # a rate is named by its day: sent twice, the second is refused

    @override
    def get_success_url(self) -> str:
        return reverse("accounts:rate_list")

    @override
    def over_url(self) -> str:
        return reverse("accounts:rate_list")

    @override
    def trail(self) -> Trail:
        return [(_("Exchange rates"), reverse("accounts:rate_list"))]


class RateCreate(RatePages, CreateView):  # type: ignore[type-arg]
    """Say at which rate amounts are converted from a day on."""

    title = gettext_lazy("New rate")
    done = gettext_lazy("Amounts of that day on are converted at this rate.")


class RateEdit(RatePages, UpdateView):  # type: ignore[type-arg]
    """Change a rate."""

    title = gettext_lazy("Change the rate")

    @override
    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.version is None:
            self.get_object()
            return version_missing(request)
        return super().post(request, *args, **kwargs)
