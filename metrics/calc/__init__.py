"""The arithmetic: columns in, columns out. No Django, no clock, no settings, no table."""
