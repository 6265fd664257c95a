"""Pages through Django's test client, beside a bare page of a hundred rows in the same process."""

import gzip
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from abmplanner.demo.cast import ANA
from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.sheets import inlined
from accounts.models import Account, Contact, Program, User
from bench import bare
from bench.measuring import account_keys
from bench.results import Figure, earlier, share
from bench.sql import listening
from metrics.models import Goal

RUNS, WARM = 30, 3
OF_A_LIST, OF_A_PAGE = 2.5, 4  # times a bare page
AT_MOST, SOON = 20, 100  # statements of a list; milliseconds of other pages
GROWTH, SMALL = 1.3, 300  # times, from so many accounts
FIRST_VISIT, LATER = 250, 30  # kB, compressed
HOST = "localhost"
UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it answered: bar is its time beside a bare page, None where there is none."""

    name: str
    address: str
    bar: float | None
    times: Sequence[float]
    bare: Sequence[float]
    statements: int
    seconds_in_database: float
    kilobytes: float

    @property
    def ratio(self) -> float:
        """How often a bare page would have been shown; what else the machine does only adds."""
        return min(self.times) / min(self.bare)

    @property
    def details(self) -> dict[str, Any]:
        """Return what is told beside the figure."""
        return {
            "page": self.name,
            "address": self.address,
            "fastest_ms": min(self.times),
            "bare_ms": min(self.bare),
            "p50_ms": share(self.times, 0.5),
            "p95_ms": share(self.times, 0.95),
            "statements": self.statements,
            "ms_in_database": 1000 * self.seconds_in_database,
            "kB_compressed": self.kilobytes,
        }


def pages() -> Iterator[Figure]:
    """Ask for each page as the ABM manager who keeps the program.

    They show what is kept, so measure first: the part `keep` does. Settings stay the same while
    pages and bare pages take turns, for a change of them would make Django forget its addresses.
    """
    files = {**settings.STORAGES, "staticfiles": UNHASHED}
    with override_settings(ROOT_URLCONF=bare.__name__, STORAGES=files):
        yield from figures_of(a_manager())


def a_manager() -> Client:
    """Return the browser of the ABM manager who keeps the program."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(User.objects.get(email=ANA.email))
    return client


def figures_of(client: Client) -> Iterator[Figure]:
    """Yield how each page answers to somebody."""
    lists = [shown(client, *each, OF_A_LIST) for each in of_accounts().items()]
    others = [shown(client, *each, OF_A_PAGE) for each in with_bars().items()]
    told = [shown(client, *each, None) for each in without_bars().items()]
    yield Figure(
        what="bare page of a hundred rows, fastest",
        measured=min(min(page.bare) for page in lists),
        unit="ms",
    )
    for page in (*lists, *others, *told):
        yield Figure(
            what=f"{page.name}, to a bare page",
            measured=page.ratio,
            unit="×",
            bar=page.bar,
            details=page.details,
        )
    yield from worst(lists, others)
    yield from weights(client, [*lists, *others, *told])


def of_accounts() -> dict[str, str]:
    """Return the list of accounts with each filter and order, far pages and searches."""
    page = reverse("metrics:account_list")
    accounts = len(account_keys())
    program = Program.objects.visible_to(SYSTEM).order_by("pk").first()
    owner = User.objects.get(email=ANA.email)
    asked = {
        "": "",
        ", second page": "page=2",
        ", middle page": f"page={max(1, accounts // settings.PAGE_SIZE // 2)}",
        ", last page": f"page={max(1, accounts // settings.PAGE_SIZE)}",
        ", backwards": "sort=-name",
        ", by owner": "sort=owner",
        ", by status": "sort=status",
        ", last saved first": "sort=-saved_at",
        ", searched": "q=bank",
        ", searched in vain": "q=zzzz",
        ", of a status": "status=target",
        ", of a program": f"program={program.public_id}" if program else "",
        ", of an owner": f"owner={owner.public_id}",
        ", favorites": "favorite=on",
    }
    return {f"account list{name}": f"{page}?{query}" for name, query in asked.items()}


def with_bars() -> dict[str, str]:
    """Return the other pages that have a bar: of an account with goals, where there is one."""
    account = [an_account().public_id]
    return {
        "account plan": reverse("metrics:account_plan", args=account),
        "people of an account": reverse("accounts:contact_list", args=account),
        "goals": reverse("metrics:goal_list"),
        "goals, second page": reverse("metrics:goal_list") + "?page=2",
        "goals by family": reverse("metrics:goal_list") + "?group=family",
    }


def without_bars() -> dict[str, str]:
    """Return pages that are told of, and have no bar of their own."""
    account = an_account()
    found = {
        "buying groups": reverse("metrics:group_list", args=[account.public_id]),
        "touches": reverse("accounts:touch_list", args=[account.public_id]),
        "campaigns": reverse("accounts:campaign_list"),
    }
    contact = Contact.objects.visible_to(SYSTEM).filter(account=account).first()
    if contact is not None:
        found["contact"] = reverse("accounts:contact_detail", args=[contact.public_id])
    goal = Goal.objects.visible_to(SYSTEM).filter(account=account).first()
    if goal is not None:
        found["goal, with its chart"] = reverse("metrics:goal_detail", args=[goal.public_id])
    return found


def an_account() -> Account:
    """Return an account from the middle, with a goal where any has one."""
    goals = Goal.objects.visible_to(SYSTEM).filter(account__isnull=False).order_by("account")
    keys = list(goals.values_list("account", flat=True)) or account_keys()
    found: Account = Account.objects.visible_to(SYSTEM).get(pk=keys[len(keys) // 2])
    return found


def shown(client: Client, name: str, address: str, bar: float | None) -> Shown:
    """Return how a page answered, with a bare page between any two of its answers."""
    plain = plain_client()
    for _ in range(WARM):
        milliseconds(client, address)
    times, beside = [], []
    for _ in range(RUNS):
        times.append(milliseconds(client, address))
        beside.append(milliseconds(plain, f"/{bare.ADDRESS}"))
    with listening() as sent:
        answer = client.get(address)
    return Shown(
        name=name,
        address=address,
        bar=bar,
        times=times,
        bare=beside,
        statements=len(sent),
        seconds_in_database=sum(each.seconds for each in sent),
        kilobytes=len(gzip.compress(answer.content)) / 1000,
    )


def plain_client() -> Client:
    """Return a browser of the bare page, which passes no middleware of ours or Django's."""
    client = Client(SERVER_NAME=HOST)
    with override_settings(MIDDLEWARE=[]):
        milliseconds(client, f"/{bare.ADDRESS}")
    return client


def worst(lists: Sequence[Shown], others: Sequence[Shown]) -> Iterator[Figure]:
    """Yield the bars, each by the page that is furthest from it."""
    slowest = max(lists, key=lambda page: page.ratio)
    most = max(lists, key=lambda page: page.statements)
    late = max(others, key=lambda page: share(page.times, 0.95))
    yield Figure(
        what=f"slowest account list ({slowest.name})",
        measured=slowest.ratio,
        unit="×",
        bar=OF_A_LIST,
    )
    yield Figure(
        what="account lists, most statements", measured=most.statements, unit="", bar=AT_MOST
    )
    yield Figure(
        what=f"slowest p95 of the others ({late.name})",
        measured=share(late.times, 0.95),
        unit="ms",
        bar=SOON,
    )
    before = earlier(SMALL, "account list, to a bare page")
    if before and len(account_keys()) > SMALL:
        yield Figure(
            what=f"account list, growth since {SMALL} accounts",
            measured=lists[0].ratio / before,
            unit="×",
            bar=GROWTH,
        )


def weights(client: Client, asked: Sequence[Shown]) -> Iterator[Figure]:
    """Yield how heavy the heaviest page is: for a first visit, with its files, and afterwards."""
    heaviest = max(asked, key=lambda page: page.kilobytes)
    content = client.get(heaviest.address).content.decode()
    files = {name for name in content.replace("'", '"').split('"') if name.startswith("/static/")}
    weight = sum(map(weight_of, {name.partition("#")[0] for name in files}))
    yield Figure(
        what=f"first visit, compressed ({heaviest.name})",
        measured=heaviest.kilobytes + weight,
        unit="kB",
        bar=FIRST_VISIT,
        details={"files_kB": weight, "files": len(files)},
    )
    yield Figure(
        what=f"after it, compressed ({heaviest.name})",
        measured=heaviest.kilobytes,
        unit="kB",
        bar=LATER,
    )


def weight_of(address: str) -> float:
    """Return the kilobytes of a static file, compressed: of a sheet, with all that it imports."""
    name = address.removeprefix("/static/")
    if finders.find(name) is None:
        return 0.0
    content = inlined(name, text_of).encode() if name.endswith(".css") else found(name)
    return len(gzip.compress(content)) / 1000


def found(name: str) -> bytes:
    """Return a static file as it lies among the sources."""
    return Path(str(finders.find(name))).read_bytes()


def text_of(name: str) -> str:
    """Return the text of a sheet."""
    return found(name).decode()


def milliseconds(client: Client, address: str) -> float:
    """Return how long a page took."""
    began = time.perf_counter()
    answer = client.get(address)
    took = 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:  # noqa: PLR2004 -- OK
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return took
