"""Every text speaks French: nothing missing, nothing bare, and printed as French is printed."""

import re
from collections.abc import Iterator
from pathlib import Path

import django
import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation

from abmplanner.extraction import Text, texts_of_module, texts_of_template
from abmplanner.kit import figures
from abmplanner.translations import ROOT, catalogs, gaps, merge, uncollected
from metrics.catalogue.catalogue import CATALOGUE
from metrics.queries.datasets.all import DATASETS

PLACEHOLDERS = re.compile(r"%\(\w+\)[a-z]|%s|%%|</?\w+>")
KEYBOARD_SIGNS = (
    re.compile(r" [;:!?»]| %(?!\(|s)"),  # a wide space, where a narrow one belongs
    re.compile(r"\w[;:!?](?!\w)|\w%(?!\(|\w)|\w%%|« "),  # none
    re.compile(r"['\"]|\.\.\."),  # what a printer has better signs for
    re.compile(r"(?<!«)\u202f(?![;:!?»%]|%%)|(?<!«)\u202f(?=%[(s])"),  # narrow, but not there
)
ENGLISH = re.compile(
    r"\b(the|of|is|are|this|that|your|you|with|from|by|for|not|was|has|have|which|account|goal)\b",
    re.IGNORECASE,
)
NAMES_OF_WORDS_IN_FILES = re.compile(r"\b\w+:\w+|\b[a-z]+_\w+\b|@\S+|If-Match|«[^»]*»")

PLAIN_ATTRIBUTES = re.compile(
    r"""\b(title|aria-label|placeholder|alt|label|lead|caption|aria-description)=(["'])(.*?)\2""",
    re.DOTALL,
)
NO_TEXT = re.compile(
    r"<!--.*?-->|<(script|style|code|svg)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL | re.IGNORECASE
)
BARE_ON_PURPOSE = {
    "abmplanner": "the product's name",
    "G": "a key",
    "K": "a key",
    "C": "a key",
    "U": "a key",
    "E": "a key",
    "CSV": "a format's name",
    "XLSX": "a format's name",
    "JSON": "a format's name",
    "NPS": "the same in both languages",
    "Français": "a language, in itself",
    "English": "a language, in itself",
    "entrance": "a class of the page's frame",
    "n": "a number of cases, as statistics writes it",
}
DJANGO = Path(django.__file__).parent
TAKEN_ON_PURPOSE = {
    "Order": "Django writes it in sets of forms alone, which we don't have",
    "Time": "Django writes it in a widget alone, which we don't have",
}
PAGES = sorted((ROOT / "templates").rglob("*.html"))
MAILS = sorted((ROOT / "templates").rglob("*.txt"))
QUIET = {"comment", "blocktranslate", "blocktrans", "verbatim"}


def entries() -> list[polib.POEntry]:
    return [entry for path in catalogs() for entry in polib.pofile(str(path))]


def translations_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def bare_texts(source: str) -> Iterator[str]:
    """Yield what a template shows in the language of its author."""
    depth, page = 0, ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK and word in QUIET:
            depth += 1
        elif token.token_type is TokenType.BLOCK and word.removeprefix("end") in QUIET:
            depth -= 1
        elif depth:
            continue
        elif token.token_type is TokenType.BLOCK and word == "component":
            for _name, _quote, said in PLAIN_ATTRIBUTES.findall(token.contents):
                yield said
        elif token.token_type is TokenType.TEXT:
            page += token.contents
        else:
            page += "\N{ZERO WIDTH SPACE}"  # something stands here, in whatever language
    yield from (said for _name, _quote, said in PLAIN_ATTRIBUTES.findall(page))
    yield from re.split(r"[\n\N{ZERO WIDTH SPACE}]", NO_TEXT.sub("\n", page))


def is_bare(text: str) -> bool:
    words = re.sub(r"[^\w]+", " ", text).split()
    return any(re.search(r"[^\W\d_]", word) and word not in BARE_ON_PURPOSE for word in words)


def test_every_text_is_translated_and_confirmed() -> None:
    assert list(gaps()) == []


def test_every_marked_text_is_collected_and_no_other() -> None:
    assert list(uncollected()) == []


def test_a_translation_fills_in_what_its_text_does() -> None:
    different = [
        (entry.msgid, said)
        for entry in entries()
        for said in translations_of(entry)
        if sorted(PLACEHOLDERS.findall(said)) != sorted(PLACEHOLDERS.findall(entry.msgid))
    ]

    assert different == []


def test_french_is_printed_as_french_is() -> None:
    typed = [
        said
        for entry in entries()
        for said in translations_of(entry)
        if any(sign.search(said) for sign in KEYBOARD_SIGNS)
    ]

    assert typed == []


def test_words_of_django_itself_are_not_taken_over() -> None:
    ours = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in entries()}
    taken = [
        (entry.msgid, entry.msgstr, ours[entry.msgctxt, entry.msgid])
        for folder in ("conf", "contrib/humanize")
        for entry in polib.mofile(str(DJANGO / folder / "locale/fr/LC_MESSAGES/django.mo"))
        if entry.msgstr != ours.get((entry.msgctxt, entry.msgid), entry.msgstr)
    ]

    assert [words for words in taken if words[0] not in TAKEN_ON_PURPOSE] == []


def test_no_english_is_left_in_french() -> None:
    found = [
        said
        for entry in entries()
        for said in translations_of(entry)
        if ENGLISH.search(NAMES_OF_WORDS_IN_FILES.sub("", PLACEHOLDERS.sub("", said)))
    ]

    assert found == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_says_nothing_bare(path: Path) -> None:
    source = path.read_text()

    assert [text.strip() for text in bare_texts(source) if is_bare(text)] == []


@pytest.mark.parametrize("path", MAILS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_mail_says_nothing_bare(path: Path) -> None:
    source = path.read_text()

    assert [text.strip() for text in bare_texts(source) if is_bare(text)] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p>{% translate "Hello" %}</p>', []),
        ("{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}", []),
        ('<a title="Edit">{% translate "Edit" %}</a>', ["Edit"]),
        ('<a title="{% translate "Edit" %}"></a>', []),
        ('{% component "panel" title="Goals" %}{% endcomponent %}', ["Goals"]),
        ('{% component "panel" title=_("Goals") %}{% endcomponent %}', []),
        ("{# a note #}<code>abm_key</code> {{ count }} · 5", []),
        ("{{ a }} of {{ b }}", ["of"]),
    ],
)
def test_bare_texts_are_found(source: str, expected: list[str]) -> None:
    assert [text.strip() for text in bare_texts(source) if is_bare(text)] == expected


def test_texts_are_found_in_modules() -> None:
    source = """
name = _("one")
many = ngettext("%(n)s day", "%(n)s days", n)
state = pgettext_lazy("state", "Open")
other = translation.gettext("two")
joined = _("a long " "text")
moving = _(name)
"""

    assert set(texts_of_module(source)) == {
        Text("one"),
        Text("%(n)s day", plural="%(n)s days"),
        Text("Open", context="state"),
        Text("two"),
        Text("a long text"),
    }


def test_texts_are_found_in_templates() -> None:
    source = """
{% load i18n %}
<h1>{% translate "Goals" %}</h1>
{% component "panel" title=_("It's here") %}
    {% blocktranslate trimmed count n=rows %}
        {{ n }} row (100%)
    {% plural %}
        {{ n }} rows
    {% endblocktranslate %}
{% endcomponent %}
{{ word|default:_("none") }}
"""

    assert set(texts_of_template(source)) == {
        Text("Goals"),
        Text("It's here"),
        Text("%(n)s row (100%%)", plural="%(n)s rows"),
        Text("none"),
    }


def test_collecting_keeps_what_is_known_and_drops_what_is_gone() -> None:
    known = polib.POFile()
    known.append(polib.POEntry(msgid="Goal", msgstr="But chiffré"))
    known.append(polib.POEntry(msgid="Gone", msgstr="Parti"))

    merged = merge(known, {Text("Goal"), Text("Account"), Text("Goal", context="of a match")})

    assert [(each.msgctxt, each.msgid, each.msgstr) for each in merged] == [
        (None, "Account", ""),
        (None, "Goal", "But chiffré"),
        ("of a match", "Goal", ""),
    ]


def test_the_catalogue_speaks_both_languages() -> None:
    named = [(each.key, each.name) for each in CATALOGUE]
    named += [(each.key, each.meaning) for each in CATALOGUE.computed()]
    for name, dataset in DATASETS.items():
        named.append((name, dataset.label))
        named += [
            (f"{name}.{field.name}", field.label) for field in dataset.fields if not field.inner
        ]

    assert [key for key, words in named if not (words.en and words.fr)] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (lambda: figures.percent(12.5), "12,5\u202f%"),
        (lambda: figures.money(1200, "EUR"), "1\u202f200\u00a0€"),
        (lambda: figures.money(-12.5, "USD"), "\N{MINUS SIGN}12,50\u00a0$"),
        (lambda: figures.days(0), "0 jour"),
        (lambda: figures.days(2), "2 jours"),
        (lambda: figures.interval(10, 20, "percent"), "de 10,0\u202f% à 20,0\u202f%"),
    ],
)
def test_figures_are_written_as_in_french(written: object, expected: str) -> None:
    with translation.override("fr"):
        assert written() == expected  # type: ignore[operator]
