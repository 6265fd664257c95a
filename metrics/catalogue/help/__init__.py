"""Help: one page for each family of calculations, in both languages, as data."""
