"""When the rule of qualified accounts held: spells of each account, by one statement for a rule.

Everything that the rule looks at changes at instants: a touch adds its minutes and takes them away
again when it is too old, a person comes into the time that counts and falls out of it, a group
takes somebody in. So the statement puts all these changes in order, adds them up, and keeps the
times at which the sums suffice; enrolment and open opportunities are then cut out as spans.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from abmplanner.kit.actor import SYSTEM
from abmplanner.kit.history import known
from accounts.models import Account, Program
from metrics.calc import scales
from metrics.calc.qualifying import Spell
from metrics.catalogue.parameters import TYPES
from metrics.models import ParameterSet
from metrics.queries.compiling import MERGED, MOMENT
from metrics.queries.datasets.groups import suggested_role
from metrics.queries.datasets.people import BY_PEOPLE, words
from metrics.queries.parameters import Settings, settings_for

# Who may qualify: accounts that were in the program, and are not excluded. kin are their other
# accounts, merged into them.
WHO = """
    kin AS (
        SELECT a.id AS account_id, coalesce(m.root, a.id) AS root
        FROM accounts_account a LEFT JOIN merged_account m ON m.id = a.id
        WHERE %(family)s::bigint[] IS NULL OR a.id = ANY(%(family)s)
    ),
    stay AS (
        SELECT kin.root, range_agg(tstzrange(e.from_at, e.to_at)) * tstzmultirange(
            tstzrange(%(since)s, %(until)s)) AS during
        FROM accounts_enrolment e JOIN kin ON kin.account_id = e.account_id
        WHERE e.voided_at IS NULL AND e.program_id = %(program)s
        GROUP BY kin.root
    ),
    chosen AS MATERIALIZED (
        SELECT stay.root, stay.during
        FROM stay JOIN accounts_account company ON company.id = stay.root
        WHERE NOT isempty(stay.during)
            AND NOT lower(company.segment) = ANY(%(p_mqa_excluded)s)
            AND NOT company.status = ANY(%(p_mqa_excluded)s)
    )
"""

# What people did, whoever they are now known to be; a touch of nobody is somebody's of its own.
DONE = f"""
    minute(type, minutes) AS (
        SELECT * FROM unnest(%(p_minute_types)s::text[], %(p_minutes)s::int[])
    ),
    done AS MATERIALIZED (
        SELECT t.id, kin.root, t.occurred_at AS at, t.type, t.link, t.quantity,
            minute.minutes, coalesce(twin.root, t.contact_id, l.contact_id) AS contact,
            coalesce('c' || coalesce(twin.root, t.contact_id, l.contact_id), 'v' || t.visitor_id,
                't' || t.id) AS person,
            t.owner = 'marketing' OR %(p_mqa_counts_sales)s AS is_deep
        FROM chosen
        JOIN kin ON kin.root = chosen.root
        JOIN accounts_touch t ON t.account_id = kin.account_id
        JOIN minute ON minute.type = t.type
        LEFT JOIN accounts_visitorlink l ON l.visitor_id = t.visitor_id AND l.voided_at IS NULL
        LEFT JOIN merged_contact twin ON twin.id = coalesce(t.contact_id, l.contact_id)
        WHERE {{named}} t.voided_at IS NULL AND t.automation IN ({words(BY_PEOPLE)})
            AND t.type IN ({words(tuple(TYPES))})
            AND (t.direction = 'inbound' OR t.type IN ({words(scales.SPOKEN)}))
            AND t.occurred_at >= %(since)s - (%(p_mqa_days)s + 1) * interval '1 day'
            AND t.occurred_at < least(%(until)s, %(now)s)
    ),
    spent AS (
        SELECT root, at, minutes * (least(%(p_most_a_day)s, so_far)
            - least(%(p_most_a_day)s, so_far - quantity)) AS minutes
        FROM (
            SELECT root, at, minutes, quantity, sum(quantity) OVER (
                PARTITION BY root, person, type, (at AT TIME ZONE %(zone)s)::date
                ORDER BY at, id
            ) AS so_far
            FROM done WHERE is_deep
        ) counted
    )
"""

# People by when they were active, and when they were so as members of a buying group: as somebody
# of ours put it down; or, in an automated program, while the account has no group of its own, by
# the role that their title suggests, where the program's template needs it.
PEOPLE = f"""
    active AS MATERIALIZED (
        SELECT root, contact, range_agg(tstzrange(at, at + %(p_mqa_days)s * interval '1 day'))
                FILTER (WHERE minutes > 0) AS during,
            range_agg(tstzrange(at, at + %(p_mqa_days)s * interval '1 day')) FILTER (
                WHERE EXISTS (SELECT FROM unnest(%(p_mqa_demo_links)s::text[]) w(word)
                    WHERE position(lower(w.word) IN lower(link)) > 0)
            ) AS demo,
            range_agg(tstzrange(at, at + %(p_mqa_days)s * interval '1 day')) FILTER (
                WHERE type = 'form_submitted' AND EXISTS (
                    SELECT FROM unnest(%(p_mqa_meeting_links)s::text[]) w(word)
                    WHERE position(lower(w.word) IN lower(link)) > 0)
            ) AS meeting
        FROM done WHERE contact IS NOT NULL GROUP BY root, contact
    ),
    grouped AS (
        SELECT kin.root, range_agg(tstzrange(p.from_at, p.to_at)) AS during
        FROM chosen
        JOIN kin ON kin.root = chosen.root
        JOIN accounts_buyinggroup g ON g.account_id = kin.account_id
        JOIN accounts_groupperiod p ON p.group_id = g.id AND p.voided_at IS NULL
        GROUP BY kin.root
    ),
    needed AS (
        SELECT n.role, range_agg(tstzrange(n.from_at, n.to_at)) AS during
        FROM accounts_roleneed n
        JOIN accounts_program p ON p.id = n.program_id AND p.kind = 'automated'
        WHERE n.program_id = %(program)s AND n.voided_at IS NULL
        GROUP BY n.role
    ),
    seat AS (
        SELECT root, contact, range_agg(during) AS during
        FROM (
            SELECT kin.root, coalesce(twin.root, m.contact_id) AS contact,
                tstzmultirange(tstzrange(m.from_at, m.to_at)) AS during
            FROM chosen
            JOIN kin ON kin.root = chosen.root
            JOIN accounts_buyinggroup g ON g.account_id = kin.account_id
            JOIN accounts_membership m ON m.group_id = g.id AND m.voided_at IS NULL
            LEFT JOIN merged_contact twin ON twin.id = m.contact_id
            UNION ALL
            SELECT a.root, a.contact, needed.during - coalesce(grouped.during, '{{{{}}}}')
            FROM active a
            JOIN accounts_contact c ON c.id = a.contact
            JOIN needed ON needed.role = {suggested_role("c")}
            LEFT JOIN grouped ON grouped.root = a.root
        ) told
        GROUP BY root, contact
    ),
    present AS (
        SELECT a.root, span, 1 AS people, 0 AS seated, 0 AS demo, 0 AS meeting
        FROM active a, unnest(a.during) span
        UNION ALL
        SELECT a.root, span, 0, 1, 0, 0
        FROM active a JOIN seat USING (root, contact), unnest(a.during * seat.during) span
        UNION ALL
        SELECT a.root, span, 0, 0, 1, 0 FROM active a, unnest(a.demo) span
        UNION ALL
        SELECT a.root, span, 0, 0, 0, 1
        FROM active a
        JOIN accounts_contact c ON c.id = a.contact AND c.seniority IN ({words(scales.SENIOR)}),
            unnest(a.meeting) span
    )
"""

CHANGES = """
    change AS (
        SELECT root, at, sum(minutes) AS minutes, sum(people) AS people, sum(seated) AS seated,
            sum(demo) AS demo, sum(meeting) AS meeting
        FROM (
            SELECT root, at, minutes, 0 AS people, 0 AS seated, 0 AS demo, 0 AS meeting
            FROM spent WHERE minutes > 0
            UNION ALL
            SELECT root, at + %(p_mqa_days)s * interval '1 day', -minutes, 0, 0, 0, 0
            FROM spent WHERE minutes > 0
            UNION ALL
            SELECT root, lower(span), 0, people, seated, demo, meeting FROM present
            UNION ALL
            SELECT root, upper(span), 0, -people, -seated, -demo, -meeting FROM present
        ) each
        GROUP BY root, at
    ),
    state AS MATERIALIZED (
        SELECT * FROM (
            SELECT root, tstzrange(at, lead(at) OVER timely) AS during,
                sum(minutes) OVER timely AS minutes, sum(people) OVER timely AS people,
                sum(seated) OVER timely AS seated, sum(demo) OVER timely AS demo,
                sum(meeting) OVER timely AS meeting
            FROM change WINDOW timely AS (PARTITION BY root ORDER BY at)
        ) every
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN %(p_mqa_acts_now)s AND meeting > 0 THEN 'meeting'
                WHEN %(p_mqa_acts_now)s AND demo >= %(p_mqa_demo_people)s THEN 'demo'
                WHEN minutes >= %(p_mqa_minutes)s AND people >= %(p_mqa_people)s
                    AND seated >= %(p_mqa_role_people)s THEN 'depth' END AS reason
        ) rule
        WHERE rule.reason IS NOT NULL
    )
"""

# When the account had an open opportunity, new or expansion, whatever its group.
DEALS = """
    deal AS (
        SELECT kin.root, o.id, o.recorded_at,
            tstzrange(NULL, o.deleted_at) AS living
        FROM chosen
        JOIN kin ON kin.root = chosen.root
        JOIN accounts_opportunity o ON o.account_id = kin.account_id
        WHERE NOT o.is_test AND o.merged_into_id IS NULL AND o.type <> 'renewal'
    ),
    in_hand AS (
        SELECT deal.root, range_agg(tstzrange(step.at, step.next) * deal.living) AS during
        FROM deal
        JOIN (
            SELECT c.opportunity_id, coalesce(s.outcome, 'open') AS outcome,
                coalesce(c.occurred_at, '-infinity') AS at,
                lead(coalesce(c.occurred_at, '-infinity')) OVER (
                    PARTITION BY c.opportunity_id
                    ORDER BY c.stage_id IS NOT NULL, c.occurred_at NULLS FIRST, c.id
                ) AS next
            FROM accounts_stagechange c
            JOIN deal ON deal.id = c.opportunity_id
            LEFT JOIN accounts_stage s ON s.id = c.stage_id
            WHERE c.voided_at IS NULL
        ) step ON step.opportunity_id = deal.id AND step.outcome = 'open'
            AND (step.next IS NULL OR step.at < step.next)
        GROUP BY deal.root
    )
"""

SPELLS = f"""
    WITH RECURSIVE {MERGED.format(name="merged_account", table="accounts_account")},
    {MERGED.format(name="merged_contact", table="accounts_contact")},
    {WHO}, {DONE}, {PEOPLE}, {CHANGES}, {DEALS},
    qualified AS (
        SELECT chosen.root, chosen.during AS stay, coalesce(in_hand.during, '{{{{}}}}') AS in_hand,
            held.during * chosen.during - coalesce(in_hand.during, '{{{{}}}}') AS during
        FROM (SELECT root, range_agg(during) AS during FROM state GROUP BY root) held
        JOIN chosen ON chosen.root = held.root
        LEFT JOIN in_hand ON in_hand.root = held.root
    )
    SELECT q.root, lower(spell), upper(spell), blocked.at,
        (SELECT max(upper(deal)) FROM unnest(q.in_hand) deal WHERE upper(deal) <= lower(spell)),
        state.reason, state.minutes, state.people,
        (SELECT max(done.id) FROM done WHERE done.root = q.root AND done.at = lower(spell))
    FROM qualified q
    CROSS JOIN LATERAL unnest(q.during) spell
    JOIN state ON state.root = q.root AND state.during @> lower(spell)
    CROSS JOIN LATERAL (
        SELECT lower((q.in_hand + tstzmultirange(tstzrange(%(since)s, %(until)s)) - q.stay
            + q.in_hand) * tstzmultirange(tstzrange(upper(spell), %(until)s))) AS at
    ) blocked
    ORDER BY q.root, lower(spell)
"""


# Accounts that are named: the planner then knows how many there are, and takes the index of touches
# for a few of them.
NAMED = "t.account_id = ANY(%(family)s) AND"


@dataclass(frozen=True, slots=True)
class Rule:
    """The settings of a program from one instant to another."""

    settings: Settings
    since: datetime
    until: datetime


def rules_of(program: Program, since: datetime, until: datetime) -> list[Rule]:
    """Return the rules of a program one after the other: each held until the next one began."""
    rows = ParameterSet.objects.visible_to(SYSTEM)
    own = rows.filter(known(), Q(program=None) | Q(program=program))
    later = own.filter(from_at__gt=since, from_at__lt=until)
    starts = [since, *sorted(set(later.values_list("from_at", flat=True)))]
    ends = [*starts[1:], until]
    found: list[Rule] = []
    for start, end in zip(starts, ends, strict=True):
        settings = settings_for(program.pk, before=start + MOMENT)
        if found and found[-1].settings.values == settings.values:
            found[-1] = replace(found[-1], until=end)
        else:
            found.append(Rule(settings, start, end))
    return found


def family_of(accounts: Iterable[int]) -> list[int]:
    """Return accounts with all that were merged into them."""
    found = set(accounts)
    newest = found
    while newest:
        rows = Account.objects.visible_to(SYSTEM).filter(merged_into__in=newest)
        newest = set(rows.values_list("pk", flat=True)) - found
        found |= newest
    return sorted(found)


def spells(
    program: Program, rules: Iterable[Rule], *, now: datetime, accounts: Sequence[int] | None = None
) -> Iterator[Spell]:
    """Yield when the rules held, by account and in order within each rule; accounts None is all.

    What happened before now is looked at, and what follows from that later.
    """
    family = None if accounts is None else family_of(accounts)
    statement = SPELLS.format(named="" if family is None else NAMED)
    for rule in rules:
        given: dict[str, Any] = {
            **rule.settings.of_statement(),
            "family": family,
            "program": program.pk,
            "zone": program.time_zone,
            "since": rule.since,
            "until": rule.until,
            "now": now,
        }
        given["p_mqa_excluded"] = [each.lower() for each in given["p_mqa_excluded"]]
        with connection.cursor() as cursor:
            cursor.execute(statement, given)
            rows = cursor.fetchall()
        for row in rows:
            yield Spell(rule.settings, *row)
