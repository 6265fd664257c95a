"""Programs, and which account was in which of them from when to when."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import DatedRow, ends_after_it_starts, no_overlap
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.kit.words import Bilingual
from accounts.enums import ProgramKind
from accounts.models.reach import OnAccount, of_programs


class ProgramQuerySet(ScopedQuerySet["Program"]):
    """Programs whose numbers an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        """Return the programs that a leader or an ABM manager is assigned to today."""
        return of_programs(actor, "pk")


@audited
class Program(ScopedModel, Bilingual, Versioned):
    """A way of doing ABM for a set of accounts, with its own currency, clock and fiscal year."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=ProgramKind)
    currency = models.CharField(_("reporting currency"), max_length=3, default="EUR")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Paris")
    fiscal_year_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )

    objects = ProgramQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            models.CheckConstraint(
                name="program_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
            models.CheckConstraint(
                name="program_is_of_a_known_kind",
                condition=Q(kind__in=ProgramKind.values),
                violation_error_message=_("Choose one of the kinds."),
            ),
            models.CheckConstraint(
                name="program_currency_is_a_code",
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                violation_error_message=_("A currency is three capital letters, such as EUR."),
            ),
            models.CheckConstraint(
                name="program_year_begins_in_a_month",
                condition=Q(fiscal_year_month__gte=1, fiscal_year_month__lte=12),
                violation_error_message=_("Months go from 1 to 12."),
            ),
        ]


class Enrolment(DatedRow):
    """An account was in a program, in a tier, from one instant to another, for a reason."""

    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="enrolments", verbose_name=_("account")
    )
    program = models.ForeignKey(
        "accounts.Program", models.PROTECT, related_name="enrolments", verbose_name=_("program")
    )
    tier = models.CharField(_("tier"), max_length=30, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = OnAccount.as_manager()

    class Meta(DatedRow.Meta):
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            ends_after_it_starts("enrolment_ends_after_it_starts"),
            no_overlap(
                "enrolment_in_a_program_once_at_a_time",
                "account",
                "program",
                message=_("This account is in the program in that time already."),
            ),
        ]
        indexes = [
            models.Index(
                name="enrolment_by_program",
                fields=["program", "account", "from_at"],
                condition=Q(voided_at=None),
            )
        ]
