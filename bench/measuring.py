"""Measuring: all accounts of a program kept, and one account live."""

import time
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from abmplanner.demo.large.progress import peak_memory
from abmplanner.kit.actor import SYSTEM
from accounts.models import Account
from bench.results import Figure, share
from bench.sql import Sent, alone, bytes_of, copies_again, listening, reads_again, slowest
from metrics.actions.measurement import BATCH, keep_accounts
from metrics.calc.loading import load_calculations
from metrics.models import Measurement
from metrics.queries.engine import live_answers
from metrics.queries.indicators import known_indicators
from metrics.queries.keeping import standing_windows
from metrics.queries.scope import Scope
from metrics.queries.window import Window

RUNS = 30
TOGETHER = (1, 30, 300)  # accounts measured by as many statements


def last_sunday() -> date:
    """Return the last day on which accounts of automated programs were due."""
    today = timezone.localdate()
    return today - timedelta(days=today.isoweekday())


def a_window() -> Window:
    """Return the trailing window up to that day."""
    day, scope = last_sunday(), Scope.everything(SYSTEM)
    trailing = standing_windows(day)[0]
    return Window(start=trailing.start, end=trailing.end, as_of=day, zone=scope.zone)


def account_keys() -> list[int]:
    """Return the primary keys of all accounts that are measured."""
    rows = Account.objects.visible_to(SYSTEM).canonical().order_by("pk")
    return list(rows.values_list("pk", flat=True))


def keeping() -> Iterator[Figure]:
    """Measure and keep every account in chunks, as the job does, each beside its bare SQL."""
    load_calculations()  # as a worker does before its first job
    took = reads = copies = own = 0.0
    kept = size = 0
    everything: list[Sent] = []
    keys = account_keys()
    for first in range(0, len(keys), BATCH):
        chunk = keys[first : first + BATCH]
        newest = Measurement.objects.visible_to(SYSTEM).order_by("-pk").first()
        began, worked = time.perf_counter(), time.process_time()
        with transaction.atomic(), listening() as sent:
            kept += keep_accounts(chunk, as_of=last_sunday())
        took += time.perf_counter() - began
        own += time.process_time() - worked
        reads += reads_again(sent)
        after = newest.pk if newest else 0
        new = f"SELECT * FROM metrics_measurement WHERE id > {after}"
        copies += copies_again(new, "metrics_measurement")
        size += bytes_of("metrics_measurement", after)
        everything += [Sent(each.text, None, each.seconds) for each in sent]
    yield Figure(
        what="all accounts measured and kept, to bare SQL",
        measured=took / (reads + copies),
        unit="×",
        bar=3,
        details={
            "accounts": len(keys),
            "kept": kept,
            "bytes_kept_an_account": size // len(keys),
            "seconds": took,
            "seconds_in_database": sum(each.seconds for each in everything),
            "seconds_of_our_processor": own,
            "bare_reads": reads,
            "bare_copy": copies,
            "most_memory_mib": peak_memory(),
            "statements": len(everything),
            "slowest": slowest(everything, a_window(), 8),
        },
    )


def live() -> Iterator[Figure]:
    """Measure single accounts with every computed indicator, and count statements."""
    load_calculations()  # as a web server does before it serves
    keys = account_keys()
    known = known_indicators(SYSTEM)
    wanted = [each.key for each in known if each.is_computed and not each.needs]
    window = a_window()

    def measure(accounts: list[int]) -> list[Sent]:
        with listening() as sent:
            scope = Scope.of_accounts(SYSTEM, accounts)
            live_answers(SYSTEM, wanted, scope=scope, window=window, known=known)
        return sent

    step = max(1, len(keys) // RUNS)
    measure(keys[:1])
    times, own, bare, everything = [], [], [], []
    for key in keys[::step][:RUNS]:
        began, worked = time.perf_counter(), time.process_time()
        sent = measure([key])
        times.append(1000 * (time.perf_counter() - began))
        own.append(1000 * (time.process_time() - worked))
        again = alone(sent)
        bare.append(1000 * sum(each.seconds for each in again))
        everything += again
    details = {
        "indicators": len(wanted),
        "ms_bare_reads_p50": share(bare, 0.5),
        "ms_of_our_processor_p50": share(own, 0.5),
        "slowest": slowest(everything, window, 8),
    }
    for name, part in (("p50", 0.5), ("p95", 0.95)):
        yield Figure(
            what=f"one account live, all indicators, {name}",
            measured=share(times, part),
            unit="ms",
            bar=300,
            details=details,
        )
    counts = {number: len(measure(keys[:number])) for number in TOGETHER if number <= len(keys)}
    yield Figure(
        what="statements more for many accounts than for one",
        measured=max(counts.values()) - counts[1],
        unit="",
        bar=0,
        details={"statements": counts},
    )
