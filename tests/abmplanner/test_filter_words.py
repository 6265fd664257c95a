"""A filter that narrows nothing says so in words, never in dashes."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from tests.factories import AccountFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGES = {
    "metrics:account_list": {
        "program": "Tous",
        "owner": "Tout le monde",
        "status": "Tous",
        "health": "Toutes",
    },
    "metrics:goal_list": {
        "period": "La période de chaque but chiffré",
        "program": "Tous",
        "owner": "Tout le monde",
        "status": "Tous",
    },
    "metrics:indicator_list": {"family": "Toutes", "kind": "Tous"},
    "accounts:user_list": {"role": "Tous", "state": "Tous"},
    "accounts:audit_list": {"table": "Tout", "person": "Tout le monde"},
    "accounts:contact_list": {
        "function": "Tous",
        "seniority": "Tous",
        "stance": "Tous",
        "group": "Tous",
    },
}
FIRST = re.compile(r'<select[^>]*name="(\w+)"[^>]*>\s*<option value=""[^>]*>([^<]*)<')


@pytest.mark.parametrize("page", PAGES)
def test_a_filter_says_all_or_anyone(client: Client, page: str) -> None:
    client.force_login(UserFactory(role=Role.ADMINISTRATOR, language="fr"))
    account = AccountFactory()
    of = [account.public_id] if page == "accounts:contact_list" else []

    shown = client.get(reverse(page, args=of), headers={"accept-language": "fr"}).content.decode()

    assert dict(FIRST.findall(shown)) == PAGES[page]
    assert "---" not in shown
