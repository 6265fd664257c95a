"""Waking up: the measuring of each day, and of days that late data changed."""

from celery import shared_task

from abmplanner.kit.actor import SYSTEM
from metrics.actions import measurement, qualification, restatement


@shared_task(name="metrics.measure_yesterday")
def measure_yesterday() -> None:
    """Ask for yesterday to be measured, once. Safe to run again, which it is all day.

    Which accounts are qualified is found before; who measures meanwhile is marked to do so again.
    """
    qualification.ask_to_qualify_today()
    measurement.ask_to_measure_yesterday()


@shared_task(name="metrics.restate")
def restate() -> None:
    """Ask for days with late data to be measured again, where there are any."""
    restatement.ask_to_restate(SYSTEM)
