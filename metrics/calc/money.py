"""Money on its way out of the columns: Decimal, quantized to its currency."""

import math
from decimal import ROUND_HALF_EVEN, Decimal

MINOR_DIGITS = {
    "BHD": 3, "CLP": 0, "IQD": 3, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "LYD": 3,
    "OMR": 3, "PYG": 0, "TND": 3, "UGX": 0, "VND": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}  # fmt: skip
"""Digits after the point where they aren't two (ISO 4217)."""


def quantized(amount: float | Decimal | None, currency: str) -> Decimal | None:
    """Return an amount in the smallest unit of its currency, half to even; None stays None.

    >>> quantized(166000.004, "EUR"), quantized(12.5, "JPY"), quantized(None, "EUR")
    (Decimal('166000.00'), Decimal('12'), None)
    """
    if amount is None or (isinstance(amount, float) and math.isnan(amount)):
        return None
    smallest = Decimal(1).scaleb(-MINOR_DIGITS.get(currency, 2))
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(amount))
    return exact.quantize(smallest, rounding=ROUND_HALF_EVEN)
