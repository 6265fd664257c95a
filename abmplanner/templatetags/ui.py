"""The interface's own tags: component, icon, and filters that write figures."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.core.files.storage import storages
from django.template import Context, TemplateSyntaxError
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from abmplanner.components import COMPONENTS
from abmplanner.icons import ICONS
from abmplanner.kit import figures
from abmplanner.kit.routes import address_of

register = template.Library()

DRAWN = 4096  # things drawn that are remembered, so that a list draws equal ones once

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
    if declared.is_plain:
        said = tuple((each, plain(value)) for each, value in attributes.items())
        return drawn_once(name, said, get_language() or "", storages["staticfiles"])
    request = getattr(context, "request", None)
    absent = dict.fromkeys(declared.optional)
    prepared = declared.prepare(attributes, request)
    inside = context.new({**absent, **attributes, **prepared, "content": body})
    inside["csrf_token"] = context.get("csrf_token")
    drawn: Any = get_template(f"components/{name}.html")
    html: SafeString = drawn.template.render(inside)
    return html


def plain(value: Any) -> Any:
    """Return an attribute as what it says in the reader's language, if it is a word of ours."""
    return str(value) if isinstance(value, Promise) else value


@lru_cache(maxsize=DRAWN)
def drawn_once(
    name: str,
    attributes: tuple[tuple[str, Any], ...],
    _language: str,
    _storage: Any,  # where the icons are
) -> SafeString:
    """Draw a component that follows from its attributes alone; the same ones are drawn once."""
    declared = COMPONENTS[name]
    values = dict(attributes)
    absent = dict.fromkeys(declared.optional)
    inside = {**absent, **values, **declared.prepare(values, None), "content": ""}
    return SafeString(get_template(f"components/{name}.html").render(inside))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration, and silent.

    Raises TemplateSyntaxError for an icon that the sprite does not hold.
    """
    return icon_of(name, str(label), storages["staticfiles"])


@lru_cache(maxsize=DRAWN)
def icon_of(name: str, label: str, _storage: Any) -> SafeString:
    """Return an icon; the same one is written once."""
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
def at(public_id: Any, view: str) -> str:
    """Write the address of a page about one thing, by the name of its route."""
    return address_of(view, public_id)


@register.filter
def found_in(key: Any, found: Mapping[Any, Any]) -> Any:
    """Return what a mapping holds under a key, None where it holds nothing."""
    return found.get(key)


@register.filter
def among(key: Any, keys: Collection[Any]) -> bool:
    """Tell whether a key is one of some."""
    return key in keys
