"""A file that somebody hands in becomes a run: stored, looked through, and with a first mapping."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from abmplanner.kit.actor import Actor
from accounts.actions.import_run import Parts, note, open_run
from accounts.ingest.dialect import Dialect
from accounts.ingest.mapping import Mapping as ColumnMapping
from accounts.ingest.mappings import guessed
from accounts.ingest.readers import Source
from accounts.ingest.storing import stored
from accounts.ingest.survey import counted, looked_through, named, surveyed
from accounts.models import ImportRun, Program

DEFAULT_SYSTEM = "file"


def take_in(
    actor: Actor,
    chunks: Iterable[bytes],
    *,
    file_name: str,
    kind: str,
    mapping: Mapping[str, Any] | None = None,
    system: str = "",
    program: Program | None = None,
) -> ImportRun:
    """Keep a file as a run, with how it is written and mapped; without a mapping, as guessed.

    Raises UnreadableError for what is no table, MappingError for a mapping that is none.
    """
    told = ColumnMapping.from_json({} if mapping is None else mapping, kind)
    with stored(chunks) as file:
        dialect = chosen(file, surveyed(file), told.dialect)
        if mapping is None:
            found, columns = guessed(dialect.columns, kind)
            mapping, system = {"format": 1, "columns": columns}, system or found
        return open_run(
            actor,
            file.pieces(0),
            program=program,
            kind=kind,
            system=(system or told.system or DEFAULT_SYSTEM)[:60],
            file_name=file_name[-255:],
            size=file.size,
            digest=file.digest,
            dialect=dialect.as_json(),
            mapping=dict(mapping),
        )


def chosen(source: Source, dialect: Dialect, choices: Mapping[str, Any]) -> Dialect:
    """Return the dialect with a person's choices; what follows from them is looked at again."""
    wider = {name: choices[name] for name in ("encoding", "separator", "sheet") if name in choices}
    if any(getattr(dialect, name) != value for name, value in wider.items()):
        dialect = looked_through(source, replace(dialect, doubts=(), **wider))
    header = choices.get("header", dialect.header)
    if header != dialect.header:
        moved = replace(dialect, header=header, doubts=())
        dialect = counted(source, named(source, moved))
    return dialect.changed({name: each for name, each in choices.items() if name not in wider})


def choose(actor: Actor, run: ImportRun, choices: Mapping[str, Any]) -> Dialect:
    """Write a person's choices of how to read a run's file, and look at it again."""
    dialect = chosen(Parts(run, actor), Dialect.from_json(run.dialect), choices)
    note(actor, run, dialect=dialect.as_json())
    return dialect
