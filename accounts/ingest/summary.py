"""What became of a file, in one object: what the command prints and a trial by the API answers."""

from typing import Any

from abmplanner.kit.actor import Actor
from accounts.enums import Verdict
from accounts.ingest.dialect import Dialect
from accounts.models import ImportRow, ImportRun

MOST_SHOWN = 20  # rows that were not taken


def summarized(actor: Actor, run: ImportRun, *, dry_run: bool) -> dict[str, Any]:
    """Return what became of a file, and of the first rows that were not taken."""
    dialect = Dialect.from_json(run.dialect)
    rows = ImportRow.objects.visible_to(actor).filter(run=run).exclude(reason="")
    refused = rows.filter(verdict__in=[Verdict.REJECTED, Verdict.WAITING]).order_by("line")
    return {
        "run": str(run.public_id),
        "file": run.file_name,
        "kind": run.kind,
        "system": run.system,
        "dry_run": dry_run,
        "encoding": dialect.encoding,
        "separator": dialect.separator,
        "header": dialect.header,
        "date_order": str(dialect.date_order),
        "decimal": dialect.decimal,
        "doubts": [str(each) for each in dialect.doubts],
        "rows": sum(run.counts.values()),
        **run.counts,
        "not_taken": [
            {"line": row.line, "verdict": row.verdict, "reason": row.reason,
             "field": row.field, "detail": row.detail}
            for row in refused[:MOST_SHOWN]
        ],
    }  # fmt: skip
