"""Pages through Django's test client, beside a bare page of a hundred rows in the same process."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from abmplanner.demo.cast import ANA
from accounts.models import Account, User
from bench.measuring import account_keys
from bench.results import Figure, share
from bench.sql import listening

RUNS, WARM = 30, 3
OF_A_LIST, OF_A_PAGE = 2.5, 4  # times a bare page
HOST = "localhost"


UNHASHED = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def pages() -> Iterator[Figure]:
    """Ask for each page as the ABM manager who keeps the program."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(User.objects.get(email=ANA.email))
    keys = account_keys()
    account = Account.objects.unscoped("any will do").get(pk=keys[len(keys) // 2])
    of_account = [account.public_id]
    asked = {
        "account list": (reverse("metrics:account_list"), OF_A_LIST),
        "account list, searched": (reverse("metrics:account_list") + "?q=bank", OF_A_LIST),
        "account plan": (reverse("metrics:account_plan", args=of_account), OF_A_PAGE),
        "people of an account": (reverse("accounts:contact_list", args=of_account), OF_A_PAGE),
        "goals": (reverse("metrics:goal_list"), OF_A_PAGE),
    }
    with override_settings(ROOT_URLCONF="bench.bare", MIDDLEWARE=[]):
        bare = timed(Client(SERVER_NAME=HOST), "/")
    yield Figure(
        what="bare page of a hundred rows, fastest",
        measured=min(bare),
        unit="ms",
        details={"p50_ms": share(bare, 0.5), "p95_ms": share(bare, 0.95)},
    )
    for name, (address, bar) in asked.items():
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": UNHASHED}):
            times = timed(client, address)
            with listening() as sent:
                answer = client.get(address)
        details = {
            "fastest_ms": min(times),
            "p50_ms": share(times, 0.5),
            "p95_ms": share(times, 0.95),
            "statements": len(sent),
            "ms_in_database": 1000 * sum(each.seconds for each in sent),
            "bytes": len(answer.content),
        }
        ratio = min(times) / min(bare)  # what else the machine does only ever adds
        yield Figure(
            what=f"{name}, to a bare page", measured=ratio, unit="×", bar=bar, details=details
        )
        if bar == OF_A_LIST:
            yield Figure(what=f"{name}, statements", measured=len(sent), unit="", bar=20)
        else:
            yield Figure(what=f"{name}, p95", measured=share(times, 0.95), unit="ms", bar=100)


def timed(client: Client, address: str) -> list[float]:
    """Return the milliseconds of each run of a page, after a few that don't count."""
    times = []
    for run in range(WARM + RUNS):
        began = time.perf_counter()
        answer = client.get(address)
        took = 1000 * (time.perf_counter() - began)
        if answer.status_code != 200:  # noqa: PLR2004 -- OK
            raise RuntimeError(f"{address} answered {answer.status_code}")
        if run >= WARM:
            times.append(took)
    return times
