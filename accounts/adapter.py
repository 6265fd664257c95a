"""Signing in: people are invited by an administrator; nobody signs up."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from typing_extensions import override


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Closes the sign-up page."""

    @override
    def is_open_for_signup(self, request: Any) -> bool:
        return False
