"""Mail that is written to files instead of being sent, for want of a mail server."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

BACKEND = "django.core.mail.backends.filebased.EmailBackend"
BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's backend writes after each message
AT_MOST = 500  # letters that are read, the newest


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter in a file: key names it, sent_at is None where its date can't be read."""

    key: str
    subject: str
    sender: str
    recipients: str
    sent_at: datetime | None
    body: str


def is_kept() -> bool:
    """Tell whether mail stays here, in files."""
    return bool(settings.EMAIL_BACKEND == BACKEND)


def letters() -> list[Kept]:
    """Return the letters, the newest first."""
    found: list[Kept] = []
    for path in _files():
        found += reversed(list(_read(path)))
        if len(found) >= AT_MOST:
            break
    return found[:AT_MOST]


def letter(key: str) -> Kept | None:
    """Return the letter of a key, None where there is none."""
    stem = key.rpartition("-")[0]
    paths = (path for path in _files() if path.stem == stem)
    return next((kept for path in paths for kept in _read(path) if kept.key == key), None)


def _files() -> list[Path]:
    """Return the files, the newest first: their names begin with the time they were opened."""
    return sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log"), reverse=True)


def _read(path: Path) -> Iterator[Kept]:
    parts = path.read_bytes().split(BETWEEN)
    for place, part in enumerate(parts, start=1):
        if part.strip():
            yield _kept(f"{path.stem}-{place}", part.lstrip(b"\n"))


def _kept(key: str, content: bytes) -> Kept:
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_body(preferencelist=("plain", "html"))
    date = message["Date"]
    return Kept(
        key=key,
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipients=str(message["To"] or ""),
        sent_at=date.datetime if date is not None else None,
        body=text.get_content() if text is not None else "",
    )
