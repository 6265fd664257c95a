"""What every field of every table holds, for what, on which ground, and for how long.

The one place of data protection: the record of processing is printed from it (`manage.py
data_map`), and access, erasure and retention are worked out from it. A field that nobody
classified fails the check. Audit tables follow the model they tell of, for the audit's period.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import Model

from abmplanner.kit.saving import AuditRow


class Class(StrEnum):
    """What a value says, and of whom."""

    TECHNICAL = "technical"  # keys, versions, times of recording: of nobody
    BUSINESS = "business"  # of a company, a deal, a plan
    PERSONAL = "personal"  # identifies or describes a person, or points to one
    TEXT = "free text"  # typed by people, so personal until somebody read it
    CREDENTIAL = "credential"  # opens a door; never shown, never in the audit


class Purpose(StrEnum):
    """What a value is for."""

    PLANNING = "plan and measure account-based marketing"
    VOICES = "ask customers and colleagues, and act on their answers"
    ACCESS = "let our own people in, and nobody else"
    ACCOUNTABILITY = "show who changed what, and when"
    OPERATION = "run the service"


class Basis(StrEnum):
    """On which ground of Article 6 personal values are kept."""

    INTEREST = "legitimate interest (6.1.f)"
    EMPLOYMENT = "contract of employment (6.1.b)"
    SECURITY = "legitimate interest in security (6.1.f)"
    LAW = "legal obligation to prove consent and respect objection (6.1.c)"
    NONE = "no personal data"


class Retention(StrEnum):
    """How long a value stays."""

    LAST_CONTACT = "3 years after the last contact"
    WHILE_PLANNED = "while the account is planned for, then 3 years"
    SURVEY = "identity 12 months, score and wave after that without a person"
    EMPLOYED = "while the person works here, then 3 years"
    AUDIT = "3 years"
    PROOF = "5 years after the last use, the refusal for good"
    LOG = "12 months"
    SESSION = "12 hours"
    FILE = "90 days after the import"
    SERVICE = "while the service runs"


@dataclass(frozen=True, slots=True)
class Treatment:
    """Purpose, ground and period of what a table holds."""

    purpose: Purpose
    basis: Basis
    retention: Retention


PLAN = Treatment(Purpose.PLANNING, Basis.INTEREST, Retention.WHILE_PLANNED)
PEOPLE_THERE = Treatment(Purpose.PLANNING, Basis.INTEREST, Retention.LAST_CONTACT)
PEOPLE_HERE = Treatment(Purpose.ACCESS, Basis.EMPLOYMENT, Retention.EMPLOYED)
SIGN_IN = Treatment(Purpose.ACCESS, Basis.SECURITY, Retention.EMPLOYED)
SESSIONS = Treatment(Purpose.ACCESS, Basis.SECURITY, Retention.SESSION)
CONSENTS = Treatment(Purpose.ACCOUNTABILITY, Basis.LAW, Retention.PROOF)
ANSWERS = Treatment(Purpose.VOICES, Basis.INTEREST, Retention.SURVEY)
JUDGMENTS = Treatment(Purpose.VOICES, Basis.EMPLOYMENT, Retention.EMPLOYED)
AUDIT = Treatment(Purpose.ACCOUNTABILITY, Basis.SECURITY, Retention.AUDIT)
FILES = Treatment(Purpose.OPERATION, Basis.INTEREST, Retention.FILE)
WORK = Treatment(Purpose.OPERATION, Basis.SECURITY, Retention.LOG)
FRAMEWORK = Treatment(Purpose.OPERATION, Basis.NONE, Retention.SERVICE)


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one table by class, as words, and the treatment of those that hold persons.

    differs names the fields that are treated in another way than their table.
    """

    treatment: Treatment
    technical: str = ""
    business: str = ""
    personal: str = ""
    text: str = ""
    credential: str = ""
    differs: dict[str, Treatment] = field(default_factory=dict)

    def classes(self) -> dict[str, Class]:
        """Return the class of each field."""
        named = {
            Class.TECHNICAL: self.technical,
            Class.BUSINESS: self.business,
            Class.PERSONAL: self.personal,
            Class.TEXT: self.text,
            Class.CREDENTIAL: self.credential,
        }
        return {name: kind for kind, words in named.items() for name in words.split()}


HEAD = "id public_id version saved_at "  # of every row that people edit
HISTORY = "id recorded_at voided_at replaces "  # of every dated row

RECORDS: dict[str, Record] = {
    # Companies and their people
    "accounts.Account": Record(
        PLAN,
        technical=HEAD + "search_key merged_into recorded_at",
        business="name domains parent country industry segment employees revenue revenue_currency"
        " status",
        personal="owner saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Contact": Record(
        PEOPLE_THERE,
        technical=HEAD + "merged_into erased_at recorded_at",
        personal="account name search_key email address_hash phone title function seniority"
        " email_status verified_at saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Employment": Record(
        PEOPLE_THERE,
        technical=HISTORY,
        personal="contact account title from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.ExternalId": Record(
        PEOPLE_THERE,
        technical="id system kind recorded_at",
        business="account opportunity campaign contract group",
        personal="contact response value",
    ),
    # Buying groups
    "accounts.Solution": Record(
        PLAN,
        technical=HEAD,
        business="name_fr name_en is_offered",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.RoleNeed": Record(
        PLAN,
        technical=HISTORY,
        business="program solution role people weight is_required from_at to_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.BuyingGroup": Record(
        PLAN,
        technical=HEAD,
        business="account name solution",
        text="need",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.GroupPeriod": Record(
        PLAN,
        technical=HISTORY,
        business="group is_target from_at to_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Membership": Record(
        PEOPLE_THERE,
        technical=HISTORY,
        personal="group contact role confirmed_by from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    # How people stand to each other and to us
    "accounts.ReportingLine": Record(
        PEOPLE_THERE,
        technical=HISTORY,
        personal="contact manager kind from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.InfluenceLine": Record(
        PEOPLE_THERE,
        technical=HISTORY,
        personal="contact influenced weight from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Relationship": Record(
        PEOPLE_THERE,
        technical=HEAD,
        personal="contact user saved_by",
        text="note",
        differs={"saved_by": AUDIT},
    ),
    "accounts.RelationshipRating": Record(
        PEOPLE_THERE,
        technical=HISTORY,
        personal="relationship level wanted stance occurred_at expires_on recorded_by",
        text="reason",
    ),
    # What people allowed and forbade
    "accounts.ConsentEvent": Record(
        CONSENTS,
        technical="id recorded_at voided_at source",
        personal="contact purpose channel basis action occurred_at expires_at informed_at"
        " wording proof_ref recorded_by",
    ),
    "accounts.Suppression": Record(
        CONSENTS,
        technical="id recorded_at voided_at source",
        personal="contact address_hash channel reason occurred_at",
    ),
    # The plan
    "accounts.Plan": Record(
        PLAN,
        technical=HEAD,
        business="account starts_on ends_on",
        text="ambition",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Signature": Record(
        PLAN,
        technical=HISTORY,
        business="plan plan_version party",
        personal="occurred_at recorded_by",
    ),
    "accounts.Review": Record(
        PLAN,
        technical=HEAD,
        business="account reviewed_on",
        text="summary decisions stood",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Comment": Record(
        PLAN,
        technical=HEAD + "subject written_at removed_at",
        business="account on",
        personal="author saved_by",
        text="text",
        differs={"saved_by": AUDIT},
    ),
    "accounts.ProfileAnswer": Record(
        PLAN,
        technical=HEAD,
        business="account topic",
        personal="saved_by",
        text="text",
        differs={"saved_by": AUDIT},
    ),
    "accounts.PlanAssumption": Record(
        PLAN,
        technical=HISTORY + "public_id",
        business="key program account value from_at to_at",
        text="why",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Contract": Record(
        PLAN,
        technical=HEAD + "recorded_at",
        business="account name solution renewal_of renewed_by",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.ContractTerms": Record(
        PLAN,
        technical=HISTORY,
        business="contract status starts_on due_on acv tcv currency is_indexation occurred_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    # Marketing
    "accounts.Campaign": Record(
        PLAN,
        technical=HEAD + "search_key",
        business="name program channel starts_at ends_at kind status parent",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.CampaignPeriod": Record(
        PLAN,
        technical=HISTORY,
        business="campaign kind status from_at to_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.CampaignTarget": Record(
        PLAN,
        technical=HISTORY,
        business="campaign account from_at to_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.ControlAccount": Record(
        PLAN,
        technical=HISTORY,
        business="campaign program account chosen from_at to_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Spend": Record(
        PLAN,
        technical=HISTORY + "public_id source",
        business="spent_on amount currency category is_billed_by_click program campaign account",
        text="note",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Visitor": Record(PEOPLE_THERE, technical="id source", personal="key account contact"),
    "accounts.VisitorLink": Record(
        PEOPLE_THERE,
        technical=HISTORY + "found_by",
        personal="visitor account contact recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.WebSession": Record(
        PEOPLE_THERE,
        technical="id recorded_at voided_at source key automation",
        personal="account visitor contact started_at duration_s engaged_s page_views key_events",
    ),
    "accounts.Touch": Record(
        PEOPLE_THERE,
        technical="id recorded_at voided_at source source_key message link session_key automation",
        personal="type occurred_at account contact visitor campaign user owner direction stream"
        " quantity",
    ),
    "accounts.EventConflict": Record(
        PEOPLE_THERE,
        technical="id public_id event source key digest run line heard_at is_taken settled_at",
        personal="account told told_by settled_by",
        differs={"told_by": AUDIT, "settled_by": AUDIT},
    ),
    "accounts.AdDelivery": Record(
        PLAN,
        technical=HISTORY + "source",
        business="day format campaign account impressions clicks invalid_clicks",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    # What we judge by eye
    "accounts.AccountJudgement": Record(
        JUDGMENTS,
        technical=HISTORY,
        business="account rating occurred_at expires_on",
        personal="recorded_by",
        text="reason",
    ),
    "accounts.CustomerRating": Record(
        JUDGMENTS,
        technical=HISTORY,
        business="account about lowest highest occurred_at",
        personal="contact marketer score recorded_by",
        text="comment",
    ),
    "accounts.SocialAssessment": Record(
        JUDGMENTS,
        technical=HISTORY,
        business="account subject level occurred_at",
        personal="recorded_by",
        text="reason",
    ),
    "accounts.SsiReading": Record(
        JUDGMENTS,
        technical=HISTORY,
        personal="user read_on brand people insights relationships recorded_by",
    ),
    # The desk, and what leaves the house
    "accounts.SavedView": Record(
        PEOPLE_HERE, technical=HEAD + "page query", personal="user name saved_by"
    ),
    "accounts.Favorite": Record(PEOPLE_HERE, technical="id recorded_at", personal="user account"),
    "accounts.Visit": Record(PEOPLE_HERE, technical="id visited_at", personal="user account"),
    "accounts.Notification": Record(
        PEOPLE_HERE,
        technical="id kind recorded_at read_at",
        personal="user account comment",
    ),
    "accounts.PlanTemplate": Record(
        PLAN,
        technical=HEAD,
        business="name_en name_fr about program_kind",
        personal="saved_by",
        text="content measured",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Outbox": Record(
        WORK,
        technical="id kind key state attempts due_at recorded_at sent_at error",
        personal="recipient",
        text="payload",
    ),
    # Programs and our own people
    "accounts.Program": Record(
        PLAN,
        technical=HEAD,
        business="name_fr name_en kind currency time_zone fiscal_year_month",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Enrolment": Record(
        PLAN,
        technical=HISTORY,
        business="account program tier from_at to_at",
        personal="recorded_by",
        text="reason",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.User": Record(
        PEOPLE_HERE,
        technical=HEAD + "last_login",
        personal="email name role manager language is_active date_joined mails_mentions saved_by",
        credential="password",
        differs={"saved_by": AUDIT, "password": SIGN_IN},
    ),
    "accounts.ProgramAssignment": Record(
        PEOPLE_HERE,
        technical=HISTORY,
        business="program",
        personal="user from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.TeamMember": Record(
        PEOPLE_HERE,
        technical=HISTORY,
        business="account",
        personal="user position from_at to_at recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.ApiKey": Record(
        SIGN_IN,
        technical=HEAD + "prefix scopes expires_at last_used_at revoked_at created_at",
        personal="user saved_by",
        text="name",
        credential="digest",
    ),
    # The plan
    "accounts.Objective": Record(
        PLAN,
        technical=HEAD + "position removed_at",
        business="account kind state opportunity group starts_on due_on",
        personal="contact owner saved_by",
        text="title why",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Action": Record(
        PLAN,
        technical=HEAD + "position removed_at",
        business="objective due_on state",
        personal="owner saved_by",
        text="title expected_effect outcome evidence",
        differs={"saved_by": AUDIT},
    ),
    "metrics.Goal": Record(
        PLAN,
        technical=HEAD + "indicator_version removed_at",
        business="account program campaign objective indicator_key where direction type baseline"
        " baseline_low baseline_high target target_high tolerance currency starts_on due_on profile"
        " profile_points weight is_critical is_done approved_at agreed_target agreed_target_high"
        " agreed_due_on",
        personal="owner approved_by saved_by",
        text="name",
        differs={"saved_by": AUDIT},
    ),
    "metrics.TargetChange": Record(
        PLAN,
        technical="id recorded_at voided_at",
        business="goal target target_high tolerance due_on",
        personal="changed_by",
        text="reason",
        differs={"changed_by": AUDIT},
    ),
    "metrics.GoalBatch": Record(
        PLAN,
        technical="id public_id state job created_at",
        business="indicator_key type rule amount tolerance starts_on due_on weight median",
        personal="actor",
        text="segment",
    ),
    "metrics.GoalProposal": Record(
        PLAN,
        technical="id batch verdict reason detail",
        business="account baseline baseline_low baseline_high currency target goal",
    ),
    "metrics.IndicatorSet": Record(
        PLAN,
        technical=HEAD + "position",
        business="account indicator_key",
        personal="saved_by",
        text="comment",
        differs={"saved_by": AUDIT},
    ),
    "metrics.CustomIndicator": Record(
        PLAN,
        technical=HEAD + "definition_version",
        business="name_fr name_en key kind account program meaning_fr meaning_en unit better"
        " definition past_definitions thresholds state",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "metrics.IndicatorReading": Record(
        PLAN,
        technical=HISTORY,
        business="indicator account effective_on value weight currency source",
        personal="recorded_by",
        text="note evidence",
    ),
    # Deals
    "accounts.Pipeline": Record(
        PLAN,
        technical=HEAD + "is_default",
        business="name_fr name_en",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Stage": Record(
        PLAN,
        technical=HEAD + "position",
        business="name_fr name_en pipeline key is_qualified outcome",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Opportunity": Record(
        PLAN,
        technical=HEAD + "merged_into split_from is_test deleted_at recorded_at",
        business="account group type source product pipeline stage tcv acv currency close_on"
        " created_at",
        personal="owner owner_name saved_by",
        text="name",
        differs={"saved_by": AUDIT},
    ),
    "accounts.StageChange": Record(
        PLAN,
        technical=HISTORY,
        business="opportunity stage reason occurred_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.AmountChange": Record(
        PLAN,
        technical=HISTORY,
        business="opportunity tcv acv currency occurred_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.Forecast": Record(
        PLAN,
        technical=HISTORY,
        business="opportunity close_on amount currency category occurred_at",
        personal="recorded_by",
        differs={"recorded_by": AUDIT},
    ),
    "accounts.FxRate": Record(
        PLAN,
        technical="id version saved_at recorded_at",
        business="base quote from_on rate",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    # Voices
    "accounts.Survey": Record(
        ANSWERS,
        technical=HEAD,
        business="name_fr name_en program opens_on closes_on closed_at intro_fr intro_en",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Question": Record(ANSWERS, technical="id", business="survey kind text_fr text_en"),
    "accounts.Invitation": Record(
        ANSWERS,
        technical="id recorded_at",
        business="survey account",
        personal="contact sent_at delivered_at reminded_at bounced_at declined_at",
        credential="token_hash seed",
    ),
    "accounts.Response": Record(
        ANSWERS,
        technical=HEAD + "recorded_at voided_at",
        business="survey account respondent_kind",
        personal="invitation contact score responded_at saved_by",
        text="comment",
        differs={"saved_by": AUDIT},
    ),
    "accounts.Feedback": Record(
        JUDGMENTS,
        technical=HEAD + "recorded_at",
        business="account deal_moved given_at",
        personal="author activities_rating marketer marketer_rating saved_by",
        text="comment",
        differs={"saved_by": AUDIT},
    ),
    "accounts.FeedbackRound": Record(
        JUDGMENTS,
        technical=HEAD,
        business="name_fr name_en program opens_on closes_on closed_at question_fr question_en",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    "accounts.FeedbackRequest": Record(
        JUDGMENTS,
        technical="id public_id",
        business="round account",
        personal="person feedback asked_at reminded_at declined_at",
    ),
    "accounts.FeedbackReply": Record(
        JUDGMENTS,
        technical=HEAD,
        business="feedback outcome written_at settled_at",
        personal="author saved_by",
        text="text",
        differs={"saved_by": AUDIT},
    ),
    # What is measured, and what is known to be complete
    "metrics.HealthOverride": Record(
        JUDGMENTS,
        technical=HISTORY,
        business="account band occurred_at expires_on",
        personal="recorded_by",
        text="reason",
    ),
    "metrics.AccountHealth": Record(
        PLAN,
        technical="id recorded_at",
        business="account score weight_known change as_of",
    ),
    "metrics.Measurement": Record(
        PLAN,
        technical="id recorded_at versions",
        business="scope account program campaign window starts_on ends_on as_of answers",
    ),
    "metrics.ParameterSet": Record(
        PLAN,
        technical=HISTORY + "public_id",
        business="program number values from_at",
        personal="recorded_by",
        text="note",
        differs={"recorded_by": AUDIT},
    ),
    "metrics.Qualification": Record(
        PLAN,
        technical="id recorded_at voided_at touch installation_version program_version",
        business="account program qualified_at ended_at reason minutes people",
    ),
    "metrics.DirtyMark": Record(
        PLAN, technical="id marked_at", business="account program dataset earliest_at"
    ),
    "accounts.DataFeed": Record(
        PLAN,
        technical=HEAD + "recorded_at",
        business="record_type source program account covers_from covers_to",
        personal="saved_by",
        differs={"saved_by": AUDIT},
    ),
    # Files that came in, and work to be done
    "accounts.ImportRun": Record(
        FILES,
        technical="id public_id digest size dialect state job counts first_event_at last_event_at"
        " error created_at finished_at",
        business="kind system program",
        personal="actor",
        text="file_name mapping",
    ),
    "accounts.ImportPart": Record(FILES, technical="id run position", text="content"),
    "accounts.ImportRow": Record(
        FILES,
        technical="id run line verdict reason field record_id resolved_at written_at undone_at"
        " kept_because",
        text="raw detail",
    ),
    "accounts.Job": Record(
        WORK,
        technical="id public_id kind state checkpoint result error done total attempts fence"
        " leased_until created_at started_at finished_at",
        personal="actor",
        text="parameters",
    ),
    # Signing in
    "account.EmailAddress": Record(SIGN_IN, technical="id verified primary", personal="user email"),
    "account.EmailConfirmation": Record(
        SIGN_IN, technical="id created sent", personal="email_address", credential="key"
    ),
    "mfa.Authenticator": Record(
        SIGN_IN,
        technical="id type created_at last_used_at",
        personal="user",
        credential="data",
    ),
    "usersessions.UserSession": Record(
        SESSIONS,
        technical="id created_at last_seen_at data",
        personal="user ip user_agent",
        credential="session_key",
    ),
    "sessions.Session": Record(
        SESSIONS,
        technical="expire_date",
        credential="session_key session_data",
    ),
    "pghistory.Context": Record(AUDIT, technical="id created_at updated_at", personal="metadata"),
    # The framework's own
    "auth.Permission": Record(FRAMEWORK, technical="id name content_type codename"),
    "auth.Group": Record(FRAMEWORK, technical="id name"),
    "contenttypes.ContentType": Record(FRAMEWORK, technical="id app_label model"),
}

AUDIT_FIELDS = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj", "pgh_context"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record of processing: a field, and what is said of it."""

    table: str
    field: str
    kind: Class
    purpose: Purpose
    basis: Basis
    retention: Retention


def tables() -> list[type[Model]]:
    """Return every model that has a table of its own, ours and the libraries'."""
    return [m for m in apps.get_models() if m._meta.managed and not m._meta.proxy]  # noqa: SLF001


def told_model(model: type[Model]) -> type[Model]:
    """Return the model whose rows a table holds: its own, or for an audit table the other's."""
    told: Any = getattr(model, "pgh_tracked_model", None)
    return told if issubclass(model, AuditRow) and told else model


def data_map() -> list[Line]:
    """Return the record of processing, field by field; what is not classified is missing."""
    return [line for model in tables() for line in lines_of(model)]


def lines_of(model: type[Model]) -> Iterator[Line]:
    """Yield what is said of each field of a model."""
    record = RECORDS.get(told_model(model)._meta.label)  # noqa: SLF001 -- Django's own name
    if record is None:
        return
    audit = issubclass(model, AuditRow)
    held = {f.name for f in model._meta.local_fields}  # noqa: SLF001 -- Django's own name
    for name, kind in record.classes().items():
        treatment = AUDIT if audit else record.differs.get(name, record.treatment)
        if name in held or not audit:  # what is left out of the audit is not in its table
            yield line(model, name, kind, treatment)
    for name in sorted(AUDIT_FIELDS) if audit else ():
        yield line(model, name, Class.TECHNICAL, AUDIT)


def line(model: type[Model], name: str, kind: Class, treatment: Treatment) -> Line:
    """Return one line; what says nothing of persons needs no ground."""
    basis = Basis.NONE if kind in {Class.TECHNICAL, Class.BUSINESS} else treatment.basis
    label = model._meta.label  # noqa: SLF001 -- Django's own name
    return Line(label, name, kind, treatment.purpose, basis, treatment.retention)


def problems() -> list[str]:
    """Return what is wrong with the map: a field without a class, twice classified, or gone."""
    models = {model._meta.label: model for model in tables()}  # noqa: SLF001 -- Django's own name
    stale = sorted(RECORDS.keys() - models.keys())
    return [
        *(f"{label}: classified, but there is no such table." for label in stale),
        *(problem for model in models.values() for problem in problems_of(model)),
    ]


def problems_of(model: type[Model]) -> Iterator[str]:
    """Yield what is wrong with what is said of one table."""
    label = model._meta.label  # noqa: SLF001 -- Django's own name
    fields = {f.name for f in model._meta.local_fields}  # noqa: SLF001 -- Django's own name
    lines = list(lines_of(model))
    said = [line.field for line in lines]
    yield from (f"{label}.{name}: classified, but gone." for name in sorted(set(said) - fields))
    yield from (f"{label}.{name}: not classified." for name in sorted(fields - set(said)))
    twice = sorted({name for name in said if said.count(name) > 1})
    yield from (f"{label}.{name}: classified twice." for name in twice)
    if issubclass(model, AuditRow):
        copied = [line.field for line in lines if line.kind is Class.CREDENTIAL]
        yield from (f"{label}.{name}: a credential, copied into the audit." for name in copied)
