"""The door for web servers that speak ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")

application = get_asgi_application()

from abmplanner.safety import require_safe_engines  # noqa: E402 -- app ready
from metrics.calc.loading import load_calculations  # noqa: E402 -- app ready

require_safe_engines()
load_calculations()
