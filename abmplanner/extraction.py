"""The texts marked for translation, found without gettext.

Modules are read as syntax trees. Templates go through Django's own templatize, which leaves one
call of a translating function for each marked text; what stands between the calls is noise.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

FUNCTIONS = {  # what their leading arguments are
    "_": ("text",),
    "gettext": ("text",),
    "gettext_lazy": ("text",),
    "gettext_noop": ("text",),
    "ngettext": ("text", "plural"),
    "ngettext_lazy": ("text", "plural"),
    "pgettext": ("context", "text"),
    "pgettext_lazy": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
    "npgettext_lazy": ("context", "text", "plural"),
}
FOLDERS = ("abmplanner", "accounts", "metrics", "templates")


@dataclass(frozen=True, slots=True)
class Text:
    """One text as its author wrote it, with a word on where it is meant and its plural."""

    text: str
    context: str | None = None
    plural: str | None = None


def marked_texts(root: Path) -> Iterator[Text]:
    """Yield what is marked below a folder, file by file; a text used twice comes twice."""
    for folder in FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield from texts_of_module(path.read_text())
            elif path.suffix in {".html", ".txt"}:
                yield from texts_of_template(path.read_text())


def texts_of_module(source: str) -> Iterator[Text]:
    """Yield the texts marked in the source of a module.

    >>> [each.text for each in texts_of_module('title = _("Goals")')]
    ['Goals']
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (found := text_of_call(node)):
            yield found


def texts_of_template(source: str) -> Iterator[Text]:
    """Yield the texts marked in the source of a template.

    >>> list(texts_of_template('<h1>{% translate "Goals" context "of a plan" %}</h1>'))
    [Text(text='Goals', context='of a plan', plural=None)]
    """
    for call in calls_in(templatize(source)):
        node = ast.parse(call, mode="eval").body
        if isinstance(node, ast.Call) and (found := text_of_call(node)):
            yield found


def calls_in(noise: str) -> Iterator[str]:
    """Yield the source of each call of a translating function among words that mean nothing."""
    code = noise.replace("\n", " ")  # one line: where lines begin means nothing here
    tokens = list(tokenize.generate_tokens(io.StringIO(code.strip()).readline))
    began, depth = None, 0
    for place, token in enumerate(tokens):
        if began is None:
            opens = token.string in FUNCTIONS and tokens[place + 1].string == "("
            began = place if opens else None
        elif token.string in {"(", ")"}:
            depth += 1 if token.string == "(" else -1
            if not depth:
                yield " ".join(each.string for each in tokens[began : place + 1])
                began = None


def text_of_call(node: ast.Call) -> Text | None:
    """Return what a call marks, and None where it is another call or its text is not literal."""
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    parts = FUNCTIONS.get(name, ())
    words = [
        each.value
        for each in node.args[: len(parts)]
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    if not parts or len(words) < len(parts):
        return None
    return Text(**dict(zip(parts, words, strict=True)))
