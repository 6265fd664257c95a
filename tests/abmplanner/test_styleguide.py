"""The page of all components: nothing is missing on it, and production does not have it."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from abmplanner.components import COMPONENTS
from tests.factories import UserFactory

SOURCE = Path(settings.BASE_DIR) / "templates/styleguide.html"


def test_every_component_is_shown() -> None:
    shown = set(re.findall(r'{% component "(\w+)"', SOURCE.read_text()))
    assert set(COMPONENTS) - shown == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("theme", "said"), [("dark", ' data-theme="dark"'), ("pink", "<html")])
def test_it_is_drawn_in_the_theme_asked_for(client: Client, theme: str, said: str) -> None:
    client.force_login(UserFactory())
    page = client.get("/styleguide/", {"theme": theme})
    assert page.status_code == 200
    assert said in page.content.decode()


@pytest.mark.django_db
def test_production_has_no_such_page(client: Client, settings: Any) -> None:
    settings.STYLEGUIDE = False
    client.force_login(UserFactory())
    assert client.get("/styleguide/").status_code == 404
