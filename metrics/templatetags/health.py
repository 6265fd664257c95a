"""Filters that write the health of accounts."""

from django import template

from abmplanner.kit import figures

register = template.Library()


@register.filter
def health_code(band: str) -> str:
    """Return under which code a band is shown, as a word and a shape."""
    return f"health_{band}"


@register.filter
def measured(value: figures.Number | None, unit: str = "") -> str:
    """Write a measured value in its unit, with one digit behind the point at most."""
    if value is None:
        return figures.NO_VALUE
    rounded: float = round(float(value), 1)
    return figures.figure(rounded, unit)


@register.filter
def as_attribute(value: float) -> str:
    """Write a number as an attribute takes it, whatever the reader's language."""
    return f"{value:.1f}"
