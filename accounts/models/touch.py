"""What passed between us and an account: touches, visits to our site, deliveries of ads.

These tables are long and written once. Touches lie in one part of their table for each month of
occurred_at (abmplanner.kit.by_month); whoever writes them goes through accounts.actions.touch.
"""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.by_month import NextNumber
from abmplanner.kit.history import Logged, Recorded
from abmplanner.kit.scope import ScopedModel
from accounts.enums import AdFormat, Automation, Direction, Role, Stream, TouchOwner, TouchType
from accounts.models.campaign import campaigns_within
from accounts.models.reach import OnAccount, sees_everything


class Visitors(OnAccount):
    """Visitors of the accounts that an actor sees; those of nobody yet, by ABM managers as well."""

    @override
    def reach(self, actor: Actor) -> Q:
        seen = super().reach(actor)
        return seen | Q(account=None) if seen and actor.role == Role.MANAGER else seen


class Visitor(ScopedModel):
    """A browser that visited us. Whose it is, as far as we know now, is told by its links."""

    source = models.CharField(_("source"), max_length=60)
    key = models.CharField(_("key in the source"), max_length=120)
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="visitors",
        verbose_name=_("account"),
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="visitors",
        verbose_name=_("contact"),
    )

    objects = Visitors.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints = [
            models.UniqueConstraint(
                name="visitor_once_in_a_source",
                fields=["source", "key"],
                violation_error_message=_("This visitor is known already."),
            ),
        ]


class VisitorLink(Recorded):
    """A visitor was found to be of an account, or to be a contact; their past goes with them."""

    visitor = models.ForeignKey(
        "accounts.Visitor", models.PROTECT, related_name="links", verbose_name=_("visitor")
    )
    account = models.ForeignKey(
        "accounts.Account", models.PROTECT, related_name="+", verbose_name=_("account")
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("contact"),
    )
    found_by = models.CharField(_("found by"), max_length=30, blank=True)

    objects = OnAccount.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("identity of a visitor")
        verbose_name_plural = _("identities of a visitor")
        constraints = [
            models.UniqueConstraint(
                name="visitor_is_of_one_account_at_a_time",
                fields=["visitor"],
                condition=Q(voided_at=None),
                violation_error_message=_("This visitor is identified already."),
            ),
        ]


class OnVisitor(OnAccount):
    """Rows seen with their account; without one, with the account that the visitor is of."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        accounts: Any = apps.get_model("accounts", "Account").objects.visible_to(actor)
        return Q(account__in=accounts) | Q(account=None, visitor__account__in=accounts)


class WebSession(Logged):
    """One visit to our site. Durations are whole seconds, None where they are not known."""

    source = models.CharField(_("source"), max_length=60)
    key = models.CharField(_("key in the source"), max_length=120)
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="web_sessions",
        verbose_name=_("account"),
    )
    visitor = models.ForeignKey(
        "accounts.Visitor",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="web_sessions",
        verbose_name=_("visitor"),
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="web_sessions",
        verbose_name=_("contact"),
    )
    started_at = models.DateTimeField(_("started"))
    duration_s = models.PositiveIntegerField(_("duration in seconds"), null=True, blank=True)
    engaged_s = models.PositiveIntegerField(_("engaged seconds"), null=True, blank=True)
    page_views = models.PositiveIntegerField(_("pages seen"), default=1)
    key_events = models.PositiveIntegerField(_("key events"), default=0)
    automation = models.CharField(
        _("human or machine"), max_length=9, choices=Automation, default=Automation.UNKNOWN
    )

    objects = OnVisitor.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("visit to our site")
        verbose_name_plural = _("visits to our site")
        constraints = [
            models.UniqueConstraint(
                name="web_session_once_in_a_source",
                fields=["source", "key"],
                condition=Q(voided_at=None),
                violation_error_message=_("This visit is recorded already."),
            ),
            models.CheckConstraint(
                name="web_session_is_not_engaged_longer_than_it_lasts",
                condition=(
                    Q(engaged_s=None) | Q(duration_s=None) | Q(engaged_s__lte=F("duration_s"))
                )
                & Q(automation__in=Automation.values),
                violation_error_message=_("A visit can't hold attention longer than it lasts."),
            ),
        ]
        indexes = [
            models.Index(
                name="web_session_by_account",
                fields=["account", "started_at"],
                condition=Q(voided_at=None),
            )
        ]


class Touch(Logged):
    """One contact between us and an account, of a type of the taxonomy.

    message and link name the message or the link in the source; quantity counts like things told
    at once. The database numbers the rows, for its table is cut by month.
    """

    id = models.BigIntegerField(primary_key=True, db_default=NextNumber("accounts_touch_id"))
    type = models.CharField(_("type"), max_length=16, choices=TouchType)
    occurred_at = models.DateTimeField(_("when"))
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        db_index=False,
        related_name="touches",
        verbose_name=_("account"),
    )
    contact = models.ForeignKey(
        "accounts.Contact",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="touches",
        verbose_name=_("contact"),
    )
    visitor = models.ForeignKey(
        "accounts.Visitor",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="touches",
        verbose_name=_("visitor"),
    )
    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="touches",
        verbose_name=_("campaign"),
    )
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
        verbose_name=_("one of us"),
    )
    owner = models.CharField(
        _("whose work"), max_length=9, choices=TouchOwner, default=TouchOwner.MARKETING
    )
    direction = models.CharField(
        _("direction"), max_length=8, choices=Direction, default=Direction.INBOUND
    )
    automation = models.CharField(
        _("human or machine"), max_length=9, choices=Automation, default=Automation.UNKNOWN
    )
    stream = models.CharField(_("stream"), max_length=10, choices=Stream, blank=True)
    message = models.CharField(_("message"), max_length=120, blank=True)
    link = models.CharField(_("link"), max_length=120, blank=True)
    session_key = models.CharField(_("visit"), max_length=120, blank=True)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    source = models.CharField(_("source"), max_length=60)
    source_key = models.CharField(_("key in the source"), max_length=120, blank=True)

    objects = OnAccount.as_manager()

    class Meta(Logged.Meta):
        verbose_name = _("touch")
        verbose_name_plural = _("touches")
        constraints = [
            models.UniqueConstraint(
                name="touch_once_in_a_source",
                fields=["source", "source_key", "occurred_at"],
                condition=Q(voided_at=None) & ~Q(source_key=""),
                violation_error_message=_("This touch is recorded already."),
            ),
            models.CheckConstraint(
                name="touch_uses_known_words",
                condition=Q(
                    type__in=TouchType.values,
                    owner__in=TouchOwner.values,
                    direction__in=Direction.values,
                    automation__in=Automation.values,
                    stream__in=["", *Stream.values],
                    quantity__gte=1,
                ),
                violation_error_message=_("Choose one of the values offered."),
            ),
        ]
        indexes = [
            models.Index(
                name="touch_by_account",
                fields=["account", "occurred_at"],
                condition=Q(voided_at=None),
            ),
            models.Index(
                name="touch_by_campaign",
                fields=["campaign", "occurred_at"],
                condition=Q(voided_at=None, campaign__isnull=False),
            ),
            models.Index(
                name="touch_that_unsubscribes",
                fields=["contact", "occurred_at"],
                condition=Q(type=TouchType.UNSUBSCRIBED),
            ),
            models.Index(
                name="touch_post_by_user",
                fields=["user", "occurred_at"],
                condition=Q(voided_at=None, type=TouchType.SOCIAL_POST),
            ),
            *(
                models.Index(
                    name=f"touch_at_event_by_{field}",
                    fields=[field, "occurred_at"],
                    condition=Q(voided_at=None, type__in=TouchType.at_events()),
                )
                for field in ("campaign", "link")
            ),
        ]


class AdDeliveryQuerySet(OnAccount):
    """Deliveries seen with their account; those of no account are seen with their campaign."""

    @override
    def reach(self, actor: Actor) -> Q:
        if sees_everything(actor):
            return Q()
        accounts: Any = apps.get_model("accounts", "Account").objects.visible_to(actor)
        return Q(account__in=accounts) | (Q(account=None) & campaigns_within(actor, "campaign"))


class AdDelivery(Recorded):
    """What a platform says of one day of one format of a campaign, for one account or for none.

    Clicks hold the invalid ones too, which the platform took back.
    """

    day = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=60)
    format = models.CharField(_("format"), max_length=12, choices=AdFormat)
    campaign = models.ForeignKey(
        "accounts.Campaign",
        models.PROTECT,
        related_name="ad_deliveries",
        verbose_name=_("campaign"),
    )
    account = models.ForeignKey(
        "accounts.Account",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="ad_deliveries",
        verbose_name=_("account"),
    )
    impressions = models.PositiveIntegerField(_("impressions"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)
    invalid_clicks = models.PositiveIntegerField(_("invalid clicks"), default=0)

    objects = AdDeliveryQuerySet.as_manager()

    class Meta(Recorded.Meta):
        verbose_name = _("delivery of an ad")
        verbose_name_plural = _("deliveries of ads")
        constraints = [
            models.UniqueConstraint(
                name="ad_delivery_once_a_day",
                fields=["day", "source", "format", "campaign", "account"],
                condition=Q(voided_at=None),
                nulls_distinct=False,
                violation_error_message=_("This day is recorded already; correct it instead."),
            ),
            models.CheckConstraint(
                name="ad_delivery_takes_back_no_more_than_was_clicked",
                condition=Q(invalid_clicks__lte=F("clicks"), format__in=AdFormat.values),
                violation_error_message=_("Invalid clicks are a part of the clicks."),
            ),
        ]
