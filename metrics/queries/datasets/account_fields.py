"""What is known of the account of any record."""

from metrics.catalogue.words import Words
from metrics.queries.datasets.dataset import Field, FieldType

ACCOUNT_FIELDS = (
    Field(name="account", type=FieldType.KEY, label=Words("Account", "Compte")),
    Field(
        name="account.country",
        type=FieldType.TEXT,
        label=Words("Account's country", "Pays du compte"),
    ),
    Field(
        name="account.industry",
        type=FieldType.TEXT,
        label=Words("Account's industry", "Secteur du compte"),
    ),
    Field(
        name="account.segment",
        type=FieldType.TEXT,
        label=Words("Account's segment", "Segment du compte"),
    ),
    Field(
        name="account.status",
        type=FieldType.CHOICE,
        label=Words("Account's status", "Statut du compte"),
        choices=("target", "prospect", "customer", "former"),
    ),
)

ACCOUNT_COLUMNS = """
    company.id AS account, company.country AS "account.country",
    company.industry AS "account.industry", company.segment AS "account.segment",
    company.status AS "account.status"
"""
"""Columns of ACCOUNT_FIELDS, where home is joined and company is the account it leads to."""
