"""The only doors from measures to tables: which rows there are, at which date, for whom."""
