"""What is said of a row goes when the row goes, and comes back with it."""

import pgtrigger

COMMENTS_GO_ALONG = pgtrigger.Trigger(
    name="comments_go_along",
    when=pgtrigger.After,
    operation=pgtrigger.Delete,
    func="DELETE FROM accounts_comment WHERE subject = OLD.public_id; RETURN NULL;",
)
"""A comment names what it is about by its public id, which no foreign key can follow.

However the row is deleted, by a page, the API or along with another row, nobody could find its
comments afterwards, nor take back what they wrote. Their audit stays.
"""

COMMENTS_COME_BACK = pgtrigger.Trigger(
    name="comments_come_back",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("removed_at"),  # type: ignore[no-untyped-call]  # the library
    condition=pgtrigger.Q(old__removed_at__df=pgtrigger.F("new__removed_at")),
    func="""
        UPDATE accounts_comment SET removed_at = NEW.removed_at
        WHERE subject = NEW.public_id AND removed_at IS NOT DISTINCT FROM OLD.removed_at;
        RETURN NULL;
    """,
)
"""A row that is taken away takes its comments along, and brings those back that went with it."""
