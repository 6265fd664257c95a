"""Three teams with rows of every kind, and fifteen actors who look at them.

A realm is what one team has: an account, its program, and everything that hangs on them, made by
the factories of whatever models there are. Every text of a realm carries its mark, so that a word
of somebody else's is known wherever it turns up. A new model needs a factory and nothing here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

import factory
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.utils import timezone

from abmplanner.checks import guards
from abmplanner.classification import RECORDS, Class, Record
from abmplanner.kit.scope import ScopedModel
from abmplanner.kit.words import DerivedField
from accounts.enums import ImportState, JobState, KeyScope, ObjectiveState, Role
from accounts.models import Account, Program, Solution, User
from metrics.enums import IndicatorState
from tests.constraints.breaking import plain_models
from tests.factories import (
    AccountFactory,
    ApiKeyFactory,
    EnrolmentFactory,
    FeedbackFactory,
    ProgramAssignmentFactory,
    ProgramFactory,
    RoleNeedFactory,
    TeamMemberFactory,
    TouchFactory,
    UserFactory,
)
from tests.factories.registry import factory_of

OWN, FOREIGN, ELSEWHERE = "own", "foreign", "elsewhere"
MARKS = {OWN: "zqownmark", FOREIGN: "zqforeignmark", ELSEWHERE: "zqelsewheremark"}
NUMBERS = {OWN: 8614203517, FOREIGN: 7935102846, ELSEWHERE: 6297310458}
HELD = {Class.BUSINESS, Class.PERSONAL, Class.TEXT}

# Texts that have a form of their own, so that a mark would break them.
FORMED = {
    "better", "currency", "dataset", "indicator_key", "key", "revenue_currency", "system",
    "time_zone", "unit", "window",
}  # fmt: skip
# What outsiders are meant to read: it bears no mark, so that a mark on their page is a leak.
OUTWARD = {"intro_en", "intro_fr", "text_en", "text_fr"}

# What a row needs beside its plainest form: values, or the names of models of the same realm.
BESIDES: dict[str, dict[str, Any]] = {
    "accounts.Account": {"revenue": "number", "revenue_currency": "EUR", "employees": 12},
    "accounts.AmountChange": {"tcv": "number"},
    "accounts.Campaign": {"program": "accounts.Program"},
    "accounts.DataFeed": {"account": "accounts.Account"},
    "accounts.Forecast": {"amount": "number"},
    "accounts.Invitation": {"token_hash": "link"},
    "accounts.Opportunity": {"tcv": "number", "currency": "EUR"},
    "accounts.Signature": {"recorded_by": "accounts.User"},
    "accounts.FeedbackRound": {"program": "accounts.Program"},
    "accounts.Survey": {"program": "accounts.Program"},
    "accounts.Visitor": {"account": "accounts.Account"},
    "metrics.CustomIndicator": {"account": "accounts.Account", "manual": True},
    "metrics.Goal": {"objective": "accounts.Objective"},
    "metrics.ParameterSet": {"program": "accounts.Program"},
}

# Who sees the rows of a model: those who see their account, unless it is said here.
SEEN_BY = {
    "accounts.Program": "program",
    "accounts.ProgramAssignment": "program",
    "accounts.RoleNeed": "program",
    "metrics.ParameterSet": "program",
    "accounts.FeedbackRound": "program",
    "accounts.Question": "program",
    "accounts.Survey": "program",
    "accounts.ApiKey": "person",
    "accounts.Favorite": "self",
    "accounts.Notification": "self",
    "accounts.SavedView": "self",
    "accounts.Visit": "self",
    "accounts.SsiReading": "person",
    "accounts.ImportPart": "person",
    "accounts.ImportRow": "person",
    "accounts.ImportRun": "person",
    "accounts.Job": "person",
    "metrics.GoalBatch": "person",
    "metrics.GoalProposal": "person",
}

# States beside the plain one in which a row is looked at.
STATES: dict[str, dict[str, dict[str, Any]]] = {
    "accounts.Account": {"merged": {"merged_into": "accounts.Account"}},
    "accounts.ControlAccount": {
        "of a program": {"campaign": None, "program": "accounts.Program"},
    },
    "accounts.Contact": {
        "merged": {"merged_into": "accounts.Contact"},
        "erased": {"erased_at": timezone.now()},
    },
    "accounts.Opportunity": {
        "merged": {"merged_into": "accounts.Opportunity"},
        "deleted": {"deleted_at": timezone.now()},
        "a test": {"is_test": True},
    },
    "accounts.Objective": {
        "attained": {"state": ObjectiveState.ATTAINED},
        "abandoned": {"state": ObjectiveState.ABANDONED},
    },
    "accounts.Response": {"withdrawn": {"voided_at": timezone.now()}},
    "accounts.Job": {
        "done": {"state": JobState.DONE, "finished_at": timezone.now()},
        "failed": {"state": JobState.FAILED, "error": "It failed."},
    },
    "accounts.ImportRun": {
        "done": {"state": ImportState.DONE},
        "failed": {"state": ImportState.FAILED, "error": "It failed."},
    },
    "accounts.ApiKey": {"revoked": {"revoked_at": timezone.now()}},
    "metrics.Goal": {"approved": {"approved_at": timezone.now()}},
    "metrics.CustomIndicator": {
        "active": {"state": IndicatorState.ACTIVE},
        "retired": {"state": IndicatorState.RETIRED},
    },
}


@dataclass
class Realm:
    """What one team has, by model; keeper is the manager whose it is."""

    name: str
    keeper: User
    shared: dict[type[models.Model], models.Model]
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    states: dict[str, dict[str, models.Model]] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """The word that every text of the realm carries."""
        return MARKS[self.name]

    @property
    def link(self) -> str:
        """The secret part of the personal link to the realm's survey."""
        return f"{self.name}-" + "7" * 40

    def row(self, model: type[models.Model]) -> Any:
        """Return the realm's row of a model, made when it is first asked for."""
        if model is User:
            return self.keeper
        rows = self.rows if issubclass(model, ScopedModel) else self.shared
        if model not in rows:
            rows[model] = self.make(model)
        return rows[model]

    def make(self, model: type[models.Model], **given: Any) -> Any:
        """Return a new row of a model that hangs on the realm's own rows."""
        maker = factory_of(model)
        besides = {name: self.meant(v) for name, v in BESIDES.get(label(model), {}).items()}
        parents, texts = self.parents(maker, model, given), self.texts(model)
        return maker(**{**parents, **texts, **besides, **given})

    def parents(
        self, maker: Any, model: type[models.Model], given: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the rows of the realm for each parent that the factory would make.

        Where a row joins two of a kind, the second is another one.
        """
        declared = maker._meta.pre_declarations.as_dict()
        found: dict[str, Any] = {}
        for name, how in declared.items():
            if isinstance(how, factory.SubFactory) and name not in given:
                parent = model._meta.get_field(name).related_model
                own = self.row(parent)
                found[name] = self.make(parent) if own in found.values() else own
        return found

    def texts(self, model: type[models.Model]) -> dict[str, Any]:
        """Return a marked value for each text of a model that is not everybody's."""
        if not guards(model):
            return {}
        classes = RECORDS.get(label(model), Record(RECORDS["accounts.Account"].treatment)).classes()
        return {
            each.name: self.text(each)
            for each in model._meta.local_concrete_fields
            if is_text(each) and classes.get(each.name, Class.TEXT) in HELD
        }

    def text(self, each: Any) -> str:
        """Return a value with the realm's mark for a field."""
        if isinstance(each, models.EmailField):
            return f"{self.mark}.{len(self.rows)}@example.test"
        if isinstance(each, models.URLField):
            return f"https://example.test/{self.mark}"
        return f"{self.mark} {each.name}"[: each.max_length]

    def meant(self, value: Any) -> Any:
        """Return what a value stands for: the realm's number, a row of its own, or itself."""
        if value == "number":
            return Decimal(NUMBERS[self.name])
        if value == "link":
            return hashlib.sha256(self.link.encode()).hexdigest()
        by_label = {label(model): model for model in plain_models()}
        return self.row(by_label[value]) if value in by_label else value

    def in_states(self, model: type[models.Model]) -> dict[str, Any]:
        """Return a row of the model in each state that it may be in."""
        if label(model) not in self.states:
            self.states[label(model)] = {
                name: self.make(model, **{k: self.meant(v) for k, v in given.items()})
                for name, given in STATES.get(label(model), {}).items()
            }
            for row in self.states[label(model)].values():
                if model is Account:
                    EnrolmentFactory(account=row, program=self.row(Program))
        return self.states[label(model)]


def label(model: Any) -> str:
    """Return the name of a model with its app."""
    return str(model._meta.label)


def is_text(each: Any) -> bool:
    """Tell whether a field holds free words."""
    return (
        isinstance(each, models.CharField | models.TextField)
        and not isinstance(each, DerivedField | models.SlugField)
        and not each.choices
        and each.name not in FORMED | OUTWARD
        and (each.max_length is None or each.max_length >= 20)
    )


@dataclass
class Performer:
    """Somebody who asks: a person with a session, a key, or nobody."""

    name: str
    user: User | None = None
    realm: str = ""
    session: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    scopes: frozenset[str] | None = None
    half: bool = False  # signed in where a second factor is forced, and has none
    refused: bool = False  # has a session and no rights any more
    link: str = ""  # has the personal link of a survey, and nothing else

    @property
    def role(self) -> str:
        """The role that counts."""
        return "" if self.user is None or self.refused else str(self.user.role)

    @property
    def is_key(self) -> bool:
        """Tell whether a program calls, which pages don't know."""
        return self.scopes is not None

    @cached_property
    def marks(self) -> set[str]:
        """The marks that this one may read."""
        if self.half or not self.role:
            return set()
        if self.role == Role.ADMINISTRATOR:
            return set(MARKS.values())
        return {MARKS[self.realm]} if self.realm else set()

    def sees(self, row: Any, realm: str, keeper: User) -> bool:
        """Tell whether this one may see a row of a realm, said without asking the product."""
        kind = SEEN_BY.get(label(row), "account")
        if kind == "self":  # nobody else's business, an administrator's neither
            return self.user == keeper
        if self.role == Role.ADMINISTRATOR:
            return True
        if kind == "person":
            return self.user == keeper
        by_program = {Role.MANAGER, Role.LEADERSHIP}
        return self.realm == realm and (kind == "account" or self.role in by_program)


class World:
    """The realms and the actors, in the database."""

    def __init__(self) -> None:
        self.keepers = {name: UserFactory(name=f"Keeper {name}") for name in MARKS}
        shared: dict[type[models.Model], models.Model] = {}  # what is everybody's
        self.realms = {name: Realm(name, keeper, shared) for name, keeper in self.keepers.items()}
        for realm in self.realms.values():
            for model in plain_models():
                realm.row(model)
                realm.in_states(model)
        RoleNeedFactory(program=None, solution=self.own.row(Solution))
        self.loose = AccountFactory(name=f"{MARKS[OWN]} loose", team=[self.keepers[OWN]])
        self.second = ProgramFactory(name_en=f"{MARKS[OWN]} second")
        ProgramAssignmentFactory(user=self.keepers[OWN], program=self.second)
        self.performers = {performer.name: performer for performer in self.cast()}
        self.unanswered = FeedbackFactory(account=self.own.row(Account))
        self.noted = {account.pk: self.noted_on(account) for account in self.accounts()}

    def accounts(self) -> Iterator[Account]:
        """Yield the account of each realm, in each of its states."""
        for realm in self.realms.values():
            yield realm.row(Account)
            yield from realm.in_states(Account).values()

    def noted_on(self, account: Account) -> Any:
        """Return a meeting on an account that the own realm's salesperson noted."""
        return TouchFactory(account=account, user=self.performers["sales"].user)

    @property
    def own(self) -> Realm:
        """The realm whose rows are looked at."""
        return self.realms[OWN]

    def cast(self) -> list[Performer]:
        """Return everybody who asks."""
        manager = self.member("manager", Role.MANAGER, OWN, self.keepers[OWN])
        return [
            Performer("anonymous"),
            manager,
            self.member("manager elsewhere", Role.MANAGER, ELSEWHERE, self.keepers[ELSEWHERE]),
            self.member("sales", Role.SALES, OWN),
            self.member("sales elsewhere", Role.SALES, ELSEWHERE),
            self.member("leader", Role.LEADERSHIP, OWN),
            self.member("leader elsewhere", Role.LEADERSHIP, ELSEWHERE),
            self.member("administrator", Role.ADMINISTRATOR, OWN),
            self.member("administrator elsewhere", Role.ADMINISTRATOR, ""),
            self.former(),
            self.deactivated(),
            self.without_second_factor(),
            Performer("survey link", link=self.own.link),
            self.key("key that reads", [KeyScope.READ]),
            self.key("key that writes", [KeyScope.READ, KeyScope.WRITE]),
        ]

    def member(self, name: str, role: str, realm: str, user: User | None = None) -> Performer:
        """Return a person who is on the team and keeps the program of a realm."""
        person = user or UserFactory(role=role, name=f"The {name}")
        if realm and role != Role.MANAGER:
            self.tie(person, realm)
        return Performer(name, person, realm, sign_in(person))

    def tie(self, person: User, realm: str, **period: Any) -> None:
        """Put a person on the team, and a leader or manager on the program, of a realm."""
        account, program = (self.realms[realm].row(model) for model in (Account, Program))
        if person.role != Role.LEADERSHIP:
            TeamMemberFactory(user=person, account=account, **period)
        if person.role != Role.SALES:
            ProgramAssignmentFactory(user=person, program=program, **period)

    def former(self) -> Performer:
        """Return a manager who was on the team and kept the program until yesterday."""
        person = UserFactory(name="The former manager")
        self.tie(person, OWN, to_at=timezone.now() - timedelta(days=1))
        return Performer("former", person, "", sign_in(person))

    def deactivated(self) -> Performer:
        """Return a manager whose session outlived their account."""
        person = UserFactory(name="The deactivated manager")
        self.tie(person, OWN)
        session = sign_in(person)
        User.objects.filter(pk=person.pk).update(is_active=False)
        return Performer("deactivated", person, "", session, refused=True)

    def without_second_factor(self) -> Performer:
        """Return a manager who did not set the second factor that is forced."""
        person = UserFactory(name="The careless manager")
        self.tie(person, OWN)
        return Performer("without second factor", person, OWN, sign_in(person), half=True)

    def key(self, name: str, scopes: list[str]) -> Performer:
        """Return a key of the own realm's manager."""
        prefix = hashlib.sha256(name.encode()).hexdigest()[:12]
        secret = f"abm_{prefix}_{'5' * 64}"
        ApiKeyFactory(
            user=self.keepers[OWN],
            name="a key",
            prefix=prefix,
            digest=hashlib.sha256(secret.encode()).hexdigest(),
            scopes=[str(scope) for scope in scopes],
            last_used_at=timezone.now() + timedelta(hours=1),
        )
        return Performer(
            name,
            self.keepers[OWN],
            OWN,
            headers={"HTTP_AUTHORIZATION": f"Bearer {secret}"},
            scopes=frozenset(str(scope) for scope in scopes),
        )


def sign_in(person: User) -> str:
    """Return the key of a new session of a person's."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": timezone.now().timestamp() + 3600, "email": person.email}
    ]
    session.create()
    return str(session.session_key)
