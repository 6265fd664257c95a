"""Who is named in a comment: "@" and a name or an e-mail address of one of us."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from abmplanner.kit.actor import Actor
from accounts.models import Account, User
from accounts.queries.access import seers

AT = re.compile(r"(?:(?<=^)|(?<=[\s(]))@(?=\w)")
NAME_ENDS = re.compile(r"(?!\w)")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a comment; is_name tells that it names one of us."""

    text: str
    is_name: bool = False


def readers(actor: Actor, account: Account) -> list[User]:
    """Return who may see an account, and so may be named in what is said of it."""
    return [seer.person for seer in seers(actor, account)]


def named_in(text: str, people: Iterable[User]) -> list[User]:
    """Return which of these people a text names, each once, in its order."""
    found = [found_at(text, each.end(), people) for each in AT.finditer(text)]
    return list(dict.fromkeys(person for person, _end in filter(None, found)))


def words_of(text: str, people: Sequence[User]) -> list[Words]:
    """Return a text cut where it names one of these people."""
    parts, at = [], 0
    for each in AT.finditer(text):
        found = found_at(text, each.end(), people) if each.start() >= at else None
        if found:
            _person, end = found
            parts += [Words(text[at : each.start()]), Words(text[each.start() : end], is_name=True)]
            at = end
    return [part for part in [*parts, Words(text[at:])] if part.text]


def found_at(text: str, start: int, people: Iterable[User]) -> tuple[User, int] | None:
    """Return who is named from a place of a text on, and where that ends: the longest name wins."""
    rest = text[start:].casefold()
    fitting = [
        (len(name), person)
        for person in people
        for name in (person.name, person.email)
        if name and rest.startswith(name.casefold()) and NAME_ENDS.match(rest, len(name))
    ]
    if not fitting:
        return None
    length, person = max(fitting, key=lambda each: each[0])
    return person, start + length


def addressed(actor: Actor, text: str, account: Account) -> list[User]:
    """Return who is named in what is said of an account.

    Raises ValidationError for one of us who may not see it: they could not read what names them.
    """
    if not AT.search(text):
        return []
    may_see = readers(actor, account)
    others = User.objects.filter(is_active=True).exclude(pk__in=[each.pk for each in may_see])
    named = named_in(text, [*may_see, *others])
    if strangers := [each.name for each in named if each not in may_see]:
        said = _("%(who)s may not see this account, so they can't be mentioned here.")
        raise ValidationError(said, params={"who": ", ".join(strangers)})
    return named
