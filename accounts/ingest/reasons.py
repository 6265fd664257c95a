"""Words for why a row was rejected or waits, and what to do about it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, str | Promise] = {
    # of the file
    "quote_not_closed": _("A quotation mark in this row is never closed."),
    "line_too_long": _("This line is too long to be a row."),
    "row_not_readable": _("The quotation marks of this row can't be made out."),
    "one_cell": _("This row has one cell where the header has several: a note, or a footer?"),
    "too_many_cells": _("This row has more cells than the header: a separator too many?"),
    "character_not_readable": _("A character can't be read. Is the encoding right?"),
    "left_out": _("Left out, as the mapping says."),
    # of a cell
    "too_long": _("This text is longer than what is kept."),
    "not_a_date": _("This is no date in the order chosen for this file."),
    "date_out_of_reach": _("This date is not between 1950 and 2099."),
    "not_a_number": _("This is no number with the decimal mark chosen for this file."),
    "not_a_whole_number": _("This is no whole number."),
    "number_too_large": _("This number is too large."),
    "below_zero": _("This can't be below zero."),
    "not_an_email": _("This is no e-mail address."),
    "not_a_domain": _("This is no web or mail domain."),
    "not_a_currency": _("A currency is three letters, such as EUR."),
    "not_a_choice": _("This word is none of ours. Say in the mapping what it stands for."),
    "score_out_of_range": _("A score is a whole number from 0 to 10."),
    "not_yes_or_no": _("Say yes or no."),
    "not_above_zero": _("This has to be above zero."),
    "not_an_address": _("This is no address."),
    "more_than_clicks": _("Invalid clicks are a part of the clicks."),
    # of a record
    "refused": _("Our rules refuse this row, as they do in the form; the detail says why."),
    "needed": _("This must be told for every row."),
    "currency_missing": _("An amount needs a currency: a column, or one for the whole file."),
    "stage_unknown": _("No stage has this name. Say in the mapping what it stands for."),
    "told_before": _("An earlier line of this file spoke of the same record otherwise."),
    "told_otherwise": _(
        "We hold this event with other content. Choose under Data, Events told otherwise."
    ),
    "account_ambiguous": _("Several accounts fit. Give its key or domain, or merge them."),
    "contact_ambiguous": _("Several contacts fit. Give a key."),
    "opportunity_ambiguous": _("Several opportunities of this account have this name. Give a key."),
    "lead_of_another": _("This lead is another contact already."),
    "groups_ambiguous": _("Several buying groups of this account fit. Name one."),
    "contract_ambiguous": _("Several contracts of this account have this name. Give a key."),
    "solution_ambiguous": _("Several solutions have this name."),
    "title_ambiguous": _("Several have this title."),
    "of_two_accounts": _("A line joins two people of one account."),
    "never_open": _("A group that was never open can't be closed."),
    "owner_elsewhere": _("This person is neither on the account's team nor keeps its programs."),
    "indicator_unknown": _("No indicator whose values are told has this key or name."),
    "user_unknown": _("Nobody active of ours has this address."),
    "program_unknown": _("No single program within your reach has this name."),
    "for_administrators": _("This is up to administrators."),
    "for_oneself": _("The index is personal: each of us brings their own."),
    "campaign_ambiguous": _("Several campaigns have this name. Give a key."),
    "key_taken": _("This key belongs to a record that you may not see. Ask an administrator."),
    "broken_rule": _("The database refused this row."),
    # of the waiting queue
    "account_missing": _("The row names no account."),
    "account_unknown": _("No account within your reach has this name, key or domain."),
    "contact_unknown": _("No contact within your reach has this address or key."),
    "lead_unknown": _("No contact within your reach is this lead."),
    "campaign_unknown": _("No campaign within your reach has this name or key."),
    "group_unknown": _("No buying group of this account has this name or key."),
    "solution_unknown": _("No solution has this name."),
    "contract_unknown": _("No contract of this account has this name or key."),
    "opportunity_unknown": _("No opportunity within your reach has this key or name."),
    "objective_unknown": _("No objective of this account has this title."),
    # of what an undone import left
    "referred_to": _("Not undone: something else refers to this record by now."),
    "changed_since": _("Not undone: this record was changed since."),
    "record_gone": _("Not undone: this record is gone, or out of your reach."),
    "refusal_stands": _("Not undone: what a person refused stays refused."),
    # a remark, beside a row that was taken
    "parent_unknown": _("Taken without its parent company, which is not there yet."),
    "group_ambiguous": _("Taken without the role: several buying groups are there. Name one."),
}


def reason_words(code: str) -> str:
    """Return the words for a reason."""
    return str(REASONS.get(code, code))
