"""What an indicator of a team means, in a sentence."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

from abmplanner.kit import figures
from metrics.catalogue.measure import Aggregate
from metrics.catalogue.words import Kind, Words
from metrics.enums import TOLD, CustomKind, ReadingRollUp
from metrics.forms.condition import filter_said
from metrics.forms.conversion_part import ENTITY_WORDS, EVENTS
from metrics.forms.records import AGGREGATES, KINDS
from metrics.forms.survey_part import STATISTICS
from metrics.models import CustomIndicator
from metrics.models.reading import written_as
from metrics.queries.custom import DENOMINATOR, NUMERATOR
from metrics.queries.custom_surveys import QUESTIONS, Statistic
from metrics.queries.datasets.all import DATASETS


def definition_words(row: CustomIndicator) -> str:
    """Write in a sentence what an indicator of records counts, and of which."""
    if row.kind in TOLD:
        return told_words(row)
    if row.kind == CustomKind.SURVEY:
        return survey_words(row.definition)
    if row.kind == CustomKind.CONVERSION:
        return conversion_words(row.definition)
    if row.kind != CustomKind.RATIO:
        return records_words(row.definition)
    sides = {name: records_words(row.definition[name]) for name in (NUMERATOR, DENOMINATOR)}
    return gettext("Above the line: %(numerator)s Below the line: %(denominator)s") % sides


def threshold_lines(row: CustomIndicator) -> list[tuple[str, str, bool]]:
    """Return each threshold of an indicator: its value, its name, and whether it is the target."""
    language = get_language() or "en"
    unit = written_as(row.unit)
    return [
        (
            figures.figure(each["value"], unit),
            Words(each["name_en"], each["name_fr"]).to(language),
            each["is_target"],
        )
        for each in row.thresholds
    ]


def records_words(said: Mapping[str, Any]) -> str:
    """Return in a sentence which records are taken together, and how."""
    dataset = DATASETS[said["dataset"]]
    language = get_language() or "en"
    named = {"records": dataset.label.to(language), "kind": KINDS[Kind(said["kind"])]}
    what = AGGREGATES[Aggregate(said["aggregate"])]
    of = dataset.field(said["field"]).label.to(language) if said.get("field") else ""
    text = gettext("%(records)s: %(what)s %(of)s; %(kind)s.") % {
        **named, "what": what, "of": of,
    }  # fmt: skip
    parts = [text.replace(" ;", ";")]
    if said.get("since"):
        day = date_format(date.fromisoformat(said["since"]), "SHORT_DATE_FORMAT")
        parts.append(gettext("Counted since %(day)s.") % {"day": day})
    if said.get("trailing_days"):
        days = {"days": figures.number(said["trailing_days"])}
        parts.append(gettext("Counted over the last %(days)s days.") % days)
    asked = filter_said(said.get("filter") or {}, dataset)
    if asked:
        parts.append(gettext("Only where %(conditions)s.") % {"conditions": asked})
    return " ".join(parts)


def survey_words(said: Mapping[str, Any]) -> str:
    """Return in a sentence which answers are taken, and what is made of them."""
    question, language = QUESTIONS[said["question"]], get_language() or "en"
    parts = [
        gettext("%(question)s. Measured: %(statistic)s.")
        % {
            "question": question.label.to(language),
            "statistic": STATISTICS[Statistic(said["statistic"])],
        }
    ]
    if "lowest" in said:
        ends = {"lowest": said["lowest"], "highest": said["highest"]}
        parts.append(gettext("Only answers on a scale from %(lowest)s to %(highest)s.") % ends)
    if "top" in said:
        parts.append(
            ngettext(
                "Counted as best: the %(top)s best answer.",
                "Counted as best: the %(top)s best answers.",
                said["top"],
            )
            % {"top": said["top"]}
        )
    if "choices" in said:
        named = question.named or {}
        words = [named[at].to(language) if at in named else str(at) for at in said["choices"]]
        parts.append(gettext("Answers: %(answers)s.") % {"answers": ", ".join(words)})
    if "survey" in said:
        parts.append(gettext("Of one wave alone."))
    return " ".join(parts)


def conversion_words(said: Mapping[str, Any]) -> str:
    """Return in a sentence who passes from which event to which, and within how long."""
    text = ngettext(
        "%(base)s, then %(target)s within %(days)s day, of the same: %(entity)s.",
        "%(base)s, then %(target)s within %(days)s days, of the same: %(entity)s.",
        said["days"],
    )
    return text % {
        "base": EVENTS[said["base"]],
        "target": EVENTS[said["target"]],
        "days": figures.number(said["days"]),
        "entity": ENTITY_WORDS[said["entity"]],
    }


def told_words(row: CustomIndicator) -> str:
    """Write in a sentence how the values of an indicator are told, taken together and grow old."""
    roll_up = ReadingRollUp(row.definition["roll_up"]).label
    days = row.definition["max_age_days"]
    text = ngettext(
        "%(kind)s. Several accounts together: %(roll_up)s. A value holds for %(days)s day.",
        "%(kind)s. Several accounts together: %(roll_up)s. A value holds for %(days)s days.",
        days,
    )
    return text % {
        "kind": CustomKind(row.kind).label,
        "roll_up": str(roll_up)[:1].lower() + str(roll_up)[1:],
        "days": figures.number(days),
    }
