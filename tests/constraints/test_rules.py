"""The database refuses each row that breaks a rule, whoever writes it: plain SQL tries them all."""

from typing import Any

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

from tests.constraints.breaking import (
    NOWHERE,
    apart,
    change_in_place,
    copy_with,
    fields_of_rule,
    foreign_keys,
    good_row,
    installed_constraints,
    plain_models,
    rule_behind,
)
from tests.constraints.samples import BESIDE_A_KEY, BREAKING, Sample

pytestmark = pytest.mark.django_db

RULES = [(model, rule) for model in plain_models() for rule in model._meta.constraints]
WITHOUT_A_SAMPLE = (models.UniqueConstraint, ExclusionConstraint)  # a plain copy breaks them


def named(value: Any) -> str:
    """Return the name of a parameter of a test."""
    return value._meta.label if isinstance(value, type) else str(value.name)


def fields_of(kind: type[Any] | tuple[type[Any], ...], **traits: Any) -> list[Any]:
    """Return the fields of all models that are of a kind and have these traits."""
    fields = [field for model in plain_models() for field in model._meta.local_concrete_fields]
    return [
        field
        for field in fields
        if isinstance(field, kind)
        and not field.primary_key
        and all(getattr(field, name) == value for name, value in traits.items())
    ]


def test_each_rule_has_a_sample_and_no_sample_is_stale() -> None:
    needed = {rule.name for _, rule in RULES if not isinstance(rule, WITHOUT_A_SAMPLE)}
    every = {rule.name for _, rule in RULES}

    assert needed - BREAKING.keys() == set()
    assert BREAKING.keys() - every == set()


@pytest.mark.parametrize(("model", "rule"), RULES, ids=named)
def test_the_database_refuses_a_row_that_breaks(model: Any, rule: Any) -> None:
    sample = BREAKING.get(rule.name, Sample())
    row = good_row(model, sample.given)
    kept = set() if isinstance(rule, models.CheckConstraint) else set(fields_of_rule(rule))

    if sample.in_place:
        refused = change_in_place(row, sample.changes)
    else:
        refused = copy_with(row, {**apart(row, rule), **sample.changes}, kept)

    assert refused is not None, f"{rule.name} refuses nothing"
    assert rule_behind(refused) == rule.name


@pytest.mark.parametrize("model", plain_models(), ids=named)
def test_the_database_takes_a_copy_that_breaks_nothing(model: Any) -> None:
    row = good_row(model)

    assert copy_with(row, apart(row)) is None


@pytest.mark.parametrize("field", fields_of(models.Field, unique=True), ids=str)
def test_a_unique_value_is_taken_once(field: Any) -> None:
    given = {field.name: good_row(field.related_model)} if field.is_relation else {}
    row = good_row(field.model, given)

    refused = copy_with(row, {}, {field.name})

    assert refused is not None
    assert refused.sqlstate in {"23505", "23P01"}  # a unique or an exclusion violation


KEYS = [key for model in plain_models() for key in foreign_keys(model)]


@pytest.mark.parametrize("key", KEYS, ids=str)
def test_a_key_leads_to_a_row(key: Any) -> None:
    row = good_row(key.model)
    others = BESIDE_A_KEY.get(str(key), {})

    refused = copy_with(row, {**apart(row), **others, key.column: NOWHERE})

    assert refused is not None
    assert refused.sqlstate == "23503"  # a foreign key violation


CUT_BY = {"accounts.Touch.occurred_at"}


@pytest.mark.parametrize("field", fields_of(models.Field, null=False), ids=str)
def test_what_must_be_there_is_there(field: Any) -> None:
    refused = copy_with(good_row(field.model), {field.column: "NULL"})

    assert refused is not None
    if str(field) in CUT_BY:
        assert refused.sqlstate == "23514"  # a row of no month has no part to lie in
    else:
        assert (refused.sqlstate, refused.diag.column_name) == ("23502", field.column)


POSITIVE = (
    models.PositiveBigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)


@pytest.mark.parametrize("field", fields_of(POSITIVE), ids=str)
def test_what_counts_is_not_below_zero(field: Any) -> None:
    refused = copy_with(good_row(field.model), {field.column: "-1"})

    assert refused is not None
    assert refused.sqlstate == "23514"  # a check violation


@pytest.mark.parametrize("field", fields_of(models.CharField), ids=str)
def test_a_text_is_no_longer_than_its_column(field: Any) -> None:
    refused = copy_with(
        good_row(field.model), {field.column: f"repeat('x', {field.max_length + 1})"}
    )

    assert refused is not None
    assert refused.sqlstate == "22001"  # a string too long


def test_no_rule_is_in_the_models_alone() -> None:
    indexes = (models.UniqueConstraint,)
    checks = {rule.name for _, rule in RULES if not isinstance(rule, indexes)}

    assert checks - installed_constraints("cx").keys() == set()
