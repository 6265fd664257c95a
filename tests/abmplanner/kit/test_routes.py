"""Addresses of many pages of one kind."""

from uuid import uuid4

from django.urls import reverse

from abmplanner.kit.routes import address_of


def test_an_address_is_that_of_the_route() -> None:
    for public_id in (uuid4(), uuid4()):
        assert address_of("accounts:contact_list", public_id) == reverse(
            "accounts:contact_list", args=[public_id]
        )
