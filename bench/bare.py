"""The page that others are held against: a hundred rows of one query in a template's table.

It stands among the addresses of the site, so that both are found in the same way.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from abmplanner import urls
from abmplanner.kit.actor import SYSTEM
from accounts.models import Account

ADDRESS = "bare-page"

PAGE = Engine().from_string(
    "<!doctype html><title>Accounts</title><table>{% for row in rows %}<tr><td>{{ row.name }}"
    "<td>{{ row.country }}<td>{{ row.industry }}<td>{{ row.employees }}<td>{{ row.status }}"
    "{% endfor %}</table>"
)


def hundred_rows(_request: HttpRequest) -> HttpResponse:
    """Show the first hundred accounts."""
    rows = Account.objects.visible_to(SYSTEM).order_by("search_key", "pk")[:100]
    return HttpResponse(PAGE.render(Context({"rows": rows})))


urlpatterns = [path(ADDRESS, hundred_rows), *urls.urlpatterns]
