"""A large installation: one automated program with as many accounts and touches as are asked for.

Everything is written by COPY in slices that are committed one by one, so memory does not grow with
the size. The same seed on a new installation writes the same rows, keys apart.
"""
