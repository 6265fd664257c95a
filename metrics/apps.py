"""The app of measures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Indicators, goals and kept measurements."""

    name = "metrics"
    verbose_name = _("metrics")
