"""Exchange rates as a relation that other statements begin with."""

# What one unit of a currency is worth, from day to day; where no rate to ours is given, the inverse
# of the rate from ours. Takes currency, and known_at: the instant as of which rates were known, or
# NULL for now.
FX = """
    quoted AS (
        SELECT base AS currency, from_on, rate FROM accounts_fxrate
        WHERE quote = %(currency)s
            AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
        UNION ALL
        SELECT quote, from_on, 1 / rate FROM accounts_fxrate
        WHERE base = %(currency)s
            AND recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND quote NOT IN (SELECT base FROM accounts_fxrate WHERE quote = %(currency)s)
    ),
    fx AS (
        SELECT currency, rate, daterange(from_on, lead(from_on) OVER (
            PARTITION BY currency ORDER BY from_on
        )) AS during
        FROM quoted
        UNION ALL SELECT %(currency)s, 1, '(,)'::daterange
    )
"""
