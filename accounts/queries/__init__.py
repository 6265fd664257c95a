"""Reads across tables of facts, for pages."""
