"""The whole oracle."""

from tests.oracle.attention import Attention
from tests.oracle.clicks import Clicks
from tests.oracle.comparison import Comparison
from tests.oracle.contracts import Contracts
from tests.oracle.emails import Emails
from tests.oracle.entries import Entries
from tests.oracle.feedback import Feedback
from tests.oracle.health import Health
from tests.oracle.paces import Paces
from tests.oracle.qualification import Qualification
from tests.oracle.relationships import Relationships
from tests.oracle.returns import Returns
from tests.oracle.social import Social
from tests.oracle.velocity import Velocity


class Everything(
    Health,
    Relationships,
    Comparison,
    Attention,
    Entries,
    Emails,
    Clicks,
    Feedback,
    Contracts,
    Returns,
    Velocity,
    Qualification,
    Paces,
    Social,
):
    """Answers every question that the product answers."""
