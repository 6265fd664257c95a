"""What a program cost, month by month."""

from typing import Any

from django.template.defaultfilters import date as written
from django.utils.translation import gettext as _

from accounts.queries.spend import Ledger


def spend_by_month(spent: Ledger, ledger_url: str) -> dict[str, Any]:
    """Return the chart of a ledger: a bar for each month, which opens onto its lines."""
    return {
        "kind": "bar",
        "unit": "money",
        "currency": spent.currency,
        "labels": [written(month.first, "M Y") for month in spent.months],
        "series": [
            {"label": _("Spend"), "values": [float(month.amount) for month in spent.months]}
        ],
        "links": [f"{ledger_url}?period=month:{month.first:%Y-%m}" for month in spent.months],
    }
