"""Pages that show facts and measures together."""
