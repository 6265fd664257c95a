"""Which new target accounts were reached, by plain loops; row 2."""

from collections.abc import Iterator
from datetime import datetime

from tests.oracle.campaigns import EXPOSURE, Campaigns
from tests.oracle.plain import Told


class Entries(Campaigns):
    """Knows whom we reached once they were ours to reach."""

    def shown_to(self, account: int) -> Iterator[datetime]:
        """Yield when something of ours was shown to an account."""
        for touch in self.world.touches:
            shown = touch.type in EXPOSURE and touch.automation != "machine"
            if shown and self.known(touch) and self.root(touch.account) == account:
                yield touch.at
        for campaign in self.world.campaigns:
            yield from (at for who, at in self.ads(campaign.id) if who == account)

    def new_target_accounts_reached(self) -> Told:
        question, reached, any_seen = self.question, set(), False
        for (account, program), mine in self.spells().items():
            if question.account not in {None, account} or question.program not in {None, program}:
                continue
            for place, (start, _end) in enumerate(mine):
                is_shown = any(start <= at < self.as_of for at in self.shown_to(account))
                if not (self.in_window(start) and is_shown):
                    continue
                any_seen = True
                if place == 0:
                    reached.add(account)
        told_of = any_seen or self.covered("email") or self.covered("ad")
        if self.entered(ever=False).status == "not_measured" or not told_of:
            return Told("not_measured")
        return Told("ok", len(reached), len(reached))
