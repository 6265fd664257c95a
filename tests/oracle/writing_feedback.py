"""What sales and accounts say of our marketing, written to the tables."""

from typing import Any

from accounts.models import (
    AccountJudgement,
    CustomerRating,
    Feedback,
    FeedbackReply,
    SocialAssessment,
    User,
)
from tests.oracle.records import World


def write_judgements(world: World, accounts: dict[int, Any]) -> None:
    """Write how good we found accounts, and their use of social networks."""
    AccountJudgement.objects.bulk_create(
        AccountJudgement(
            account=accounts[row.account],
            rating=row.rating,
            occurred_at=row.at,
            expires_on=row.expires,
            recorded_at=row.recorded,
            voided_at=row.voided,
        )
        for row in world.judgements
    )
    SocialAssessment.objects.bulk_create(
        SocialAssessment(
            account=accounts[row.account],
            subject=row.subject,
            level=row.level,
            occurred_at=row.at,
            recorded_at=row.recorded,
            voided_at=row.voided,
        )
        for row in world.assessments
    )


def write_feedback(world: World, accounts: dict[int, Any], contacts: dict[int, Any]) -> None:
    """Write who of us said what, what was done with it, and what accounts said."""
    if not (world.feedback or world.ratings):
        return
    people = {
        key: User.objects.create(email=f"seller{key}@example.test", name="Seller", role="sales")
        for key in sorted({0, *(row.author for row in world.feedback)})
    }
    for row in world.feedback:
        said = Feedback.objects.create(
            account=accounts[row.account],
            author=people[row.author],
            activities_rating=row.activities,
            marketer_rating=row.marketer,
            marketer=people[0] if row.marketer else None,
            comment="Words",
            given_at=row.at,
            recorded_at=row.recorded,
        )
        if row.replied:
            FeedbackReply.objects.create(
                feedback=said,
                author=people[0],
                outcome="done" if row.settled else "doing",
                text="Words",
                written_at=row.replied,
                settled_at=row.settled,
            )
    CustomerRating.objects.bulk_create(
        CustomerRating(
            account=accounts[row.account],
            contact=contacts.get(row.contact or 0),
            about=row.about,
            marketer=people[0] if row.about == "marketer" else None,
            score=row.score,
            lowest=row.lowest,
            highest=row.highest,
            occurred_at=row.at,
            recorded_at=row.recorded,
            voided_at=row.voided,
        )
        for row in world.ratings
    )
