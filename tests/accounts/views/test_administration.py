"""The entrance of administration, the jobs behind it, and letting people in."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import JobState
from accounts.models import User
from tests.factories import JobFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_browser(client: Client) -> Client:
    """The browser of an administrator."""
    client.force_login(UserFactory(name="Root", administrator=True))
    return client


def test_the_entrance_counts_what_there_is(
    admin_browser: Client, django_assert_max_num_queries: Any
) -> None:
    UserFactory(name="Nowhere", sales=True)
    UserFactory(is_active=False)
    JobFactory(state=JobState.FAILED, actor=None)

    with django_assert_max_num_queries(14):
        found = admin_browser.get(reverse("accounts:administration")).context_data["found"]

    assert found.people == {"active": 2, "inactive": 1, "nowhere": 1}
    assert found.jobs == {"under_way": 0, "failed": 1}


@pytest.mark.parametrize("page", ["administration", "user_list"])
def test_the_entrance_is_for_administrators(client: Client, page: str) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse(f"accounts:{page}")).status_code == 403


def test_failed_work_goes_on_where_it_stopped_and_other_work_is_left(admin_browser: Client) -> None:
    failed = JobFactory(kind="nothing.known", state=JobState.FAILED, error="Why", done=3)
    done = JobFactory(state=JobState.DONE)
    shown = admin_browser.get(reverse("accounts:job_list"))

    for job in (failed, done):
        admin_browser.post(reverse("accounts:job_retry", args=[job.public_id]))

    assert [line["can_retry"] for line in shown.context_data["lines"]].count(True) == 1
    for job in (failed, done):
        job.refresh_from_db()
    assert (failed.state, failed.done, done.state) == (JobState.QUEUED, 3, JobState.DONE)


def test_others_see_their_own_jobs_and_retry_none(client: Client) -> None:
    person = UserFactory()
    own, other = JobFactory(actor=person, state=JobState.FAILED), JobFactory()
    client.force_login(person)

    shown = client.get(reverse("accounts:job_list")).context_data["lines"]

    assert [(line["job"], line["can_retry"]) for line in shown] == [(own, False)]
    assert client.post(reverse("accounts:job_retry", args=[own.public_id])).status_code == 403
    assert client.post(reverse("accounts:job_retry", args=[other.public_id])).status_code == 404


def test_people_ticked_may_no_longer_sign_in_but_oneself_may(admin_browser: Client) -> None:
    one, two = UserFactory(), UserFactory()
    me = User.objects.get(name="Root")
    ids = [str(each.public_id) for each in (one, me)] + ["nonsense"]

    admin_browser.post(reverse("accounts:user_state"), {"person": ids, "to": "inactive"})

    active = dict(User.objects.values_list("pk", "is_active"))
    assert (active[one.pk], active[two.pk], active[me.pk]) == (False, True, True)
    admin_browser.post(reverse("accounts:user_state"), {"person": ids, "to": "active"})
    one.refresh_from_db()
    assert one.is_active


def test_whoever_is_invited_gets_the_link_by_mail(admin_browser: Client) -> None:
    typed = {"name": "New", "email": "new@example.org", "role": "sales", "language": "fr"}

    admin_browser.post(reverse("accounts:user_create"), typed)
    person = User.objects.get(email="new@example.org")
    admin_browser.post(reverse("accounts:user_invite", args=[person.public_id]))

    assert [message.to for message in mail.outbox] == [["new@example.org"]] * 2
    assert all("/password/reset/key/" in message.body for message in mail.outbox)


def test_the_list_finds_people_and_its_file_holds_the_same(admin_browser: Client) -> None:
    UserFactory(name="Zoé Martin", sales=True)
    asked = {"q": "zoé", "state": "nowhere"}

    page = admin_browser.get(reverse("accounts:user_list"), asked)
    file = admin_browser.get(reverse("accounts:user_export", args=["csv"]), asked)

    assert [each.name for each in page.context_data["page"]] == ["Zoé Martin"]
    assert b"".join(file.streaming_content).decode().count("\n") == 2
