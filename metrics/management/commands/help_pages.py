"""Writes the help as documents of the repository: docs/calculations, which docstrings name."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from typing_extensions import override

from abmplanner.kit.figures import figure
from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.help.page import Page
from metrics.catalogue.help.pages import PAGES, told_on
from metrics.catalogue.words import Words
from metrics.phrases import goal_status_words, sentence
from metrics.queries.parameters import DELIVERED
from metrics.queries.worked import CURRENCY, ShareOut, Worked, worked
from metrics.views.help import filled, settings_of

FOLDER = Path("docs") / "calculations"


class Command(BaseCommand):
    """`manage.py help_pages`: one document for each page of help, and a list of them."""

    help = "Write docs/calculations from the help; with --check tell whether they agree."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail where they differ")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / FOLDER
        with translation.override("en"):
            texts = {f"{page.key}.md": text_of(page) for page in PAGES.values()}
            texts["README.md"] = list_of(PAGES.values())
        if options["check"]:
            self.check_texts(folder, texts)
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(f"{len(texts)} documents in {FOLDER}")

    def check_texts(self, folder: Path, texts: dict[str, str]) -> None:
        """Raise CommandError where a document says something else than the help."""
        differing = [
            name
            for name, text in texts.items()
            if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
        ]
        if differing:
            raise CommandError(f"Run manage.py help_pages: {', '.join(differing)} differ.")
        self.stdout.write(f"{len(texts)} documents, every one as the help says.")


def list_of(pages: Iterable[Page]) -> str:
    """Return the list of documents."""
    lines = [
        "# Calculations",
        "",
        "Written by `manage.py help_pages` from the help of the site.",
        "",
    ]
    lines += [f"* [{page.title.en}]({page.key}.md): {page.lead.en}" for page in pages]
    return "\n".join([*lines, ""])


def text_of(page: Page) -> str:
    """Return a page of help as a document, with the settings as delivered."""
    lines = [f"# {page.title.en}", "", page.lead.en, ""]
    lines += [
        f"Written by `manage.py help_pages` from `metrics/catalogue/help`. {seen_at(page)}",
        "",
    ]
    lines += section("Indicators", indicators_of(page))
    lines += section("What it takes", listed(page.inputs))
    lines += section("In which steps", listed(page.steps, "1."))
    lines += section("What it never does", listed(page.guarantees))
    lines += ["## Worked examples", ""]
    for each in page.examples:
        lines += example_of(worked(each))
    lines += section("Settings as delivered", settings_as_delivered(page))
    lines += section("Sources", listed(page.sources))
    return "\n".join(lines).rstrip() + "\n"


def seen_at(page: Page) -> str:
    """Return where the same is read on the site."""
    return f"On the site: `/help/{page.key}/`."


def section(title: str, lines: Sequence[str]) -> list[str]:
    """Return a part of a document, nothing where there is nothing to say."""
    return [f"## {title}", "", *lines, ""] if lines else []


def listed(texts: Iterable[Words], mark: str = "*") -> list[str]:
    """Return texts as a list."""
    return [f"{mark} {filled(each, DELIVERED)}" for each in texts]


def indicators_of(page: Page) -> list[str]:
    """Return what the page's indicators are called; what they mean stands in the catalogue."""
    return [
        f"* `{each.key}` {each.name.en}"
        for each in told_on(page)
        if CATALOGUE.resolved(each.key).is_computed
    ]


def settings_as_delivered(page: Page) -> list[str]:
    """Return the settings that the page's numbers rest on."""
    return [f"* {line.name}: {line.value}" for line in settings_of(page, DELIVERED)]


def example_of(example: Worked) -> list[str]:
    """Return a worked example as a part of a document."""
    lines = [f"### {example.name.en}", "", example.told.en, ""]
    for line in example.given:
        figures = " · ".join(figure(each, line.unit, CURRENCY) for each in line.figures)
        lines.append(f"* {line.words.en}: {figures}")
    lines += [""] if example.given else []
    if example.answer:
        value = figure(example.answer.value, example.answer.written_as, CURRENCY)
        lines += [f"**{value}.** {sentence(example.answer)}"]
    elif example.formula:
        lines += [f"`{example.formula}` = **{figure(example.value, example.unit, CURRENCY)}**"]
    elif example.goal:
        lines += list(goal_lines(example))
    elif example.shared:
        lines += list(table_lines(example.shared))
    return [*lines, ""]


def goal_lines(example: Worked) -> Iterator[str]:
    """Yield where a goal stands."""
    goal = example.goal
    for name, key in (
        ("baseline", "baseline"),
        ("target", "target"),
        ("value now", "value"),
        ("expected by now", "expected_value"),
        ("on the due day at this pace", "projected"),
    ):
        yield f"* {name}: {figure(goal[key], example.unit, CURRENCY)}"
    for name, key in (("attained", "attained"), ("attained, against expected", "pace")):
        yield f"* {name}: {figure(goal[key], 'percent')}"
    yield ""
    yield f"**{goal_status_words(goal['status'])}**"


def table_lines(shared: ShareOut) -> Iterator[str]:
    """Yield a deal shared out over its touches as a table."""
    yield "| touch | " + " | ".join(model.en for model in shared.models) + " |"
    yield "| --- |" + " ---: |" * len(shared.models)
    for words, is_marketing, parts in shared.steps:
        named = words.en if is_marketing else f"{words.en}, of sales"
        cells = (figure(part, "percent") if part else "" for part in parts)
        yield f"| {named} | " + " | ".join(cells) + " |"
    amounts = (figure(amount, "money", CURRENCY) for amount in shared.marketing)
    yield "| marketing's part | " + " | ".join(amounts) + " |"
