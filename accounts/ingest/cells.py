"""What a cell says: days, instants, numbers, addresses, or a word for what is wrong with it."""

import html
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from abmplanner.kit.days import EARLIEST, LATEST, end_after, first_instant, zone_of
from abmplanner.kit.exports import unguarded
from abmplanner.kit.words import fold
from accounts.ingest.dialect import DateOrder, Dialect
from accounts.ingest.readers import Cell

LONGEST_CELL = 10_000
CENTURY_FROM = 70  # two digits from here on are of the last century
TIME = r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?([AaPp][Mm])?)?"
ZONE = r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){TIME}{ZONE}", re.ASCII)
YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}|\d{{2}}){TIME}{ZONE}", re.ASCII)
DAY_NAME = re.compile(rf"(\d{{1,2}})[- .]+([^\W\d]{{3,9}})\.?[-, ]+(\d{{4}}|\d{{2}}){TIME}{ZONE}")
NAME_DAY = re.compile(rf"([^\W\d]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){TIME}{ZONE}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
SCIENTIFIC = re.compile(r"-?\d(?:\.\d{1,17})?E\d{1,2}", re.ASCII)  # as Salesforce writes millions
GROUPS = {".": r"(?:[ '\u2019\u00a0\u202f,]\d{3})", ",": r"(?:[ '\u2019\u00a0\u202f.]\d{3})"}
SIGNS = "€$£¥"
INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february fev fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august aou aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december decembre",
        ),
        start=1,
    )
    for name in names.split()
}
FREE_MAIL = frozenset(  # anybody can have an address there
    """
    gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com
    yahoo.com yahoo.fr ymail.com icloud.com me.com mac.com aol.com gmx.com gmx.de gmx.net web.de
    mail.com proton.me protonmail.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr
    neuf.fr yandex.ru mail.ru qq.com 163.com 126.com zoho.com fastmail.com
    """.split()  # noqa: SIM905 -- a list of forty lines would not be read
)


class WrongError(Exception):
    """A cell can't be what its field needs; code says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was, as far as the file says: a day, and an instant where it gives a time."""

    day: date
    instant: datetime | None = None

    def begins(self, zone: str = "") -> datetime:
        """Return the instant, or else the one at which the day begins."""
        return self.instant or first_instant(self.day, zone)

    def ends(self, zone: str = "") -> datetime:
        """Return the instant at which it is over: the day's end where no time is given."""
        return self.instant or end_after(self.day, zone)


def text_of(cell: Cell, dialect: Dialect) -> str:
    """Return the text of a cell, empty where the file means that there is nothing.

    Raises WrongError for what can't be kept: broken encoding, control characters, a whole book.
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if not isinstance(cell, str):
        return str(cell)
    text = unguarded(cell.translate(INVISIBLE).replace("\u00a0", " ").strip())
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if text in dialect.empty:
        return ""
    if not text.isprintable():
        text = " ".join(text.split()) if "\n" not in text else text.replace("\r", "")
        if any(not (c.isprintable() or c == "\n") for c in text):
            raise WrongError("character_not_readable")
    if len(text) > LONGEST_CELL:
        raise WrongError("too_long")
    return html.unescape(text) if "&" in text and ";" in text else text


def moment(text: str, dialect: Dialect) -> Moment:
    """Return when a text says something was. Raises WrongError."""
    found = parsed_moment(text, dialect.date_order is DateOrder.DAY_FIRST)
    if found is None:
        raise WrongError("not_a_date")
    if not EARLIEST <= found.day <= LATEST:
        raise WrongError("date_out_of_reach")
    return found


@lru_cache(maxsize=10_000)
def parsed_moment(text: str, day_first: bool) -> Moment | None:  # noqa: FBT001 -- a cache's key
    """Return when a text says something was, or None."""
    if match := YEAR_FIRST.fullmatch(text):
        parts, rest = match.group(1, 2, 3), match.groups()[3:]
    elif match := YEAR_LAST.fullmatch(text):
        first, second, year = match.group(1, 2, 3)
        parts = (year, second, first) if day_first else (year, first, second)
        rest = match.groups()[3:]
    elif match := DAY_NAME.fullmatch(text):
        parts, rest = match.group(3, 2, 1), match.groups()[3:]
    elif match := NAME_DAY.fullmatch(text):
        parts, rest = match.group(3, 1, 2), match.groups()[3:]
    elif match := COMPACT.fullmatch(text):
        parts, rest = match.groups(), (None,) * 5
    else:
        return None
    try:
        day = date(full_year(parts[0]), month_number(parts[1]), int(parts[2]))
        return Moment(day, instant_of(day, rest))
    except ValueError:
        return None


def full_year(digits: str) -> int:
    """Return a year of two or four digits."""
    year = int(digits)
    if len(digits) == 4:  # noqa: PLR2004 -- digits of a year
        return year
    return year + (1900 if year >= CENTURY_FROM else 2000)


def month_number(word: str) -> int:
    """Return a month by its number or its name in English or French; raise ValueError."""
    if word.isdigit():
        return int(word)
    return MONTHS.get(fold(word), 0)


def instant_of(day: date, rest: tuple[str | None, ...]) -> datetime | None:
    """Return the instant that a time of day makes of a day; without a zone, by our own clocks."""
    hour, minute, second, half, zone = rest
    if hour is None:
        return None
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half.casefold() == "pm" else 0)
    clock = time(hours, int(minute or 0), int(second or 0))
    if zone is None:
        return datetime.combine(day, clock, zone_of())
    if zone[0] in "+-":
        return datetime.fromisoformat(f"{day}T{clock}{zone[:3]}:{zone[-2:]}")
    return datetime.combine(day, clock, UTC)


def number(cell: Cell, text: str, dialect: Dialect) -> Decimal:
    """Return a number written with the file's decimal mark, grouped or not. Raises WrongError."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(cell))
    found = parsed_number(text.strip(SIGNS + " "), dialect.decimal)
    if found is None:
        raise WrongError("not_a_number")
    return found


def parsed_number(text: str, mark: str) -> Decimal | None:
    """Return the number of a text, or None."""
    if len(text) > 40:  # noqa: PLR2004 -- no amount is longer
        return None
    if SCIENTIFIC.fullmatch(text):
        return Decimal(text)
    if not (match := number_pattern(mark).fullmatch(text)):
        return None
    whole, part = match.group(1, 2)
    digits = re.sub(r"[^\d-]", "", whole.replace("\u2212", "-"))
    try:
        return Decimal(f"{digits}.{part}" if part else digits)
    except InvalidOperation:
        return None


@lru_cache
def number_pattern(mark: str) -> re.Pattern[str]:
    """Return what a number looks like with that decimal mark."""
    group = GROUPS[mark]
    return re.compile(
        rf"([-\u2212]?(?:\d{{1,3}}{group}+|\d+))(?:{re.escape(mark)}(\d*))?", re.ASCII
    )


def email(text: str) -> str:
    """Return an e-mail address, folded. Raises WrongError."""
    address = text.removeprefix("mailto:").casefold()
    try:
        validate_email(address)
    except ValidationError:
        raise WrongError("not_an_email") from None
    return address


def domain(text: str) -> str:
    """Return the domain of a web or mail address. Raises WrongError."""
    host = fold(text).removeprefix("http://").removeprefix("https://").split("/")[0]
    host = host.rpartition("@")[2].partition(":")[0].removeprefix("www.").strip(".")
    if not re.fullmatch(r"(?=.{4,253}\Z)(?:[\w-]{1,63}\.)+[a-z0-9-]{2,63}", host):
        raise WrongError("not_a_domain")
    return host


def company_domain(address: str) -> str:
    """Return the domain of a company's mail address, and nothing for one that anybody can have."""
    host = address.rpartition("@")[2]
    return "" if host in FREE_MAIL else host
