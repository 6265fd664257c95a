"""Translations: collected and compiled without gettext, and looked at for gaps.

`python -m abmplanner.translations` compiles all; with --collect it brings the catalogs to what is
marked in the source; with --check it fails and names what is missing.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from abmplanner.extraction import Text, marked_texts

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def catalogs() -> list[Path]:
    """Return the .po files, one for each language."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def compile_all() -> None:
    """Write the .mo file beside each .po file."""
    for catalog in catalogs():
        polib.pofile(str(catalog)).save_as_mofile(str(catalog.with_suffix(".mo")))


def collect(root: Path = ROOT) -> None:
    """Bring each catalog to the texts that are marked: new ones empty, old ones gone.

    Nothing is guessed from a text that resembles a new one, so no entry is ever fuzzy. Texts stand
    in alphabetical order and without the places they come from, so that two branches rarely meet.
    """
    marked = set(marked_texts(root))
    for catalog in catalogs():
        merged = merge(polib.pofile(str(catalog), wrapwidth=0), marked)
        merged.save(str(catalog))


def merge(known: polib.POFile, marked: set[Text]) -> polib.POFile:
    """Return a catalog of exactly the marked texts, with the translations that are known."""
    kept = {(each.msgctxt, each.msgid): each for each in known if not each.obsolete}
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = known.metadata
    for text in sorted(marked, key=lambda each: (each.text, each.context or "", each.plural or "")):
        entry = kept.get((text.context, text.text)) or polib.POEntry()
        if bool(entry.msgid_plural) != bool(text.plural):
            entry = polib.POEntry()
        entry.msgid, entry.msgctxt, entry.msgid_plural = text.text, text.context, text.plural or ""
        if text.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        entry.flags = ["python-format"] if PLACEHOLDER.search(text.text) else []
        merged.append(entry)
    return merged


def gaps() -> Iterator[str]:
    """Yield each text that has no translation, or one that nobody confirmed."""
    for catalog in catalogs():
        for entry in polib.pofile(str(catalog)):
            if not entry.obsolete and not entry.translated():
                yield f"{catalog.parent.parent.name}: {entry.msgid}"


def uncollected(root: Path = ROOT) -> Iterator[str]:
    """Yield each marked text that a catalog doesn't hold, and each that it holds in vain."""
    marked = {(each.context, each.text) for each in marked_texts(root)}
    for catalog in catalogs():
        held = {(each.msgctxt, each.msgid) for each in polib.pofile(str(catalog))}
        for _context, text in sorted(marked ^ held, key=str):
            yield f"{catalog.parent.parent.name}: not collected, or marked no more: {text}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join([*gaps(), *uncollected()]) or 0)
    if "--collect" in sys.argv:
        collect()
    compile_all()
