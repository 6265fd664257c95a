"""Programs told at size: as many accounts and touches as are asked for, of any kind of program.

Everything is written by COPY in slices that are committed one by one, so memory does not grow with
the size. The same seed on a new installation writes the same rows, keys apart.
"""
