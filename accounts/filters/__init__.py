"""Narrowing of lists of facts: the same for pages, API and exports."""
