"""The interface's own tags: component, icon, and filters that write figures."""

from collections.abc import Collection, Mapping
from typing import Any

from django import template
from django.template import Context, TemplateSyntaxError
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from abmplanner.components import COMPONENTS
from abmplanner.icons import ICONS
from abmplanner.kit import figures

register = template.Library()

register.filter("is_missing", figures.is_missing)
register.filter("money", figures.money)


@register.simple_block_tag(takes_context=True)
def component(context: Context, content: str, name: str, **attributes: Any) -> SafeString:
    """Draw a component around what stands between its tags; it sees nothing of the page's context.

    Raises TemplateSyntaxError for a component that is not declared, an attribute that is missing
    or not declared, and a body where none is taken.
    """
    declared = COMPONENTS.get(name)
    if declared is None:
        raise TemplateSyntaxError(f"There is no component {name!r}.")
    if missing := declared.required - attributes.keys():
        raise TemplateSyntaxError(f"{name} needs {', '.join(sorted(missing))}.")
    if unknown := attributes.keys() - declared.required - declared.optional:
        raise TemplateSyntaxError(f"{name} does not take {', '.join(sorted(unknown))}.")
    body = content if content.strip() else ""
    if body and not declared.body:
        raise TemplateSyntaxError(f"{name} takes no body.")
    request = getattr(context, "request", None)
    absent = dict.fromkeys(declared.optional)
    prepared = declared.prepare(attributes, request)
    inside = context.new({**absent, **attributes, **prepared, "content": body})
    inside["csrf_token"] = context.get("csrf_token")
    drawn: Any = get_template(f"components/{name}.html")
    html: SafeString = drawn.template.render(inside)
    return html


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration, and silent.

    Raises TemplateSyntaxError for an icon that the sprite does not hold.
    """
    if name not in ICONS:
        raise TemplateSyntaxError(f"There is no icon {name!r}; add it to abmplanner/icons.py.")
    address = f"{static('core/icons.svg')}#{name}"
    if label:
        shape = '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>'
        return format_html(shape, label, address)
    shape = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>'
    return format_html(shape, address)


@register.filter
def figure(value: Any, unit: str = "") -> str:
    """Write a measured value with its unit, and a dash where there is no value."""
    return figures.figure(value, unit)


@register.filter
def found_in(key: Any, found: Mapping[Any, Any]) -> Any:
    """Return what a mapping holds under a key, None where it holds nothing."""
    return found.get(key)


@register.filter
def among(key: Any, keys: Collection[Any]) -> bool:
    """Tell whether a key is one of some."""
    return key in keys
