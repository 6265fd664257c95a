"""The headers that every answer carries, whatever its status."""

from collections.abc import Iterator

from django.conf import settings

from tests.authz.door import Answer
from tests.authz.routes import Entry
from tests.authz.world import Performer

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


def header_problems(entry: Entry, who: Performer, answer: Answer) -> Iterator[str]:
    """Yield each header that is missing or says something else."""
    headers = answer.response.headers
    wanted = dict(ALWAYS)
    if entry.is_by_link and answer.status != 405:
        wanted["Referrer-Policy"] = "no-referrer"
    for name, value in wanted.items():
        if headers.get(name) != value:
            yield f"{answer.status}: {name} is {headers.get(name)!r}"
    if directives(headers.get("Content-Security-Policy", "")) != directives(CSP):
        yield f"{answer.status}: the content policy is {headers.get('Content-Security-Policy')!r}"
    if "=()" not in headers.get("Permissions-Policy", ""):
        yield f"{answer.status}: nothing is said of the device"
    if who.session and "no-store" not in headers.get("Cache-Control", ""):
        yield f"{answer.status}: may be kept, {headers.get('Cache-Control')!r}"
    if any(name.startswith("Access-Control-") for name in headers):
        yield f"{answer.status}: speaks to other sites"
    for name, cookie in answer.response.cookies.items():
        if cookie["samesite"] not in {"Lax", "Strict"}:
            yield f"{answer.status}: the cookie {name} travels from other sites"
    session = answer.response.cookies.get(settings.SESSION_COOKIE_NAME)
    if session is not None and session.value and not session["httponly"]:
        yield f"{answer.status}: a script reads the session"


def directives(policy: str) -> set[str]:
    """Return the parts of a content policy, in whatever order they stand."""
    return {" ".join(part.split()) for part in policy.split(";") if part.strip()}
