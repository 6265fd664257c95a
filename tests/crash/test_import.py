"""An import outlives the sudden death of everything that works on it: none lost, none doubled."""

import random
from collections import Counter
from io import BytesIO
from itertools import pairwise

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.enums import ImportState, Verdict
from accounts.ingest.intake import take_in
from accounts.ingest.run import start
from accounts.models import Account, Contact, ExternalId, ImportRow, ImportRun, Job
from tests.crash.conftest import HouseOf
from tests.crash.house import House
from tests.factories import AccountFactory

pytestmark = pytest.mark.crash
EVERYTHING = ("worker", "pool", "valkey", "postgres")
MAPPING = {
    "format": 1,
    "columns": {"key": "id", "name": "name", "email": "e-mail", "account": "company"},
}


def contacts_file(rows: int) -> bytes:
    """Return a file of contacts; each tenth has no account, each hundredth no valid address."""
    lines = ["id,name,e-mail,company"]
    for number in range(rows):
        company = "Nowhere" if number % 10 == 5 else "Acme"
        email = "broken" if number % 100 == 7 else f"p{number}@acme.example"
        lines.append(f"c{number},Person {number},{email},{company}")
    return "\n".join(lines).encode()


def import_through(house: House, *, rows: int, victims: list[str]) -> ImportRun:
    """Import a file, kill one process after another on the way, return the run at its end."""
    AccountFactory(name="Acme")
    pieces = BytesIO(contacts_file(rows))
    run = take_in(SYSTEM, pieces, file_name="c.csv", kind="contacts", mapping=MAPPING, system="crm")
    job = start(SYSTEM, run)
    marks = [rows * place // (len(victims) + 1) for place in range(len(victims) + 1)]
    for (_, mark), victim in zip(pairwise(marks), victims, strict=True):
        house.until(lambda mark=mark: progress(job) >= mark)
        house.kill(victim)
    house.until(lambda: ended(run), seconds=180)
    return ImportRun.objects.visible_to(SYSTEM).get(pk=run.pk)


def progress(job: Job) -> int:
    return Job.objects.visible_to(SYSTEM).get(pk=job.pk).done


def ended(run: ImportRun) -> bool:
    return ImportRun.objects.visible_to(SYSTEM).get(pk=run.pk).state == ImportState.DONE


def check_nothing_is_lost_or_doubled(run: ImportRun, *, rows: int) -> None:
    """Assert that every line has one verdict, and every contact and key is there once."""
    verdicts = Counter(
        ImportRow.objects.visible_to(SYSTEM).filter(run=run).values_list("verdict", flat=True)
    )
    waiting, rejected = rows // 10, rows // 100
    created = rows - waiting - rejected
    assert verdicts == {
        Verdict.CREATED: created, Verdict.WAITING: waiting, Verdict.REJECTED: rejected
    }  # fmt: skip
    assert {key: count for key, count in run.counts.items() if count} == dict(verdicts)
    addresses = Contact.objects.visible_to(SYSTEM).values_list("email", flat=True)
    assert len(addresses) == len(set(addresses)) == created
    assert ExternalId.objects.visible_to(SYSTEM).count() == created
    assert Account.objects.visible_to(SYSTEM).count() == 1


def test_an_import_survives_one_kill_of_each_part(house_of: HouseOf) -> None:
    with house_of() as house:
        run = import_through(house, rows=10_000, victims=list(EVERYTHING))

        check_nothing_is_lost_or_doubled(run, rows=10_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_an_import_survives_ten_kills(house_of: HouseOf, seed: int) -> None:
    victims = random.Random(seed).choices(EVERYTHING, k=10)  # noqa: S311 -- repeatable, no secret
    with house_of() as house:
        run = import_through(house, rows=30_000, victims=victims)

        check_nothing_is_lost_or_doubled(run, rows=30_000)
