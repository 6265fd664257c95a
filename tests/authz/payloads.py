"""What is sent: a valid body for each route, copied from a row that is there.

A page's form is asked for its fields, and a resource of the API for a row; both are then sent back
with the words of the row replaced. Where a copy won't do, PAYLOADS says what will.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from accounts.models import (
    Account,
    BuyingGroup,
    Campaign,
    Contact,
    Contract,
    InfluenceLine,
    Objective,
    Program,
    ProgramAssignment,
    ReportingLine,
    TeamMember,
)
from tests.authz.door import Door
from tests.authz.routes import Entry
from tests.authz.world import ELSEWHERE, MARKS, NUMBERS, Performer, Realm, World

TYPED = "typed"


@dataclass(frozen=True)
class Sent:
    """The body of a request, its type, and the headers that go with it."""

    data: bytes = b""
    content_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


Fields = dict[str, Any]
Override = Callable[[World, Any], Fields]


def assumed(_world: World, _row: Any) -> Fields:
    """Return a share that nobody assumed yet."""
    return {"key": "margin", "percent": "12"}


def earlier(_world: World, _row: Any) -> Fields:
    """Return a year in which nothing was so yet."""
    return {"from_at": "2010-01-01T00:00:00Z", "to_at": "2011-01-01T00:00:00Z"}


# What stands in the place of the copied fields of a route, by its name or by name and method.
PAYLOADS: dict[str, Override] = {
    "language": lambda _world, _row: {"language": "en"},
    "accounts:employment_add": lambda world, _row: {
        "where": world.own.row(Account).name,
        "first_day": "2010-01-01",
        "last_day": "2010-12-31",
    },
    "accounts:visitor_identify": lambda world, _row: {"who": world.own.row(Account).name},
    "api-enrolment-list": earlier,
    "api-employment-list": earlier,
    "api-team-member-list": earlier,
    "api-assignment-list": earlier,
    "api-employment-end": lambda world, _row: {
        "contact": str(world.own.row(Contact).public_id),
        "account": str(world.own.row(Account).public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-team-member-end": lambda world, _row: {
        "account": str(world.own.row(Account).public_id),
        "user": str(world.own.row(TeamMember).user.public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-assignment-end": lambda world, _row: {
        "program": str(world.own.row(Program).public_id),
        "user": str(world.own.row(ProgramAssignment).user.public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-rate-list": lambda _world, _row: {"from_on": "2026-06-30"},
    "api-visitor-identify": lambda world, _row: {
        "account": str(world.own.row(Account).public_id),
    },
    "api-enrolment-end": lambda world, _row: {
        "account": str(world.own.row(Account).public_id),
        "program": str(world.own.row(Program).public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    # Marketing
    "accounts:campaign_state": lambda _world, _row: {"to": "active"},
    "accounts:rate_create": lambda _world, _row: {"from_on": "2026-06-30"},
    "accounts:survey_answer": lambda _world, _row: {"score": "9"},
    "accounts:survey_create": lambda _world, _row: {
        "name_en": "Typed",
        "opens_on": "2026-06-01",
        "closes_on": "2026-06-30",
    },
    "api-feedback-reply-list": lambda world, _row: {
        "feedback": str(world.unanswered.public_id),
    },
    "accounts:feedback_reply": lambda _world, _row: {"outcome": "done", "text": "Typed"},
    "accounts:account_together": lambda world, _row: {
        "accounts": str(world.own.row(Account).public_id),
        "at_hand": "on",
    },
    "accounts:program_move": lambda world, _row: {"target": str(world.second.public_id)},
    "accounts:target_create": lambda world, _row: {"accounts": str(world.loose.public_id)},
    **dict.fromkeys(
        ("accounts:campaign_control_create", "accounts:program_control_create"),
        lambda world, _row: {"accounts": str(world.loose.public_id)},
    ),
    "accounts:touch_withdraw": lambda world, row: {
        "touch": str(world.noted[row.pk].pk) if row else "1",
    },
    "api-target-list": lambda world, _row: {
        "campaign": str(world.own.row(Campaign).public_id),
        "account": str(world.own.row(Account).public_id),
        "from_at": "2010-01-01T00:00:00Z",
        "to_at": "2011-01-01T00:00:00Z",
    },
    "api-control-account-list": lambda world, _row: {
        "campaign": str(world.own.row(Campaign).public_id),
        "program": None,
        "account": str(world.own.row(Account).public_id),
        "from_at": "2010-01-01T00:00:00Z",
        "to_at": "2011-01-01T00:00:00Z",
    },
    "api-target-end": lambda world, _row: {
        "campaign": str(world.own.row(Campaign).public_id),
        "account": str(world.own.row(Account).public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-indicator-reading-list": lambda _world, _row: {"effective_on": "2010-01-01"},
    "api-spend-correct": lambda _world, _row: {"note": "typed"},
    "api-touch-list": lambda world, _row: batch(
        account=str(world.own.row(Account).public_id),
        type="email_clicked",
        occurred_at="2026-01-01T00:00:00Z",
        source="typed",
        source_key="typed",
    ),
    "api-session-list": lambda world, _row: batch(
        account=str(world.own.row(Account).public_id),
        started_at="2026-01-01T00:00:00Z",
        source="typed",
        key="typed",
    ),
    "api-ad-delivery-list": lambda world, _row: batch(
        account=str(world.own.row(Account).public_id),
        campaign=str(world.own.row(Campaign).public_id),
        day="2026-01-01",
        source="typed",
        format="sponsored",
    ),
    # People, groups, consents
    "api-group-list": lambda _world, _row: {"name": "Typed", "is_target": True},
    "api-group-move": lambda _world, _row: {"state": "open", "at": "2026-01-01T00:00:00Z"},
    "api-membership-list": lambda world, _row: {
        "group": str(world.own.row(BuyingGroup).public_id),
        "contact": str(world.own.row(Contact).public_id),
        "role": "user",
    },
    "api-membership-end": lambda world, _row: {
        "group": str(world.own.row(BuyingGroup).public_id),
        "contact": str(world.own.row(Contact).public_id),
        "role": "decision_maker",
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-role-need-list": lambda world, _row: {
        "program": str(world.own.row(Program).public_id),
        "solution": None,
        "role": "user",
    },
    "api-role-need-end": lambda world, _row: {
        "program": str(world.own.row(Program).public_id),
        "role": "decision_maker",
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-reporting-line-list": lambda world, _row: {
        "contact": str(world.own.row(ReportingLine).contact.public_id),
        "manager": str(world.own.row(ReportingLine).manager.public_id),
        "kind": "dotted",
    },
    "api-reporting-line-end": lambda world, _row: {
        "contact": str(world.own.row(ReportingLine).contact.public_id),
        "manager": str(world.own.row(ReportingLine).manager.public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-influence-line-list": lambda world, _row: {
        "contact": str(world.own.row(InfluenceLine).contact.public_id),
        "influenced": str(world.own.row(InfluenceLine).influenced.public_id),
        "from_at": "2010-01-01T00:00:00Z",
        "to_at": "2011-01-01T00:00:00Z",
    },
    "api-influence-line-end": lambda world, _row: {
        "contact": str(world.own.row(InfluenceLine).contact.public_id),
        "influenced": str(world.own.row(InfluenceLine).influenced.public_id),
        "to_at": "2026-01-01T00:00:00Z",
    },
    "api-relationship-list": lambda world, _row: {
        "user": str(world.performers["administrator"].user.public_id),
    },
    "api-suppression-list": lambda world, _row: {
        "contact": str(world.own.row(Contact).public_id),
        "address": "typed@example.test",
        "channel": "email",
        "reason": "objected",
    },
    "api-import-list": lambda _world, _row: {
        "file": SimpleUploadedFile("accounts.csv", b"name\nTyped company\n", "text/csv"),
        "kind": "accounts",
    },
    "api-indicator-set-list": lambda _world, _row: {"indicator_key": "close_rate"},
    "accounts:assignment_create": lambda world, _row: {
        "program": str(world.realms[ELSEWHERE].row(Program).public_id),
        "from_on": "2024-01-01",
    },
    "accounts:enrolment_create": lambda world, _row: {
        "accounts": str(world.loose.public_id),
    },
    "accounts:assumption_create": assumed,
    "accounts:common_assumption_create": assumed,
    "accounts:program_assumption_create": assumed,
    "metrics:plan_start": lambda _world, _row: {"start": "renewal"},
    "accounts:view_create": lambda _world, _row: {"name": "Typed"},
    "accounts:view_edit": lambda _world, _row: {"name": "Typed"},
    "api-assumption-list": lambda _world, _row: {
        "from_at": "2010-01-01T00:00:00Z",
        "to_at": "2011-01-01T00:00:00Z",
    },
    "api-comment-list": lambda world, _row: {
        "on": "objective",
        "subject": str(world.own.row(Objective).public_id),
    },
    "api-contract-terms-list": lambda world, _row: {
        "contract": str(world.own.row(Contract).public_id),
    },
    "api-favorite-list": lambda world, _row: {
        "account": str(world.own.row(Account).public_id),
    },
    "api-plan-list": lambda _world, _row: {"starts_on": "2030-01-01", "ends_on": "2031-01-01"},
    "api-profile-answer-list": lambda _world, _row: {"topic": "threats"},
    "api-saved-view-list": lambda _world, _row: {"name": "Typed", "page": "accounts"},
    "api-ssi-reading-list": lambda _world, _row: {"read_on": "2026-06-30"},
    "accounts:comment_edit": lambda _world, _row: {"text": "Typed"},
    "accounts:feedback_edit": lambda _world, _row: {"activities_rating": "4"},
    "accounts:import_create": lambda _world, _row: {
        "file": SimpleUploadedFile("accounts.csv", b"name\nTyped company\n", "text/csv"),
    },
    "accounts:member_add": lambda _world, _row: {"role": "user"},
    "accounts:program_need_add": lambda _world, _row: {"role": "user"},
    "accounts:reporting_add": lambda _world, _row: {"kind": "dotted"},
    "accounts:solution_need_add": lambda _world, _row: {"role": "user"},
    "accounts:user_create": lambda _world, _row: {"email": "typed@example.test"},
    "metrics:indicator_create": lambda _world, _row: {
        "kind": "formula",
        "formula": "nps_promoters - nps_detractors",
    },
    "metrics:indicator_set_add": lambda _world, _row: {"indicator_key": "close_rate"},
    "metrics:indicator_state": lambda _world, _row: {"to": "retired"},
    "api-user-list": lambda _world, _row: {"email": "typed@example.test"},
}


def batch(**row: Any) -> Fields:
    """Return one row as the only one of a batch."""
    return {"rows": [row]}


def payload(world: World, door: Door, entry: Entry, method: str, row: Any, realm: Realm) -> Sent:
    """Return a body that the route takes from somebody who may send it."""
    asked = world.performers["administrator"]
    make = PAYLOADS.get(f"{entry.name}:{method}", PAYLOADS.get(entry.name, nothing))
    if entry.is_api:
        fields = resource(door, entry, method, asked, row, realm) | make(world, row)
        version = getattr(row, "version", None)
        headers = {} if version is None else {"HTTP_IF_MATCH": f'"{version}"'}
        if any(isinstance(each, SimpleUploadedFile) for each in fields.values()):
            return Sent(encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT, headers)
        return Sent(json.dumps(fields).encode(), "application/json", headers)
    fields = page_form(door, entry, asked, row, realm) | make(world, row)
    return Sent(encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT)


def nothing(_world: World, _row: Any) -> Fields:
    """Return that a copy will do."""
    return {}


def neutral(value: Any) -> Any:
    """Return a value without the marks of the realms: what is typed is nobody's secret."""
    if isinstance(value, str):
        for mark in MARKS.values():
            value = value.replace(mark, TYPED)
        for number in NUMBERS.values():
            value = value.replace(str(number), "1000")
        return value
    if isinstance(value, list | tuple):
        return [neutral(each) for each in value]
    if isinstance(value, dict):
        return {name: neutral(each) for name, each in value.items()}
    return value


# The API


def resource(
    door: Door, entry: Entry, method: str, asked: Performer, row: Any, realm: Realm
) -> Fields:
    """Return the fields that may be written of a row like the one that is there."""
    kind = writer(entry, method)
    if kind is None:
        return {}
    shown = as_shown(door, entry, asked, row, realm)
    writable = [name for name, each in kind().fields.items() if not each.read_only]
    return {name: neutral(shown[name]) for name in writable if name in shown}


def writer(entry: Entry, method: str) -> Any:
    """Return the serializer that reads what is sent to a route, or None where none does."""
    view = entry.address.view
    act = getattr(view, "actions", {}).get(method.lower(), "")
    if act not in {"create", "update", "partial_update"}:
        return None
    answering = view.cls(**view.initkwargs)
    answering.action, answering.request, answering.kwargs = act, None, {}
    return answering.get_serializer_class()


def as_shown(door: Door, entry: Entry, asked: Performer, row: Any, realm: Realm) -> Fields:
    """Return the row of an address, or the realm's own one of a list, as the API shows it."""
    found = door.ask(asked, "GET", entry.url(row, realm) + ("" if row else "?page_size=200"))
    shown: Any = json.loads(found.body) if found.status == 200 else {}
    if row is not None:
        return dict(shown)
    rows = shown.get("results", [])
    key = str(getattr(realm.row(entry.address.view.cls.model), "public_id", ""))
    own = [each for each in rows if each.get("public_id") == key]
    first = own or [each for each in rows if MARKS["own"] in json.dumps(each)] or rows or [{}]
    return dict(first[0])


# Pages


def page_form(door: Door, entry: Entry, asked: Performer, row: Any, realm: Realm) -> Fields:
    """Return the fields of the form on a page as a browser would send them back."""
    found = door.ask(asked, "GET", entry.url(row, realm))
    context = getattr(found.response, "context_data", None) or {}
    form = context.get("form")
    version = context.get("version", getattr(row, "version", None))
    base = {} if version is None else {"version": str(version)}
    if form is None:
        return base
    model = getattr(getattr(form, "_meta", None), "model", None)
    like = realm.row(model) if model is not None else None
    return {**base, **{k: v for k, v in filled(form, like).items() if v not in (None, "", [])}}


def filled(form: Any, like: Any) -> Fields:
    """Return a value for each field of a form: what it holds, else what a row like it holds."""
    return {
        form.add_prefix(name): as_sent(form, name, each, like) for name, each in form.fields.items()
    }


def as_sent(form: Any, name: str, each: forms.Field, like: Any) -> Any:
    """Return what a browser sends for a field."""
    value = form[name].value()
    if value in (None, "", []) and like is not None:
        value = each.prepare_value(getattr(like, name, None)) if has_column(like, name) else None
    if value in (None, "", []) and each.required:
        value = something(each)
    if isinstance(each, forms.BooleanField):
        return "on" if value else ""
    if isinstance(each, forms.FileField):
        return None
    value = getattr(value, "pk", value)
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    shown = each.widget.format_value(value)
    return neutral(shown[0] if isinstance(shown, list) and shown else shown) or ""


def has_column(row: models.Model, name: str) -> bool:
    """Tell whether a row has a column of that name."""
    return name in {column.name for column in row._meta.concrete_fields}


def something(each: Any) -> Any:
    """Return some valid value for a field that must be filled."""
    if isinstance(each, forms.ModelChoiceField):
        first = each.queryset.first()
        return each.prepare_value(first) if first is not None else ""
    if isinstance(each, forms.ChoiceField):
        flat = [value for value, _ in each.choices if value]
        return flat[0] if flat else ""
    if isinstance(each, forms.DateField | forms.DateTimeField):
        return "2026-06-30"
    if isinstance(each, forms.EmailField):
        return "typed@example.test"
    if isinstance(each, forms.IntegerField | forms.DecimalField):
        return "1"
    return TYPED
