"""How social networks are used: how developed we found it, and who of the accounts takes part."""

from accounts.enums import SocialSubject
from metrics.calc import scales
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType
from metrics.queries.datasets.people import BY_PEOPLE, MAILBOXES, WORKS, holds, words

REACTIONS = ("social_like", "social_comment", "social_share", "social_message")
"""What people of an account do about what we say."""

# The latest assessment of each account and subject within a year.
SOCIAL_MATURITIES = Dataset(
    key="social_maturities",
    label=Words("Social maturity", "Maturité sociale"),
    record_types=(),
    rows=f"""
        SELECT DISTINCT ON (company.id, s.subject) s.id, NULL::uuid AS public_id,
            company.name AS title, {ACCOUNT_COLUMNS}, s.subject,
            s.level::text || ' / {scales.SOCIAL_LEVELS}' AS detail,
            100 * (s.level - 1)::float8 / {scales.SOCIAL_LEVELS - 1} AS points,
            s.occurred_at AS since, '' AS unfit
        FROM accounts_socialassessment s
        JOIN home ON home.account_id = s.account_id
        JOIN accounts_account company ON company.id = home.root
        WHERE KNOWN(s) AND s.occurred_at < %(as_of)s AND s.occurred_at
            >= %(as_of)s::timestamptz - interval '{scales.SOCIAL_ASSESSMENT_DAYS} days'
        ORDER BY company.id, s.subject, s.occurred_at DESC, s.id DESC
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="subject",
            type=FieldType.CHOICE,
            label=Words("Whose", "De qui"),
            choices=tuple(SocialSubject.values),
        ),
        Field(name="points", type=FieldType.NUMBER, label=Words("Points", "Points")),
    ),
    dates=("since",),
    used="SELECT FROM accounts_socialassessment s WHERE KNOWN(s) AND s.occurred_at < %(as_of)s",
)

# What people of accounts did in networks, whoever they were merged with.
SOCIAL_REACTIONS = Dataset(
    key="social_reactions",
    label=Words("Reactions in social networks", "Réactions sur les réseaux"),
    record_types=("social",),
    rows=f"""
        SELECT t.id, c.public_id, c.name AS title, {ACCOUNT_COLUMNS}, c.id AS person,
            t.type AS detail, t.type, t.occurred_at,
            CASE WHEN t.automation IN ({words(BY_PEOPLE)}) THEN '' ELSE 'machine' END AS unfit
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        JOIN accounts_account company ON company.id = home.root
        LEFT JOIN merged_contact twin ON twin.id = t.contact_id
        JOIN accounts_contact c ON c.id = coalesce(twin.root, t.contact_id)
        WHERE KNOWN(t) AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
            AND t.type IN ({words(REACTIONS)}) AND t.direction = 'inbound'
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="type", type=FieldType.TEXT, label=Words("What", "Quoi")),
        Field(name="occurred_at", type=FieldType.INSTANT, label=Words("When", "Quand")),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("occurred_at",),
)

# Whose team a person of ours was on when.
TEAMS = """
    on_team AS MATERIALIZED (
        SELECT home.root AS account, m.user_id, tstzrange(m.from_at, m.to_at) AS during
        FROM accounts_teammember m JOIN home ON home.account_id = m.account_id
        WHERE KNOWN(m) AND m.from_at < %(until)s
    )
"""

# An answer of the month may follow what was said before the month began.
SINCE = f"""
    (date_trunc('month', %(start)s AT TIME ZONE %(zone)s) AT TIME ZONE %(zone)s
        - interval '{scales.SOCIAL_ANSWER_DAYS} days')
"""

# What networks told of the accounts. What nobody's name is on was done by us all.
TOLD = f"""
    told AS MATERIALIZED (
        SELECT t.id, home.root AS account, t.type, t.direction, t.occurred_at AS at, t.quantity,
            t.user_id, t.message, coalesce(twin.root, t.contact_id) AS person,
            t.automation IN ({words(BY_PEOPLE)}) AS by_people,
            t.user_id IS NULL OR EXISTS (
                SELECT FROM on_team x WHERE x.account = home.root AND x.user_id = t.user_id
                    AND x.during @> t.occurred_at
            ) AS by_team
        FROM accounts_touch t
        JOIN home ON home.account_id = t.account_id
        LEFT JOIN merged_contact twin ON twin.id = t.contact_id
        WHERE KNOWN(t) AND t.occurred_at >= {SINCE} AND t.occurred_at < %(until)s
            AND t.type LIKE 'social\\_%%'
    )
"""

# Whoever is on several teams posts for each of their accounts, whichever of them a post is told of.
POSTS = f"""
    post AS (
        SELECT id, account, type, at, quantity, user_id, by_people, by_team, message,
            false AS shared
        FROM told WHERE type = 'social_post' AND direction = 'outbound'
        UNION ALL
        SELECT t.id, x.account, t.type, t.occurred_at, t.quantity, t.user_id,
            t.automation IN ({words(BY_PEOPLE)}), true, t.message, true
        FROM on_team x
        JOIN accounts_touch t ON t.user_id = x.user_id AND x.during @> t.occurred_at
        WHERE KNOWN(t) AND t.type = 'social_post' AND t.direction = 'outbound'
            AND t.occurred_at >= %(start)s AND t.occurred_at < %(until)s
            AND NOT EXISTS (
                SELECT FROM home h WHERE h.account_id = t.account_id AND h.root = x.account
            )
    )
"""

# The first answer of a month by one side to what the other said shortly before: in messages, or
# below the same post.
EXCHANGES = f"""
    turn AS (
        SELECT s.*,
            max(CASE WHEN direction = 'inbound' THEN at END) OVER said AS heard_at,
            max(CASE WHEN direction = 'outbound' THEN at END) OVER said AS said_at
        FROM (
            SELECT told.*, CASE WHEN type = 'social_comment' THEN message ELSE '' END AS thread
            FROM told
            WHERE type IN ('social_comment', 'social_message') AND person IS NOT NULL AND by_people
        ) s
        WINDOW said AS (
            PARTITION BY account, person, type, thread ORDER BY at, id ROWS UNBOUNDED PRECEDING
        )
    ),
    exchange AS (
        SELECT turn.*, row_number() OVER (
                PARTITION BY account, person, type, thread,
                    date_trunc('month', at AT TIME ZONE %(zone)s)
                ORDER BY at, id
            ) AS place
        FROM turn
        WHERE CASE WHEN direction = 'inbound' THEN said_at ELSE heard_at END
            >= at - interval '{scales.SOCIAL_ANSWER_DAYS} days'
    )
"""

# Of those whom we are newly linked with, who works at the account: as for all contacts, but looked
# for among these few.
LINKS = f"""
    linked AS (
        SELECT DISTINCT account, person FROM told
        WHERE type = 'social_connected' AND person IS NOT NULL
    ),
    also AS (
        SELECT person AS id, person FROM linked
        UNION
        SELECT m.id, m.root FROM merged_contact m JOIN linked ON linked.person = m.root
    ),
    job AS (
        SELECT also.person, home.root AS account, {holds("e")} AS now
        FROM also
        JOIN accounts_employment e ON e.contact_id = also.id AND KNOWN(e)
        LEFT JOIN home ON home.account_id = e.account_id
    ),
    working AS (
        SELECT linked.account, linked.person
        FROM linked
        JOIN accounts_contact c ON c.id = linked.person
        WHERE (c.erased_at IS NULL OR c.erased_at >= %(as_of)s)
            AND c.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND split_part(split_part(lower(c.email), '@', 1), '+', 1) NOT IN ({words(MAILBOXES)})
            AND CASE WHEN EXISTS (SELECT FROM job WHERE job.person = linked.person)
                THEN EXISTS (
                    SELECT FROM job
                    WHERE job.person = linked.person AND job.account = linked.account AND job.now
                )
                ELSE c.recorded_at < %(as_of)s AND EXISTS (
                    SELECT FROM home h
                    WHERE h.account_id = c.account_id AND h.root = linked.account
                ) END
    )
"""

# How many months each window lasts, a part of a month by its days.
MONTHS = """
    lasting AS (
        SELECT w.number, sum(
            extract(epoch FROM least(w.ends, m + interval '1 month') - greatest(w.starts, m))
            / extract(epoch FROM m + interval '1 month' - m)
        )::float8 AS months
        FROM (
            SELECT number, start AT TIME ZONE %(zone)s AS starts,
                until AT TIME ZONE %(zone)s AS ends
            FROM asked_window
        ) w
        CROSS JOIN LATERAL generate_series(
            date_trunc('month', w.starts), w.ends, interval '1 month'
        ) m
        WHERE m < w.ends
        GROUP BY w.number
    )
"""

# What was done in each window, with what makes two of it the same. What an account was told of
# itself goes before what it shares with others.
DEEDS = """
    deed AS (
        SELECT id, account, type, at, quantity, user_id, NULL::bigint AS person, 'post' AS what,
            CASE WHEN message <> '' THEN 'm' || message ELSE 't' || id END AS same, shared,
            CASE WHEN NOT by_people THEN 'machine' WHEN NOT by_team THEN 'not_team' ELSE '' END
                AS unfit
        FROM post
        UNION ALL
        SELECT told.id, told.account, type, at, quantity, user_id, told.person, 'connection',
            coalesce(told.person, -told.id)::text, false,
            CASE WHEN NOT by_people THEN 'machine' WHEN NOT by_team THEN 'not_team'
                WHEN working.person IS NULL THEN 'not_at_account' ELSE '' END
        FROM told
        LEFT JOIN working ON working.account = told.account AND working.person = told.person
        WHERE type = 'social_connected'
        UNION ALL
        SELECT id, account, type, at, quantity, user_id, person, 'remark', id::text, false,
            CASE WHEN NOT by_people THEN 'machine' WHEN NOT by_team THEN 'not_team' ELSE '' END
        FROM told WHERE type IN ('social_comment', 'social_share') AND direction = 'outbound'
        UNION ALL
        SELECT id, account, type, at, quantity, user_id, person, 'exchange', id::text, false, ''
        FROM exchange WHERE place = 1
        UNION ALL
        SELECT id, account, type, at, quantity, user_id, person,
            CASE WHEN type = 'social_shown' THEN 'shown'
                WHEN direction = 'inbound' AND type <> 'social_message' THEN 'reaction'
                ELSE 'other' END,
            id::text, false, CASE WHEN by_people THEN '' ELSE 'machine' END
        FROM told
        WHERE type NOT IN ('social_post', 'social_connected')
            AND NOT (type IN ('social_comment', 'social_share') AND direction = 'outbound')
    ),
    counted AS (
        SELECT w.number, deed.*, row_number() OVER (
                PARTITION BY w.number, what, account, same, unfit ORDER BY shared, at, id
            ) AS copy
        FROM deed JOIN asked_window w ON at >= w.start AND at < w.until
    )
"""

# What passed in networks, and beside it one row for each account with a team of ours.
SOCIAL_TOUCHES = Dataset(
    key="social_touches",
    label=Words("Touches in social networks", "Interactions sur les réseaux"),
    record_types=("social",),
    tables=f"{TEAMS}, {TOLD}, {POSTS}, {EXCHANGES}, {LINKS}, {MONTHS}, {DEEDS}",
    rows=f"""
        SELECT row_number() OVER (ORDER BY w.number, d.what, d.account, d.at, d.id) AS id,
            c.public_id, coalesce(c.name, someone.name, '') AS title, {ACCOUNT_COLUMNS},
            w.number AS window_number, d.what, d.type AS detail, d.at AS occurred_at, d.quantity,
            d.person, d.shared, NULL::float8 AS months,
            CASE WHEN d.unfit = '' AND d.copy > 1 THEN 'repeated' ELSE d.unfit END AS unfit
        FROM counted d
        JOIN asked_window w ON w.number = d.number
        JOIN accounts_account company ON company.id = d.account
        LEFT JOIN accounts_contact c ON c.id = d.person
        LEFT JOIN accounts_user someone ON someone.id = d.user_id
        WHERE NOT d.shared OR d.copy = 1
        UNION ALL
        SELECT -row_number() OVER (), NULL, '', {ACCOUNT_COLUMNS}, lasting.number, 'team', '',
            NULL, 0, NULL, false, lasting.months, ''
        FROM lasting
        JOIN asked_window w ON w.number = lasting.number
        CROSS JOIN (SELECT DISTINCT root FROM home) h
        JOIN accounts_account company ON company.id = h.root
        WHERE EXISTS (
            SELECT FROM on_team x
            WHERE x.account = h.root AND x.during && tstzrange(w.start, w.until)
        )
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="what", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        Field(name="quantity", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="months", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="person", type=FieldType.KEY, label=Words("", ""), inner=True),
        Field(name="shared", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("occurred_at",),
    by_window=True,
)

# The latest index of each person on the team of an account. Whose it is and how high is told to
# them and their manager alone.
MAY_READ = """
    (%(reader)s::bigint IS NULL OR %(reader)s IN (someone.id, someone.manager_id))
"""

SSI_READINGS = Dataset(
    key="ssi_readings",
    label=Words("Readings of the SSI", "Relevés du SSI"),
    record_types=(),
    rows=f"""
        SELECT DISTINCT ON (company.id, s.user_id) s.id, NULL::uuid AS public_id,
            CASE WHEN {MAY_READ} THEN someone.name ELSE '' END AS title, {ACCOUNT_COLUMNS},
            s.user_id AS colleague, index.score,
            CASE WHEN {MAY_READ} THEN index.score::text || ' / 100' ELSE '' END AS detail,
            (s.read_on + time '12:00') AT TIME ZONE %(zone)s AS since, '' AS unfit
        FROM accounts_ssireading s
        CROSS JOIN LATERAL (
            SELECT (s.brand + s.people + s.insights + s.relationships)::float8 AS score
        ) index
        JOIN accounts_user someone ON someone.id = s.user_id
        JOIN accounts_teammember m ON m.user_id = s.user_id AND {holds("m")}
        JOIN home ON home.account_id = m.account_id
        JOIN accounts_account company ON company.id = home.root
        WHERE KNOWN(s) AND s.read_on <= %(as_of_on)s::date
            AND s.read_on >= %(as_of_on)s::date - {scales.SSI_DAYS}
        ORDER BY company.id, s.user_id, s.read_on DESC, s.id DESC
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="colleague", type=FieldType.KEY, label=Words("", ""), inner=True),
        Field(name="score", type=FieldType.NUMBER, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    used="SELECT FROM accounts_ssireading s WHERE KNOWN(s) AND s.read_on <= %(as_of_on)s::date",
)

# The people who work at an account now, by whether we know a profile of theirs, and in which of
# the windows they took part.
SOCIAL_CONTACTS = Dataset(
    key="social_contacts",
    label=Words("Contacts in social networks", "Contacts sur les réseaux"),
    record_types=("contact",),
    tables=f"""{WORKS},
    known_as AS (
        SELECT contact AS id, contact FROM eligible
        UNION
        SELECT m.id, m.root FROM merged_contact m WHERE m.root IN (SELECT contact FROM eligible)
    ),
    took_part AS MATERIALIZED (
        SELECT known_as.contact, array_agg(DISTINCT w.number) AS numbers
        FROM known_as
        JOIN accounts_touch t ON t.contact_id = known_as.id
        JOIN asked_window w ON t.occurred_at >= w.start AND t.occurred_at < w.until
        WHERE KNOWN(t) AND t.occurred_at >= %(start)s AND t.occurred_at < %(as_of)s
            AND t.type IN ({words(REACTIONS)}) AND t.direction = 'inbound'
            AND t.automation IN ({words(BY_PEOPLE)})
        GROUP BY known_as.contact
    )""",
    rows=f"""
        SELECT row_number() OVER (ORDER BY w.number, e.account, e.contact) AS id, e.public_id,
            e.name AS title, {ACCOUNT_COLUMNS}, e.contact AS person,
            EXISTS (
                SELECT FROM accounts_externalid x
                WHERE x.contact_id = e.contact AND lower(x.system) IN ({words(scales.PROFILES)})
            ) AS has_profile,
            coalesce(w.number = ANY(p.numbers), false) AS takes_part, '' AS detail,
            w.number AS window_number,
            %(as_of)s::timestamptz AS since, '' AS unfit
        FROM eligible e
        JOIN accounts_account company ON company.id = e.account
        CROSS JOIN asked_window w
        LEFT JOIN took_part p ON p.contact = e.contact
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="has_profile", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="takes_part", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("since",),
    by_window=True,
)
