"""What passes in networks against the oracle, on companies that Hypothesis makes up."""

from random import Random

import pytest
from hypothesis import given

from abmplanner.kit.by_month import make_months
from accounts.models import Touch
from tests.oracle.company import MOMENTS, inquiries
from tests.oracle.company_health import SPOKEN_AT, fill_with_networks
from tests.oracle.histories import worlds
from tests.oracle.records import Question, World
from tests.oracle.test_engine import compare, of_histories

pytestmark = pytest.mark.django_db

KEYS = [
    "social_score", "social_selling_activity", "ssi_imported", "social_communication",
    "social_engagement_rate", "social_posts", "social_conversations", "social_maturity",
]  # fmt: skip


@pytest.fixture
def months() -> None:
    """Make the parts of the table of touches that any world needs."""
    make_months(Touch._meta.db_table, [*MOMENTS, *SPOKEN_AT])  # noqa: SLF001 -- Django's own name


@pytest.mark.usefixtures("months")
@of_histories
@given(worlds(), inquiries())
def test_engine_and_oracle_say_the_same_of_networks(world: World, question: Question) -> None:
    for contact in world.contacts[::2]:
        contact.has_profile = True
    fill_with_networks(world, Random(len(world.stays) * 7 + len(world.deals)))  # noqa: S311 -- nothing secret
    compare(world, question, KEYS)
