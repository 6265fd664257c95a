"""Front-end files come from the npm packages, and only those on the list."""

from pathlib import Path
from typing import Any

from django.core.management import call_command

from abmplanner.kit.vendor import VENDOR, VendorFinder


def test_a_file_on_the_list_is_found_by_either_spelling() -> None:
    finder = VendorFinder()
    name = "vendor/htmx/htmx.min.js"

    found = finder.find(name)

    assert Path(found).name == "htmx.min.js"
    assert finder.find(name, find_all=True) == finder.find(name, all=True) == [found]


def test_nothing_else_in_the_packages_is_found() -> None:
    finder = VendorFinder()

    for name in ("htmx.org/package.json", "vendor/htmx/../package.json", ""):
        assert finder.find(name) is None
        assert finder.find(name, find_all=True) == []
    assert [name for name, _ in finder.list([])] == list(VENDOR)


def test_the_system_check_names_what_is_missing(settings: Any, tmp_path: Path) -> None:
    assert VendorFinder().check() == []

    settings.NODE_MODULES = tmp_path

    problems = VendorFinder().check()
    assert len(problems) == len(VENDOR)
    assert problems[0].hint == "Run make setup."


def test_all_static_files_can_be_collected_and_hashed(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "abmplanner.kit.vendor.StaticStorage"},
    }

    call_command("collectstatic", verbosity=0, interactive=False)

    names = {path.name for path in tmp_path.rglob("*")}
    assert any(name.startswith("tabler.min.") and name.endswith(".css.gz") for name in names)
    assert "tabler.min.css" not in names
    (together,) = tmp_path.glob("css/all.*.css")
    assert "@import" not in together.read_text()
    assert "@layer tabler" in together.read_text()
