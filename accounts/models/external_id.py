"""The keys by which other systems know our records."""

from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import audited
from abmplanner.kit.scope import ScopedModel, ScopedQuerySet
from accounts.models.reach import sees_everything


class ExternalIdQuerySet(ScopedQuerySet["ExternalId"]):
    """Keys of the records that an actor may see."""

    @override
    def reach(self, actor: Actor) -> Q:
        """Return the keys whose record hangs on an account within the actor's reach."""
        if sees_everything(actor):
            return Q()
        accounts: Any = apps.get_model("accounts", "Account").objects
        campaigns: Any = apps.get_model("accounts", "Campaign").objects
        seen = accounts.visible_to(actor)
        return (
            Q(account__in=seen)
            | Q(contact__account__in=seen)
            | Q(opportunity__account__in=seen)
            | Q(response__account__in=seen)
            | Q(contract__account__in=seen)
            | Q(group__account__in=seen)
            | Q(campaign__in=campaigns.visible_to(actor))
        )


KEYED = ("account", "contact", "opportunity", "response", "campaign", "contract", "group")


def one_of(*names: str) -> Q:
    """Return the condition that exactly one of these foreign keys is filled in."""
    chosen = Q()
    for name in names:
        others = {f"{other}__isnull": other != name for other in names}
        chosen |= Q(**others)
    return chosen


@audited
class ExternalId(ScopedModel):
    """One key of one record in one system; a record may have many."""

    system = models.CharField(_("system"), max_length=60)
    kind = models.CharField(_("kind"), max_length=30)
    value = models.CharField(_("key"), max_length=255)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    contact = models.ForeignKey(
        "accounts.Contact", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    opportunity = models.ForeignKey(
        "accounts.Opportunity", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    response = models.ForeignKey(
        "accounts.Response", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    campaign = models.ForeignKey(
        "accounts.Campaign", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    contract = models.ForeignKey(
        "accounts.Contract", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    group = models.ForeignKey(
        "accounts.BuyingGroup", models.CASCADE, null=True, blank=True, related_name="external_ids"
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ExternalIdQuerySet.as_manager()

    class Meta(ScopedModel.Meta):
        verbose_name = _("external id")
        verbose_name_plural = _("external ids")
        constraints = [
            models.UniqueConstraint(
                name="external_id_names_one_record",
                fields=["system", "kind", "value"],
                violation_error_message=_("Another record has this key in that system."),
            ),
            models.CheckConstraint(
                name="external_id_is_of_one_record",
                condition=one_of(*KEYED),
                violation_error_message=_("A key belongs to exactly one record."),
            ),
            models.CheckConstraint(
                name="external_id_is_not_empty",
                condition=~Q(system="") & ~Q(kind="") & ~Q(value=""),
                violation_error_message=_("System, kind and key can't be empty."),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.system}:{self.value}"
