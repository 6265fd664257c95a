"""Known exports: the columns they carry, one module each. A guess begins with what fits best."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import override

from accounts.ingest.fields import FIELDS
from accounts.ingest.mapping import column_key, positions
from accounts.ingest.mappings import by_hand, common, dynamics, hubspot, salesforce

PLAIN = {**common.EXPORT[1], **by_hand.HEADERS}
KNOWN = (salesforce.EXPORT, hubspot.EXPORT, dynamics.EXPORT, ("", PLAIN))


def guessed(columns: Sequence[str], kind: str) -> tuple[str, dict[str, str]]:
    """Return the system that a file seems to come from, and for our fields its columns.

    A file that has no other columns than our own exports is one. Of the known exports the one that
    explains most columns is believed; where it has no word for a field, the common names are tried,
    and last our own.
    """
    at = positions(columns)
    ours = fitting({name: [name] for name in FIELDS[kind]}, at, columns)
    if columns and len(ours) == len(columns):
        return "", ours
    fits = [(name, fitting(names[kind], at, columns)) for name, names in KNOWN if kind in names]
    system, best = max(fits, key=lambda each: len(each[1]), default=("", {}))
    for names in (PLAIN[kind], own_names(kind)):
        plain = fitting(names, at, columns)
        taken = set(best.values())
        best |= {
            name: column
            for name, column in plain.items()
            if name not in best and column not in taken
        }
    return system, best


@lru_cache
def own_names(kind: str) -> dict[str, list[str]]:
    """Return how we call the fields of a kind ourselves: in our exports, in English, in French."""
    names = {name: [name, name.replace("_", " ")] for name in FIELDS[kind]}
    for language in ("en", "fr"):
        with override(language):
            for name, field in FIELDS[kind].items():
                names[name].append(str(field.label))
    return names


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
