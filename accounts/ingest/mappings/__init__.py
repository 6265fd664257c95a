"""Known exports: the columns they carry, one module each. A guess begins with what fits best."""

from collections.abc import Mapping, Sequence

from accounts.ingest.mapping import column_key, positions
from accounts.ingest.mappings import common, dynamics, hubspot, salesforce

KNOWN = (salesforce.EXPORT, hubspot.EXPORT, dynamics.EXPORT, common.EXPORT)


def guessed(columns: Sequence[str], kind: str) -> tuple[str, dict[str, str]]:
    """Return the system that a file seems to come from, and for our fields its columns.

    Of the known exports the one that explains most columns is believed; where it has no word for a
    field, the common names are tried.
    """
    at = positions(columns)
    fits = [(name, fitting(names[kind], at, columns)) for name, names in KNOWN if kind in names]
    system, best = max(fits, key=lambda each: len(each[1]), default=("", {}))
    plain = fitting(common.EXPORT[1][kind], at, columns)
    taken = set(best.values())
    best |= {
        name: column for name, column in plain.items() if name not in best and column not in taken
    }
    return system, best


def fitting(
    names: Mapping[str, Sequence[str]], at: Mapping[str, int], columns: Sequence[str]
) -> dict[str, str]:
    """Return for each field the first of its usual columns that the file has."""
    found: dict[str, str] = {}
    for field, usual in names.items():
        for name in usual:
            place = at.get(column_key(name))
            if place is not None and columns[place] not in found.values():
                found[field] = columns[place]
                break
    return found
