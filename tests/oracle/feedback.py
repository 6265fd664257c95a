"""What sales and accounts say of our marketing, by plain loops; row 3."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.oracle.plain import Oracle, Told
from tests.oracle.records import Known

FEW = 5
OBJECTS = ("activities", "marketer")


@dataclass
class Said:
    """One answer to one question: of whom, about what, and how good on which scale."""

    voice: str
    teller: Any
    account: int
    about: str
    score: float
    lowest: int
    highest: int
    at: datetime
    key: tuple[int, int]

    @property
    def points(self) -> float:
        return 100 * (self.score - self.lowest) / (self.highest - self.lowest)

    @property
    def is_top(self) -> bool:
        return self.score >= self.highest - 1


class Feedback(Oracle):
    """Knows what was said of our marketing."""

    def told_rows(self) -> Iterator[tuple[int, Known, datetime]]:
        """Yield every feedback that we knew of: its account, the row and its instant."""
        for row in self.world.feedback:
            if self.heard(row) and row.at < self.as_of:
                yield row.account, row, row.at
        for row in self.world.ratings:
            if self.known(row) and row.at < self.as_of:
                yield row.account, row, row.at

    def is_given_at_all(self) -> bool:
        return any(True for _each in self.told_rows())

    def in_time(self, account: int, at: datetime) -> bool:
        return self.in_window(at) and self.counts(account, at)

    def answers_said(self) -> Iterator[Said]:
        for row in self.world.feedback:
            if not (self.heard(row) and row.at < self.as_of and self.in_time(row.account, row.at)):
                continue
            for place, (about, score) in enumerate(
                (("activities", row.activities), ("marketer", row.marketer))
            ):
                if score is not None:
                    yield Said(
                        "sales", row.author, self.root(row.account), about, score, 1, 5, row.at,
                        (row.id, place),
                    )  # fmt: skip
        for row in self.world.ratings:
            if not (self.known(row) and row.at < self.as_of):
                continue
            if self.in_time(row.account, row.at):
                teller = self.person(row.contact) if row.contact else ("nobody", row.id)
                yield Said(
                    "account", teller, self.root(row.account), row.about, row.score, row.lowest,
                    row.highest, row.at, (row.id, 0),
                )  # fmt: skip

    def latest(self, voices: set[str], objects: set[str]) -> tuple[list[Said], dict[str, int]]:
        """Return the latest answer of each respondent to each question, and how many others."""
        newest: dict[Any, Said] = {}
        superseded = 0
        for each in self.answers_said():
            if each.voice not in voices or each.about not in objects:
                continue
            question = (each.voice, each.teller, each.account, each.about)
            before = newest.get(question)
            if before is not None:
                superseded += 1
            if before is None or (each.at, each.key) > (before.at, before.key):
                newest[question] = each
        return list(newest.values()), {"superseded": superseded} if superseded else {}

    def rating(self, voice: str, about: str, *, top: bool) -> Told:
        found, left_out = self.latest({voice}, {about})
        if not (self.is_given_at_all() or self.covered("feedback")):
            return Told("not_measured", left_out=left_out)
        if not found:
            return Told("no_data", n=0, left_out=left_out)
        if about == "marketer" and len(found) < FEW:
            return Told("suppressed", n=len(found), left_out=left_out)
        if top:
            share = 100 * sum(each.is_top for each in found) / len(found)
            return Told("ok", share, len(found), left_out)
        return Told("ok", sum(each.points for each in found) / len(found), len(found), left_out)

    def feedback_sales_on_marketer(self) -> Told:
        return self.rating("sales", "marketer", top=False)

    def feedback_sales_on_activities(self) -> Told:
        return self.rating("sales", "activities", top=False)

    def feedback_account_on_marketer(self) -> Told:
        return self.rating("account", "marketer", top=False)

    def feedback_account_on_activities(self) -> Told:
        return self.rating("account", "activities", top=False)

    def feedback_sales_on_marketer_top2_share(self) -> Told:
        return self.rating("sales", "marketer", top=True)

    def feedback_sales_on_activities_top2_share(self) -> Told:
        return self.rating("sales", "activities", top=True)

    def feedback_account_on_marketer_top2_share(self) -> Told:
        return self.rating("account", "marketer", top=True)

    def feedback_account_on_activities_top2_share(self) -> Told:
        return self.rating("account", "activities", top=True)

    def abm_feedback_score(self) -> Told:
        found, left_out = self.latest({"sales", "account"}, set(OBJECTS))
        if not (self.is_given_at_all() or self.covered("feedback")):
            return Told("not_measured", left_out=left_out)
        if not found:
            return Told("no_data", n=0, left_out=left_out)
        of_colleagues = sum(each.about == "marketer" for each in found)
        if len(found) < FEW or 0 < of_colleagues < FEW:
            return Told("suppressed", n=len(found), left_out=left_out)
        means = []
        for voice in ("sales", "account"):
            points = [each.points for each in found if each.voice == voice]
            if points:
                means.append(sum(points) / len(points))
        return Told("ok", sum(means) / len(means), len(found), left_out)

    def feedback_count(self) -> Told:
        if not (self.is_given_at_all() or self.covered("feedback")):
            return Told("not_measured")
        number = sum(self.in_time(account, at) for account, _row, at in self.told_rows())
        return Told("ok", number, number)

    def feedback_open_actions(self) -> Told:
        if not (self.is_given_at_all() or self.covered("feedback", stock=True)):
            return Told("not_measured")
        number = 0
        for row in self.world.feedback:
            if not (self.heard(row) and row.at < self.as_of):
                continue
            if row.replied is None or row.replied >= self.as_of:
                continue
            is_open = row.settled is None or row.settled >= self.as_of
            number += is_open and self.counts(row.account, self.last_moment())
        return Told("ok", number, number)
