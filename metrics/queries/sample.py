"""What an indicator that is being made would say of three real accounts."""

from copy import copy
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext

from abmplanner.kit.actor import Actor
from accounts.models import Account, Enrolment
from metrics.enums import IndicatorState
from metrics.models import CustomIndicator
from metrics.queries.answer import Answer
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators, with_custom
from metrics.queries.scope import Scope
from metrics.queries.window import Window

KEY = "as_typed_now"
SAMPLES = 3
CANDIDATES = 24  # of which those are shown that it says something of
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Sample:
    """One account and what the indicator says of its last year."""

    account: Account
    answer: Answer


def sampled(actor: Actor, row: CustomIndicator | None) -> list[Sample]:
    """Return three accounts of the actor with the answers of an indicator as it is typed now.

    Accounts that it says something of go first. None is an indicator that can't be measured yet,
    and gives no samples.
    """
    if row is None:
        return []
    accounts = accounts_for(actor, row)
    if not accounts:
        return []
    today = timezone.localdate()
    scope = Scope.of_accounts(actor, accounts)
    window = Window(start=today - YEAR, end=today + timedelta(days=1), as_of=today, zone=scope.zone)
    known = with_custom(known_indicators(actor), [as_sample(row)])
    if KEY not in known:
        return []
    answers = live_answers(actor, [KEY], scope=scope, window=window, known=known)
    found = [
        Sample(account, answers.one(account.pk, KEY))
        for account in accounts
        if account.pk in answers.targets
    ]
    return sorted(found, key=lambda sample: sample.answer.value is None)[:SAMPLES]


def as_sample(row: CustomIndicator) -> CustomIndicator:
    """Return the indicator under a key of its own, so that what it means today stays in place."""
    sample = copy(row)
    sample.key, sample.state, sample.past_definitions = KEY, IndicatorState.ACTIVE, {}
    if not (sample.name_en or sample.name_fr):
        sample.name_en = sample.name_fr = gettext("The indicator")
    return sample


def accounts_for(actor: Actor, row: CustomIndicator) -> list[Account]:
    """Return accounts that the indicator is made for, by name."""
    rows = Account.objects.visible_to(actor).canonical()
    if row.account_id:
        rows = rows.filter(pk=row.account_id)
    elif row.program_id:
        enrolled = Enrolment.objects.visible_to(actor).filter(
            program=row.program_id, voided_at=None
        )
        rows = rows.filter(pk__in=enrolled.values("account"))
    return list(rows.order_by("search_key", "pk")[:CANDIDATES])
