"""What passed between us and an account."""

from django.db.models import QuerySet

from abmplanner.kit.actor import Actor
from abmplanner.kit.history import known
from accounts.models import Account, Campaign, CampaignTarget, Contact, Touch


def touches_of(actor: Actor, account: Account) -> QuerySet[Touch]:
    """Return the touches of an account that we hold for true, the latest first."""
    rows = Touch.objects.visible_to(actor).filter(known(), account=account)
    return rows.select_related("contact", "campaign", "user").order_by("-occurred_at", "-pk")


def people_at(actor: Actor, account: Account) -> QuerySet[Contact]:
    """Return the people of an account, by name."""
    rows = Contact.objects.visible_to(actor).filter(account=account, merged_into=None)
    return rows.filter(erased_at=None).order_by("search_key", "pk")


def campaigns_at(actor: Actor, account: Account) -> QuerySet[Campaign]:
    """Return the campaigns within reach that aimed at an account once, by name."""
    aimed = CampaignTarget.objects.visible_to(actor).filter(known(), account=account)
    rows = Campaign.objects.visible_to(actor).filter(pk__in=aimed.values("campaign"))
    return rows.order_by("search_key", "pk")
