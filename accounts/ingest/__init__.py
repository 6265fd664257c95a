"""The ways in: files are read, their rows matched to records, and written by actions."""
