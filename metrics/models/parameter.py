"""Settings of measures: what the installation, or a program, sets otherwise than the default."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.history import Recorded
from accounts.models.reach import OfProgramOrNone


class ParameterSet(Recorded):
    """A version of the settings of measures, from an instant on; a row never changes.

    values holds, by key, everything that this scope sets otherwise than what it inherits: a program
    from the installation, the installation from the defaults. Of the rows of a scope that have
    begun, the one that begins last holds; of two that begin together, the newer one.
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    program = models.ForeignKey(
        "accounts.Program",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parameter_sets",
        verbose_name=_("program"),
    )
    number = models.PositiveIntegerField(_("version"))
    values: models.JSONField[Any, Any] = models.JSONField(_("settings"), default=dict, blank=True)
    from_at = models.DateTimeField(_("holds from"))
    note = models.CharField(_("why"), max_length=400, blank=True)

    objects = OfProgramOrNone.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("settings of measures")
        verbose_name_plural = _("settings of measures")
        constraints = [
            models.UniqueConstraint(
                name="parameter_set_has_a_number_of_its_own",
                fields=["program", "number"],
                nulls_distinct=False,
                violation_error_message=_("Somebody else has just changed the settings."),
            )
        ]
