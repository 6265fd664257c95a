"""The people that these tests speak of."""

from tests.people import account, browser_of, foreign, leader, manager, program, seller

__all__ = ["account", "browser_of", "foreign", "leader", "manager", "program", "seller"]
