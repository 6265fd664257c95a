"""Narrowing and ordering of programs and of enrolments in them."""

import django_filters
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.filters import Sort
from accounts.enums import ProgramKind
from accounts.filters.history import Lasting


class ProgramFilter(django_filters.FilterSet):
    """By kind."""

    kind = django_filters.ChoiceFilter(choices=ProgramKind, label=_("Kind"))
    sort = Sort(name_en="name_en", name_fr="name_fr", saved_at="saved_at")


class EnrolmentFilter(Lasting):
    """By account, by program, by whether they last."""

    account = django_filters.UUIDFilter("account__public_id", label=_("Account"))
    program = django_filters.UUIDFilter("program__public_id", label=_("Program"))
    sort = Sort(from_at="from_at")
