"""Every dataset, by its key."""

from collections.abc import Mapping

from metrics.queries.datasets.dataset import Dataset
from metrics.queries.datasets.enrolments import ENROLMENTS
from metrics.queries.datasets.opportunities import (
    OPPORTUNITIES,
    STAGE_STEPS,
    WEIGHTED_OPPORTUNITIES,
)
from metrics.queries.datasets.surveys import INVITATIONS, RESPONSES

DATASETS: Mapping[str, Dataset] = {
    each.key: each
    for each in (
        ENROLMENTS, INVITATIONS, OPPORTUNITIES, RESPONSES, STAGE_STEPS, WEIGHTED_OPPORTUNITIES,
    )
}  # fmt: skip

FOR_TEAMS = ("opportunities", "responses", "invitations", "enrolments")
"""The datasets that a team may build indicators of."""
