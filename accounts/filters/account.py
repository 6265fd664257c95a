"""Narrowing and ordering of accounts."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import ALL, ANYONE, Search, Sort
from abmplanner.kit.history import lasting
from accounts.enums import AccountStatus
from accounts.models import Account, Enrolment, Favorite, Program, User


class AccountFilter(django_filters.FilterSet):
    """By name, status, program they are in, owner."""

    q = Search(label=_("Name"))
    status = django_filters.ChoiceFilter(choices=AccountStatus, label=_("Status"))
    country = django_filters.CharFilter(max_length=60, label=_("Country"))
    industry = django_filters.CharFilter(max_length=100, label=_("Industry"))
    program = django_filters.UUIDFilter(method="in_program", label=_("Program"))
    owner = django_filters.UUIDFilter("owner__public_id", label=_("Owner"))
    sort = Sort(name="search_key", status="status", saved_at="saved_at")

    def in_program(self, rows: QuerySet[Account], _name: str, program: object) -> QuerySet[Account]:
        """Return the accounts that are in a program today."""
        enrolled = Enrolment.objects.visible_to(self.request.actor).filter(lasting())
        return rows.filter(pk__in=enrolled.filter(program__public_id=program).values("account"))


def programs_in_reach(request: Any) -> QuerySet[Program]:
    """Return the programs that the reader may narrow by."""
    return Program.objects.visible_to(request.actor).order_by("name_en", "name_fr", "pk")


def active_people(_request: Any) -> QuerySet[User]:
    """Return the people of ours who may own an account."""
    return User.objects.filter(is_active=True).order_by("name", "pk")


class AccountChoices(AccountFilter):
    """The same on a page, where programs and owners are chosen from lists."""

    NARROWING: tuple[str, ...] = ("q", "status", "program", "owner", "favorite")

    q = Search(label=_("Name"), widget=forms.TextInput({"type": "search"}))
    program = django_filters.ModelChoiceFilter(
        queryset=programs_in_reach,
        to_field_name="public_id",
        method="in_program",
        label=_("Program"),
        empty_label=ALL,
    )
    owner = django_filters.ModelChoiceFilter(
        queryset=active_people, to_field_name="public_id", label=_("Owner"), empty_label=ANYONE
    )
    status = django_filters.ChoiceFilter(choices=AccountStatus, label=_("Status"))
    favorite = django_filters.BooleanFilter(
        method="at_hand", label=_("My favorites"), widget=forms.CheckboxInput
    )
    sort = Sort(name="search_key", status="status", owner="owner__name", saved_at="saved_at")

    @property
    def narrowing(self) -> list[BoundField]:
        """The fields that the page shows."""
        return [self.form[name] for name in self.NARROWING]

    def in_program(self, rows: QuerySet[Account], name: str, program: Any) -> QuerySet[Account]:
        """Return the accounts that are in a program today."""
        return super().in_program(rows, name, program.public_id)

    def at_hand(self, rows: QuerySet[Account], _name: str, wanted: object) -> QuerySet[Account]:
        """Return the reader's own favorites, where they asked for these."""
        own = Favorite.objects.visible_to(self.request.actor)
        return rows.filter(pk__in=own.values("account")) if wanted else rows
