"""The measures of what sales and accounts say of our marketing."""

from collections.abc import Iterator
from dataclasses import replace

from accounts.enums import RatedObject
from metrics.catalogue.filters import Filter, every, in_, is_
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

VOICES = ("sales", "account")
OBJECTS = tuple(RatedObject.values)

RATED = Measure(
    key="feedback_rated",
    dataset="feedback",
    kind=Kind.FLOW,
    dated_by="said_at",
    where=in_("about", *OBJECTS),
    left_out=(
        LeftOut("superseded", is_("is_latest", value=False)),
        LeftOut("own_manager", is_("is_own_manager", value=True), asked_by="marketer"),
    ),
)


def feedback_measures() -> Iterator[Measure]:
    """Yield the answers of each voice about each object, how often there was any, and its work."""
    yield RATED
    yield replace(RATED, key="feedback_of_marketers", where=is_("about", RatedObject.MARKETER))
    for voice in VOICES:
        of_voice = is_("voice", voice)
        yield from _listed(f"feedback_{voice}", every(of_voice, RATED.where))
        for about in OBJECTS:
            of_both = every(of_voice, is_("about", about))
            key = f"feedback_{voice}_{about}"
            yield replace(RATED, key=key, where=of_both)
            yield replace(RATED, key=f"{key}_top", where=every(of_both, is_("is_top", value=True)))
            yield from _listed(key, of_both)
    yield replace(RATED, key="feedback_given", where=is_("about", ""), left_out=())
    yield Measure(key="feedback_pending", dataset="feedback_actions", kind=Kind.STOCK)


def _listed(key: str, where: Filter) -> Iterator[Measure]:
    """Yield the points of answers, and the account of each."""
    listed = replace(RATED, aggregate=Aggregate.LIST, where=where)
    yield replace(listed, key=f"{key}_points", field="points")
    yield replace(listed, key=f"{key}_accounts", field="account")
