"""Many rows of one table saved at once, with the same marks that saving one leaves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from abmplanner.kit.actor import Actor
from abmplanner.kit.copying import copy_all
from abmplanner.kit.saving import Versioned

Row = TypeVar("Row", bound=Versioned)
NEVER_CHANGED = {"id", "public_id", "recorded_at"}


def locked(rows: Any) -> list[Any]:
    """Return rows for as long as the transaction lasts; whoever saves one waits."""
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def save_all(actor: Actor, rows: Sequence[Row], *, now: datetime) -> None:
    """Write new rows, and those locked before and changed since, each in one statement.

    A changed row goes to its next version. The database's own rules hold; the rest is up to whoever
    built the rows.
    """
    new = [row for row in rows if is_new(row)]
    old = [row for row in rows if not is_new(row)]
    for row in rows:
        row.saved_by_id = actor.person.pk if actor.person else None
        row.saved_at = now
    for row in old:
        row.version += 1
    for model in {type(row) for row in rows}:
        manager: Any = model._default_manager  # noqa: SLF001 -- Django's own name
        copy_all([row for row in new if type(row) is model])
        manager.bulk_create(
            [row for row in old if type(row) is model],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=changing(model),
        )


def is_new(row: Any) -> bool:
    """Tell whether a row is not written yet, be it numbered or not."""
    return bool(row._state.adding)  # noqa: SLF001 -- Django's own name


def changing(model: type[Any]) -> list[str]:
    """Return the names of the columns that may differ from one version to the next."""
    columns = model._meta.concrete_fields  # noqa: SLF001 -- Django's own name
    return [column.name for column in columns if column.name not in NEVER_CHANGED]
