"""Rows that are answers to a survey."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from abmplanner.kit.words import fold
from accounts.actions.bulk import locked, save_all
from accounts.ingest.hanging import hung_on
from accounts.ingest.kinds.changes import change, differences, told
from accounts.ingest.matching import add_keys, held_keys, refuse_taken_keys
from accounts.ingest.records import Batch, Record, identity
from accounts.models import Account, Contact, Response, Survey

HIGHEST = 10


@dataclass(slots=True)
class Voices:
    """The answers that some rows may mean, and what they hang on."""

    keys: dict[str, Response] = field(default_factory=dict)
    alike: dict[tuple[Any, ...], list[Response]] = field(default_factory=lambda: defaultdict(list))
    surveys: dict[str, Survey] = field(default_factory=dict)


def write(batch: Batch, records: Sequence[Record]) -> None:
    """Make or change the answers that rows describe, and decide about each row."""
    refuse_taken_keys(batch, "response", records)
    rows = [record for record in records if record.is_open]
    hung = hung_on(batch, rows)
    rows = [record for record in rows if record.is_open]
    known = known_voices(batch, rows, hung)
    held = {key: response.pk for key, response in known.keys.items()}
    new: list[Response] = []
    changed: dict[int, Response] = {}
    for record in rows:
        said = describe(batch, known, record, *hung[id(record)])
        if not record.is_open:
            continue
        response = meant(batch, known, record, said)
        differing = differences(response, said)
        if response.pk is None and response.account_id is None:
            change(response, said)
            batch.create(record, response)
            new.append(response)
        elif batch.settle(record, response, changed=bool(differing)):
            change(response, differing)
            changed[response.pk] = response
        if key := record.get("key"):
            known.keys[key] = response
    save_all(batch.actor, [*new, *changed.values()], now=batch.now)
    add_keys(batch, "response", rows, held)


def known_voices(
    batch: Batch,
    rows: Sequence[Record],
    hung: dict[int, tuple[Account | None, Contact | None]],
) -> Voices:
    """Return the answers that rows may mean: by key, or by account, person and instant."""
    by_key = held_keys(batch, "response", {record.get("key") for record in rows})
    keyless = [record for record in rows if not record.get("key")]
    wanted = Q(pk__in=set(by_key.values()))
    if keyless:
        accounts = [hung[id(record)][0] for record in keyless]
        instants = [record.values["responded_at"].begins(batch.zone) for record in keyless]
        wanted |= Q(account__in=accounts, responded_at__in=instants)
    visible = Response.objects.visible_to(batch.actor).filter(wanted, voided_at=None)
    known = Voices(surveys=surveys_of(batch, rows))
    by_id = {response.pk: response for response in locked(visible)}
    batch.recall(by_id.values())
    known.keys = {key: by_id[pk] for key, pk in by_key.items() if pk in by_id}
    for response in by_id.values():
        known.alike[likeness(response)].append(response)
    return known


def likeness(response: Response) -> tuple[Any, ...]:
    """Return what tells an answer without a key from others."""
    anonymous = response.score if response.contact_id is None else None
    return (response.account_id, response.contact_id, response.responded_at,
            response.survey_id, anonymous)  # fmt: skip


def surveys_of(batch: Batch, rows: Sequence[Record]) -> dict[str, Survey]:
    """Return the surveys that rows name; one that is not known is made."""
    names = {record.get("survey") for record in rows} - {""}
    if not names:
        return {}
    known: dict[str, Survey] = {}
    for survey in Survey.objects.visible_to(batch.actor).order_by("-pk"):
        for name in (survey.name_en, survey.name_fr):
            known[fold(name)] = survey
    missing = {fold(name): name for name in sorted(names) if fold(name) not in known}
    new = {key: Survey(name_en=name, program=batch.run.program) for key, name in missing.items()}
    save_all(batch.actor, list(new.values()), now=batch.now)
    return known | new


def describe(
    batch: Batch, known: Voices, record: Record, account: Account | None, contact: Contact | None
) -> dict[str, Any]:
    """Return what a row says of an answer, as its columns have it."""
    said = told(record.values, "comment", "respondent_kind", "score")
    if said["score"] > HIGHEST:
        record.reject("score_out_of_range", field="score", detail=str(said["score"]))
    when = record.values["responded_at"]
    said["responded_at"] = when.begins(batch.zone)
    batch.saw([when])
    said["account_id"] = account.pk if account else None
    if contact:
        said["contact_id"] = contact.pk
    if survey := known.surveys.get(fold(record.get("survey"))):
        said["survey_id"] = survey.pk
    return said


def meant(batch: Batch, known: Voices, record: Record, said: dict[str, Any]) -> Response:
    """Return the answer that a row describes: one that is there, or a new one.

    Of several alike, each line means another: two people may well have given the same score.
    """
    if key := record.get("key"):
        return known.keys.get(key) or Response()
    alike = known.alike[likeness(Response(**said))]
    for response in alike:
        if batch.told.get(identity(response), record.line) == record.line:
            return response
    return Response()
