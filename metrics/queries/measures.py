"""Every measure of ours: what is counted or added up of which records, and what is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from accounts.enums import ConsentState
from metrics.catalogue.filters import Condition, Filter, Op, every, in_, is_, missing, some
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind
from metrics.queries.measures_acceleration import acceleration_measures
from metrics.queries.measures_campaigns import campaign_measures
from metrics.queries.measures_clicks import click_measures, reached_since
from metrics.queries.measures_contracts import contract_measures
from metrics.queries.measures_contribution import (
    contribution_measures,
    return_measures,
    velocity_measures,
)
from metrics.queries.measures_control import control_measures
from metrics.queries.measures_costs import cost_measures
from metrics.queries.measures_emails import email_measures
from metrics.queries.measures_feedback import feedback_measures
from metrics.queries.measures_health import health_measures
from metrics.queries.measures_qualification import qualification_measures
from metrics.queries.measures_relationship import relationship_measures
from metrics.queries.measures_social import social_measures

# ---- survey answers ----------------------------------------------------------------------------

NOT_A_CUSTOMER = LeftOut("not_a_customer", is_("unfit", "not_a_customer"))
SUPERSEDED = LeftOut("superseded", is_("is_latest", value=False))

RESPONDENTS = Measure(
    key="respondents",
    dataset="responses",
    kind=Kind.FLOW,
    dated_by="responded_at",
    left_out=(NOT_A_CUSTOMER, SUPERSEDED),
)


def _answers() -> Iterator[Measure]:
    yield RESPONDENTS
    for key, points in (("promoters", 1), ("passives", 0), ("detractors", -1)):
        yield replace(RESPONDENTS, key=key, where=is_("points", points))
    yield replace(RESPONDENTS, key="answer_accounts", aggregate=Aggregate.LIST, field="account")
    yield replace(RESPONDENTS, key="answer_points", aggregate=Aggregate.LIST, field="points")


# ---- invitations -------------------------------------------------------------------------------

INVITED = Measure(
    key="invited",
    dataset="invitations",
    kind=Kind.COHORT,
    dated_by="delivered_at",
    left_out=(LeftOut("duplicate", is_("unfit", "duplicate")),),
    undated="not_delivered",
)


def _invitations() -> Iterator[Measure]:
    answered, maturing = is_("answered", value=True), is_("maturing", value=True)
    accounts = replace(
        INVITED, key="accounts_invited", aggregate=Aggregate.DISTINCT, field="account"
    )
    yield INVITED
    yield replace(INVITED, key="invited_answered", where=answered)
    yield replace(INVITED, key="invited_maturing", where=maturing)
    yield accounts
    yield replace(accounts, key="accounts_answered", where=answered)


# ---- enrolments --------------------------------------------------------------------------------

FIRST = is_("is_first", value=True)

ENTERED = Measure(
    key="entered",
    dataset="enrolments",
    kind=Kind.FLOW,
    aggregate=Aggregate.DISTINCT,
    field="account",
    dated_by="from_at",
    left_out=(
        LeftOut("reactivated", is_("is_reactivated", value=True)),
        LeftOut("re_enrolled", is_("is_first", value=False)),
    ),
)


def _enrolments() -> Iterator[Measure]:
    yield ENTERED
    yield replace(
        ENTERED,
        key="entered_first_ever",
        left_out=(
            *ENTERED.left_out,
            LeftOut("known_from_another_program", is_("is_first_ever", value=False)),
        ),
    )
    yield replace(ENTERED, key="left", dated_by="to_at", left_out=())
    yield reached_since(ENTERED)


# ---- opportunities -----------------------------------------------------------------------------

UNFIT = tuple(LeftOut(reason, is_("unfit", reason)) for reason in ("test", "duplicate", "deleted"))
RENEWAL = LeftOut("renewal", is_("type", "renewal"))
RENEWAL_UNLESS_ASKED = replace(RENEWAL, yields_to="type")
NOT_A_DECISION = (
    LeftOut("duplicate", is_("reason", "duplicate")),
    LeftOut("error", is_("reason", "error")),
)
DECIDED = in_("outcome", "won", "lost")
WON = is_("outcome", "won")

CREATED = Measure(
    key="created",
    dataset="opportunities",
    kind=Kind.FLOW,
    dated_by="created_at",
    left_out=(*UNFIT, RENEWAL),
    undated="unknown_date",
)
QUALIFIED = replace(CREATED, key="qualified", dated_by="qualified_at", undated="")
CLOSED = replace(
    CREATED,
    key="decided",
    dated_by="closed_at",
    where=DECIDED,
    left_out=(*UNFIT, *NOT_A_DECISION, RENEWAL),
)
OPEN = Measure(
    key="open",
    dataset="opportunities",
    kind=Kind.STOCK,
    where=is_("outcome", "open"),
    left_out=(*UNFIT, RENEWAL),
)


def _amounts(base: Measure, key: str, field: str, amount: str) -> Iterator[Measure]:
    """Yield the sum of a field, how many amounts are in it, and how many can't be used."""
    no_amount, no_rate = missing(amount), every(_given(amount), missing(field))
    usable = (
        *base.left_out,
        LeftOut("missing_amount", no_amount),
        LeftOut("missing_rate", no_rate),
    )
    yield replace(base, key=key, aggregate=Aggregate.SUM, field=field, left_out=usable)
    yield replace(base, key=f"{key}_n", left_out=usable)
    yield replace(base, key=f"{key}_unusable", where=every(base.where, missing(field)))


def _weighted(base: Measure, key: str, field: str, value: str, amount: str) -> Iterator[Measure]:
    """Yield the same where an amount is weighted with the chance of its stage."""
    for measure in _amounts(base, key, field, amount):
        left_out = tuple(
            replace(each, where=every(_given(amount), missing(value)))
            if each.reason == "missing_rate"
            else each
            for each in measure.left_out
        )
        if len(left_out) > len(base.left_out):
            left_out = (*left_out, LeftOut("no_stage_history", missing(field)))
        yield replace(measure, dataset="weighted_opportunities", left_out=left_out)


def _sizes(suffix: str, field: str, amount: str) -> Iterator[Measure]:
    """Yield the won deals and their amounts, and how many lack an exchange rate."""
    nothing = some(missing(amount), is_(amount, 0))
    no_rate = every(_given(amount), missing(field))
    base = replace(
        CLOSED,
        where=WON,
        left_out=(
            *UNFIT,
            *NOT_A_DECISION,
            RENEWAL_UNLESS_ASKED,
            LeftOut("missing_amount", nothing),
        ),
    )
    usable = (*base.left_out, LeftOut("missing_rate", no_rate))
    listed = replace(base, aggregate=Aggregate.LIST, left_out=usable)
    yield replace(listed, key=f"won_amounts{suffix}", field=field)
    yield replace(listed, key=f"won_deals{suffix}", field="deal")
    yield replace(base, key=f"won_without_rate{suffix}", where=every(WON, no_rate))


def _given(amount: str) -> Filter:
    return Condition(amount, Op.IS_NULL, value=False)


def _opportunities() -> Iterator[Measure]:
    yield from (CREATED, QUALIFIED, CLOSED, OPEN)
    yield replace(CLOSED, key="won", where=WON)
    yield replace(CLOSED, key="undecided", where=every(DECIDED, is_("reason", "no_decision")))
    yield from _amounts(CREATED, "created_value", "value", "tcv")
    yield from _amounts(CREATED, "created_first_value", "first_value", "first_tcv")
    yield from _amounts(CREATED, "created_value_acv", "value_acv", "acv")
    yield from _amounts(CREATED, "created_first_value_acv", "first_value_acv", "first_acv")
    yield from _amounts(OPEN, "open_value", "value", "tcv")
    yield from _amounts(OPEN, "open_value_acv", "value_acv", "acv")
    yield from _weighted(OPEN, "open_weighted", "weighted", "value", "tcv")
    yield from _weighted(OPEN, "open_weighted_acv", "weighted_acv", "value_acv", "acv")
    yield from _amounts(CLOSED, "decided_value", "value", "tcv")
    yield from _amounts(replace(CLOSED, where=WON), "won_value", "value", "tcv")
    yield from _sizes("", "value", "tcv")
    yield from _sizes("_acv", "value_acv", "acv")


# ---- cohorts of opportunities ------------------------------------------------------------------

MATURING = is_("maturing", value=True)
COHORT = replace(
    CREATED, key="cohort", kind=Kind.COHORT, left_out=(*UNFIT, *NOT_A_DECISION, RENEWAL)
)
STEPS = Measure(
    key="steps",
    dataset="stage_steps",
    kind=Kind.COHORT,
    dated_by="entered_at",
    left_out=(*UNFIT, *NOT_A_DECISION, RENEWAL),
    undated="unknown_date",
)


def _cohorts() -> Iterator[Measure]:
    yield COHORT
    yield replace(COHORT, key="cohort_won", where=WON)
    yield replace(COHORT, key="cohort_maturing", where=MATURING)
    yield STEPS
    yield replace(STEPS, key="steps_reached", where=is_("reached", value=True))
    yield replace(STEPS, key="steps_maturing", where=MATURING)


# ---- people and buying groups ------------------------------------------------------------------

PEOPLE = Measure(
    key="eligible",
    dataset="contacts",
    kind=Kind.STOCK,
    aggregate=Aggregate.DISTINCT,
    field="person",
)
MEMBERS = Measure(key="members", dataset="members", kind=Kind.STOCK)
GROUPS = Measure(key="open_groups", dataset="buying_groups", kind=Kind.STOCK)
ROLES = Measure(key="slots", dataset="group_roles", kind=Kind.STOCK, aggregate=Aggregate.SUM)


def _people() -> Iterator[Measure]:
    active, before = is_("is_active", value=True), is_("known_before", value=True)
    yield PEOPLE
    yield replace(PEOPLE, key="active", where=active)
    yield replace(PEOPLE, key="eligible_before", where=before)
    yield replace(PEOPLE, key="active_before", where=every(active, before))
    yield Measure(key="recent_touches", dataset="recent_touches", kind=Kind.STOCK)


def _groups() -> Iterator[Measure]:
    target = is_("is_target", value=True)
    yield GROUPS
    yield replace(GROUPS, key="targeted_groups", where=target)
    for key, field in (("active_groups", "is_active"), ("pursued_groups", "has_opportunity")):
        yield replace(GROUPS, key=key, where=every(target, is_(field, value=True)))
    yield Measure(key="whitespace", dataset="whitespace", kind=Kind.STOCK)
    for key, field in (
        ("slots", "people"),
        ("slots_worth", "worth"),
        ("slots_filled", "worth_filled"),
        ("slots_contactable", "worth_contactable"),
        ("slots_engaged", "worth_engaged"),
        ("slots_confirmed", "worth_confirmed"),
    ):
        yield replace(ROLES, key=key, field=field)
    yield replace(ROLES, key="slots_empty", field="empty", where=Condition("empty", Op.GT, 0))
    accounts = replace(
        ROLES, key="accounts_with_slots", aggregate=Aggregate.DISTINCT, field="account"
    )
    yield accounts
    yield replace(accounts, key="accounts_covered", where=is_("is_covered", value=True))
    yield MEMBERS


# ---- consent -----------------------------------------------------------------------------------

HOLDING = replace(PEOPLE, key="holding", dataset="consents")
REFUSALS = Measure(
    key="refusals",
    dataset="refusals",
    kind=Kind.FLOW,
    aggregate=Aggregate.DISTINCT,
    field="person",
    dated_by="occurred_at",
    left_out=(LeftOut("mailbox", is_("unfit", "mailbox")),),
)


def _standing(key: str, *states: str) -> Measure:
    """Return the people who stand in one of these ways; the others are left out for theirs."""
    others = [state.value for state in ConsentState if state.value not in states]
    left_out = tuple(LeftOut(state, is_("state", state)) for state in others)
    return replace(HOLDING, key=key, left_out=left_out)


def _consent() -> Iterator[Measure]:
    yield HOLDING
    yield _standing("compliant", *ConsentState.allowing())
    yield _standing("consented", ConsentState.CONSENTED)
    yield _standing("interested", ConsentState.INFORMED)
    yield replace(HOLDING, key="without_basis", where=in_("state", *ConsentState.forbidding()))
    yield replace(HOLDING, key="expiring", where=is_("is_expiring", value=True))
    yield REFUSALS


# ---- campaigns ---------------------------------------------------------------------------------

MACHINE = LeftOut("machine", is_("unfit", "machine"))
RUNNING = Measure(key="running", dataset="campaigns", kind=Kind.OVERLAP, dated_by="span")
TARGETED = Measure(
    key="targeted",
    dataset="campaign_targets",
    kind=Kind.OVERLAP,
    aggregate=Aggregate.DISTINCT,
    field="account",
    dated_by="span",
)


def _campaigns() -> Iterator[Measure]:
    for kind in ("personalized", "general"):
        of_kind = is_("kind", kind)
        campaigns = replace(
            RUNNING,
            key=f"campaigns_{kind}",
            aggregate=Aggregate.DISTINCT,
            field="campaign",
            where=of_kind,
        )
        yield campaigns
        acted = every(of_kind, is_("has_activity", value=True))
        yield replace(campaigns, key=f"campaigns_{kind}_acted", where=acted)
        yield replace(RUNNING, key=f"campaign_pairs_{kind}", where=of_kind)
    yield replace(
        MEMBERS,
        key="members_meanwhile",
        kind=Kind.OVERLAP,
        dated_by="during_window",
        aggregate=Aggregate.DISTINCT,
        field="account",
    )
    yield TARGETED
    yield replace(TARGETED, key="targeted_reached", where=is_("is_reached", value=True))
    yield replace(
        TARGETED,
        key="untargeted",
        dataset="campaign_answers",
        where=is_("is_listed", value=False),
        left_out=(MACHINE,),
    )


# ---- the site ----------------------------------------------------------------------------------

VISITS = Measure(
    key="visits",
    dataset="web_sessions",
    kind=Kind.FLOW,
    dated_by="started_at",
    left_out=(MACHINE,),
)
FETCHED = Measure(
    key="downloads",
    dataset="web_touches",
    kind=Kind.FLOW,
    dated_by="occurred_at",
    where=is_("type", "download"),
    left_out=(MACHINE, LeftOut("repeated", is_("unfit", "repeated"))),
)


def _site() -> Iterator[Measure]:
    lasted, attended = _given("duration_s"), _given("engaged_s")
    yield VISITS
    yield replace(VISITS, key="visits_engaged", where=is_("is_engaged", value=True))
    visitors = replace(VISITS, key="visitors", aggregate=Aggregate.DISTINCT, field="person")
    yield visitors
    yield replace(visitors, key="visitors_attended", where=attended)
    yield replace(
        VISITS, key="attention", aggregate=Aggregate.SUM, field="engaged_s", where=attended
    )
    for key, field in (("visit_accounts", "account"), ("visit_durations", "duration_s")):
        yield replace(VISITS, key=key, aggregate=Aggregate.LIST, field=field, where=lasted)
    yield FETCHED
    yield replace(FETCHED, key="forms", where=is_("type", "form_submitted"), left_out=(MACHINE,))
    seen = is_("type", "form_view")
    yield replace(FETCHED, key="forms_seen", where=seen)
    yield replace(FETCHED, key="forms_seen_sent", where=every(seen, is_("is_sent", value=True)))


# ---- events ------------------------------------------------------------------------------------

HELD = Measure(
    key="places_held",
    dataset="event_places",
    kind=Kind.FLOW,
    dated_by="held_at",
    left_out=(MACHINE,),
)


def _events() -> Iterator[Measure]:
    places = replace(HELD, aggregate=Aggregate.DISTINCT, field="place")
    yield replace(places, key="registrations", dated_by="registered_at")
    yield replace(places, key="attendances", dated_by="attended_at")
    yield HELD
    yield replace(HELD, key="places_attended", where=is_("has_attended", value=True))


# ---- ads ---------------------------------------------------------------------------------------

SHOWN = Measure(
    key="ad_impressions",
    dataset="ads",
    kind=Kind.FLOW,
    aggregate=Aggregate.SUM,
    field="impressions",
    dated_by="shown_at",
    left_out=(LeftOut("message", is_("format", "message")),),
)


def _ads() -> Iterator[Measure]:
    yield SHOWN
    yield replace(SHOWN, key="ad_clicks", field="clicks")
    yield replace(
        SHOWN,
        key="ad_accounts",
        aggregate=Aggregate.DISTINCT,
        field="account",
        where=every(
            Condition("impressions", Op.GT, 0), Condition("account", Op.IS_NULL, value=False)
        ),
    )
    yield Measure(
        key="ad_visits",
        dataset="ad_visits",
        kind=Kind.FLOW,
        aggregate=Aggregate.DISTINCT,
        field="visit",
        dated_by="started_at",
        left_out=(MACHINE,),
    )


MEASURES: Mapping[str, Measure] = {
    measure.key: measure
    for measures in (
        _answers(), _invitations(), _enrolments(), _opportunities(), _cohorts(), _people(),
        _groups(), _consent(), _campaigns(), _site(), _events(), _ads(),
        contribution_measures(CREATED, replace(CLOSED, where=WON)), velocity_measures(CLOSED, WON),
        return_measures(CREATED, replace(CLOSED, where=WON)),
        qualification_measures(QUALIFIED, NOT_A_DECISION),
        relationship_measures(), cost_measures(),
        contract_measures(), acceleration_measures(), email_measures(), campaign_measures(),
        click_measures(),
        feedback_measures(),
        health_measures(),
        control_measures(),
        social_measures(),
    )
    for measure in measures
}  # fmt: skip
