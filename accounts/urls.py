"""Addresses of the pages of accounts."""

app_name = "accounts"
urlpatterns: list[object] = []
