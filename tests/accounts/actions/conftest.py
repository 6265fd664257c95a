"""People around one account."""

from tests.people import account, manager, program, seller

__all__ = ["account", "manager", "program", "seller"]
