"""The house keeps two rules: who imports whom, and what a calculation must say."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.module_loading import import_string
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from metrics.catalogue.catalogue import CATALOGUE
from metrics.queries.custom import MADE

ROOT = Path(__file__).resolve().parent.parent
PARTS_OF_A_CALCULATION = ("Formula:", "Units:", "No value:", "Raises:", "Source:", ">>> ")
CALCULATIONS = {indicator.calculation for indicator in CATALOGUE.computed()} | {
    f"metrics.calc.custom.{made.calculation}" for made in MADE.values()
}


def test_imports_go_down_or_to_the_right() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("path", sorted(CALCULATIONS))
def test_each_calculation_is_found_and_says_all_that_it_must(path: str) -> None:
    said = inspect.getdoc(import_string(path)) or ""

    assert [part for part in PARTS_OF_A_CALCULATION if part not in said] == []


@pytest.mark.parametrize(
    ("started", "is_loaded"),
    [
        ("import django; django.setup(); import abmplanner.urls", "False"),
        ("import abmplanner.wsgi", "True"),
        ("import abmplanner.asgi", "True"),
    ],
)
def test_pandas_is_loaded_before_the_site_serves_and_not_for_commands(
    started: str, is_loaded: str
) -> None:
    code = f"{started}; import sys; print('pandas' in sys.modules)"

    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "abmplanner.settings"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert found.stdout.strip() == is_loaded
