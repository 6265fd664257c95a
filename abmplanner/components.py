"""The components of the interface: what each takes, and what it works out before it is drawn.

A component is a template in templates/components/ of the same name. Arithmetic of drawing (where
along a bar a mark stands) is done here, so that templates only arrange what they are given.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode

from django.forms import BoundField, CheckboxInput
from django.http import HttpRequest, QueryDict
from django.template.defaultfilters import date as written
from django.utils.translation import gettext as _

from abmplanner.kit import figures
from abmplanner.kit.period import PARTS, days_offered
from abmplanner.kit.period_form import PeriodForm, time_in
from abmplanner.navigation import account_entries, program_entries
from abmplanner.statuses import Tone, look
from abmplanner.waterfall import waterfall

if TYPE_CHECKING:
    from django.core.paginator import Page

Values: TypeAlias = dict[str, Any]
Prepare: TypeAlias = Callable[[Values, HttpRequest | None], Values]

SURE_FROM = 5  # fewer cases are shown in gray: a value, but nothing to conclude from
SCALES = {"percent": (0.0, 100.0), "score": (0.0, 100.0), "points": (-100.0, 100.0)}
LEVELS = range(1, 5)  # the steps of a relationship, above none
CONTROLS = {"select": "form-select", "selectmultiple": "form-select"}


@dataclass(frozen=True, slots=True)
class Component:
    """What a component takes. body tells whether something may stand between its two tags.

    is_plain tells that its attributes are plain values, and that it asks for nothing else.
    """

    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    body: bool = False
    prepare: Prepare = field(default=lambda values, request: {})  # noqa: ARG005 -- a signature
    is_plain: bool = False

    @property
    def absent(self) -> Values:
        """The attributes that may be left out, with no value."""
        return dict.fromkeys(self.optional)


def takes(
    required: str = "",
    optional: str = "",
    *,
    body: bool = False,
    prepare: Prepare | None = None,
    is_plain: bool = False,
) -> Component:
    """Declare a component by the names of its attributes, separated by spaces."""
    more: Values = {"prepare": prepare} if prepare else {}
    names = frozenset(required.split()), frozenset(optional.split())
    return Component(*names, body, is_plain=is_plain, **more)


def read(source: Any, name: str, default: Any = None) -> Any:
    """Return a value of a mapping, a row of a frame or an object; default where it is missing."""
    if isinstance(source, Mapping):
        value = source.get(name, default)
    else:
        value = getattr(source, name, default)
    return default if figures.is_missing(value) else value


def along(value: float, low: float = 0.0, high: float = 1.0) -> str:
    """Return how far along a scale a value stands, as a length of SVG that never leaves it."""
    share = (float(value) - low) / (high - low)
    return f"{100 * min(max(share, 0.0), 1.0):.2f}%"


def span(start: float, end: float, low: float = 0.0, high: float = 1.0) -> dict[str, str]:
    """Return where a stretch of a scale begins and how long it is, as lengths of SVG."""
    first, last = sorted((float(along(start, low, high)[:-1]), float(along(end, low, high)[:-1])))
    return {"x": f"{first:.2f}%", "width": f"{last - first:.2f}%"}


def bullet(values: Values, _request: HttpRequest | None) -> Values:
    """Work out where the bar ends and where the marks stand.

    attained, pace and heading (where it ends at this pace) are fractions of the way from baseline
    to target; attained may be below 0 (the value went back) or above 1.
    """
    names = ("attained", "pace", "low", "high", "heading")
    attained, pace, low, high, heading = (read(values, name) for name in names)
    drawn: Values = {"known": attained is not None, "shown": figures.NO_VALUE}
    said = [_("no value yet")]
    if attained is not None:
        shown = figures.percent(100 * attained, 0)
        drawn |= {"bar": along(attained), "back": attained < 0, "beyond": attained > 1}
        drawn["shown"] = shown
        said = [_("%(share)s of the way") % {"share": shown}]
    if pace is not None:
        drawn["pace_at"] = along(pace)
        said.append(_("expected by now: %(share)s") % {"share": figures.percent(100 * pace, 0)})
    if heading is not None:
        drawn["heading_at"] = along(heading)
        said.append(_("at this pace: %(share)s") % {"share": figures.percent(100 * heading, 0)})
    if low is not None and high is not None:
        drawn["band"] = span(low, high)
    return drawn | {"said": ", ".join(said), "look": look(values.get("status", ""))}


def measure_tile(values: Values, _request: HttpRequest | None) -> Values:
    """Work out what the tile says: a value with its interval, or the reason why there is none."""
    answer, goal = values["answer"], values.get("goal")
    unit, currency = read(answer, "unit", ""), read(answer, "currency", "")
    unit, currency = values.get("unit") or unit, values.get("currency") or currency
    status, n, value = (read(answer, name) for name in ("status", "n", "value"))
    low, high = read(answer, "ci_low"), read(answer, "ci_high")
    drawn: Values = {
        "known": str(status) == "ok" and value is not None,
        "look": look(str(status)),
        "figure": figures.figure(value, unit, currency),
        "interval": figures.interval(low, high, unit, currency),
        "n": None if n is None else figures.number(n, 0),
        "small": n is not None and n < SURE_FROM,
        "goal_figure": "" if goal is None else figures.figure(goal, unit, currency),
        "flags": [look(flag) for flag in flags_of(answer)],
    }
    if unit in SCALES and drawn["known"]:
        drawn["scale"] = tile_scale(value, low, high, goal, SCALES[unit])
    return drawn


def flags_of(answer: Any) -> Iterable[str]:
    """Return the flags of an answer, which come as a list or as words with commas between."""
    flags = read(answer, "flags") or ()
    return filter(None, flags.split(",")) if isinstance(flags, str) else flags


def tile_scale(
    value: float,
    low: float | None,
    high: float | None,
    goal: float | None,
    ends: tuple[float, float],
) -> Values:
    """Work out the small scale under a value whose unit has two ends."""
    return {
        "at": along(value, *ends),
        "band": None if low is None or high is None else span(low, high, *ends),
        "goal": None if goal is None else along(goal, *ends),
    }


def status(values: Values, _request: HttpRequest | None) -> Values:
    """Find the icon, tone and word of a state."""
    shown = look(values["code"])
    return {"look": shown, "word": values.get("word") or shown.word}


def filters(values: Values, _request: HttpRequest | None) -> Values:
    """Fold the fields of a long form away, but for the one to search by, and count what narrows."""
    fields = [each for each in values.get("fields") or () if not each.is_hidden]
    if len(fields) <= MOST_UNFOLDED:
        return {"shown": fields}
    folded = [each for each in fields if getattr(each.field.widget, "input_type", "") != "search"]
    return {
        "shown": [each for each in fields if each not in folded],
        "folded": folded,
        "narrowing": sum(map(narrows, folded)),
        "is_wrong": any(each.errors for each in folded),
    }


def narrows(bound: BoundField) -> bool:
    """Tell whether a filter holds a choice; the first of a list is the usual one, and is none."""
    if not bound.data:
        return False
    usual, _word = next(iter(getattr(bound.field, "choices", ())), ("", ""))
    return str(bound.data) != str(usual)


def heading(values: Values, request: HttpRequest | None) -> Values:
    """Work out which way the column is sorted now, and which way a click sorts it."""
    name = values.get("sort")
    if not name or request is None:
        return {}
    now = request.GET.get("sort", "")
    ways = {name: "ascending", f"-{name}": "descending"}
    return {"direction": ways.get(now, "none"), "next": f"-{name}" if now == name else name}


def pager(values: Values, _request: HttpRequest | None) -> Values:
    """List the page numbers worth a link: the ends and the neighbors."""
    page: Page[Any] = values["page"]
    return {
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1)),
        "gap": page.paginator.ELLIPSIS,
    }


def form_field(values: Values, _request: HttpRequest | None) -> Values:
    """Draw the control of a form's field with the class its kind needs."""
    bound: BoundField = values["field"]
    widget = bound.field.widget
    check = isinstance(widget, CheckboxInput)
    several = bound.use_fieldset
    kind = "form-check-input" if check else CONTROLS.get(bound.widget_type, "form-control")
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, [kind, widget.attrs.get("class", "")]))
    }
    if widget.attrs.get("placeholder") == bound.label:
        attrs["placeholder"] = ""  # it would say again what the label says
    return {
        "control": bound.as_widget(attrs=None if several else attrs),
        "kind": "check" if check else "several" if several else "plain",
        "help": values.get("help", bound.help_text),
        "label": values.get("label") or bound.label,
    }


def progress(values: Values, _request: HttpRequest | None) -> Values:
    """Say how far a job has come, and whether the page should ask again."""
    done, total = values.get("done") or 0, values.get("total") or 0
    running = str(values["state"]) in {"queued", "running"}
    said = ""
    if total:
        counts = {"done": figures.number(done, 0), "total": figures.number(total, 0)}
        said = _("%(done)s of %(total)s") % counts
    return {"running": running, "look": look(values["state"]), "said": said}


def account_tabs(values: Values, request: HttpRequest | None) -> Values:
    """Find the pages of the account that may be opened; they keep the time it is seen at."""
    if request is None:
        return {"entries": [], "time": ""}
    entries = account_entries(values["account"], request, values.get("here") or "")
    return {"entries": entries, "time": time_in(request.GET)}


def program_tabs(values: Values, request: HttpRequest | None) -> Values:
    """Find the pages of the program that may be opened; they keep the time it is seen at."""
    if request is None:
        return {"entries": [], "time": ""}
    entries = program_entries(values["program"], request, values.get("here") or "")
    return {"entries": entries, "time": time_in(request.GET)}


def period_picker(values: Values, request: HttpRequest | None) -> Values:
    """Find what else the address says, which a choice of time keeps, and the days asked for most.

    The page of a list begins again at another time.
    """
    form: PeriodForm = values["form"]
    address = request.GET if request else QueryDict()
    kept = [
        (name, value)
        for name in address
        if name not in {*PARTS, "page"}
        for value in address.getlist(name)
    ]
    period = form.chosen
    usual = [(name, value) for name, value in period.said if name not in {"as_of", "known_at"}]
    days = [
        (label, urlencode([*kept, *usual, ("as_of", day)]), day == period.as_of)
        for label, day in days_offered(period.today)
    ]
    today = urlencode([*kept, *usual])
    return {"period": period, "kept": kept, "days": days, "today": f"?{today}" if today else "."}


def avatar(values: Values, _request: HttpRequest | None) -> Values:
    """Take the first letters of a person's first and last name."""
    names = str(values["of"]).split()
    return {"initials": "".join(name[0] for name in (names[:1] + names[1:][-1:])).upper()}


def levels(values: Values, _request: HttpRequest | None) -> Values:
    """Work out which steps of a relationship are reached, and which one is wanted."""
    level, wanted = read(values, "level"), read(values, "wanted")
    return {
        "steps": [(level is not None and step <= level, step == wanted) for step in LEVELS],
        "is_known": level is not None,
    }


def person_card(values: Values, _request: HttpRequest | None) -> Values:
    """Find how the person's stance is shown; None where it isn't asked for."""
    stance = values.get("stance")
    return {"look": look(stance) if stance else None}


def chart(values: Values, _request: HttpRequest | None) -> Values:
    """Lay out a chart's figures as the rows of a table."""
    shown = values["chart"]
    series = shown["series"]
    unit, currency, links = (shown.get(name) for name in ("unit", "currency", "links"))
    rows = [
        (
            day_words(label) if shown.get("time") else label,
            links[at] if links else "",
            [
                figures.figure(each["values"][at], unit or "", currency or "")
                + ends_words(each, at, unit or "", currency or "")
                for each in series
            ],
        )
        for at, label in enumerate(shown["labels"])
    ]
    return {"rows": rows, "data_id": f"{values['id']}-data"}


def day_words(label: str) -> str:
    """Write a day of a chart as people write days."""
    return written(date.fromisoformat(label), "DATE_FORMAT")


def ends_words(series: Mapping[str, Any], at: int, unit: str, currency: str) -> str:
    """Write the interval of a value of a chart, and nothing where it has none."""
    low, high = (series.get(name) or {} for name in ("low", "high"))
    ends = figures.interval(low[at], high[at], unit, currency) if low and high else ""
    return f" ({ends})" if ends else ""


def sparkline(values: Values, _request: HttpRequest | None) -> Values:
    """Lay the points of a small line out on its paper; a missing value parts the line."""
    points, target = values["points"], values.get("target")
    known = [value for _at, value, _words in points if value is not None]
    drawn: Values = {"figures": "; ".join(words for _at, _value, words in points)}
    if not known:
        return drawn | {"lines": []}
    ends = [*known, target] if target is not None else known
    low, high = min(ends), max(ends)
    lines: list[list[tuple[float, float]]] = [[]]
    for at, value, _words in points:
        if value is None:
            lines.append([])
        else:
            lines[-1].append((SPARK_EDGE + at * SPARK_WIDTH, spark_height(value, low, high)))
    drawn["lines"] = [
        " ".join(f"{x:.1f},{y:.1f}" for x, y in line) for line in lines if len(line) > 1
    ]
    x, y = next(line[-1] for line in reversed(lines) if line)
    drawn["last"] = {"x": f"{x:.1f}", "y": f"{y:.1f}"}
    if target is not None:
        drawn["target_at"] = f"{spark_height(target, low, high):.1f}"
    return drawn


def spark_height(value: float, low: float, high: float) -> float:
    """Return how far below the upper edge of a small line a value stands."""
    share = (value - low) / (high - low) if high > low else 0.5
    return SPARK_EDGE + (1 - share) * SPARK_HEIGHT


def shares(values: Values, _request: HttpRequest | None) -> Values:
    """Lay the parts of a whole side by side, each as long as its count."""
    whole = sum(part["count"] or 0 for part in values["parts"])
    drawn, reached = [], 0
    for part in values["parts"]:
        count = part["count"] or 0
        place = span(reached, reached + count, 0, whole) if whole else None
        drawn.append({**part, "place": place if count else None})
        reached += count
    return {"drawn": drawn, "whole": whole}


def alert(values: Values, _request: HttpRequest | None) -> Values:
    """Choose the icon of an alert by its tone."""
    icons = {
        Tone.GOOD: "circle-check",
        Tone.WATCH: "alert-triangle",
        Tone.BAD: "alert-octagon",
    }
    tone = values.get("tone") or Tone.ACCENT
    return {"tone": tone, "icon": icons.get(tone, "info-circle")}


SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 88, 20, 4  # units of the paper of a small line
MOST_UNFOLDED = 3  # fields of a filter, beyond which they are folded where the screen is narrow

COMPONENTS: Mapping[str, Component] = {
    "account_tabs": takes("account", "here", prepare=account_tabs),
    "alert": takes(optional="tone title id", body=True, prepare=alert),
    "avatar": takes("of", prepare=avatar, is_plain=True),
    "bullet": takes(
        "label",
        "attained pace heading value target baseline due low high status word compact",
        prepare=bullet,
        is_plain=True,
    ),
    "chart": takes("id title chart", "note", prepare=chart),
    "conflict": takes("differences", "saved_by saved_at fresh_url"),
    "crumbs": takes("trail"),
    "empty": takes("title", "icon", body=True),
    "field": takes("field", "label help", prepare=form_field),
    "filters": takes(optional="fields target label clear_url", body=True, prepare=filters),
    "form_buttons": takes(optional="submit cancel_url danger icon", body=True),
    "heading": takes("label", "sort numeric hidden", prepare=heading),
    "levels": takes("level", "wanted words", prepare=levels, is_plain=True),
    "measure_tile": takes("label answer", "unit currency goal href note", prepare=measure_tile),
    "opened": takes(
        "label answer", "sentence definition unit currency as_of", body=True, prepare=measure_tile
    ),
    "page_header": takes("title", "eyebrow lead trail", body=True),
    "pager": takes("page", "target", prepare=pager),
    "panel": takes("title", "id lead tone href href_label", body=True),
    "period_picker": takes("form", "note", prepare=period_picker),
    "person_card": takes(
        "person href",
        "title stance roles level wanted words us note",
        prepare=person_card,
        is_plain=True,
    ),
    "program_tabs": takes("program", "here", prepare=program_tabs),
    "progress": takes("state", "label done total poll_url id note", prepare=progress),
    "sparkline": takes("label points", "target said", prepare=sparkline, is_plain=True),
    "shares": takes("label parts", prepare=shares),
    "status": takes("code", "word note", prepare=status, is_plain=True),
    "table": takes("caption", "id show_caption stack", body=True),
    "tile": takes("label", "value note href tone", body=True),
    "waterfall": takes("id title steps currency", "note here", prepare=waterfall),
}
