"""Addresses of the pages of metrics."""

app_name = "metrics"
urlpatterns: list[object] = []
