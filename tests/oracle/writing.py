"""A world of plain records, written to the tables."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from accounts.models import (
    Account,
    AmountChange,
    Contact,
    DataFeed,
    Enrolment,
    Forecast,
    FxRate,
    Invitation,
    Opportunity,
    Pipeline,
    Program,
    Response,
    Stage,
    StageChange,
    Survey,
)
from tests.oracle.company_qualification import write_qualifications
from tests.oracle.records import STAGES, World
from tests.oracle.writing_company import write_groups, write_marketing
from tests.oracle.writing_consent import write_consents
from tests.oracle.writing_contracts import write_contracts
from tests.oracle.writing_feedback import write_feedback, write_judgements

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass
class Written:
    """The primary keys of what was written."""

    accounts: dict[int, int]
    programs: dict[int, int]
    campaigns: dict[int, int]
    groups: dict[int, int]


def write(world: World) -> Written:
    """Write a world, and return by which keys the database knows it."""
    accounts = _tree(
        Account,
        world.accounts,
        lambda each: {
            "name": f"Company {each.id}",
            "status": each.status,
            "segment": each.segment,
        },
    )
    programs = {
        each: Program.objects.create(
            kind="automated" if each in world.automated else "hybrid", name_en=f"Program {each}"
        )
        for each in world.programs
    }
    Enrolment.objects.bulk_create(
        Enrolment(
            account=accounts[stay.account],
            program=programs[stay.program],
            from_at=stay.start,
            to_at=stay.end,
            recorded_at=stay.recorded,
            voided_at=stay.voided,
        )
        for stay in world.stays
    )
    contacts = _tree(
        Contact,
        world.contacts,
        lambda each: {
            "name": f"Contact {each.id}",
            "email": each.email,
            "title": each.title,
            "function": each.function,
            "seniority": each.seniority,
            "email_status": each.email_status,
            "phone": each.phone,
            "verified_at": each.verified,
            "account": accounts[each.account],
            "erased_at": each.erased,
            "recorded_at": each.recorded,
        },
    )
    write_consents(world, contacts)
    groups = write_groups(world, accounts, programs, contacts)
    _write_deals(world, accounts, groups)
    FxRate.objects.bulk_create(
        FxRate(base=r.base, quote=r.quote, from_on=r.on, rate=r.rate, recorded_at=LONG_AGO)
        for r in world.rates
    )
    DataFeed.objects.bulk_create(
        DataFeed(
            record_type=feed.record_type,
            source=feed.source or f"source {place}",
            account=accounts.get(feed.account or 0),
            program=programs.get(feed.program or 0),
            covers_from=feed.start,
            covers_to=feed.end,
            recorded_at=LONG_AGO,
        )
        for place, feed in enumerate(world.feeds)
    )
    _write_voices(world, accounts, contacts)
    write_contracts(world, accounts, programs)
    write_feedback(world, accounts, contacts)
    write_judgements(world, accounts)
    write_qualifications(world, accounts, programs)
    campaigns = write_marketing(world, accounts, programs, contacts)
    return Written(
        *(
            {key: row.pk for key, row in rows.items()}
            for rows in (accounts, programs, campaigns, groups)
        )
    )


def _tree(model: Any, records: Any, fields: Any) -> dict[int, Any]:
    """Write records that may be merged into earlier ones."""
    rows: dict[int, Any] = {}
    for each in records:
        into = rows.get(each.merged_into or 0)
        rows[each.id] = model.objects.create(merged_into=into, **fields(each))
    return rows


def _write_deals(world: World, accounts: dict[int, Any], groups: dict[int, Any]) -> None:
    pipeline = Pipeline.objects.create(name_en="Pipeline")
    stages = {
        key: Stage.objects.create(
            pipeline=pipeline,
            key=key,
            name_en=key,
            position=place,
            outcome=outcome,
            is_qualified=is_qualified,
        )
        for key, (place, outcome, is_qualified) in STAGES.items()
    }
    deals: dict[int, Any] = {}
    for deal in world.deals:
        deals[deal.id] = Opportunity.objects.create(
            account=accounts[deal.account],
            group=groups.get(deal.group or 0),
            name=f"Deal {deal.id}",
            pipeline=pipeline,
            type=deal.type,
            is_test=deal.is_test,
            merged_into=deals.get(deal.merged_into or 0),
            split_from=deals.get(deal.split_from or 0),
            deleted_at=deal.deleted,
            recorded_at=deal.recorded,
        )
    StageChange.objects.bulk_create(
        StageChange(
            opportunity=deals[deal.id],
            stage=stages.get(step.stage),
            occurred_at=step.at,
            reason=step.reason,
            recorded_at=step.recorded,
            voided_at=step.voided,
        )
        for deal in world.deals
        for step in deal.steps
    )
    Forecast.objects.bulk_create(
        Forecast(
            opportunity=deals[deal.id],
            close_on=each.on,
            amount=each.amount,
            currency=each.currency,
            category=each.category,
            occurred_at=each.at,
            recorded_at=each.recorded,
            voided_at=each.voided,
        )
        for deal in world.deals
        for each in deal.forecasts
    )
    AmountChange.objects.bulk_create(
        AmountChange(
            opportunity=deals[deal.id],
            tcv=amount.tcv,
            acv=amount.acv,
            currency=amount.currency,
            occurred_at=amount.at,
            recorded_at=amount.recorded,
            voided_at=amount.voided,
        )
        for deal in world.deals
        for amount in deal.amounts
    )


def _write_voices(world: World, accounts: dict[int, Any], contacts: dict[int, Any]) -> None:
    surveys = {each: Survey.objects.create(name_en=f"Survey {each}") for each in (1, 2)}
    invitations = {}
    for each in world.invitations:
        invitations[each.id] = Invitation.objects.create(
            survey=surveys[each.survey],
            account=accounts[each.account],
            contact=contacts[each.contact],
            sent_at=each.delivered,
            delivered_at=each.delivered,
            recorded_at=each.recorded,
        )
    for voice in world.voices:
        Response.objects.create(
            account=accounts[voice.account],
            contact=contacts.get(voice.contact or 0),
            invitation=invitations.get(voice.invitation or 0),
            respondent_kind=voice.kind,
            score=voice.score,
            responded_at=voice.at,
            recorded_at=voice.recorded,
            voided_at=voice.voided,
        )
