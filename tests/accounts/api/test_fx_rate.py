"""Exchange rates, told by programs of administrators."""

import pytest

from tests.callers import signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
RATE = {"base": "USD", "quote": "EUR", "from_on": "2026-01-01", "rate": "0.92000000"}


def test_a_rate_is_added_and_put_right_by_an_administrator() -> None:
    caller = signed_in(UserFactory(administrator=True))

    made = caller.post("rates/", RATE).json()
    changed = caller.patch(f"rates/{made['id']}/", {"rate": "0.93000000"}, version=1)

    assert changed.json()["rate"] == "0.93000000"
    assert caller.patch(f"rates/{made['id']}/", {"rate": "1"}, version=1).status_code == 409
    assert caller.post("rates/", {**RATE, "base": "usd"}).status_code == 400
    assert caller.post("rates/", {**RATE, "rate": "0", "quote": "CHF"}).status_code == 400


def test_managers_read_rates_and_nobody_else_writes_them() -> None:
    manager, seller = signed_in(UserFactory()), signed_in(UserFactory(role="sales"))

    assert manager.get("rates/").status_code == 200
    assert manager.post("rates/", RATE).status_code == 403
    assert seller.get("rates/").status_code == 403
