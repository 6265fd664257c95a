"""What each of us keeps at hand: views of lists with a name, and favorites."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Versioned, audited
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.enums import ListPage, NewsKind
from accounts.models.reach import OnAccount


class OwnRows(ScopedQuerySet[Any]):
    """Rows that belong to one of us, and that nobody else sees."""

    @override
    def reach(self, actor: Actor) -> Q:
        if actor.is_system:
            return Q()
        return Q(user=actor.person) if actor.person else Q(pk__in=())


@audited
class SavedView(ScopedModel, Versioned):
    """Filters and order of a list, under a name of their owner's."""

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    page = models.CharField(_("list"), max_length=12, choices=ListPage)
    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("filters"), max_length=2000, blank=True)

    objects = OwnRows.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                name="saved_view_once_under_a_name",
                fields=["user", "page", "name"],
                violation_error_message=_("You have a view of that name already."),
            ),
            models.CheckConstraint(
                name="saved_view_is_of_a_known_list",
                condition=Q(page__in=ListPage.values) & ~Q(name=""),
                violation_error_message=_("Give the view a name."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class FavoriteQuerySet(OnAccount):
    """An actor's own favorites, as long as they may see the account."""

    @override
    def reach(self, actor: Actor) -> Q:
        own = Q() if actor.is_system else Q(user=actor.person) if actor.person else Q(pk__in=())
        return super().reach(actor) & own


@audited
class Favorite(ScopedModel):
    """An account that one of us wants at hand."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="favorites", verbose_name=_("owner")
    )
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="favorites", verbose_name=_("account")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)

    objects = FavoriteQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("favorite")
        verbose_name_plural = _("favorites")
        constraints = [
            models.UniqueConstraint(
                name="favorite_once",
                fields=["user", "account"],
                violation_error_message=_("This account is at hand already."),
            ),
        ]


class Visit(ScopedModel):
    """When one of us last looked at the plan of an account."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="visits", verbose_name=_("who")
    )
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="visits", verbose_name=_("account")
    )
    visited_at = models.DateTimeField(_("when"), db_default=Now(), editable=False)

    objects = FavoriteQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                name="visit_once_by_each",
                fields=["user", "account"],
                violation_error_message=_("This visit is written down already."),
            ),
        ]
        indexes = [models.Index(name="visit_by_user", fields=["user", "-visited_at"])]


class Notification(ScopedModel):
    """Something that one of us should know: a comment names them. Unread until read_at."""

    user = models.ForeignKey(
        "accounts.User", models.CASCADE, related_name="notifications", verbose_name=_("for whom")
    )
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="notifications", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=NewsKind, default=NewsKind.MENTION)
    comment = models.ForeignKey(
        "accounts.Comment", models.CASCADE, related_name="notifications", verbose_name=_("comment")
    )
    recorded_at = models.DateTimeField(_("recorded"), db_default=Now(), editable=False)
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    objects = FavoriteQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            models.UniqueConstraint(
                name="notification_once_of_a_comment",
                fields=["user", "comment", "kind"],
                violation_error_message=_("They know of it already."),
            ),
            models.CheckConstraint(
                name="notification_is_of_a_known_kind",
                condition=Q(kind__in=NewsKind.values),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
        indexes = [
            models.Index(name="notification_unread", fields=["user"], condition=Q(read_at=None)),
            models.Index(name="notification_by_user", fields=["user", "-recorded_at"]),
        ]
