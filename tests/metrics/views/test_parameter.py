"""Pages of the settings of measures: who may change what, versions, and the number that says so."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from abmplanner.kit.actor import SYSTEM
from accounts.models import Account, Program, User
from metrics.catalogue.parameters import DEFAULTS
from metrics.models import ParameterSet
from tests.factories import ParameterSetFactory, UserFactory

pytestmark = pytest.mark.django_db

HERE, CHANGE = "/settings/", "/settings/change/"


def typed(**changes: Any) -> dict[str, Any]:
    """Return the form as it is sent, with some fields changed."""
    said = {}
    for key, value in {**DEFAULTS, **changes}.items():
        if isinstance(value, bool):
            said |= {key: "on"} if value else {}
        else:
            said[key] = ", ".join(value) if isinstance(value, tuple | list) else value
    return {"from_on": "2026-03-01", "note": "Tried out", "seen": 0, **said}


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(UserFactory(administrator=True, name="Anna"))
    return client


def test_an_administrator_saves_a_new_version(boss: Client) -> None:
    answer = boss.post(CHANGE, typed(engaged_minutes=25, mqa_demo_links=["demo", "try"]))

    row = ParameterSet.objects.visible_to(SYSTEM).get()
    assert (answer.status_code, answer["Location"]) == (302, HERE)
    assert row.values == {"engaged_minutes": 25, "mqa_demo_links": ["demo", "try"]}
    assert (row.number, row.from_at.astimezone().date(), row.program) == (1, date(2026, 3, 1), None)
    page = boss.get(HERE).content.decode()
    assert "Version 1" in page
    assert "Anna" in page
    assert "25 minutes" in page
    assert "demo, try" in page


def test_what_can_not_be_and_what_somebody_changed_meanwhile_is_refused(boss: Client) -> None:
    beyond = boss.post(CHANGE, typed(mqa_people=-1))
    ParameterSetFactory(number=1)
    late = boss.post(CHANGE, typed(mqa_people=3))

    assert (beyond.status_code, late.status_code) == (422, 422)
    assert "Somebody else has just changed the settings." in late.content.decode()
    assert ParameterSet.objects.visible_to(SYSTEM).count() == 1
    assert boss.get(CHANGE).context["form"]["seen"].value() == 1


def test_who_keeps_a_program_sets_its_own(manager: User, program: Program, browser_of: Any) -> None:
    browser = browser_of(manager)
    here = f"/programs/{program.public_id}/settings/"
    ParameterSetFactory(number=1, values={"mqa_days": 60})

    assert browser.get(CHANGE).status_code == 403
    answer = browser.post(f"{here}change/", typed(mqa_days=60, mqa_minutes=80))

    row = ParameterSet.objects.visible_to(SYSTEM).get(program=program)
    assert answer["Location"] == here
    assert (row.values, row.recorded_by) == ({"mqa_minutes": 80}, manager)
    page = browser.get(here).content.decode()
    assert "60 days" in page
    assert "80 minutes" in page


def test_leaders_read_and_strangers_do_not(leader: User, program: Program, browser_of: Any) -> None:
    browser = browser_of(leader)
    here = f"/programs/{program.public_id}/settings/"

    assert browser.get(here).status_code == 200
    assert browser.get(HERE).status_code == 200
    assert browser.get(f"{here}change/").status_code == 403
    assert browser_of(UserFactory(sales=True)).get(here).status_code == 404


def test_the_page_of_a_number_says_which_version(
    manager: User, account: Account, browser_of: Any
) -> None:
    ParameterSetFactory(number=4)
    page = browser_of(manager).get(
        "/measures/group_engagement/", {"scope": f"account:{account.public_id}"}
    )

    assert "version 4 of the installation" in page.content.decode()
