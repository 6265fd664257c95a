"""Every address of the site."""

from django.urls import include, path

from abmplanner import health, styleguide, views
from metrics.views import home

urlpatterns = [
    path("", home.home, name="home"),
    path("language/", views.language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("", include("metrics.urls")),
    path("", include("accounts.urls")),
    path("api/v1/", include("abmplanner.api")),
]

handler400 = views.bad_request
handler403 = views.permission_denied
handler404 = views.page_not_found
handler500 = views.server_error
