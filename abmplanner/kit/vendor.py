"""Front-end files of others: served from the npm packages, by an allow-list, never copied in."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from typing_extensions import override
from whitenoise.storage import CompressedManifestStaticFilesStorage

from abmplanner.kit.sheets import inlined

ALL_SHEETS = "css/all.css"

# Address below STATIC_URL -> file below node_modules.
VENDOR = {
    "vendor/tabler/tabler.min.css": ".styles/tabler.min.css",  # what of it we use: `npm run styles`
    "vendor/chart/chart.umd.min.js": "chart.js/dist/chart.umd.min.js",
    "vendor/chart/luxon.min.js": "luxon/build/global/luxon.min.js",
    "vendor/chart/chartjs-adapter-luxon.umd.min.js": (
        "chartjs-adapter-luxon/dist/chartjs-adapter-luxon.umd.min.js"
    ),
    "vendor/htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
}


class VendorStorage(FileSystemStorage):
    """The files of VENDOR under the names they are served by."""

    @override
    def path(self, name: str) -> str:
        return str(Path(self.location) / VENDOR[name])


class VendorFinder(BaseFinder):
    """Finds what VENDOR allows in node_modules, and nothing else there."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.storage = VendorStorage(settings.NODE_MODULES)

    @override
    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return [
            Error(f"{VENDOR[name]} is missing in {self.storage.location}.", hint="Run make setup.")
            for name in VENDOR
            if not self.storage.exists(name)
        ]

    @override
    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [self.storage.path(path)] if path in VENDOR and self.storage.exists(path) else []
        if find_all or kwargs.get("all"):
            return found
        return found[0] if found else None

    @override
    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[Any]:
        yield from ((name, self.storage) for name in VENDOR)


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no types
    """Static files with their content's hash in the name, and a gzip copy beside each.

    The sheet that imports all others holds them. Source maps are not served, so their names
    are left alone. Brotli takes ten times as long as all the rest together, so there is none.
    """

    patterns = tuple(
        (glob, tuple(each for each in found if "sourceMappingURL" not in str(each)))
        for glob, found in CompressedManifestStaticFilesStorage.patterns
    )

    @override
    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        def read(name: str) -> str:
            storage, path = paths[name]
            with storage.open(path) as sheet:
                return str(sheet.read().decode())

        if ALL_SHEETS in paths and not options.get("dry_run"):
            together = inlined(ALL_SHEETS, read)
            Path(self.path(ALL_SHEETS)).write_text(together, encoding="utf-8")
            paths = {**paths, ALL_SHEETS: (FileSystemStorage(self.location), ALL_SHEETS)}
        yield from super().post_process(paths, *args, **options)

    @override
    def create_compressor(self, **kwargs: Any) -> Any:
        return super().create_compressor(use_brotli=False, **kwargs)
