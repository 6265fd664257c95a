"""Requests about facts in, pages out."""
