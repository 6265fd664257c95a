"""Translations: compiled without gettext, and looked at for gaps.

`python -m abmplanner.translations` compiles all; with --check it fails and names what is missing.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_all() -> None:
    """Write the .mo file beside each .po file."""
    for catalog in LOCALE.glob("*/LC_MESSAGES/*.po"):
        polib.pofile(str(catalog)).save_as_mofile(str(catalog.with_suffix(".mo")))


def gaps() -> Iterator[str]:
    """Yield each text that has no translation, or one that nobody confirmed."""
    for catalog in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(catalog)):
            if not entry.obsolete and not entry.translated():
                yield f"{catalog.parent.parent.name}: {entry.msgid}"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(gaps()) or 0)
    compile_all()
