"""Changing the settings of measures: a new version, from a day on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import record
from accounts.models import Program
from metrics.catalogue.parameters import DEFAULTS, PARAMETERS, contradictions, unlike
from metrics.models import ParameterSet
from metrics.queries.parameters import INSTALLATION, settings_of


@transaction.atomic
def set_parameters(
    actor: Actor,
    values: Mapping[str, Any],
    *,
    program: Program | None = None,
    from_at: datetime,
    note: str = "",
    seen: int | None = None,
) -> ParameterSet:
    """Set what is measured by, for the installation or for a program, from an instant on.

    values are complete; what is as it would be inherited anyway is not set. seen is the version
    that the person looked at. Raises ValidationError where there is a newer one, or a value can't
    be.
    """
    for key, value in values.items():
        check(key, value)
    rows = ParameterSet.objects.visible_to(actor).filter(program=program)
    newest = rows.aggregate(newest=Max("number"))["newest"] or 0
    if seen is not None and seen != newest:
        raise ValidationError(_("Somebody else has just changed the settings."))
    inherited: Mapping[str, Any] = DEFAULTS
    if program is not None:
        inherited = settings_of([], before=from_at)[INSTALLATION].values
    for keys in contradictions({**inherited, **values}):
        names = " · ".join(PARAMETERS[key].words.to(get_language() or "en") for key in keys)
        raise ValidationError(_("These can't be so together: %(names)s."), params={"names": names})
    row = ParameterSet(
        program=program,
        number=newest + 1,
        values=unlike(values, inherited),
        from_at=from_at,
        note=note,
    )
    return record(actor, row)


def check(key: str, value: Any) -> None:
    """Raise ValidationError where a value is beyond the limits of its parameter."""
    parameter = PARAMETERS.get(key)
    if parameter is None:
        raise ValidationError(_("There is no setting %(key)s."), params={"key": key})
    if not parameter.takes(value):
        raise ValidationError(_("%(key)s can't be that."), params={"key": key})
