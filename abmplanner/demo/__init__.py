"""A believable year of one high-touch program: the same on every machine for the same day."""
