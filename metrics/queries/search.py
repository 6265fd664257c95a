"""Search over everything that somebody may see, by the beginnings of words."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet, TextChoices
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from abmplanner.kit.actor import Actor
from abmplanner.kit.words import fold
from accounts.models import (
    Account,
    BuyingGroup,
    Campaign,
    Contact,
    Objective,
    Opportunity,
    Program,
)
from metrics.catalogue.help.pages import PAGES
from metrics.models import Goal
from metrics.queries.board import name_of, whose
from metrics.queries.indicators import known_indicators

SHORTEST, LONGEST = 2, 100
MOST = 6  # of each kind; one more is asked for, to tell that there are others
WORD = re.compile(r"\w+")


class Found(TextChoices):
    """What a search finds, in the order in which it is shown."""

    ACCOUNT = "account", _("Accounts")
    CONTACT = "contact", _("People")
    DEAL = "deal", _("Deals")
    GROUP = "group", _("Buying groups")
    OBJECTIVE = "objective", _("Objectives")
    GOAL = "goal", _("Goals")
    CAMPAIGN = "campaign", _("Campaigns")
    PROGRAM = "program", _("Programs")
    INDICATOR = "indicator", _("Indicators")
    HELP = "help", _("Help")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what tells it from its namesakes, and where it is."""

    name: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one kind; has_more tells that a longer word would find it better."""

    kind: Found
    hits: Sequence[Hit]
    has_more: bool = False


def found(actor: Actor, words: str) -> list[Finds]:
    """Return what matches all these words, kind by kind, in a fixed number of statements."""
    sought = fold(words[:LONGEST])
    if len(sought) < SHORTEST or not WORD.search(sought):
        return []
    every = [Finds(kind, list(ask(actor, sought))) for kind, ask in KINDS.items()]
    return [
        replace(each, hits=each.hits[:MOST], has_more=len(each.hits) > MOST)
        for each in every
        if each.hits
    ]


def by_words(rows: QuerySet[Any], sought: str, column: str = "search_key") -> QuerySet[Any]:
    """Return the rows in whose text each word begins one of theirs, the shortest text first."""
    words = " & ".join(f"{word}:*" for word in WORD.findall(sought))
    query = SearchQuery(words, config="simple", search_type="raw")
    rows = rows.annotate(sought=SearchVector(column, config="simple")).filter(sought=query)
    return rows.order_by(Length(column), column, "pk")[: MOST + 1]


def holding(rows: QuerySet[Any], sought: str, *columns: str) -> QuerySet[Any]:
    """Return the rows of a short table that hold each word in one of these columns."""
    for word in sought.split():
        anywhere = Q()
        for column in columns:
            anywhere |= Q((f"{column}__icontains", word))
        rows = rows.filter(anywhere)
    return rows.order_by(*columns, "pk")[: MOST + 1]


# ---- each kind ----


def accounts(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return accounts by their name."""
    rows = Account.objects.visible_to(actor).filter(merged_into=None)
    for row in by_words(rows, sought):
        note = " · ".join(filter(None, [row.get_status_display(), row.industry]))
        yield Hit(row.name, note, row.get_absolute_url())


def contacts(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return people of accounts by their name; those who were erased have none."""
    rows = Contact.objects.visible_to(actor).filter(merged_into=None, erased_at=None)
    for row in by_words(rows.select_related("account"), sought):
        note = " · ".join(filter(None, [row.title, row.account.name]))
        yield Hit(row.name, note, reverse("accounts:contact_detail", args=[row.public_id]))


def deals(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return opportunities by their name."""
    rows = Opportunity.objects.visible_to(actor)
    rows = rows.filter(merged_into=None, deleted_at=None, is_test=False)
    for row in by_words(rows.select_related("account", "stage"), sought, "name"):
        note = " · ".join(filter(None, [row.account.name, str(row.stage or "")]))
        yield Hit(row.name, note, reverse("accounts:opportunity_detail", args=[row.public_id]))


def groups(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return buying groups by their name."""
    rows = BuyingGroup.objects.visible_to(actor).select_related("account")
    for row in holding(rows, sought, "name"):
        url = reverse("metrics:group_detail", args=[row.public_id])
        yield Hit(row.name, row.account.name, url)


def objectives(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return objectives by their words."""
    rows = Objective.objects.visible_to(actor).select_related("account")
    for row in holding(rows, sought, "title"):
        url = f"{row.account.get_absolute_url()}#objective-{row.public_id}"
        yield Hit(row.title, row.account.name, url)


def goals(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return goals by their own name, or by that of their indicator."""
    known = known_indicators(actor)
    named = [each.key for each in known if is_named(each, sought)]
    rows = Goal.objects.visible_to(actor).select_related("account", "program", "campaign")
    own = holding(rows.exclude(name=""), sought, "name")
    measured = rows.filter(name="", indicator_key__in=named).order_by("-due_on", "pk")
    for row in [*own, *measured[: MOST + 1]]:
        indicator = known.get(row.indicator_key)
        url = reverse("metrics:goal_detail", args=[row.public_id])
        yield Hit(name_of(row, indicator), str(whose(row)), url)


def campaigns(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return campaigns by their name."""
    rows = Campaign.objects.visible_to(actor)
    for row in holding(rows, sought, "name"):
        url = reverse("accounts:campaign_detail", args=[row.public_id])
        yield Hit(row.name, row.get_channel_display(), url)


def programs(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return programs by either of their names."""
    rows = Program.objects.visible_to(actor)
    for row in holding(rows, sought, "name_en", "name_fr"):
        url = reverse("metrics:program_detail", args=[row.public_id])
        yield Hit(row.name, row.get_kind_display(), url)


def indicators(actor: Actor, sought: str) -> Iterable[Hit]:
    """Return indicators of the catalogue, and those that teams made, by name or key."""
    language = get_language() or "en"
    for each in known_indicators(actor):
        if is_named(each, sought):
            url = reverse("metrics:indicator_detail", args=[each.key])
            yield Hit(each.name.to(language), each.key, url)


def is_named(indicator: Any, sought: str) -> bool:
    """Tell whether an indicator's names or its key hold each word."""
    named = fold(f"{indicator.key} {indicator.name.en} {indicator.name.fr}")
    return all(word in named for word in sought.split())


def pages_of_help(_actor: Actor, sought: str) -> Iterable[Hit]:
    """Return pages of help by their titles and what they are about."""
    language = get_language() or "en"
    for page in PAGES.values():
        texts = (page.title.en, page.title.fr, page.lead.en, page.lead.fr)
        if all(word in fold(" ".join(texts)) for word in sought.split()):
            url = reverse("metrics:help_detail", args=[page.key])
            yield Hit(page.title.to(language), page.lead.to(language), url)


Question = Callable[[Actor, str], Iterable[Hit]]

KINDS: Mapping[Found, Question] = {
    Found.ACCOUNT: accounts,
    Found.CONTACT: contacts,
    Found.DEAL: deals,
    Found.GROUP: groups,
    Found.OBJECTIVE: objectives,
    Found.GOAL: goals,
    Found.CAMPAIGN: campaigns,
    Found.PROGRAM: programs,
    Found.INDICATOR: indicators,
    Found.HELP: pages_of_help,
}
"""How each kind is looked for."""
