"""Formulas over indicators: a small grammar, parsed into a tree and applied to columns."""
