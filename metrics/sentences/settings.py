"""Settings of measures in words: what each is called, what holds, and what a number rests on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from abmplanner.kit.figures import NO_VALUE, figure
from metrics.catalogue.parameters import OWN, PARAMETERS, Parameter, ParameterKind
from metrics.queries.asking import Asked
from metrics.queries.parameters import Settings, parameters_of, settings_for


@dataclass(frozen=True, slots=True)
class Line:
    """One setting as it is shown: what it is, what is delivered, and where that comes from."""

    key: str
    name: str
    value: str
    delivered: str
    is_own: bool
    source: str


def lines_of(settings: Settings, keys: Iterable[str]) -> list[Line]:
    """Return some settings as they are shown."""
    language = get_language() or "en"
    return [
        Line(
            key=key,
            name=PARAMETERS[key].words.to(language),
            value=setting_words(PARAMETERS[key], settings[key]),
            delivered=setting_words(PARAMETERS[key], PARAMETERS[key].default),
            is_own=list_of(settings[key]) != list_of(PARAMETERS[key].default),
            source="" if PARAMETERS[key].source == OWN else PARAMETERS[key].source,
        )
        for key in keys
    ]


def list_of(value: Any) -> Any:
    """Return a value that can be compared, whichever way several words are held."""
    return list(value) if isinstance(value, tuple) else value


def setting_words(parameter: Parameter, value: Any) -> str:
    """Return the value of a setting as it is written for people."""
    language = get_language() or "en"
    match parameter.kind:
        case ParameterKind.SWITCH:
            return _("yes") if value else _("no")
        case ParameterKind.CHOICE:
            return dict(parameter.choices)[value].to(language)
        case ParameterKind.WORDS:
            return ", ".join(value) or NO_VALUE
    return f"{figure(value, 'count')} {parameter.unit.to(language)}".strip()


def held_for(asked: Asked) -> Settings:
    """Return the settings that held for what was asked."""
    window = asked.window
    return settings_for(
        asked.target.scope.rules, before=window.as_of_at, known_at=window.known_until
    )


def measured_by(asked: Asked, settings: Settings) -> list[Line]:
    """Return what is set of all that a number rests on, in the order of all settings."""
    rests_on = parameters_of(asked.answer.indicator)
    return lines_of(settings, (key for key in PARAMETERS if key in rests_on))


def definition_of(asked: Asked, settings: Settings) -> str:
    """Return what a number means, by the settings that held, in the reader's language."""
    values: Mapping[str, Any] = settings.values
    return asked.answer.indicator.meaning_by(values).to(get_language() or "en")
