"""Style sheets that import others, as one: a browser then asks once, not sheet by sheet."""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\((\w+)\))?(?: (\w+))?;')
CHARSET = re.compile(r'@charset "[^"]+";')


def inlined(name: str, read: Callable[[str], str]) -> str:
    """Return a sheet with what it imports in the place of each import, to any depth.

    read gives the text of a sheet by its name; names in imports are relative to the sheet's own.
    An import may name a layer and a medium. Addresses in imported sheets stay as they are, so
    these hold none that are relative.
    """

    def imported(found: re.Match[str]) -> str:
        other, layer, medium = found.groups()
        text = inlined(normpath(join(dirname(name), other)), read)
        if layer:
            text = f"@layer {layer} {{\n{text}\n}}"
        return f"@media {medium} {{\n{text}\n}}" if medium else text

    return IMPORT.sub(imported, CHARSET.sub("", read(name)))
