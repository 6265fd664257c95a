"""How controls of forms are drawn."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from typing_extensions import override

SELECT = "django/forms/widgets/select.html"


class QuickSelects(DjangoTemplates):
    """Draws as Django does, and lists of choices without a template for each of their options."""

    @override
    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict[str, Any]) -> SafeString:
    """Return a list of choices, as the template of that name writes it."""
    groups = [
        (format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn,)
        for name, drawn in ((name, options(chosen)) for name, chosen, _at in widget["optgroups"])
    ]
    attributes = flatatt({"name": widget["name"], **widget["attrs"]})
    return format_html("<select{}>{}</select>", attributes, format_html_join("", "{}", groups))


def options(chosen: list[dict[str, Any]]) -> SafeString:
    """Return the options of a group."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(each["value"]), flatatt(each["attrs"]), each["label"]) for each in chosen),
    )
