"""Changes across rows."""
