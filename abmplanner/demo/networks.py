"""Social networks in the demo: what the team of each key account does there, and who takes part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from abmplanner.demo.campaigns import chance
from abmplanner.demo.cast import COMPANIES
from abmplanner.demo.scene import YEAR_AND_MORE, Scene, save
from abmplanner.kit.actor import SYSTEM, Actor
from abmplanner.kit.history import record
from accounts.actions.touch import log
from accounts.enums import Direction, RecordType, Role, TouchOwner, TouchType
from accounts.models import Account, Contact, DataFeed, ExternalId, SsiReading, Touch, User

KNOWN, REACTS, CLICKS, ANSWERS = 75, 22, 9, 45  # of a hundred
POSTS_EVERY, DAYS = 9, 180  # a post of each seller; how far back networks tell
VIEWS = 40  # how often a post was shown to people of an account, as the platform says


@dataclass(frozen=True, slots=True)
class Stage:
    """An account in networks: who sells to it, and whose profile we know there."""

    account: Account
    seller: User
    people: list[Contact]


def tell_networks(scene: Scene) -> None:
    """Write profiles, and half a year of posts, connections, messages and reactions."""
    save(
        DataFeed(
            record_type=RecordType.SOCIAL,
            source="demo",
            program=scene.program,
            covers_from=scene.at(YEAR_AND_MORE),
        )
    )
    for user in scene.users.values():
        if user.role == Role.LEADERSHIP:  # sellers copy theirs elsewhere
            parts = dict.fromkeys(("brand", "people", "insights", "relationships"), Decimal(13))
            record(Actor.of_person(user), SsiReading(user=user, read_on=scene.day(6), **parts))
    for company in COMPANIES:
        account = Account.objects.visible_to(SYSTEM).get(name=company.name)
        people = Contact.objects.visible_to(SYSTEM).filter(account=account, merged_into=None)
        known = [each for each in people.order_by("pk") if chance("profile", each.name) < KNOWN]
        ExternalId.objects.bulk_create(
            ExternalId(contact=each, system="LinkedIn", kind="profile", value=f"in/demo-{each.pk}")
            for each in known
        )
        log(SYSTEM, touches(scene, Stage(account, scene.users[company.seller], known)))


def touches(scene: Scene, stage: Stage) -> Iterator[Touch]:
    """Yield what passed with one account."""
    first = 3 + chance("post", stage.account.name) % POSTS_EVERY
    for number, ago in enumerate(range(first, DAYS, POSTS_EVERY)):
        post = f"post-{stage.seller.pk}-{number}"
        yield deed(scene, stage, TouchType.SOCIAL_POST, ago, post, message=post)
        shown = VIEWS + chance("shown", post, stage.account.name)
        yield deed(
            scene, stage, TouchType.SOCIAL_SHOWN, ago - 1, post, message=post, quantity=shown
        )
        for contact in stage.people:
            yield from reactions(scene, stage, contact, ago, post)
    for number, contact in enumerate(stage.people):
        yield from talk(scene, stage, contact, 25 + 11 * number)


def reactions(scene: Scene, stage: Stage, contact: Contact, ago: int, post: str) -> Iterator[Touch]:
    """Yield what a person did about a post of ours."""
    luck = chance(post, contact.name)
    if luck < REACTS:
        kind = TouchType.SOCIAL_COMMENT if luck < REACTS // 3 else TouchType.SOCIAL_LIKE
        yield deed(scene, stage, kind, ago - 1, post, contact=contact, message=post)
        if kind == TouchType.SOCIAL_COMMENT:
            answer = deed(scene, stage, kind, ago - 1, post, contact=contact, message=post)
            answer.direction, answer.user = Direction.OUTBOUND, stage.seller
            answer.occurred_at += timedelta(hours=5)
            answer.source_key += "-answer"
            yield answer
    elif luck < REACTS + CLICKS:
        yield deed(
            scene, stage, TouchType.SOCIAL_CLICK, ago - 1, post, contact=contact, message=post
        )


def talk(scene: Scene, stage: Stage, contact: Contact, ago: int) -> Iterator[Touch]:
    """Yield how we got to know a person there: a connection, a message, perhaps its answer."""
    ours = {"contact": contact}
    yield deed(scene, stage, TouchType.SOCIAL_CONNECTED, ago, "met", **ours)
    said = deed(scene, stage, TouchType.SOCIAL_MESSAGE, ago - 1, "hello", **ours)
    said.direction, said.user = Direction.OUTBOUND, stage.seller
    yield said
    if chance("answer", contact.name) < ANSWERS:
        yield deed(scene, stage, TouchType.SOCIAL_MESSAGE, ago - 3, "answer", **ours)
    shared = deed(scene, stage, TouchType.SOCIAL_SHARE, ago - 8, "shared", **ours)
    shared.direction, shared.user = Direction.OUTBOUND, stage.seller
    yield shared


def deed(
    scene: Scene,
    stage: Stage,
    kind: TouchType,
    ago: int,
    what: str,
    *,
    contact: Contact | None = None,
    **told: object,
) -> Touch:
    """Return something that passed in a network; our own deeds name who did them."""
    ours = kind in {TouchType.SOCIAL_POST, TouchType.SOCIAL_SHOWN, TouchType.SOCIAL_CONNECTED}
    who = contact.pk if contact else 0
    return Touch(
        type=kind,
        occurred_at=scene.at(ago, 9 + who % 8),
        account=stage.account,
        contact=contact,
        user=stage.seller if ours else None,
        owner=TouchOwner.SALES,
        direction=Direction.OUTBOUND if ours else Direction.INBOUND,
        source="demo",
        source_key=f"social-{stage.account.pk}-{who}-{kind}-{what}-{ago}",
        **told,
    )
