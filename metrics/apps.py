"""The app of measures."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class MetricsConfig(AppConfig):
    """Indicators, goals and kept measurements."""

    name = "metrics"
    verbose_name = _("metrics")

    @override
    def ready(self) -> None:
        from metrics import checks  # noqa: F401, PLC0415 -- app ready
