"""The page that others are held against: a hundred rows of one query in a template's table.

It shows of an account what anybody would begin with: a link, words for its choices, its owner, a
day and a number in the reader's way of writing. It stands among the addresses of the site, so that
both are found in the same way.
"""

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from abmplanner import urls
from abmplanner.kit.actor import SYSTEM
from accounts.models import Account

ADDRESS = "bare-page"

PAGE = Engine().from_string(
    """
    <!doctype html>
    <title>Accounts</title>
    <table>
        {% for row in rows %}
            <tr>
                <th><a href="{% url 'metrics:account_plan' row.public_id %}">{{ row.name }}</a></th>
                <td>{{ row.get_status_display }}</td>
                <td>{{ row.industry }}</td>
                <td>{{ row.country }}</td>
                <td>{{ row.owner.name }}</td>
                <td>{{ row.employees }}</td>
                <td>{{ row.saved_at|date:"SHORT_DATE_FORMAT" }}</td>
            </tr>
        {% endfor %}
    </table>
    """
)


def hundred_rows(_request: HttpRequest) -> HttpResponse:
    """Show the first hundred accounts."""
    rows = Account.objects.visible_to(SYSTEM).select_related("owner")
    rows = rows.order_by("search_key", "pk")[:100]
    return HttpResponse(PAGE.render(Context({"rows": rows})))


urlpatterns = [path(ADDRESS, hundred_rows), *urls.urlpatterns]
"""Addresses of the site, and one more."""
