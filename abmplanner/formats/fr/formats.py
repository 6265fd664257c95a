"""Dates and numbers in French: a comma between day and time, narrow spaces between thousands."""

DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y, H:i"
THOUSAND_SEPARATOR = "\N{NARROW NO-BREAK SPACE}"
