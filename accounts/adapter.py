"""Signing in: people are invited by an administrator; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from typing_extensions import override

from abmplanner.kit.language import remember_language


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes the sign-up page; each person is spoken to in their language wherever they sign in."""

    @override
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    @override
    def post_login(self, request: Any, user: Any, **kwargs: Any) -> Any:
        response = super().post_login(request, user, **kwargs)
        remember_language(response, user.language)
        return response
