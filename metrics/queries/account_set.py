"""The indicators of an account, with what they say of a period."""

from dataclasses import dataclass

from django.utils.translation import get_language

from abmplanner.kit.actor import Actor
from accounts.models import Account
from metrics.catalogue.indicator import Indicator
from metrics.models import IndicatorSet
from metrics.queries.answer import Answer
from metrics.queries.asking import Question, window_of
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.scope import Scope, became


@dataclass(frozen=True, slots=True)
class SetRow:
    """One indicator of an account; without an answer where it can't be asked for any more."""

    row: IndicatorSet
    indicator: Indicator | None
    answer: Answer | None

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        if self.indicator is None:
            return self.row.indicator_key
        return self.indicator.name.to(get_language() or "en")

    @property
    def scope(self) -> str:
        """Whose number it is, as the address of an opened number says it."""
        return f"account:{self.row.account.public_id}"


def account_set(actor: Actor, account: Account, question: Question) -> list[SetRow]:
    """Return the set of an account in its order, measured for the time that is asked for."""
    rows = IndicatorSet.objects.visible_to(actor).filter(account=account)
    chosen = list(rows.select_related("account").order_by("position", "pk"))
    known = known_indicators(actor)
    keys = [row.indicator_key for row in chosen if row.indicator_key in known]
    if not keys:
        return [SetRow(row, None, None) for row in chosen]
    scope = Scope.of_accounts(actor, [account])
    answers = live_answers(
        actor, keys, scope=scope, window=window_of(question, scope), known=known
    ).row(became(actor, [account.pk])[0])
    return [
        SetRow(
            row,
            known.get(row.indicator_key),
            answers.get(row.indicator_key),
        )
        for row in chosen
    ]
