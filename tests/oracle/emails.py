"""E-mails and what became of them, and what passed directly, by plain loops; row 11."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tests.oracle.plain import Told
from tests.oracle.records import Touch
from tests.oracle.web import Web

SENDING = {"email_sent", "email_delivered", "email_bounced"}
HAPPENING = {"email_opened", "email_clicked", "email_replied", "unsubscribed"}
LEAVING = ("unsubscri", "optout", "opt-out", "preference", "desinscri", "désinscri", "desabonn",
           "désabonn")  # fmt: skip


def is_human(touch: Touch) -> bool:
    return touch.automation in {"human", "unknown"}


@dataclass
class Mail:
    """One message to one person of an account, and everything that is told of it."""

    account: int
    person: int | None
    message: str
    touches: list[Touch] = field(default_factory=list)

    def of(self, *types: str) -> list[Touch]:
        return [touch for touch in self.touches if touch.type in types]

    @property
    def sent(self) -> datetime:
        return min(touch.at for touch in self.of(*SENDING))

    @property
    def delivered(self) -> datetime | None:
        """Sent less bounced: what did not come back was delivered, at the latest when it was."""
        if self.of("email_bounced"):
            return None
        told = self.of("email_delivered") or self.of("email_sent")
        return min(touch.at for touch in told)

    @property
    def stream(self) -> str:
        return max(touch.stream for touch in self.of(*SENDING))

    @property
    def why_not(self) -> str:
        if not self.message:
            return "no_message"
        return "" if self.person is not None else "no_person"

    def clicked(self) -> bool:
        return any(
            is_human(touch) and not any(word in touch.link.lower() for word in LEAVING)
            for touch in self.of("email_clicked")
        )

    def opened(self) -> bool:
        """By somebody, as far as one may rely on it: a click of a person tells it too."""
        return self.clicked() or any(map(is_human, self.of("email_opened")))

    def seems_opened(self) -> bool:
        return bool(self.of("email_opened")) and not self.opened()


class Emails(Web):
    """Knows the mail."""

    def mails(self) -> list[Mail]:
        """Return the mails; a message told again a month after is another one."""
        since, found = self.start - timedelta(days=30), dict[Any, Mail]()
        for place, touch in enumerate(self.world.touches):
            of_mail = touch.type in SENDING | HAPPENING
            if not (of_mail and self.known(touch) and since <= touch.at < self.as_of):
                continue
            if self.question.campaign not in {None, touch.campaign}:
                continue
            person = self.person(touch.contact) if touch.contact else None
            account = self.root(touch.account)
            key = (account, person, touch.message)
            if person is None or not touch.message:
                key = (*key, place)  # type: ignore[assignment]
            found.setdefault(key, Mail(account, person, touch.message)).touches.append(touch)
        return [mail for mail in found.values() if mail.of(*SENDING)]

    def mailed(
        self, at: Callable[[Mail], datetime | None], unreliable: str = ""
    ) -> tuple[list[Mail], dict[str, int], bool]:
        """Return the mails of the window that count, those that don't, whether any is measured."""
        counted, left_out, any_seen = [], dict[str, int](), False
        for mail in self.mails():
            instant = at(mail)
            if not (instant and self.in_window(instant) and self.counts(mail.account, instant)):
                continue
            any_seen = True
            if self.question.where.get("stream") not in {None, mail.stream}:
                continue
            why = mail.why_not or (unreliable if mail.seems_opened() else "")
            if why:
                left_out[why] = left_out.get(why, 0) + 1
            else:
                counted.append(mail)
        return counted, left_out, any_seen or self.covered("email")

    def mail_rate(
        self,
        hits: Callable[[Mail], bool],
        cases: Callable[[Mail], bool] = lambda _mail: True,
        *,
        at: Callable[[Mail], datetime | None] = lambda mail: mail.delivered,
        unreliable: str = "",
    ) -> Told:
        mails, left_out, measured = self.mailed(at, unreliable)
        if not measured:
            return Told("not_measured", left_out=left_out)
        all_mails, _left_out, _measured = self.mailed(at)
        is_early = bool(all_mails) and self.until > self.as_of - timedelta(days=7)
        chosen = [mail for mail in mails if cases(mail)]
        if not chosen:
            return Told("immature" if is_early else "no_data", n=0, left_out=left_out)
        value = 100 * sum(map(hits, chosen)) / len(chosen)
        return Told("immature" if is_early else "ok", value, len(chosen), left_out)

    def email_delivery_rate(self) -> Told:
        return self.mail_rate(lambda mail: mail.delivered is not None, at=lambda mail: mail.sent)

    def email_open_rate(self) -> Told:
        return self.mail_rate(Mail.opened, unreliable="unreliable_open")

    def email_open_rate_raw(self) -> Told:
        return self.mail_rate(lambda mail: bool(mail.of("email_opened")))

    def email_click_rate(self) -> Told:
        return self.mail_rate(Mail.clicked)

    def email_click_to_open_rate(self) -> Told:
        told = self.mail_rate(Mail.clicked, Mail.opened)
        return replace(told, left_out={})  # of what is not opened, none was left out

    def email_reply_rate(self) -> Told:
        return self.mail_rate(
            lambda mail: any(
                is_human(touch) and touch.direction == "inbound"
                for touch in mail.of("email_replied")
            )
        )

    def email_unsubscribe_rate(self) -> Told:
        return self.mail_rate(lambda mail: any(map(is_human, mail.of("unsubscribed"))))

    # ---- what passed directly ----

    def passed(self) -> tuple[list[Touch], dict[str, int], bool]:
        """Return the answers, meetings and calls of the window, and how many were machines."""
        people, machines = list[Touch](), 0
        for touch in self.world.touches:
            to_one = touch.direction == "inbound" and touch.stream in {"", "one_to_one"}
            is_answer = touch.type == "email_replied" and to_one
            if not (is_answer or touch.type in {"meeting_held", "call_connected"}):
                continue
            seen = self.known(touch) and self.in_window(touch.at)
            if not (seen and self.counts(touch.account, touch.at)):
                continue
            if is_human(touch):
                people.append(touch)
            else:
                machines += 1
        left_out = {"machine": machines} if machines else {}
        told_of = self.covered("email") or self.covered("sales_activity")
        return people, left_out, bool(people or machines) or told_of

    def direct_interactions(self) -> Told:
        people, left_out, measured = self.passed()
        if not measured:
            return Told("not_measured", left_out=left_out)
        number = sum(touch.quantity for touch in people)
        return Told("ok", number, number, left_out)

    def direct_interaction_contacts(self) -> Told:
        touches, left_out, measured = self.passed()
        nobody = sum(self.who(touch)[0] != "contact" for touch in touches)
        left_out |= {"no_person": nobody} if nobody else {}
        if not measured:
            return Told("not_measured", left_out=left_out)
        people = {self.who(touch) for touch in touches if self.who(touch)[0] == "contact"}
        return Told("ok", len(people), len(people), left_out)
