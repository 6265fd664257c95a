"""The house as an app: it brings the checks of the whole."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class HouseConfig(AppConfig):
    """What belongs to the project and to neither app."""

    name = "abmplanner"
    verbose_name = _("abmplanner")

    @override
    def ready(self) -> None:
        from abmplanner import checks  # noqa: F401, PLC0415 -- app ready
