"""The interface's own tags: component, part, icon, and filters that write figures."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from django import template
from django.core.files.storage import storages
from django.db.models import Model
from django.template import Context, Node, NodeList, Template, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, TextNode, Token, token_kwargs
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from typing_extensions import override

from abmplanner.components import COMPONENTS, Component
from abmplanner.icons import ICONS
from abmplanner.kit import figures
from abmplanner.kit.memory import Memory
from abmplanner.kit.routes import address_of
from abmplanner.navigation import marked

register = template.Library()

Attributes: TypeAlias = dict[str, FilterExpression]

DRAWN: Memory[Any, SafeString] = Memory(8192)  # what was drawn, so that equal things are once
ICONS_DRAWN = 512
QUOTES = {'"', "'"}

register.filter("is_missing", figures.is_missing)
register.filter("marked", marked)
register.filter("money", figures.money)


@register.tag
def component(parser: Parser, token: Token) -> "ComponentNode":
    """Draw a component around what stands between its tags; it sees nothing of the page's context.

    Raises TemplateSyntaxError for a component that is not declared, an attribute that is missing
    or not declared, and a body where none is taken.
    """
    name, attributes = given(parser, token)
    declared = COMPONENTS.get(name)
    if declared is None:
        raise TemplateSyntaxError(f"There is no component {name!r}.")
    if missing := declared.required - attributes.keys():
        raise TemplateSyntaxError(f"{name} needs {', '.join(sorted(missing))}.")
    if unknown := attributes.keys() - declared.required - declared.optional:
        raise TemplateSyntaxError(f"{name} does not take {', '.join(sorted(unknown))}.")
    body = parser.parse(["endcomponent"])
    parser.delete_first_token()
    is_empty = all(isinstance(node, TextNode) and not node.s.strip() for node in body)
    if not is_empty and not declared.body:
        raise TemplateSyntaxError(f"{name} takes no body.")
    return ComponentNode(name, attributes, None if is_empty else body)


@register.tag
def part(parser: Parser, token: Token) -> "PartNode":
    """Draw a template that follows from what is given to it alone; equal ones are drawn once."""
    return PartNode(*given(parser, token))


def given(parser: Parser, token: Token) -> tuple[str, Attributes]:
    """Return the name that a tag begins with, between quotes, and its attributes."""
    tag, *bits = token.split_contents()
    name = bits.pop(0)[1:-1] if bits and bits[0][0] in QUOTES else ""
    attributes: Attributes = token_kwargs(bits, parser)
    if not name or bits:
        raise TemplateSyntaxError(f"{tag} takes a name between quotes, and attributes by name.")
    return name, attributes


class PartNode(Node):
    """A template that sees nothing but its attributes."""

    def __init__(self, template: str, attributes: Attributes) -> None:
        self.template = template
        self.attributes = attributes

    @override
    def render(self, context: Context) -> SafeString:
        values = [(name, said.resolve(context)) for name, said in self.attributes.items()]
        return drawn_of(self.template, values)


class ComponentNode(Node):
    """A component of a page."""

    child_nodelists = ("body",)

    def __init__(self, name: str, attributes: Attributes, body: NodeList | None) -> None:
        self.declared = COMPONENTS[name]
        self.template = f"components/{name}.html"
        self.attributes = attributes
        self.body = body or NodeList()

    @override
    def render(self, context: Context) -> SafeString:
        values = {name: said.resolve(context) for name, said in self.attributes.items()}
        if self.declared.is_plain:
            return drawn_of(self.template, values.items(), self.declared)
        request = getattr(context, "request", None)
        prepared = self.declared.prepare(values, request)
        content = self.body.render(context)
        given = {**self.declared.absent, **values, **prepared}
        inside = context.new({**given, "content": content if content.strip() else ""})
        inside["csrf_token"] = context.get("csrf_token")
        html: SafeString = self.found(context).render(inside)
        return html

    def found(self, context: Context) -> Template:
        """Return the component's template, looked up once while a page is drawn."""
        of_page: Any = context.render_context.dicts[0]
        known: dict[str, Template] = of_page.setdefault(ComponentNode, {})
        if self.template not in known:
            found: Any = get_template(self.template)
            known[self.template] = found.template
        return known[self.template]


def drawn_of(
    template: str, values: Iterable[tuple[str, Any]], declared: Component | None = None
) -> SafeString:
    """Return what follows from these values alone, in the reader's language; equal ones once.

    What is equal and of another type may be written differently: so the types count as well.
    """
    said = {name: plain(value) for name, value in values}
    language, storage = get_language(), storages["staticfiles"]
    key = (template, language, storage, *((name, *key_of(value)) for name, value in said.items()))
    return DRAWN.one(key, lambda: drawn(template, said, declared))


def plain(value: Any) -> Any:
    """Return an attribute as what it says in the reader's language, if it is a word of ours."""
    return str(value) if isinstance(value, Promise) else value


def key_of(value: Any) -> tuple[type, Any]:
    """Return what tells a value from others that are drawn otherwise.

    What holds rows of tables says so itself, as drawn_by. Raises TypeError for a row of a table: it
    equals what it was before somebody saved it.
    """
    if isinstance(value, Model):
        raise TypeError("What is drawn once takes values, and no rows of tables.")
    return type(value), getattr(value, "drawn_by", value)


def drawn(template: str, values: dict[str, Any], declared: Component | None) -> SafeString:
    """Draw a template that sees these values alone."""
    if declared:
        values = {**declared.absent, **values, **declared.prepare(values, None), "content": ""}
    return SafeString(get_template(template).render(values))


@register.tag
def icon(parser: Parser, token: Token) -> "IconNode":
    """Draw an icon of the sprite; without a label it is decoration, and silent.

    Raises TemplateSyntaxError for an icon that the sprite does not hold.
    """
    _tag, *said = token.split_contents()
    if len(said) not in {1, 2}:
        raise TemplateSyntaxError("icon takes a name, and perhaps a label.")
    return IconNode(*map(parser.compile_filter, said))


class IconNode(Node):
    """An icon of the sprite."""

    def __init__(self, name: FilterExpression, label: FilterExpression | None = None) -> None:
        self.name = name
        self.label = label

    @override
    def render(self, context: Context) -> SafeString:
        label = str(self.label.resolve(context)) if self.label else ""
        return icon_of(self.name.resolve(context), label, storages["staticfiles"])


@lru_cache(maxsize=ICONS_DRAWN)
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
