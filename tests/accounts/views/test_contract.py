"""Contracts: written with their terms, renewed, refused, corrected, and what plans assume."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import correct, known, record
from accounts.models import Account, Contract, ContractTerms, PlanAssumption, User
from accounts.queries.contract import contracts_of, terms_at
from tests.factories import UserFactory
from tests.factories.agreement import (
    ContractFactory,
    ContractTermsFactory,
    PlanAssumptionFactory,
)

BrowserOf = Callable[[User], Client]
pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 4)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TYPED = {
    "name": "Maintenance",
    "status": "signed",
    "day": "2026-01-10",
    "starts_on": "2026-02-01",
    "due_on": "2027-02-01",
    "acv": "120000",
    "currency": "eur",
}


def address(route: str, row: Any, *more: Any) -> str:
    return reverse(f"accounts:{route}", args=[row.public_id, *more])


def rows(model: Any) -> Any:
    return model.objects.visible_to(SYSTEM)


def test_a_contract_is_written_with_what_it_says(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    response = browser_of(manager).post(address("contract_create", account), TYPED)

    contract, terms = rows(Contract).get(), rows(ContractTerms).get()
    assert (contract.name, terms.contract, terms.acv, terms.currency) == (
        "Maintenance",
        contract,
        120000,
        "EUR",
    )
    assert terms.recorded_by == manager
    assert response.url.endswith(f"#contract-{contract.public_id}")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"currency": ""}, "An amount needs a currency"),
        ({"due_on": "2026-01-01"}, "A contract is due after it starts."),
        ({"day": ""}, "This field is required."),
    ],
)
def test_a_contract_whose_terms_break_a_rule_is_not_written(
    browser_of: BrowserOf, manager: User, account: Account, wrong: Any, said: str
) -> None:
    response = browser_of(manager).post(address("contract_create", account), TYPED | wrong)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not rows(Contract).exists()


def test_a_renewal_starts_from_the_contract_that_it_renews(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    old = ContractFactory(account=account, name="Maintenance")
    ContractFactory()
    browser = browser_of(manager)

    page = browser.get(f"{address('contract_create', account)}?renews={old.public_id}")
    form = page.context_data["form"]
    offered = list(form.fields["renewal_of"].queryset)
    browser.post(address("contract_create", account), TYPED | {"renewal_of": old.pk})

    assert (form.initial["renewal_of"], form.initial["name"]) == (old.pk, "Maintenance")
    assert offered == [old]
    assert rows(Contract).get(renewal_of=old).name == "Maintenance"


def test_a_renewal_is_refused_from_a_day_on(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    contract = ContractTermsFactory(contract__account=account).contract
    browser = browser_of(manager)
    form = browser.get(f"{address('terms_create', contract)}?status=refused").context_data["form"]

    browser.post(
        address("terms_create", contract),
        {"status": "refused", "day": "2026-03-01", "acv": "100", "currency": "EUR"},
    )

    assert (form.initial["status"], form.initial["acv"]) == ("refused", 100)
    assert terms_at(SYSTEM, contract, NOON).status == "refused"
    assert terms_at(SYSTEM, contract, datetime(2026, 2, 1, tzinfo=UTC)).status == "signed"


def test_terms_said_twice_are_one(browser_of: BrowserOf, manager: User, account: Account) -> None:
    contract = ContractFactory(account=account)
    sent = {"status": "ended", "day": "2026-03-01"}

    for _ in range(2):
        browser_of(manager).post(address("terms_create", contract), sent)

    assert rows(ContractTerms).count() == 1


def test_the_past_is_corrected_by_a_new_row(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    first = ContractTermsFactory(contract__account=account, acv=100)
    ContractTermsFactory(contract=first.contract, acv=150, occurred_at=NOON)
    browser, edit = browser_of(manager), address("terms_edit", first.contract, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    sent = {"status": "signed", "day": "2020-01-01", "acv": "90", "currency": "EUR", "seen": seen}

    response = browser.post(edit, sent)

    assert response.status_code == 302
    mended = rows(ContractTerms).get(replaces=first)
    assert (mended.acv, mended.occurred_at) == (90, first.occurred_at)
    assert terms_at(SYSTEM, first.contract, NOON - timedelta(days=1)).acv == 90


def test_a_correction_of_what_changed_meanwhile_shows_both(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    first = ContractTermsFactory(contract__account=account, acv=100)
    browser, edit = browser_of(manager), address("terms_edit", first.contract, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    correct(SYSTEM, first, acv=Decimal(80))
    sent = {"status": "signed", "day": "2020-01-01", "acv": "90", "currency": "EUR", "seen": seen}

    response = browser.post(edit, sent)

    assert response.status_code == 409
    assert rows(ContractTerms).get(known()).acv == 80


def test_terms_are_withdrawn(browser_of: BrowserOf, manager: User, account: Account) -> None:
    terms = ContractTermsFactory(contract__account=account)
    browser, edit = browser_of(manager), address("terms_edit", terms.contract, 1)
    seen = browser.get(edit).context_data["form"].initial["seen"]
    sent = {"status": "signed", "day": "2020-01-01", "seen": seen, "withdraw": "yes"}

    browser.post(edit, sent)

    assert not rows(ContractTerms).filter(known()).exists()
    assert browser.get(edit).status_code == 404


def test_terms_are_read_by_both_clocks(account: Account) -> None:
    contract = ContractFactory(account=account)
    told = record(
        SYSTEM, ContractTerms(contract=contract, status="signed", occurred_at=NOON, due_on=TODAY)
    )
    correct(SYSTEM, told, due_on=TODAY + timedelta(days=30))

    def due(at: datetime, known_at: Any = None) -> Any:
        row = terms_at(SYSTEM, contract, at, known_at)
        return row.due_on if row else None

    assert due(NOON - timedelta(days=1)) is None
    assert due(NOON) == TODAY + timedelta(days=30)
    told.refresh_from_db()
    assert due(NOON, told.voided_at) == TODAY


def test_what_is_due_stands_first_and_what_is_renewed_is_not_ahead(account: Account) -> None:
    def contract(name: str, due_on: date | None, status: str = "signed", **more: Any) -> Contract:
        terms = ContractTermsFactory(
            contract__account=account,
            contract__name=name,
            status=status,
            due_on=due_on,
            **more,
        )
        return terms.contract  # type: ignore[no-any-return]

    late = contract("late", TODAY - timedelta(days=1))
    contract("soon", TODAY + timedelta(days=20))
    contract("far", TODAY + timedelta(days=400))
    contract("refused", TODAY + timedelta(days=10), "refused")
    old = contract("old", TODAY + timedelta(days=5))
    contract("new", None, contract__renewal_of=old)

    found = {line.contract.name: line for line in contracts_of(SYSTEM, account, NOON, TODAY)}

    assert [name for name, line in found.items() if line.is_ahead] == ["late", "soon", "far"]
    assert {name: line.code for name, line in found.items()} == {
        "late": "overdue",
        "soon": "due_soon",
        "far": "signed",
        "refused": "not_renewed",
        "old": "signed",
        "new": "signed",
    }
    assert found[late.name].days_left == -1


@pytest.mark.parametrize("count", [1, 3, 40])
def test_contracts_are_listed_in_few_statements(
    browser_of: BrowserOf,
    manager: User,
    account: Account,
    count: int,
    django_assert_max_num_queries: Any,
) -> None:
    ContractTermsFactory.create_batch(count, contract__account=account)
    browser = browser_of(manager)

    with django_assert_max_num_queries(8):
        response = browser.get(address("contract_list", account))

    assert len(response.context_data["lines"]) == count


# What plans take for granted


def test_a_run_off_rate_is_assumed_ended_and_read_by_both_clocks(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    browser = browser_of(manager)
    sent = {"key": "accepted_runoff_rate", "percent": "12.5", "first_day": "2026-01-01"}
    browser.post(address("assumption_create", account), sent)
    first = rows(PlanAssumption).get()
    edit = address("assumption_edit", first)
    seen = browser.get(edit).context_data["form"].initial["seen"]

    browser.post(edit, {"percent": "10", "first_day": "2026-01-01", "seen": seen})

    second = rows(PlanAssumption).get(replaces=first)
    assert (first.value, second.value, second.account) == (
        Decimal("0.125"),
        Decimal("0.1"),
        account,
    )
    assert first.public_id != second.public_id
    first.refresh_from_db()
    assert rows(PlanAssumption).get(known(first.voided_at)) == first


def test_a_second_value_for_the_same_time_is_refused(
    browser_of: BrowserOf, manager: User, account: Account
) -> None:
    PlanAssumptionFactory(account=account)
    sent = {"key": "accepted_runoff_rate", "percent": "5", "first_day": "2026-01-01"}

    response = browser_of(manager).post(address("assumption_create", account), sent)

    assert response.status_code == 422
    assert "has a value in that time already" in response.content.decode()


def test_only_an_administrator_changes_what_holds_for_all(
    browser_of: BrowserOf, manager: User
) -> None:
    common = PlanAssumptionFactory(account=None)
    administrator = UserFactory(administrator=True)

    answers = [
        browser_of(person).get(address("assumption_edit", common)).status_code
        for person in (manager, administrator)
    ]

    assert answers == [403, 200]
    page = browser_of(manager).get(reverse("accounts:assumption_list")).content.decode()
    assert "10.0%" in page


def test_what_is_due_today_is_seen_on_the_page(
    browser_of: BrowserOf, seller: User, account: Account
) -> None:
    ContractTermsFactory(contract__account=account, due_on=timezone.localdate() + timedelta(days=7))

    page = browser_of(seller).get(address("contract_list", account)).content.decode()

    assert "7 days left" in page
