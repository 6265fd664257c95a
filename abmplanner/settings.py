"""Settings, read from the environment: one file, the same code for a laptop and a cluster."""

from importlib.util import find_spec
from pathlib import Path

import django_stubs_ext
import environ
from celery.schedules import schedule
from django.utils.translation import gettext_lazy as _

from abmplanner.embedded import Engines, secret_key
from abmplanner.logs import logging_config
from abmplanner.safety import refuse_unsafe_values

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(environ.Env()("ABM_VAR", default=str(BASE_DIR / "var")))
env = environ.Env()

# The profile: "local" is one machine on http://localhost; "production" sits behind TLS.
PROFILE = env.str("ABM_PROFILE", default="local")
PRODUCTION = PROFILE == "production"
DEBUG = env.bool("DEBUG", default=False)
STYLEGUIDE = not PRODUCTION  # the page of all components, for those who build pages
SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else secret_key(VAR_DIR))
ADDRESS_KEY = env.str("ADDRESS_KEY", default="") or (
    "" if PRODUCTION else secret_key(VAR_DIR, "address_key")
)  # suppressed addresses are known by hashes under it: another key forgets them all
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "template_partials",
    "django_htmx",
    *(["django_migration_linter"] if find_spec("django_migration_linter") else []),  # a check's
    "abmplanner",
    "accounts",
    "metrics",
]

MIDDLEWARE = [
    "abmplanner.kit.headers.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # of what is not a static file: those lie compressed
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "abmplanner.kit.middleware.ActorMiddleware",
    "abmplanner.kit.second_factor.SecondFactorMiddleware",
    "abmplanner.kit.middleware.PolicyMiddleware",
]

ROOT_URLCONF = "abmplanner.urls"
WSGI_APPLICATION = "abmplanner.wsgi.application"
ASGI_APPLICATION = "abmplanner.asgi.application"
POLICY = "abmplanner.policy.route_of"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "abmplanner.navigation.navigation",
            ],
        },
    },
]

FORM_RENDERER = "abmplanner.kit.rendering.QuickSelects"

# Without an address, the embedded engines that `manage.py up` runs below VAR_DIR.
EMBEDDED = Engines(VAR_DIR)
DATABASES = {
    "default": env.db_url("DATABASE_URL", default=EMBEDDED.database_url),
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted server costs no request
DATABASES["default"]["OPTIONS"] = {
    "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", default=8), "timeout": 10},
    # Compiling a grouped statement takes longer than running it. Those of a few accounts are
    # prepared (metrics.queries.running), and one plan serves whichever accounts they are.
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
}
DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DB_NAME", default="test_abmplanner")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

BROKER_URL = env.str("CELERY_BROKER_URL", default=EMBEDDED.broker_url)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("CACHE_URL", default=EMBEDDED.cache_url),
        "KEY_PREFIX": "abm",
    },
}

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "global_keyprefix": "abm:",
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}
CELERY_TASK_ALWAYS_EAGER = False
JOB_LEASE_SECONDS = env.float("JOB_LEASE_SECONDS", default=30.0)
JOB_SWEEP_SECONDS = env.float("JOB_SWEEP_SECONDS", default=10.0)
CELERY_BEAT_SCHEDULE = {
    "sweep jobs": {"task": "accounts.sweep_jobs", "schedule": schedule(JOB_SWEEP_SECONDS)},
    "send what waits": {"task": "accounts.send_outbox", "schedule": schedule(JOB_SWEEP_SECONDS)},
    "measure yesterday": {"task": "metrics.measure_yesterday", "schedule": schedule(600)},
    "restate late data": {"task": "metrics.restate", "schedule": schedule(60)},
}

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reset_password": "accounts.forms.sign_in.NewPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "abmplanner"
MFA_FORCED = env.bool("MFA_FORCED", default=PRODUCTION)
MFA_FORCED_ROLES = env.list("MFA_FORCED_ROLES", default=["administrator", "abm_manager"])
USERSESSIONS_TRACK_ACTIVITY = False

# Languages and time
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "abmplanner.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("ABM_TIME_ZONE", default="Europe/Paris")  # the workspace's days begin here
REPORTING_CURRENCY = env.str("ABM_CURRENCY", default="EUR")  # where no program says another

# Static files
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "abmplanner.kit.vendor.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "abmplanner.kit.vendor.StaticStorage"},
}
NODE_MODULES = BASE_DIR / "node_modules"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = False

# Mail: kept in a folder unless a server is named
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="abmplanner <noreply@example.org>")

# Security
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    },
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["abmplanner.kit.api_defaults.PolicyPermission"],
    "DEFAULT_THROTTLE_CLASSES": ["abmplanner.kit.api_defaults.Throttle"],
    "DEFAULT_PARSER_CLASSES": ["abmplanner.kit.api_defaults.PlainJson"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "abmplanner.kit.api_defaults.OnlyJson",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "abmplanner.kit.api_defaults.Pages",
    "DEFAULT_SCHEMA_CLASS": "abmplanner.kit.api_schema.Description",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "abmplanner.kit.api_errors.answer_error",
    "URL_FORMAT_OVERRIDE": None,
    "PAGE_SIZE": 50,
}
FILTERS_EMPTY_CHOICE_LABEL = _("All")
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)  # of one caller; 0: any
SURVEY_ANSWERS_A_MINUTE = 10  # by one personal link
SURVEY_GUESSES_A_MINUTE = 30  # links that are none, from one address
SPECTACULAR_SETTINGS = {
    "TITLE": "abmplanner",
    "DESCRIPTION": "Account plans, goals and measures of an account-based-marketing team.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["abmplanner.kit.api_defaults.PolicyPermission"],
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ProgramKind": "accounts.enums.ProgramKind",
        "MeasureKind": "metrics.catalogue.words.KINDS",
        "Happening": "metrics.queries.datasets.conversions.HAPPENINGS",
        "ObjectiveKind": "accounts.enums.ObjectiveKind",
        "ObjectiveState": "accounts.enums.ObjectiveState",
        "ActionState": "accounts.enums.ActionState",
        "ImportKind": "accounts.enums.ImportKind",
        "ImportState": "accounts.enums.ImportState",
        "JobState": "accounts.enums.JobState",
        "CustomKind": "metrics.enums.CustomKind",
        "ToldUnit": "metrics.queries.custom_readings.UNITS",
        "UnitEnum": "metrics.catalogue.words.UNITS",
        "IndicatorState": "metrics.enums.IndicatorState",
        "CloseReason": "accounts.enums.CloseReason",
        "ForecastCategory": "accounts.enums.ForecastCategory",
        "OpportunityType": "accounts.enums.OpportunityType",
        "ReplyOutcome": "accounts.enums.ReplyOutcome",
        "StageOutcome": "accounts.enums.StageOutcome",
        "GoalType": "metrics.enums.GoalType",
        "AccountStatus": "accounts.enums.AccountStatus",
        "CampaignKind": "accounts.enums.CampaignKind",
        "CampaignStatus": "accounts.enums.CampaignStatus",
        "Channel": "accounts.enums.Channel",
        "ContractStatus": "accounts.enums.ContractStatus",
        "Direction": "accounts.enums.Direction",
        "GoalDirection": "metrics.models.goal.DIRECTIONS",
        "UserRole": "accounts.enums.Role",
        "GroupRole": "accounts.enums.GroupRole",
        "GroupState": "accounts.enums.GroupState",
        "LineKind": "accounts.enums.LineKind",
        "RelationshipLevel": "accounts.enums.RelationshipLevel",
        "ConsentChannel": "accounts.enums.ConsentChannel",
        "SuppressionReason": "accounts.enums.SuppressionReason",
        "Status": "metrics.api.answer.STATUSES",
        "GoalStatus": "metrics.api.goal.STATUSES",
    },
}

PAGE_SIZE = 50
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", default=50_000_000)
TEST_RUNNER = "django.test.runner.DiscoverRunner"

LOGGING = logging_config(level=env.str("LOG_LEVEL", default="INFO"), debug=DEBUG)

refuse_unsafe_values(globals())
