"""The catalogue's rules as Django's system checks, and the rules it can't know by itself."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from metrics.catalogue.catalogue import CATALOGUE
from metrics.catalogue.rules import Issue, issues
from metrics.phrases import REASONS
from metrics.queries.datasets.all import DATASETS
from metrics.queries.measures import MEASURES
from metrics.sentences.every import SENTENCES


@register()
def catalogue_is_sound(**_kwargs: Any) -> list[CheckMessage]:
    """Report everything that is wrong with the catalogue of indicators."""
    found = [*issues(tuple(CATALOGUE)), *inputs_exist(), *measures_are_of_fields(), *words_exist()]
    return [
        Error(issue.message, obj=issue.key, id=f"metrics.E{number:03}")
        for number, issue in enumerate(found, start=1)
    ]


def inputs_exist() -> Iterator[Issue]:
    """Report indicators whose measures don't exist."""
    for indicator in CATALOGUE.computed():
        for key in (*indicator.inputs, indicator.opens):
            if key not in MEASURES:
                yield Issue(indicator.key, f"There is no measure {key}.")


def measures_are_of_fields() -> Iterator[Issue]:
    """Report measures of datasets, fields and instants that don't exist."""
    for measure in MEASURES.values():
        dataset = DATASETS.get(measure.dataset)
        if dataset is None:
            yield Issue(measure.key, f"There is no dataset {measure.dataset}.")
            continue
        names = {field.name for field in dataset.fields}
        if measure.field and measure.field not in names:
            yield Issue(measure.key, f"{dataset.key} has no field {measure.field}.")
        if measure.dated_by and measure.dated_by not in dataset.dates:
            yield Issue(measure.key, f"{dataset.key} isn't dated by {measure.dated_by}.")


def words_exist() -> Iterator[Issue]:
    """Report codes that no person could read."""
    for indicator in CATALOGUE.computed():
        if indicator.key not in SENTENCES:
            yield Issue(indicator.key, "No sentence says how the number came about.")
    for measure in MEASURES.values():
        for reason in (*(each.reason for each in measure.left_out), measure.undated):
            if reason and reason not in REASONS:
                yield Issue(measure.key, f"No words say what {reason} means.")
