"""What our sales and the accounts themselves say of our marketing, and what came of it."""

from accounts.enums import RatedObject
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

ACTIVITIES, MARKETER = RatedObject.ACTIVITIES.value, RatedObject.MARKETER.value
USED = """
    SELECT 1 FROM accounts_feedback f
    WHERE f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity') AND f.given_at < %(as_of)s
    UNION ALL SELECT 1 FROM accounts_customerrating r WHERE KNOWN(r) AND r.occurred_at < %(as_of)s
"""

# Every feedback, with the questions it answers: what is about nothing is the feedback itself, of
# which there is one, rated or not.
SAID = f"""
    said AS (
        SELECT f.account_id, f.public_id, 'sales' AS voice, f.author_id AS teller,
            CASE WHEN part.about = '' THEN f.deal_moved::int END AS deal_moved,
            author.name AS title, f.marketer_id, marketer.manager_id AS manager_id, part.about,
            part.rating::float8 AS score, 1 AS lowest, 5 AS highest, f.given_at AS said_at,
            f.id AS place, marketer.manager_id = f.author_id AS is_own_manager
        FROM accounts_feedback f
        JOIN accounts_user author ON author.id = f.author_id
        LEFT JOIN accounts_user marketer ON marketer.id = f.marketer_id
        CROSS JOIN LATERAL (VALUES
            ('', NULL), ('{ACTIVITIES}', f.activities_rating), ('{MARKETER}', f.marketer_rating)
        ) part(about, rating)
        WHERE f.account_id IN (SELECT account_id FROM home)
            AND f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND f.given_at < %(as_of)s AND (part.about = '' OR part.rating IS NOT NULL)
        UNION ALL
        SELECT r.account_id, NULL, 'account', coalesce(twin.root, r.contact_id, -r.id), NULL,
            coalesce(person.name, ''), r.marketer_id, marketer.manager_id, part.about,
            part.rating::float8, r.lowest, r.highest, r.occurred_at, r.id, false
        FROM accounts_customerrating r
        LEFT JOIN merged_contact twin ON twin.id = r.contact_id
        LEFT JOIN accounts_contact person ON person.id = coalesce(twin.root, r.contact_id)
        LEFT JOIN accounts_user marketer ON marketer.id = r.marketer_id
        CROSS JOIN LATERAL (VALUES ('', NULL), (r.about, r.score)) part(about, rating)
        WHERE r.account_id IN (SELECT account_id FROM home)
            AND KNOWN(r) AND r.occurred_at < %(as_of)s
    )
"""

# Whose activities they are: of who is named, else of who had the account's ABM at that instant.
OWNER = """
    SELECT t.user_id FROM accounts_teammember t
    WHERE t.account_id = said.account_id AND t.position = 'abm' AND KNOWN(t)
        AND t.from_at <= said.said_at AND (t.to_at IS NULL OR t.to_at > said.said_at)
    ORDER BY t.from_at, t.id LIMIT 1
"""

# What is said of a colleague by name is read by them, their manager, and who said it.
IS_READ = f"""
    (%(reader)s::bigint IS NULL OR said.about <> '{MARKETER}'
        OR %(reader)s IN (said.marketer_id, said.manager_id)
        OR (said.voice = 'sales' AND said.teller = %(reader)s))
"""
MAY_ASK = """
    (%(reader)s::bigint IS NULL OR %(reads_colleagues)s
        OR %(reader)s IN (whose.id, whose.manager_id))
"""

FEEDBACK = Dataset(
    key="feedback",
    label=Words("Feedback on our marketing", "Retours sur notre marketing"),
    record_types=("feedback",),
    tables=SAID,
    rows=f"""
        SELECT row_number() OVER (ORDER BY said.said_at, said.place, said.voice, said.about) AS id,
            said.public_id, CASE WHEN {IS_READ} THEN said.title ELSE '' END AS title,
            {ACCOUNT_COLUMNS}, said.voice, said.about, said.said_at,
            concat_ws(':', said.voice, said.teller, company.id, said.about) AS respondent,
            CASE WHEN {MAY_ASK} THEN whose.public_id::text END AS marketer,
            coalesce(said.is_own_manager, false) AS is_own_manager,
            100 * (said.score - said.lowest) / (said.highest - said.lowest) AS points,
            said.score >= said.highest - 1 AS is_top, said.score, said.lowest, said.highest,
            said.deal_moved,
            CASE WHEN {IS_READ} AND said.score IS NOT NULL
                THEN said.score::text || ' / ' || said.highest ELSE '' END AS detail,
            '' AS unfit
        FROM said
        JOIN home ON home.account_id = said.account_id
        JOIN accounts_account company ON company.id = home.root
        LEFT JOIN accounts_user whose ON whose.id = coalesce(said.marketer_id, ({OWNER}))
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(
            name="voice",
            type=FieldType.CHOICE,
            label=Words("Voice", "Voix"),
            choices=("sales", "account"),
        ),
        Field(
            name="about",
            type=FieldType.CHOICE,
            label=Words("About", "À propos de"),
            choices=(ACTIVITIES, MARKETER),
        ),
        Field(name="points", type=FieldType.NUMBER, label=Words("Points", "Points")),
        Field(name="said_at", type=FieldType.INSTANT, label=Words("Said", "Dit le")),
        Field(name="respondent", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="marketer", type=FieldType.TEXT, label=Words("", ""), inner=True),
        Field(name="score", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="lowest", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="highest", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="deal_moved", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="is_top", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="is_own_manager", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="is_latest", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("said_at",),
    person="respondent",
    are_opinions=True,
    used=USED,
)

# What somebody is on since sales said something.
FEEDBACK_ACTIONS = Dataset(
    key="feedback_actions",
    label=Words("Work that came of feedback", "Actions issues des retours"),
    record_types=("feedback",),
    rows=f"""
        SELECT y.id, y.public_id, someone.name AS title, {ACCOUNT_COLUMNS},
            y.written_at AS since, y.outcome AS detail, '' AS unfit
        FROM accounts_feedbackreply y
        JOIN accounts_feedback f ON f.id = y.feedback_id
        JOIN accounts_user someone ON someone.id = y.author_id
        JOIN home ON home.account_id = f.account_id
        JOIN accounts_account company ON company.id = home.root
        WHERE f.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND f.given_at < %(as_of)s AND y.written_at < %(as_of)s
            AND (y.settled_at IS NULL OR y.settled_at >= %(as_of)s)
    """,
    fields=ACCOUNT_FIELDS,
    dates=("since",),
    used=USED,
)
