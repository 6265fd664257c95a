"""How controls of forms are drawn."""

import re
from typing import Any

from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from typing_extensions import override

from abmplanner.kit.figures import NO_VALUE

SELECT, NUMBER = "django/forms/widgets/select.html", "django/forms/widgets/number.html"
DASHES = BLANK_CHOICE_DASH[0][1]
NEEDLESS = re.compile(r"(?<=\d)\.0+$|(?<=\.)(\d*?[1-9])0+$")  # 12.00, and the end of 1.250


class QuickSelects(DjangoTemplates):
    """Draws as Django does, and lists of choices without a template for each of their options.

    A number loses the zeros that a column of so many places writes after it, and "none of them" is
    the sign that stands for no value everywhere.
    """

    @override
    def render(self, template_name: str, context: Any, request: Any = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        if template_name == NUMBER:
            widget = context["widget"]
            context = {**context, "widget": {**widget, "value": shortest(widget["value"])}}
        return super().render(template_name, context, request)


def shortest(value: str | None) -> str | None:
    """Return a number as somebody would type it.

    >>> shortest("184500.0000"), shortest("1.250"), shortest("100"), shortest("0.00")
    ('184500', '1.25', '100', '0')
    """
    return NEEDLESS.sub(r"\1", value) if value else value


def select(widget: dict[str, Any]) -> SafeString:
    """Return a list of choices, as the template of that name writes it."""
    groups = [
        (format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn,)
        for name, drawn in ((name, options(chosen)) for name, chosen, _at in widget["optgroups"])
    ]
    attributes = flatatt({"name": widget["name"], **widget["attrs"]})
    return format_html("<select{}>{}</select>", attributes, format_html_join("", "{}", groups))


def options(chosen: list[dict[str, Any]]) -> SafeString:
    """Return the options of a group; few of them have attributes."""
    drawn = (
        f'<option value="{escape(each["value"])}"'
        f"{flatatt(each['attrs']) if each['attrs'] else ''}>{label_of(each['label'])}"
        "</option>"
        for each in chosen
    )
    return mark_safe("".join(drawn))  # noqa: S308 -- each value is escaped


def label_of(label: Any) -> str:
    """Return what stands in the list for a choice."""
    return NO_VALUE if label == DASHES else conditional_escape(label)
