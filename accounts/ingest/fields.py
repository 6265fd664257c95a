"""What can be told of each kind of record by a column of a file."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from accounts.enums import (
    AccountStatus,
    Automation,
    CloseReason,
    Direction,
    EmailStatus,
    ForecastCategory,
    GroupRole,
    ImportKind,
    OpportunityType,
    RespondentKind,
    Seniority,
    Stream,
    TouchOwner,
    TouchType,
)
from accounts.ingest.field import HOME, LEAD_KEY, SOMEBODY, Field, Type
from accounts.ingest.fields_by_hand import FIELDS_BY_HAND, NEEDED_BY_HAND

ACCOUNTS = {
    "name": Field(_("name")),
    "key": Field(_("key in the source system"), most=255),
    "domains": Field(_("web and mail domains"), Type.DOMAINS),
    "parent": Field(_("parent company: its name")),
    "parent_key": Field(_("parent company: its key"), most=255),
    "country": Field(_("country"), most=60),
    "industry": Field(_("industry"), most=100),
    "segment": Field(_("segment"), most=60),
    "employees": Field(_("employees"), Type.WHOLE),
    "revenue": Field(_("yearly revenue"), Type.AMOUNT),
    "revenue_currency": Field(_("currency of the revenue"), Type.CURRENCY),
    "status": Field(_("status"), Type.CHOICE, choices=AccountStatus),
    "owner": Field(_("owner: an e-mail address of ours"), Type.EMAIL),
}
CONTACTS = {
    "name": Field(_("full name")),
    "first_name": Field(_("first name"), most=100),
    "last_name": Field(_("last name"), most=100),
    "key": Field(_("key in the source system"), most=255),
    "email": Field(_("e-mail"), Type.EMAIL),
    **HOME,
    "phone": Field(_("phone"), most=60),
    "title": Field(_("title")),
    "function": Field(_("function"), most=100),
    "seniority": Field(_("seniority"), Type.CHOICE, choices=Seniority),
    "email_status": Field(_("e-mail status"), Type.CHOICE, choices=EmailStatus),
    "verified_at": Field(_("details verified on"), Type.DAY),
    "employed_from": Field(_("employed there since"), Type.DAY),
    "role": Field(_("role in the buying group"), Type.CHOICE, choices=GroupRole),
    "role_since": Field(_("in this role since"), Type.DAY),
    "group": Field(_("buying group: its name")),
}
LEADS = {
    **CONTACTS,
    "key": Field(_("key of the lead in the source system"), most=255),
    "contact_key": Field(_("contact: key in the source system"), most=255),
}
OPPORTUNITIES = {
    "name": Field(_("name")),
    "key": Field(_("key in the source system"), most=255),
    **HOME,
    "lead_key": LEAD_KEY,
    "stage": Field(_("stage"), most=60),
    "stage_at": Field(_("in this stage since"), Type.DAY),
    "reason": Field(_("reason of closing"), Type.CHOICE, choices=CloseReason),
    "created_at": Field(_("created on"), Type.DAY),
    "close_on": Field(_("close date: expected, or actual once closed"), Type.DAY),
    "type": Field(_("type"), Type.CHOICE, choices=OpportunityType),
    "source": Field(_("source"), most=60),
    "product": Field(_("product"), most=120),
    "owner": Field(_("owner: an e-mail address of ours"), Type.EMAIL),
    "owner_name": Field(_("owner in the source system"), most=150),
    "tcv": Field(_("total contract value"), Type.AMOUNT),
    "acv": Field(_("annual contract value"), Type.AMOUNT),
    "currency": Field(_("currency"), Type.CURRENCY),
    "amount_at": Field(_("value known since"), Type.DAY),
    "forecast_amount": Field(_("expected amount"), Type.AMOUNT),
    "forecast_category": Field(_("forecast category"), Type.CHOICE, choices=ForecastCategory),
}
RESPONSES = {
    "score": Field(_("score, 0 to 10"), Type.WHOLE),
    "responded_at": Field(_("answered on"), Type.DAY),
    "key": Field(_("key in the source system"), most=255),
    "survey": Field(_("survey: its name")),
    **SOMEBODY,
    "comment": Field(_("comment"), Type.LONG, most=4000),
    "respondent_kind": Field(_("who answered"), Type.CHOICE, choices=RespondentKind),
}
TOUCHES = {
    "type": Field(_("type of touch"), Type.CHOICE, choices=TouchType),
    "occurred_at": Field(_("when"), Type.DAY),
    "key": Field(_("key in the source system"), most=120),
    **SOMEBODY,
    "visitor_key": Field(_("visitor: key in the source system"), most=120),
    "campaign": Field(_("campaign: its name")),
    "campaign_key": Field(_("campaign: key in the source system"), most=255),
    "direction": Field(_("direction"), Type.CHOICE, choices=Direction),
    "owner": Field(_("whose work"), Type.CHOICE, choices=TouchOwner),
    "user": Field(_("one of us: an e-mail address"), Type.EMAIL),
    "automation": Field(_("human or machine"), Type.CHOICE, choices=Automation),
    "stream": Field(_("stream"), Type.CHOICE, choices=Stream),
    "message": Field(_("message"), most=120),
    "link": Field(_("link"), most=120),
    "session_key": Field(_("visit: key in the source system"), most=120),
    "quantity": Field(_("how many"), Type.WHOLE),
}
WEB_SESSIONS = {
    "started_at": Field(_("started"), Type.DAY),
    "key": Field(_("key in the source system"), most=120),
    "visitor_key": Field(_("visitor: key in the source system"), most=120),
    **SOMEBODY,
    "duration_s": Field(_("duration in seconds"), Type.WHOLE),
    "engaged_s": Field(_("engaged seconds"), Type.WHOLE),
    "page_views": Field(_("pages seen"), Type.WHOLE),
    "key_events": Field(_("key events"), Type.WHOLE),
    "automation": Field(_("human or machine"), Type.CHOICE, choices=Automation),
}
FIELDS: Mapping[str, Mapping[str, Field]] = {
    ImportKind.ACCOUNTS.value: ACCOUNTS,
    ImportKind.CONTACTS.value: CONTACTS,
    ImportKind.LEADS.value: LEADS,
    ImportKind.OPPORTUNITIES.value: OPPORTUNITIES,
    ImportKind.RESPONSES.value: RESPONSES,
    ImportKind.TOUCHES.value: TOUCHES,
    ImportKind.WEB_SESSIONS.value: WEB_SESSIONS,
    **FIELDS_BY_HAND,
}
# What must be told: one field of each group, by a column or for the whole file.
NEEDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    ImportKind.ACCOUNTS.value: (("name",),),
    ImportKind.CONTACTS.value: (("name", "first_name", "last_name", "email"),),
    ImportKind.LEADS.value: (
        ("key",),
        ("contact_key", "name", "first_name", "last_name", "email"),
    ),
    ImportKind.OPPORTUNITIES.value: (("name", "key"), (*HOME, "lead_key", "key")),
    ImportKind.RESPONSES.value: (
        ("score",),
        ("responded_at",),
        tuple(SOMEBODY),
    ),
    ImportKind.TOUCHES.value: (("type",), ("occurred_at",), tuple(SOMEBODY)),
    ImportKind.WEB_SESSIONS.value: (("started_at",), ("visitor_key", *SOMEBODY)),
    **NEEDED_BY_HAND,
}
# Words that other systems use for our choices.
SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "seniority": {
        "vp": Seniority.VICE_PRESIDENT,
        "c-level": Seniority.EXECUTIVE,
        "c_level": Seniority.EXECUTIVE,
        "c_suite": Seniority.EXECUTIVE,
        "cxo": Seniority.EXECUTIVE,
        "owner": Seniority.EXECUTIVE,
        "partner": Seniority.EXECUTIVE,
        "senior": Seniority.STAFF,
        "entry": Seniority.STAFF,
        "employee": Seniority.STAFF,
        "individual_contributor": Seniority.STAFF,
        "individual contributor": Seniority.STAFF,
    },
    "type": {
        "opportunity": OpportunityType.NEW,
        "newbusiness": OpportunityType.NEW,
        "new customer": OpportunityType.NEW,
        "existingbusiness": OpportunityType.EXPANSION,
        "existing business": OpportunityType.EXPANSION,
        "existing customer - upgrade": OpportunityType.EXPANSION,
        "upsell": OpportunityType.EXPANSION,
        "existing customer - replacement": OpportunityType.RENEWAL,
    },
    "status": {"active": AccountStatus.CUSTOMER, "client": AccountStatus.CUSTOMER},
    "forecast_category": {
        "bestcase": ForecastCategory.BEST_CASE,
        "forecast": ForecastCategory.COMMIT,
        "most likely": ForecastCategory.COMMIT,
    },
}
