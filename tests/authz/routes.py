"""What the matrix has to know of a route beside its policy: read off the view behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.urls import reverse

from abmplanner.policy import ROUTES, Route
from abmplanner.routes import Address, addresses
from accounts.models import (
    Account,
    Contact,
    Employment,
    FxRate,
    InfluenceLine,
    Pipeline,
    PlanTemplate,
    Program,
    ProgramAssignment,
    ReportingLine,
    Solution,
    User,
)
from tests.authz.world import Realm

ABSENT = UUID("00000000-0000-4000-8000-00000000dead")
LETTER = "letter-1"  # the only one where mail is kept, with the words of all teams
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
SAFE = {"GET", "HEAD", "OPTIONS"}
THEIRS = ("account_", "mfa_", "usersessions_")  # pages of the library that signs people in

# The model of a row that an address names and the policy does not, for it is everybody's.
OPEN_ROWS: dict[str, Any] = {
    "accounts:assignment_create": User,
    "accounts:assignment_edit": User,
    "accounts:rate_edit": FxRate,
    "accounts:user_edit": User,
    "accounts:user_invite": User,
    "accounts:template_delete": PlanTemplate,
    "accounts:template_edit": PlanTemplate,
    "accounts:solution_detail": Solution,
    "accounts:solution_edit": Solution,
    "accounts:solution_need_add": Solution,
    "accounts:solution_need_edit": Solution,
    "api-assignment-correct": ProgramAssignment,
    "api-assignment-withdraw": ProgramAssignment,
    "api-pipeline-detail": Pipeline,
    "api-rate-detail": FxRate,
    "api-solution-detail": Solution,
    "api-user-detail": User,
}

# What is asked of a route in its query, by the row that it is about.
IN_QUERY: dict[str, tuple[Any, str]] = {
    "api-measure": (Account, "indicator=nps&scope=account:{id}&from=2026-01-01&to=2026-06-30"),
}

# What stands for the other parts of an address.
PARTS: dict[str, Any] = {
    "uidb36": "1",
    "key": "nps",
    "form": "csv",
    "format": "csv",
    "indicator_key": "nps",
    "kind": "accounts",
    "rest": "nothing",
    "role": "decision_maker",
    "line": "primary",
    "place": "1",
    "token": "nothing",
    "history": "stage",
    "day": "2020-01-01",
    "accounts:mail_detail:key": LETTER,
    "metrics:help_detail:key": "awareness",
    "account_confirm_email:key": "nothing",
    "account_reset_password_from_key:key": "set-password",
}

# Rows that an address names beside the one it is about, or that another row of the realm names.
BESIDE: dict[str, Any] = {
    "account": Account,
    "contact": Contact,
    "influenced": (InfluenceLine, "influenced"),
    "manager": (ReportingLine, "manager"),
    "program": Program,
    "user": User,
}

# Rows of history that an address names by their number.
NUMBERED: dict[str, Any] = {"row": Employment}

# Routes that take long: asked by those who tell most.
COSTLY = {"schema"}


@dataclass(frozen=True)
class Entry:
    """One route: its address, its policy and the model that its address names."""

    address: Address
    route: Route

    @property
    def name(self) -> str:
        """The name of the view."""
        return self.address.name

    @property
    def model(self) -> Any:
        """The model whose row the address names, or None."""
        if self.route.on:
            return apps.get_model(self.route.on)
        if self.name in IN_QUERY:
            return IN_QUERY[self.name][0]
        return OPEN_ROWS.get(self.name)

    @property
    def is_api(self) -> bool:
        """Tell whether REST framework answers."""
        return self.address.serializer

    @property
    def is_theirs(self) -> bool:
        """Tell whether a library answers, in its own ways."""
        return self.name.startswith(THEIRS)

    @property
    def is_public(self) -> bool:
        """Tell whether nobody has to sign in."""
        return (self.route.view or self.route.change) == "public"

    def methods(self) -> set[str]:
        """Return the methods that the view has code for, or all where it can't be seen."""
        view = self.address.view
        if hasattr(view, "actions"):
            allowed = view.cls.http_method_names
            found = {method.upper() for method in view.actions if method in allowed}
        elif hasattr(view, "view_class") or hasattr(view, "cls"):
            kind = getattr(view, "view_class", None) or view.cls
            found = {m.upper() for m in kind.http_method_names if hasattr(kind, m)}
        else:
            found = set(required_methods(view) or METHODS)
        found |= {"HEAD"} if "GET" in found else set()
        return {m for m in found if self.route.operation(m) is not None} - {"OPTIONS"}

    @property
    def is_by_link(self) -> bool:
        """Tell whether a personal link leads there, and nothing else."""
        return "token" in self.address.parameters

    def url(self, row: Any, realm: Realm, link: str = "") -> str:
        """Return the address for a row of a realm, or for one that does not exist.

        link is the secret part of a personal link, the realm's own unless it is given.
        """
        kwargs = {part: self.part(part, row, realm) for part in self.address.parameters}
        if self.is_by_link:
            kwargs["token"] = link or realm.link
        address = reverse(self.name, kwargs=kwargs)
        if self.name not in IN_QUERY:
            return address
        asked = IN_QUERY[self.name][1].format(id=row.public_id if row else ABSENT)
        return f"{address}?{asked}"

    @property
    def is_about_hidden_rows(self) -> bool:
        """Tell whether the row that the address names may be out of somebody's reach."""
        return bool(self.route.on) or self.name in IN_QUERY

    def part(self, part: str, row: Any, realm: Realm) -> Any:
        """Return what stands for a part of the address."""
        if self.model is not None and part in {"public_id", "pk", "id"}:
            absent = ABSENT if part == "public_id" else 2**40
            return getattr(row, part) if row is not None else absent
        if part in NUMBERED:
            return realm.row(NUMBERED[part]).pk
        found = PARTS.get(f"{self.name}:{part}", PARTS.get(part))
        if found is None and part in BESIDE:
            model, named = BESIDE[part] if isinstance(BESIDE[part], tuple) else (BESIDE[part], "")
            row = realm.row(model)
            return (getattr(row, named) if named else row).public_id
        if found is None:
            raise LookupError(
                f"Say in tests/authz/routes.py what stands for {part} of {self.name}."
            )
        return found


def required_methods(view: Callable[..., Any]) -> list[str] | None:
    """Return the methods that Django's decorators let through to a view, or None."""
    inner: Any = view
    while inner is not None:
        for cell in getattr(inner, "__closure__", None) or ():
            held = cell.cell_contents
            if isinstance(held, list) and held and set(held) <= set(METHODS):
                return held
        inner = getattr(inner, "__wrapped__", None)
    return None


def entries() -> list[Entry]:
    """Return every route of the site with its policy; one without a policy fails elsewhere."""
    found = {a.name: Entry(a, ROUTES[a.name]) for a in addresses() if a.name in ROUTES}
    return list(found.values())
