"""Measures of relationships, of the quality of contacts, and of groups that can decide."""

from collections.abc import Iterator
from dataclasses import replace

from metrics.calc.scales import CRITICAL_ROLES, SENIOR
from metrics.catalogue.filters import Condition, Op, every, in_, is_, missing, some
from metrics.catalogue.measure import Aggregate, LeftOut, Measure
from metrics.catalogue.words import Kind

NO_ROLE = LeftOut("no_role", is_("is_chosen", value=False), yields_to="contact")
NOT_HEARD = LeftOut("not_heard", missing("strength"))
WEAK = LeftOut("weak_relationship", is_("is_established", value=False))

BOND = Measure(key="contacts_known", dataset="relationships", kind=Kind.STOCK)
CONTACT = Measure(
    key="contacts_assessed", dataset="contact_quality", kind=Kind.STOCK, left_out=(NO_ROLE,)
)
ACCOUNT = Measure(key="accounts_held", dataset="held_accounts", kind=Kind.STOCK)
GROUP = Measure(key="groups_that_decide", dataset="group_decisions", kind=Kind.STOCK)
SLOTS = Measure(key="role_bonds", dataset="role_bonds", kind=Kind.STOCK)


def _listed(base: Measure, fields: dict[str, str]) -> Iterator[Measure]:
    """Yield lists of fields of the same records, in the same order."""
    for key, field in fields.items():
        yield replace(base, key=key, aggregate=Aggregate.LIST, field=field)


def _bonds() -> Iterator[Measure]:
    chosen = replace(BOND, left_out=(NO_ROLE,))
    yield replace(chosen, key="bonds")
    yield from _listed(
        replace(chosen, left_out=(NO_ROLE, NOT_HEARD)), {"bond_strengths": "strength"}
    )
    without_role = LeftOut("no_role", is_("has_role", value=False))
    holders = replace(BOND, left_out=(without_role,))
    yield replace(holders, key="bonds_of_holders")
    yield from _listed(
        replace(holders, left_out=(without_role, NOT_HEARD)),
        {"holder_accounts": "account", "holder_powers": "power", "holder_strengths": "strength"},
    )
    yield BOND
    yield replace(BOND, key="bonds_heard", left_out=(NOT_HEARD,))
    yield replace(BOND, key="bonds_established", left_out=(NOT_HEARD, WEAK))


def _contacts() -> Iterator[Measure]:
    known = (NO_ROLE, LeftOut("too_little_known", is_("is_known", value=False)))
    yield from _listed(
        replace(CONTACT, left_out=known),
        {
            "quality_accounts": "account",
            "quality_levels": "level",
            "quality_roles": "role_points",
            "quality_strengths": "strength",
            "quality_validities": "validity",
        },
    )
    ranked = replace(CONTACT, left_out=(NO_ROLE, LeftOut("unknown_seniority", missing("level"))))
    yield from _listed(ranked, {"level_accounts": "account", "levels": "level"})
    yield from _listed(CONTACT, {"validity_accounts": "account", "validities": "validity"})


def _seniors() -> Iterator[Measure]:
    """Yield the senior among all contacts, with and without a role: a number falls for nobody."""
    people = Measure(
        key="contacts_ranked",
        dataset="contacts",
        kind=Kind.STOCK,
        aggregate=Aggregate.DISTINCT,
        field="person",
        left_out=(LeftOut("unknown_seniority", is_("seniority", "unknown")),),
    )
    senior = replace(people, key="contacts_senior", where=in_("seniority", *SENIOR), left_out=())
    yield people
    yield senior
    executive = every(is_("seniority", "executive"), is_("is_active", value=True))
    yield replace(senior, key="executives_active", where=executive)


def _accounts() -> Iterator[Measure]:
    unheard = LeftOut("not_heard", is_("is_heard", value=False))
    yield ACCOUNT
    yield replace(ACCOUNT, key="accounts_heard", left_out=(unheard,))
    yield replace(
        ACCOUNT,
        key="accounts_single_threaded",
        where=some(Condition("threads", Op.LTE, 1), unheard.where),
        left_out=(unheard,),
    )


def _groups() -> Iterator[Measure]:
    no_template = LeftOut("no_template", missing("completeness"))
    told = replace(GROUP, left_out=(no_template,))
    yield GROUP
    yield replace(told, key="groups_with_template")
    yield from _listed(told, {"group_completeness": "completeness"})
    lacks = [LeftOut(f"no_{role}", is_(f"lacks_{role}", value=True)) for role in CRITICAL_ROLES]
    nobody = LeftOut("nobody", is_("lacks_everybody", value=True))
    yield replace(told, key="groups_ready", left_out=(no_template, nobody, *lacks))


def _engagement() -> Iterator[Measure]:
    groups = Measure(key="groups_engaged", dataset="group_engagement", kind=Kind.STOCK)
    yield from _listed(groups, {"group_engagements": "engagement"})


def _slots() -> Iterator[Measure]:
    heard = replace(SLOTS, left_out=(LeftOut("not_heard", is_("is_heard", value=False)),))
    yield SLOTS
    for key, field in (
        ("bonded_worth", "worth_bonded"),
        ("bonds_worth", "worth"),
        ("bonds_people", "people"),
    ):
        yield replace(heard, key=key, aggregate=Aggregate.SUM, field=field)


def relationship_measures() -> Iterator[Measure]:
    """Yield them all."""
    for measures in (
        _bonds(),
        _contacts(),
        _seniors(),
        _accounts(),
        _groups(),
        _slots(),
        _engagement(),
    ):
        yield from measures
