"""Voices: the answers customers gave, and the invitations that asked them."""

from metrics.catalogue.parameters import days
from metrics.catalogue.words import Words
from metrics.queries.datasets.account_fields import ACCOUNT_COLUMNS, ACCOUNT_FIELDS
from metrics.queries.datasets.dataset import Dataset, Field, FieldType

SURVEY = "coalesce(nullif(s.name_en, ''), s.name_fr, '')"

RESPONSES = Dataset(
    key="responses",
    label=Words("Survey answers", "Réponses aux enquêtes"),
    record_types=("response",),
    rows=f"""
        SELECT r.id, r.public_id, coalesce(p.name, '') AS title, {ACCOUNT_COLUMNS},
            coalesce(twin.root, r.contact_id, -r.id) AS person, r.score, r.respondent_kind,
            r.responded_at, {SURVEY} AS survey, s.public_id::text AS wave, r.score::text AS detail,
            row_number() OVER (
                PARTITION BY home.root, r.survey_id, coalesce(twin.root, r.contact_id, -r.id),
                    r.respondent_kind
                ORDER BY r.responded_at DESC, r.id DESC
            ) = 1 AS is_latest_of_wave,
            CASE WHEN r.score >= 9 THEN 1 WHEN r.score >= 7 THEN 0 ELSE -1 END AS points,
            CASE WHEN r.respondent_kind <> 'customer' THEN 'not_a_customer' ELSE '' END AS unfit
        FROM accounts_response r
        JOIN home ON home.account_id = r.account_id
        JOIN accounts_account company ON company.id = home.root
        LEFT JOIN merged_contact twin ON twin.id = r.contact_id
        LEFT JOIN accounts_contact p ON p.id = coalesce(twin.root, r.contact_id)
        LEFT JOIN accounts_survey s ON s.id = r.survey_id
        WHERE KNOWN(r) AND r.responded_at < %(as_of)s
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="score", type=FieldType.NUMBER, label=Words("Score", "Note")),
        Field(name="survey", type=FieldType.TEXT, label=Words("Survey", "Enquête")),
        Field(name="responded_at", type=FieldType.INSTANT, label=Words("Answered", "Répondu le")),
        Field(name="wave", type=FieldType.TEXT, label=Words("", ""), inner=True),
        Field(name="points", type=FieldType.NUMBER, label=Words("", ""), inner=True),
        Field(name="is_latest_of_wave", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
        Field(name="is_latest", type=FieldType.TRUTH, label=Words("", ""), inner=True),
    ),
    dates=("responded_at",),
    person="person",
    are_opinions=True,
)

INVITATIONS = Dataset(
    key="invitations",
    rests={"maturing": ("survey_answer_days",)},
    label=Words("Survey invitations", "Invitations aux enquêtes"),
    record_types=("invitation",),
    rows=f"""
        SELECT i.id, NULL::uuid AS public_id, p.name AS title, {ACCOUNT_COLUMNS},
            p.id AS person, {SURVEY} AS survey, i.sent_at, i.delivered_at,
            bool_or(said.at IS NOT NULL) OVER asked AS answered,
            (i.delivered_at > %(as_of)s - {days("survey_answer_days")}) AS maturing,
            CASE WHEN bool_or(said.at IS NOT NULL) OVER asked THEN 'answered' ELSE '' END AS detail,
            CASE WHEN row_number() OVER (asked ORDER BY i.delivered_at NULLS LAST, i.id) > 1
                THEN 'duplicate' ELSE '' END AS unfit
        FROM accounts_invitation i
        JOIN home ON home.account_id = i.account_id
        JOIN accounts_account company ON company.id = home.root
        JOIN accounts_survey s ON s.id = i.survey_id
        LEFT JOIN merged_contact twin ON twin.id = i.contact_id
        JOIN accounts_contact p ON p.id = coalesce(twin.root, i.contact_id)
        LEFT JOIN LATERAL (
            SELECT min(r.responded_at) AS at FROM accounts_response r
            WHERE r.invitation_id = i.id AND r.respondent_kind = 'customer' AND KNOWN(r)
                AND r.responded_at < %(as_of)s
        ) said ON true
        WHERE i.recorded_at < coalesce(%(known_at)s::timestamptz, 'infinity')
            AND coalesce(i.delivered_at, i.sent_at, i.recorded_at) < %(as_of)s
        WINDOW asked AS (PARTITION BY i.survey_id, p.id)
    """,
    fields=(
        *ACCOUNT_FIELDS,
        Field(name="person", type=FieldType.KEY, label=Words("Person", "Personne")),
        Field(name="survey", type=FieldType.TEXT, label=Words("Survey", "Enquête")),
        Field(name="answered", type=FieldType.TRUTH, label=Words("Answered", "A répondu")),
        Field(name="delivered_at", type=FieldType.INSTANT, label=Words("Delivered", "Délivrée le")),
        Field(name="maturing", type=FieldType.TRUTH, label=Words("", ""), inner=True),
        Field(name="unfit", type=FieldType.CHOICE, label=Words("", ""), inner=True),
    ),
    dates=("delivered_at",),
)
