"""What is said of a row goes when the row goes."""

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
