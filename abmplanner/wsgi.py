"""The door for web servers that speak WSGI, gunicorn for one."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "abmplanner.settings")

application = get_wsgi_application()

from abmplanner.safety import require_safe_engines  # noqa: E402 -- app ready
from metrics.calc.loading import load_calculations  # noqa: E402 -- app ready

require_safe_engines()
load_calculations()
