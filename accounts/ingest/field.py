"""One thing that a file may tell of a record, and those that many kinds of records share."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Type(StrEnum):
    """How a cell of a field is read."""

    TEXT = "text"
    LONG = "long"
    EMAIL = "email"
    DOMAINS = "domains"
    WHOLE = "whole"
    AMOUNT = "amount"
    CURRENCY = "currency"
    DAY = "day"
    CHOICE = "choice"
    TRUTH = "truth"
    SIGNED = "signed"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a file may say of a record. most is the longest text that is kept."""

    label: str | Promise
    type: Type = Type.TEXT
    most: int = 200
    choices: Any = None


ACCOUNT_KEY = Field(_("key of the account in the source system"), most=255)
HOME = {
    "account": Field(_("account: its name")),
    "account_key": ACCOUNT_KEY,
    "account_domain": Field(_("account: its web or mail domain"), Type.DOMAINS),
}
LEAD_KEY = Field(_("lead: key in the source system"), most=255)
SOMEBODY = {
    "email": Field(_("contact: e-mail"), Type.EMAIL),
    "contact_key": Field(_("contact: key in the source system"), most=255),
    "lead_key": LEAD_KEY,
    **HOME,
}
PERSON = {
    **SOMEBODY,
    "contact": Field(_("contact: name")),
}
CAMPAIGN = {
    "campaign": Field(_("campaign: its name")),
    "campaign_key": Field(_("campaign: key in the source system"), most=255),
}
PERIOD = {
    "since": Field(_("since"), Type.DAY),
    "until": Field(_("last day"), Type.DAY),
}
