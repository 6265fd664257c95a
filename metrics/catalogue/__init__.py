"""Which indicators exist, as data: declared, validated, parsed; nothing is computed here."""
