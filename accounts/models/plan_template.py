"""What a plan may start from."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.words import Bilingual
from accounts.enums import ProgramKind


@audited
class PlanTemplate(Bilingual, Versioned):
    """Objectives with their goals and actions that a plan may start from, kept under a name.

    content is a list of objectives as accounts.queries.plan_template reads them; measured holds
    what is measured beside them: the indicators of the account, and goals of no objective.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    about = models.CharField(_("when to start from it"), max_length=400, blank=True)
    program_kind = models.CharField(
        _("kind of program"), max_length=12, choices=ProgramKind, blank=True
    )
    content: models.JSONField[Any, Any] = models.JSONField(
        _("what it holds"), default=list, editable=False
    )
    measured: models.JSONField[Any, Any] = models.JSONField(
        _("what it is measured by"), default=dict, editable=False
    )

    class Meta:
        verbose_name = _("plan template")
        verbose_name_plural = _("plan templates")
        constraints = [
            models.CheckConstraint(
                name="plan_template_has_a_name",
                condition=~Q(name_fr="", name_en=""),
                violation_error_message=_("Give a name in French or in English."),
            ),
            models.CheckConstraint(
                name="plan_template_is_for_a_known_kind",
                condition=Q(program_kind__in=["", *ProgramKind.values]),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
