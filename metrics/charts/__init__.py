"""Answers, laid out for the chart component."""
