"""Cut the icon sprite from the package @tabler/icons: only the icons that pages draw."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from typing_extensions import override

from abmplanner.icons import ICONS

OUTLINES = Path("@tabler/icons/icons/outline")
SPRITE = Path("static/core/icons.svg")


def symbol(name: str, drawing: str) -> str:
    """Return one icon as a symbol: its shapes alone, without the size and color of the file."""
    shapes = re.sub(r"(?s)^.*?<svg[^>]*>|</svg>\s*$", "", drawing)
    shapes = re.sub(r'<path stroke="none"[^>]*/>', "", shapes)
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes.split(chr(10))).strip()}</symbol>'
    )


class Command(BaseCommand):
    """Write static/core/icons.svg anew. The package is a development dependency of npm."""

    help = __doc__

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.NODE_MODULES) / OUTLINES
        cut = [symbol(name, (folder / f"{name}.svg").read_text()) for name in sorted(ICONS)]
        head = '<svg xmlns="http://www.w3.org/2000/svg">'
        sprite = Path(settings.BASE_DIR) / SPRITE
        sprite.write_text("\n".join([head, *cut, "</svg>", ""]))
        self.stdout.write(f"{len(cut)} icons in {SPRITE}")
