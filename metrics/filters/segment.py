"""Which accounts get a goal each: as their list is narrowed, and by tier."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import lasting
from accounts.models import Account, Enrolment
from metrics.filters.health import PortfolioChoices


class SegmentChoices(PortfolioChoices):
    """The accounts of the portfolio that are to be treated alike; a tier is one of a program."""

    NARROWING = ("program", "tier", "q", "status", "owner", "health", "favorite")

    tier = django_filters.CharFilter(method="in_tier", max_length=30, label=_("Tier"))

    def in_tier(self, rows: QuerySet[Account], _name: str, tier: str) -> QuerySet[Account]:
        """Return the accounts that are in a tier today, of the program that was chosen if any."""
        enrolled = Enrolment.objects.visible_to(self.request.actor).filter(lasting())
        program = self.form.cleaned_data.get("program")
        if program:
            enrolled = enrolled.filter(program=program)
        return rows.filter(pk__in=enrolled.filter(tier__iexact=tier).values("account"))

    @property
    def segment(self) -> dict[str, str]:
        """How the accounts are chosen, as the address says it."""
        return {
            name: self.data[name] for name in self.NARROWING if str(self.data.get(name, "")).strip()
        }
