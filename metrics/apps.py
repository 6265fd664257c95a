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
        from accounts.ingest.kinds.registry import KINDS  # noqa: PLC0415 -- app ready
        from accounts.queries.renewals import GRACE  # noqa: PLC0415 -- app ready
        from metrics import checks  # noqa: F401, PLC0415 -- app ready
        from metrics.actions.reading_import import KINDS as OWN  # noqa: PLC0415 -- app ready
        from metrics.queries.parameters import grace_days  # noqa: PLC0415 -- app ready

        KINDS.update(OWN)
        GRACE["metrics"] = grace_days
