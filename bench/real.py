"""The product on real files: `make real DATA=FOLDER` imports them and prints what it found.

Each known folder below FOLDER is imported into a scratch database by the command that people use,
with the mappings of tests/data/mappings, and measured by the command that people use. What comes
out is one object of JSON a line, to be held against figures that others published; where nobody
published any, what became of the rows of each file, and how long it took. After each folder every
indicator is asked for the year up to its last record, over all that is there by then: what
answers, and why the others don't.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
MAPPINGS = ROOT / "tests" / "data" / "mappings"
QUARTERS = ("2017-01-01", "2017-04-01", "2017-07-01", "2017-10-01", "2018-01-01")


def say(dataset: str, figure: str, value: Any) -> None:
    """Print one figure."""
    print(json.dumps({"dataset": dataset, "figure": figure, "value": value}), flush=True)


def answer(command: str, *arguments: str) -> dict[str, Any]:
    """Return what a management command answers as JSON."""
    from django.core.management import call_command  # noqa: PLC0415 -- app ready

    out = StringIO()
    call_command(command, *arguments, "--format", "json", stdout=out)
    told: dict[str, Any] = json.loads(out.getvalue())
    return told


def imported(file: Path, mapping: str) -> dict[str, Any]:
    """Import a file with the mapping of that name, which says what the file holds."""
    path = MAPPINGS / file.parent.name / f"{mapping}.json"
    kind = json.loads(path.read_text())["kind"]
    return answer("import", str(file), "--as", kind, "--mapping", str(path))


def measured(indicator: str, start: str, end: str) -> dict[str, Any]:
    """Measure an indicator over all accounts."""
    window = ("--from", start, "--to", end, "--as-of", "2017-12-31")
    return answer("measure", "--indicator", indicator, "--scope", "all", *window)


def maven_crm(folder: Path) -> None:
    """Import a seller's CRM and tell what Maven Analytics tells of it."""
    began = time.monotonic()
    accounts = imported(folder / "accounts.csv", "accounts")
    deals = imported(folder / "sales_pipeline.csv", "sales_pipeline")
    rate = measured("close_rate", "2016-01-01", QUARTERS[-1])
    figures: dict[str, Any] = {
        "accounts": accounts["created"],
        "rows": deals["rows"],
        "stored": deals["created"],
        "without_account": deals["waiting"],
        "won": int(rate["numerator"]),
        "lost": int(rate["denominator"]) - int(rate["numerator"]),
        "close_rate_percent": round(float(rate["value"]), 2),
    }
    for number, (start, end) in enumerate(pairwise(QUARTERS), start=1):
        figures[f"won_2017_q{number}"] = int(measured("close_rate", start, end)["numerator"])
    figures["seconds"] = round(time.monotonic() - began, 1)
    for figure, value in figures.items():
        say("maven_crm", figure, value)


def told_of(folder: Path) -> None:
    """Import files in their order and tell for each what became of its rows, and how fast."""
    for mapping in FILES[folder.name]:
        began = time.monotonic()
        found = imported(folder / f"{mapping.partition('.')[0]}.csv", mapping)
        counts = {
            "rows_in": found["rows"],
            "stored": found["created"],
            "updated": found["updated"],
            "unchanged": found["unchanged"],
            "queued": found["waiting"],
            "rejected": found["rejected"],
            "seconds": round(time.monotonic() - began, 1),
        }
        for figure, value in counts.items():
            say(folder.name, f"{mapping}_{figure}", value)


# The files of each folder by the names of their mappings, in the order in which they build on each
# other. A file may be read as two kinds: then its mapping has a second name behind a point.
FILES = {
    "leadforge": [
        "accounts", "contacts", "leads", "opportunities", "touches", "sessions",
        "sales_activities",
    ],
    "salesforce": [
        "accountData", "opportunityData", "sf_account_data", "sf_contact_data", "sf_lead_data",
        "sf_opportunity_data", "sf_opportunity_history_data", "sf_task_data", "sf_event_data",
    ],
    "hubspot": [
        "company_data", "contact_data", "deal_company_data", "deal_data", "deal_stage_data",
        "email_campaign_data", "email_event_data", "contact_form_submission_data",
    ],
    "marketo": [
        "marketo_lead_data", "marketo_program_data", "marketo_campaign_data",
        "marketo_activity_send_email_data", "marketo_activity_email_delivered_data",
        "marketo_activity_email_bounced_data", "marketo_activity_open_email_data",
        "marketo_activity_click_email_data", "marketo_activity_unsubscribe_email_data",
        "marketo_activity_unsubscribe_email_data.consents",
    ],
    "linkedin_ads": [
        "linkedin_campaign_group_history_data", "linkedin_campaign_history_data",
        "linkedin_ad_analytics_by_campaign_data", "linkedin_ad_analytics_by_campaign_data.spend",
    ],
    "qualtrics": [
        "core_contact", "directory_contact", "distribution_contact", "survey_response",
    ],
}  # fmt: skip
KNOWN = {"maven_crm": maven_crm, **dict.fromkeys(FILES, told_of)}


@contextmanager
def scratch_database() -> Iterator[None]:
    """Work in a database made for it on the same server, and leave nothing of it."""
    from django.db import connection  # noqa: PLC0415 -- app ready

    kept = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"scratch_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(kept, verbosity=0)


def main(folder: Path) -> None:
    """Import every folder that is known."""
    found = [name for name in KNOWN if (folder / name).is_dir()]
    if not found:
        sys.exit(f"{folder} holds none of: {', '.join(KNOWN)}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")
    django.setup()
    from bench.answering import answers, newest  # noqa: PLC0415 -- app ready

    with scratch_database():
        for name in found:
            before = newest()
            KNOWN[name](folder / name)
            for key, told in answers(before):
                say(name, key, told)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 -- the program and its argument
        sys.exit("make real DATA=FOLDER")
    main(Path(sys.argv[1]))
