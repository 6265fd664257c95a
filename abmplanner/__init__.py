"""The house of both apps: settings, policy, doors, and the kit they share."""

from abmplanner.celery import app as celery_app

__all__ = ["celery_app"]
