"""Addresses of people, as they are compared: without what is only a way of writing them."""

import hashlib
import hmac
import unicodedata


def normal(address: str) -> str:
    """Return an address as it is compared.

    >>> normal("  Ada.Lovelace@Example.ORG ")
    'ada.lovelace@example.org'
    >>> normal("+33 (0)1 23-45.67")
    '+3301234567'
    """
    bare = "".join(unicodedata.normalize("NFKC", address).casefold().split())
    return bare if "@" in bare else "".join(c for c in bare if c.isalnum() or c == "+")


def keyed_hash(address: str, key: str) -> str:
    """Return the HMAC of a normalized address: without the key nobody can try addresses out.

    No address has no hash.
    """
    compared = normal(address)
    if not compared:
        return ""
    return hmac.new(key.encode(), compared.encode(), hashlib.sha256).hexdigest()
