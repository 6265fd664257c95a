"""What a waterfall draws: bars that hang where the one before ended, between two that stand."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from abmplanner.kit import figures
from abmplanner.statuses import Tone

Values = dict[str, Any]


def waterfall(values: Values, _request: Any) -> Values:
    """Work out where each bar begins and ends, and lay its figures out as rows of a table."""
    rows = list(rows_of(values))
    return {"rows": rows, "chart": chart_of(values, rows), "data_id": f"{values['id']}-data"}


def rows_of(values: Values) -> Iterator[Values]:
    """Yield the steps as rows: amount written out with its sign, tone, and the id of their link."""
    for place, step in enumerate(values["steps"]):
        amount, is_end = step["amount"], bool(step.get("is_end"))
        href = step.get("href", "")
        yield {
            **step,
            "is_end": is_end,
            "href": href,
            "is_here": bool(href) and href == values.get("here"),
            "tone": step.get("tone") or tone_of(amount, is_end=is_end),
            "figure": signed(amount, values["currency"], is_end=is_end),
            "link": f"{values['id']}-{place}" if href else "",
        }


def tone_of(amount: Any, *, is_end: bool) -> Tone:
    """Return the color of a bar that has none of its own: what stands, was gained or was lost."""
    if is_end or not amount:
        return Tone.QUIET
    return Tone.ACCENT if amount > 0 else Tone.BAD


def signed(amount: Any, currency: str, *, is_end: bool) -> str:
    """Write an amount, a change with its sign."""
    sign = "+" if amount > 0 and not is_end else ""
    return f"{sign}{figures.money(amount, currency)}"


def chart_of(values: Values, rows: Sequence[Mapping[str, Any]]) -> Values:
    """Return what charts.js draws: the two ends of each bar, and the level at which it leaves."""
    spans, ends, level = [], [], 0.0
    for row in rows:
        start = 0.0 if row["is_end"] else level
        level = start + float(row["amount"])
        spans.append([start, level])
        ends.append(level)
    return {
        "kind": "waterfall",
        "unit": "money",
        "currency": values["currency"],
        "labels": [str(row["label"]) for row in rows],
        "series": [{"label": str(values["title"]), "values": spans}],
        "amounts": [float(row["amount"]) for row in rows],
        "ends": ends,
        "tones": [str(row["tone"]) for row in rows],
        "links": [row["link"] for row in rows],
    }
