"""Saying something: whoever a comment names is told, in the house and by mail if they want."""

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override as in_language_of

from abmplanner.kit.actor import Actor
from abmplanner.kit.saving import Source, save_row
from accounts.actions.outbox import queue
from accounts.enums import NewsKind, OutboxKind
from accounts.models import Comment, Notification, User
from accounts.queries.desk import unread_key
from accounts.queries.mention import addressed


@transaction.atomic
def say(actor: Actor, source: Source[Comment], *, version: int | None = None) -> Comment:
    """Save a comment, and tell those whom it names and who do not know of it yet.

    Raises ValidationError where it names one of us who may not see the account, and Stale when it
    was saved since version.
    """
    comment = save_row(actor, source, version=version)
    for person in addressed(actor, comment.text, comment.account):
        if person != comment.author:
            tell(comment, person)
    return comment


def tell(comment: Comment, person: User) -> None:
    """Let somebody know of a comment that names them, once."""
    rows = Notification.objects.unscoped("whoever is named is told")
    _row, is_new = rows.get_or_create(
        user=person, comment=comment, kind=NewsKind.MENTION, defaults={"account": comment.account}
    )
    if not is_new:
        return
    transaction.on_commit(lambda: cache.delete(unread_key(person.pk)))
    if person.mails_mentions:
        send(comment, person)


def send(comment: Comment, person: User) -> None:
    """Queue the mail that tells of a comment, in the language of its reader."""
    said = {"who": comment.author.name, "account": comment.account.name}
    address = f"{settings.SITE_URL}{comment.account.get_absolute_url()}"
    with in_language_of(person.language):
        subject = _("%(who)s mentions you: %(account)s") % said
        why = _("You get this because you are named. Your notifications let you turn it off.")
        body = f"{comment.text}\n\n{address}#comment-{comment.public_id}\n\n--\n{why}\n"
    key = f"mention:{comment.public_id}:{person.public_id}"
    queue(OutboxKind.MAIL, key, person.email, {"subject": subject, "body": body})
