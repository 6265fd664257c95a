"""What must come back, worked out from the policy and from who is who; never from the product."""

from dataclasses import dataclass
from typing import Any

from abmplanner.kit.scope import ScopedModel
from accounts.models import Account, Program
from tests.authz.routes import BESIDE, NUMBERED, SAFE, Entry
from tests.authz.world import SEEN_BY, Performer, World, label

LOGIN = "/login/"
MISSING, OWN_ROW, FOREIGN_ROW = "absent", "own", "foreign"

# Routes that answer in their own way to whoever may ask.
ANSWERS: dict[str, set[int]] = {
    "api-unknown": {404},
    "account_confirm_email": {200, 302, 404},
    "api-favorite-list": {200, 204, 400, 401, 403},  # a list of one's own, of accounts of many
    "accounts:action_quick": {200, 302, 403, 422},  # of an account chosen before
    "accounts:account_together": {200, 302, 403, 422},  # of accounts ticked before
    "metrics:goal_batch_create": {200, 302, 403, 422},  # whoever sees no account chooses none
    "accounts:ssi_edit": {200, 302, 404, 422},  # a day names a reading of one's own or none
}


@dataclass(frozen=True)
class Target:
    """Which row a request is about: whose it is, and in which state."""

    realm: str
    row: Any
    state: str = ""

    @property
    def name(self) -> str:
        """How a report names it."""
        return f"{self.realm} {self.state}".strip()


@dataclass(frozen=True)
class Expected:
    """What may come back: one of these statuses, or any that is no refusal."""

    statuses: frozenset[int] = frozenset()
    why: str = ""

    def allows(self, status: int) -> bool:
        """Tell whether a status is what must come back."""
        return status in self.statuses


def only(*statuses: int, why: str) -> Expected:
    """Return that nothing but these statuses may come back."""
    return Expected(frozenset(statuses), why)


GRANTED = frozenset({200, 201, 202, 204, 301, 302, 303})
AGAINST_WHAT_IS_STORED = frozenset({409, 422, 428})
UNSAID = frozenset({400, 403, 404, 405, 409, 422, 428})
ANYTHING_SOUND = GRANTED | UNSAID | {401, 410, 429}


def expected(world: World, entry: Entry, method: str, who: Performer, target: Target) -> Expected:
    """Return what must come back when somebody asks this of that row."""
    if entry.name in ANSWERS and not (who.half and entry.is_api):
        return Expected(frozenset(ANSWERS[entry.name] | {405}), "it answers in its own way")
    if not entry.is_public and not known(entry, who):
        return only(401, why="not signed in") if entry.is_api else only(302, why="to sign in")
    if who.half and (entry.is_api or not entry.is_public):
        return stopped_for_second_factor(entry)
    if entry.is_by_link:
        return by_link(who)
    if entry.is_theirs or entry.is_public:
        return Expected(ANYTHING_SOUND, "a library's page, in its own way")
    if method not in entry.methods():
        return Expected(UNSAID | {200, 302}, "no such method")
    return by_policy(world, entry, method, who, target)


def known(entry: Entry, who: Performer) -> bool:
    """Tell whether the site knows who asks: a key is known to the API alone."""
    return bool(who.role) and (entry.is_api or not who.is_key)


def stopped_for_second_factor(entry: Entry) -> Expected:
    """Return what somebody gets who has yet to set a second factor."""
    if entry.is_theirs or entry.name == "language":
        return Expected(ANYTHING_SOUND, "the way to the second factor")
    return only(403, why="no second factor") if entry.is_api else only(302, why="to set it")


def by_link(who: Performer) -> Expected:
    """Return what the page of a personal link answers: who has none is told nothing."""
    if who.link:
        return only(200, 302, 405, 422, why="may answer")
    return only(404, 405, why="has no such link")


def by_policy(world: World, entry: Entry, method: str, who: Performer, target: Target) -> Expected:
    """Return what the policy says: out of reach 404 first, then not allowed 403."""
    operation: Any = entry.route.operation(method)
    if entry.is_about_hidden_rows:
        keeper = world.keepers.get(target.realm)
        if target.row is None or not who.sees(target.row, target.realm, keeper):  # type: ignore[arg-type]
            return only(404, why="out of reach")
    if not may(operation, who, target.row if entry.route.on else None):
        return only(403, why="not allowed")
    if entry.model is not None and target.row is None:
        return only(404, why="not there")
    if not entry.route.on and method not in SAFE and hangs_on_hidden(world, entry, who):
        return only(400, 404, 422, why="to hang it on what is out of reach")
    return granted(entry, method, target)


def hangs_on_hidden(world: World, entry: Entry, who: Performer) -> bool:
    """Tell whether what is sent names a row of the own realm that somebody does not see."""
    view = entry.address.view
    model = getattr(getattr(view, "cls", None) or getattr(view, "view_class", None), "model", None)
    if model is None or model in {Account, Program} or not issubclass(model, ScopedModel):
        return False
    row = world.own.row(model)
    return SEEN_BY.get(label(row)) not in {"person", "self"} and not who.sees(
        row, OWN_ROW, world.keepers[OWN_ROW]
    )


def may(operation: Any, who: Performer, row: Any) -> bool:
    """Tell whether the policy lets somebody do this: by role, by the key's scope, on own rows."""
    if who.role not in operation.roles:
        return False
    if who.scopes is not None and operation.grant not in who.scopes:
        return False
    if operation.own and row is not None:
        return bool(getattr(row, f"{operation.own}_id") == who.user.pk)  # type: ignore[union-attr]
    return True


def granted(entry: Entry, method: str, target: Target) -> Expected:
    """Return what may come back where nothing stands in the way but what is stored."""
    gone = (
        {404}
        if target.state and {*BESIDE, *NUMBERED, "place"} & set(entry.address.parameters)
        else set()
    )
    if method in SAFE:
        return Expected(GRANTED | gone, "may see it")
    deletes = method == "DELETE" or "delete" in entry.name
    if target.state or deletes:
        return Expected(
            GRANTED | AGAINST_WHAT_IS_STORED | {400} | gone, "may do it, if the rows let"
        )
    return Expected(GRANTED, "may do it")
