"""Reads across tables: rows to columns, columns to answers."""
