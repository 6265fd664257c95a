"""The language a browser is spoken to in."""

from django.conf import settings
from django.http import HttpResponseBase

A_YEAR = 31_536_000


def remember_language(response: HttpResponseBase, code: str) -> None:
    """Let the browser keep a language, for pages before and after signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=A_YEAR,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
