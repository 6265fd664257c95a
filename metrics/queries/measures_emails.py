"""What is counted of e-mails and of what passes directly."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.catalogue.filters import Filter, is_, missing
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

MACHINE = LeftOut("machine", is_("unfit", "machine"))
UNRELIABLE = LeftOut("unreliable_open", is_("opening", "unreliable"))

DELIVERED = Measure(
    key="emails_delivered",
    dataset="emails",
    kind=Kind.COHORT,
    dated_by="delivered_at",
    left_out=tuple(LeftOut(each, is_("unfit", each)) for each in ("no_message", "no_person")),
)
SENT = replace(DELIVERED, key="emails_sent", dated_by="sent_at")
OPENABLE = replace(DELIVERED, key="emails_openable", left_out=(*DELIVERED.left_out, UNRELIABLE))

PASSED = Measure(
    key="direct_interactions",
    dataset="direct_interactions",
    kind=Kind.FLOW,
    aggregate=Aggregate.SUM,
    field="quantity",
    dated_by="occurred_at",
    left_out=(MACHINE,),
)


def email_measures() -> Iterator[Measure]:
    """Yield the measures of e-mails: what was sent, delivered, and what became of it."""
    maturing = is_("maturing", value=True)
    for base in (SENT, DELIVERED):
        yield replace(base, key=f"{base.key}_maturing", where=maturing)
    yield from _counted(SENT, "emails_sent_delivered", is_("is_delivered", value=True))
    yield from _counted(DELIVERED, "emails_read", is_("opening", "reliable"))
    for what in ("opened", "clicked", "replied", "unsubscribed"):
        yield from _counted(DELIVERED, f"emails_{what}", is_(f"is_{what}", value=True))
    for base in (SENT, DELIVERED, OPENABLE):
        yield from _counted(base, base.key, base.where)
    yield PASSED
    yield replace(
        PASSED,
        key="direct_people",
        aggregate=Aggregate.DISTINCT,
        field="person",
        left_out=(MACHINE, LeftOut("no_person", missing("person"))),
    )


def _counted(base: Measure, key: str, where: Filter) -> Iterator[Measure]:
    """Yield how many e-mails there are, and how many of each account."""
    one = replace(base, key=key, where=where)
    yield one
    yield replace(one, key=f"{key}_by_account", aggregate=Aggregate.BY_ACCOUNT, field="account")
