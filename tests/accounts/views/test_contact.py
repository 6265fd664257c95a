"""The page of one person: lines, relationships with their ratings, what they allow."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.addresses import keyed_hash
from accounts.enums import ConsentSource, ConsentState
from accounts.models import (
    Account,
    ConsentEvent,
    Contact,
    InfluenceLine,
    Relationship,
    RelationshipRating,
    ReportingLine,
    Suppression,
    User,
)
from accounts.queries.consent import state_at
from accounts.queries.contact import bonds_of, lines_of
from accounts.queries.moment import Moment
from tests.factories import (
    ConsentEventFactory,
    ContactFactory,
    RelationshipFactory,
    RelationshipRatingFactory,
    ReportingLineFactory,
    SuppressionFactory,
    UserFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
JANUARY, JUNE = datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 6, 5, tzinfo=UTC)


def url(name: str, row: Any, *args: Any) -> str:
    """Return the address of a page about a row."""
    return reverse(f"accounts:{name}", args=[row.public_id, *args])


def every(model: Any, **which: Any) -> Any:
    """Return every row, withdrawn ones too."""
    return model.objects.unscoped("a test looks at everything").filter(**which)


@pytest.fixture
def contact(account: Account) -> Contact:
    """A person of the account."""
    return ContactFactory(account=account, name="Inès", email="ines@aerolys.test")


@pytest.fixture
def boss(account: Account) -> Contact:
    """Whom the person reports to."""
    return ContactFactory(account=account, name="Thibault")


def test_the_page_shows_the_person_and_offers_sales_to_rate(
    browser_of: BrowserOf, seller: User, contact: Contact
) -> None:
    bond = RelationshipFactory(contact=contact, user=seller)
    RelationshipRatingFactory(
        relationship=bond, level=2, wanted=3, stance="favorable", reason="She called.",
        occurred_at=JANUARY,
    )  # fmt: skip

    page = browser_of(seller).get(url("contact_detail", contact)).content.decode()

    for words in ("Inès", "In regular exchange", "She called.", "Nothing known"):
        assert words in page
    assert url("rating_add", bond) in page
    assert url("consent_add", contact) not in page


def test_a_person_of_others_is_not_there(browser_of: BrowserOf, contact: Contact) -> None:
    browser = browser_of(UserFactory(sales=True))

    assert browser.get(url("contact_detail", contact)).status_code == 404


# Lines


def test_a_line_is_drawn_once_and_ends(
    browser_of: BrowserOf, manager: User, contact: Contact, boss: Contact
) -> None:
    typed = {"manager": boss.public_id, "kind": "primary", "first_day": "2026-01-05"}
    browser = browser_of(manager)

    codes = [browser.post(url("reporting_add", contact), typed).status_code for _ in range(2)]
    edit = url("reporting_edit", contact, boss.public_id, "primary")
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, {"seen": seen, "first_day": "2026-01-05", "last_day": "2026-05-31"})

    assert codes == [302, 302]
    old, new = every(ReportingLine).order_by("pk")
    assert (old.to_at, new.replaces) == (None, old)
    assert new.to_at == datetime(2026, 5, 31, 22, tzinfo=UTC)
    assert [line.row for line in lines_of(SYSTEM, boss, Moment(JUNE)).below] == [new]


def test_two_managers_at_a_time_are_refused(
    browser_of: BrowserOf, manager: User, contact: Contact, boss: Contact
) -> None:
    ReportingLineFactory(contact=contact)
    typed = {"manager": boss.public_id, "kind": "primary", "first_day": "2026-01-05"}

    response = browser_of(manager).post(url("reporting_add", contact), typed)

    assert response.status_code == 422
    assert "another manager" in response.content.decode()


def test_influence_has_a_weight_and_is_corrected(
    browser_of: BrowserOf, manager: User, contact: Contact, boss: Contact
) -> None:
    typed = {"influenced": boss.public_id, "weight": "2", "first_day": "2026-01-05"}
    browser = browser_of(manager)

    browser.post(url("influence_add", contact), typed)
    edit = url("influence_edit", contact, boss.public_id)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    browser.post(edit, {"seen": seen, "weight": "3", "first_day": "2026-01-05"})

    assert [row.weight for row in every(InfluenceLine).order_by("pk")] == [2, 3]
    assert every(InfluenceLine, voided_at=None).get().replaces_id


def test_lines_stay_within_the_account(
    browser_of: BrowserOf, manager: User, contact: Contact, foreign: Account
) -> None:
    stranger = ContactFactory(account=foreign)
    typed = {"manager": stranger.public_id, "kind": "primary", "first_day": "2026-01-05"}

    assert browser_of(manager).post(url("reporting_add", contact), typed).status_code == 422


# Relationships


def test_sales_write_down_a_relationship_and_rate_it(
    browser_of: BrowserOf, seller: User, contact: Contact
) -> None:
    browser = browser_of(seller)
    once = browser.get(url("relationship_create", contact)).context_data["once"]

    response = browser.post(url("relationship_create", contact), {"user": seller.pk, "once": once})
    rated = {"level": "1", "wanted": "3", "stance": "neutral", "day": "2026-06-05"}
    browser.post(response.url, rated)

    row = every(RelationshipRating).get()
    assert (row.relationship, row.recorded_by) == (every(Relationship).get(), seller)
    assert (row.level, row.wanted, row.stance) == (1, 3, "neutral")


def test_leadership_reads_ratings_and_writes_none(
    browser_of: BrowserOf, leader: User, contact: Contact
) -> None:
    bond = RelationshipFactory(contact=contact)

    assert browser_of(leader).get(url("contact_detail", contact)).status_code == 200
    assert browser_of(leader).get(url("rating_add", bond)).status_code == 403


def test_a_rating_holds_until_the_next_one_or_its_end(contact: Contact) -> None:
    bond = RelationshipFactory(contact=contact)
    first = RelationshipRatingFactory(relationship=bond, level=1, occurred_at=JANUARY)
    second = RelationshipRatingFactory(
        relationship=bond, level=2, occurred_at=JUNE, expires_on="2026-07-31"
    )

    def at(when: datetime) -> Any:
        return bonds_of(SYSTEM, contact, Moment(when))[0].now

    assert at(JANUARY - timedelta(days=1)) is None
    assert at(JUNE - timedelta(days=1)) == first
    assert at(JUNE) == second
    assert at(JUNE + timedelta(days=90)) is None


def test_a_corrected_rating_is_read_by_both_clocks(
    browser_of: BrowserOf, seller: User, contact: Contact
) -> None:
    bond = RelationshipFactory(contact=contact)
    RelationshipRatingFactory(relationship=bond, level=1, occurred_at=JANUARY)
    RelationshipRatingFactory(relationship=bond, level=2, occurred_at=JUNE)
    edit = url("rating_edit", bond, 1)
    browser = browser_of(seller)
    form = browser.get(edit).context_data["form"]
    typed = {"seen": form.initial["seen"], "level": "3", "stance": "driver", "day": "2026-01-05"}

    browser.post(edit, typed)

    old, _june, new = every(RelationshipRating, relationship=bond).order_by("pk")
    assert (old.level, new.level, new.replaces) == (1, 3, old)
    assert old.voided_at is not None
    assert bonds_of(SYSTEM, contact, Moment(JUNE - timedelta(days=1)))[0].now == new


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_ratings_of_any_number_of_colleagues_take_two_statements(
    django_assert_num_queries: Any, contact: Contact, count: int
) -> None:
    for _ in range(count):
        RelationshipRatingFactory(relationship__contact=contact)

    with django_assert_num_queries(2):
        assert len(bonds_of(SYSTEM, contact, Moment.now())) == count


# What they allow


def typed_line(action: str, **more: Any) -> dict[str, Any]:
    """Return what is typed into a line of the ledger."""
    return {
        "action": action,
        "purpose": "marketing",
        "channel": "email",
        "basis": "consent",
        "occurred_at": "2026-03-02T10:00:00",
        "proof_ref": "form 12",
        **more,
    }


def standing(contact: Contact) -> str:
    """Return how a person stands for marketing by e-mail."""
    rows = every(Contact, pk=contact.pk)
    return state_at(rows, "marketing", "email", timezone.now())[contact.pk].state


def test_a_consent_is_written_once_and_withdrawn(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    browser = browser_of(manager)
    page = url("consent_add", contact)

    codes = [browser.post(page, typed_line("given")).status_code for _ in range(2)]
    given = standing(contact)
    browser.post(page, typed_line("withdrawn", occurred_at="2026-04-02T10:00:00"))

    assert codes == [302, 302]
    assert (given, standing(contact)) == (ConsentState.CONSENTED, ConsentState.REFUSED)
    first = every(ConsentEvent).order_by("pk").first()
    assert (first.source, first.recorded_by) == (ConsentSource.PERSON, manager)
    assert every(ConsentEvent).count() == 2


def test_what_has_not_happened_is_not_written(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    later = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S")

    response = browser_of(manager).post(
        url("consent_add", contact), typed_line("given", occurred_at=later)
    )

    assert response.status_code == 422
    assert not every(ConsentEvent).exists()


def test_a_line_is_taken_back_and_a_refusal_is_not(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    ConsentEventFactory(contact=contact)
    ConsentEventFactory(contact=contact, action="objected")
    browser = browser_of(manager)

    for place in (1, 2):
        browser.post(url("consent_take_back", contact, place))

    given, objected = every(ConsentEvent).order_by("pk")
    assert given.voided_at is not None
    assert objected.voided_at is None
    assert browser.post(url("consent_take_back", contact, 3)).status_code == 404


def test_what_was_refused_on_a_merged_record_is_read_here_and_not_taken_back(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    twin = ContactFactory(account=contact.account, merged_into=contact)
    ConsentEventFactory(contact=twin)
    ConsentEventFactory(contact=twin, action="objected", channel="phone")
    browser = browser_of(manager)

    browser.post(url("consent_add", contact), typed_line("given"))
    page = browser.get(url("contact_detail", contact)).context_data

    assert [(line.row.action, line.place) for line in page["ledger"]] == [
        ("given", 1), ("objected", 0), ("given", 0),
    ]  # fmt: skip
    assert [line.can_be_taken_back for line in page["ledger"]] == [True, False, False]
    assert {each.channel: each.standing.state for each in page["permissions"]} == {
        "email": "consented",
        "phone": "refused",
    }


def test_an_address_is_suppressed_once_by_its_hash_alone(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    typed = {"channel": "email", "reason": "objected"}
    browser = browser_of(manager)

    codes = [browser.post(url("address_suppress", contact), typed).status_code for _ in range(2)]

    row = every(Suppression).get()
    assert codes == [302, 302]
    assert row.address_hash == keyed_hash(" Ines@Aerolys.test", settings.ADDRESS_KEY)
    assert standing(contact) == ConsentState.SUPPRESSED


def test_administrators_see_suppressed_addresses_and_nobody_else(
    browser_of: BrowserOf, manager: User, contact: Contact
) -> None:
    SuppressionFactory(contact=contact)
    page = reverse("accounts:suppression_list")

    assert "Inès" in browser_of(UserFactory(administrator=True)).get(page).content.decode()
    assert browser_of(manager).get(page).status_code == 403
