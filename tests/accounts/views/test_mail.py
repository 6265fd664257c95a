"""Mail on a page, where an installation has no mail server."""

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.urls import reverse

from abmplanner.kit import mailbox
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/mail/"


@pytest.fixture(autouse=True)
def kept_mail(settings: Any, tmp_path: Path) -> None:
    """An installation that writes its mail to files."""
    settings.EMAIL_BACKEND = mailbox.BACKEND
    settings.EMAIL_FILE_PATH = str(tmp_path)


@pytest.fixture
def admin_browser(client: Client) -> Client:
    """The browser of an administrator."""
    client.force_login(UserFactory(administrator=True))
    return client


def send(*letters: tuple[str, str, str]) -> None:
    """Write letters (subject, body, recipient) as the product does."""
    with get_connection() as connection:
        for subject, body, recipient in letters:
            EmailMessage(subject, body, "us@example.org", [recipient], connection=connection).send()


def test_letters_are_listed_the_newest_first_and_open(admin_browser: Client) -> None:
    body = f"Bonjour,\n\nRépondez ici : https://abm.example.org/s/abc/\n\n{'-' * 79} not the end"
    send(("Être écouté", body, "zoe@example.org"), ("Second", "Plain", "marc@example.org"))

    shown = admin_browser.get(LIST).context_data["page"].object_list
    opened = admin_browser.get(reverse("accounts:mail_detail", args=[shown[1].key]))

    assert [each.subject for each in shown] == ["Second", "Être écouté"]
    assert '<a href="https://abm.example.org/s/abc/"' in opened.content.decode()
    assert "not the end" in opened.content.decode()


def test_a_letter_is_found_by_subject_or_address(admin_browser: Client) -> None:
    send(("Être écouté", "1", "zoe@example.org"), ("Second", "2", "marc@example.org"))

    def found(words: str) -> list[str]:
        page = admin_browser.get(LIST, {"q": words}).context_data["page"]
        return [each.subject for each in page]

    assert found("etre") == ["Être écouté"]
    assert found("MARC@") == ["Second"]
    assert found("nobody") == []


def test_before_the_first_letter_the_page_says_what_will_stand_there(
    admin_browser: Client,
) -> None:
    assert "No letter yet" in admin_browser.get(LIST).content.decode()


@pytest.mark.parametrize("key", ["nothing", "20260101-000000-1-1", "x-99999999999999999999"])
def test_a_letter_that_is_not_there_is_not_found(admin_browser: Client, key: str) -> None:
    send(("One", "1", "zoe@example.org"))

    assert admin_browser.get(reverse("accounts:mail_detail", args=[key])).status_code == 404


def test_where_mail_leaves_there_is_no_page(admin_browser: Client, settings: Any) -> None:
    send(("One", "1", "zoe@example.org"))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    entrance = admin_browser.get(reverse("accounts:administration")).content.decode()

    assert admin_browser.get(LIST).status_code == 404
    assert f'href="{LIST}"' not in entrance


def test_letters_are_for_administrators(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(LIST).status_code == 403
