"""The site does not start with an address without a policy, nor with a row without a guard."""

from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import models
from django.test.utils import isolate_apps

from abmplanner import checks, policy
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from abmplanner.policy import Route


def ids(**kwargs: Any) -> list[str | None]:
    """Return the ids of what the house's checks report."""
    found = run_checks(**kwargs)
    return sorted(str(m.id) for m in found if str(m.id).startswith("abmplanner."))


def test_the_house_is_whole() -> None:
    assert ids() == []


def test_an_address_without_a_policy_stops_every_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(policy.ROUTES, "healthz")

    with pytest.raises(CommandError, match="does not know the route 'healthz'"):
        call_command("check")


def test_a_policy_without_an_address_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.ROUTES, "nowhere", Route("self"))

    assert ids() == ["abmplanner.E002"]


@pytest.mark.parametrize(
    ("route", "id_"),
    [
        (Route("fly"), "abmplanner.E003"),
        (Route("self", methods={"POST": "fly"}), "abmplanner.E003"),
        (Route("self", on="accounts.Nobody"), "abmplanner.E004"),
        (Route("self", on="accounts.User"), "abmplanner.E004"),
    ],
)
def test_an_unknown_word_is_reported(
    monkeypatch: pytest.MonkeyPatch, route: Route, id_: str
) -> None:
    monkeypatch.setitem(policy.ROUTES, "healthz", route)

    assert ids() == [id_]


@isolate_apps("tests")
def test_a_model_without_a_guard_is_found() -> None:
    class Guarded(ScopedModel):
        objects = ScopedQuerySet.as_manager()

        class Meta(ScopedModel.Meta):
            app_label = "tests"

    class Open(ScopedModel):
        objects = models.Manager()

        class Meta(ScopedModel.Meta):
            app_label = "tests"

    class Child(models.Model):  # noqa: DJ008 -- nobody reads it
        guarded = models.ForeignKey(Guarded, models.CASCADE)

        class Meta:
            app_label = "tests"

    found = [(m, checks.must_be_guarded(m), checks.guards(m)) for m in (Guarded, Open, Child)]

    assert found == [(Guarded, True, True), (Open, True, False), (Child, True, False)]
