"""Words for codes: statuses, reasons, errors, and the sentence of how a number came about."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext_lazy
from django.utils.translation import gettext as _
from typing_extensions import override

from abmplanner.kit.figures import figure, interval, number
from abmplanner.statuses import look
from metrics.calc.spread import Spread
from metrics.calc.status import Flag, GoalStatus, Status
from metrics.catalogue.filters import FilterError
from metrics.catalogue.formula.parsing import FormulaError
from metrics.catalogue.words import Family, SpreadOf
from metrics.queries.answer import Answer
from metrics.queries.asking import Asked, QuestionError
from metrics.queries.board import Section
from metrics.queries.compiling import ConditionError
from metrics.queries.opening import Record

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words
REASONS: Mapping[str, "Words"] = {
    "test": ngettext_lazy("test", "tests", "count"),
    "duplicate": ngettext_lazy("duplicate", "duplicates", "count"),
    "deleted": gettext_lazy("deleted in the source system"),
    "renewal": ngettext_lazy("renewal", "renewals", "count"),
    "error": gettext_lazy("entered by mistake"),
    "missing_amount": gettext_lazy("without an amount"),
    "missing_rate": gettext_lazy("without an exchange rate"),
    "no_stage_history": gettext_lazy("in a stage without decided deals to learn from"),
    "unknown_date": gettext_lazy("of unknown date"),
    "not_delivered": gettext_lazy("not delivered"),
    "not_a_customer": gettext_lazy("not by a customer"),
    "superseded": gettext_lazy("replaced by a later answer of the same person"),
    "re_enrolled": gettext_lazy("back after a break"),
    "reactivated": gettext_lazy("back after a year or more"),
    "known_from_another_program": gettext_lazy("in another program before"),
    "missing_value": gettext_lazy("without a value"),
    "machine": gettext_lazy("by a machine"),
    "repeated": ngettext_lazy("repetition", "repetitions", "count"),
    "message": ngettext_lazy("sponsored message", "sponsored messages", "count"),
    "no_role": gettext_lazy("without a role in a buying group"),
    "not_heard": gettext_lazy("of accounts whose meetings and e-mails nobody tells us"),
    "weak_relationship": gettext_lazy("with a weaker relationship"),
    "too_little_known": gettext_lazy("of whom too little is known"),
    "unknown_seniority": gettext_lazy("of unknown level"),
    "no_template": gettext_lazy("without a template of roles"),
    "no_decision_maker": gettext_lazy("without a decision maker"),
    "no_champion": gettext_lazy("without a champion"),
    "nobody": gettext_lazy("without a member"),
    "mailbox": gettext_lazy("by a shared mailbox"),
    "consented": gettext_lazy("with a consent that holds"),
    "informed": gettext_lazy("informed of a legitimate interest"),
    "expired": gettext_lazy("expired"),
    "pending": gettext_lazy("asked, not confirmed"),
    "not_informed": gettext_lazy("not informed yet"),
    "unproven": gettext_lazy("without proof"),
    "refused": gettext_lazy("refused"),
    "suppressed": ngettext_lazy("address suppressed", "addresses suppressed", "count"),
    "lapsed": gettext_lazy("without contact for three years"),
    "erased": gettext_lazy("erased"),
    "unknown": gettext_lazy("of whom nothing is known"),
}

WAITS: Mapping[str, Promise] = {
    "contract": gettext_lazy("contracts"),
    "touch": gettext_lazy("interactions"),
    "survey question": gettext_lazy("survey questions"),
    "feedback round": gettext_lazy("feedback rounds"),
    "campaign": gettext_lazy("campaigns"),
    "web session": gettext_lazy("web sessions"),
    "buying group": gettext_lazy("buying groups"),
    "role template": gettext_lazy("role templates"),
    "relationship": gettext_lazy("relationships"),
    "consent event": gettext_lazy("consents"),
    "ad delivery": gettext_lazy("ad deliveries"),
    "social assessment": gettext_lazy("social assessments"),
    "spend": gettext_lazy("spend"),
    "qualified account event": gettext_lazy("account qualifications"),
    "plan assumption": gettext_lazy("plan assumptions"),
}

UNITS: Mapping[str, Promise] = {
    "count": gettext_lazy("number"),
    "percent": gettext_lazy("percent"),
    "points": gettext_lazy("points"),
    "money": gettext_lazy("amount"),
    "money_per_day": gettext_lazy("amount a day"),
    "days": gettext_lazy("days"),
    "seconds": gettext_lazy("seconds"),
    "index": gettext_lazy("index"),
    "band": gettext_lazy("band"),
}

FAMILIES: Mapping[Family, Promise] = {
    Family.AWARENESS: gettext_lazy("Awareness and feeling"),
    Family.CAMPAIGN: gettext_lazy("Marketing and campaigns"),
    Family.PENETRATION: gettext_lazy("Reach inside accounts"),
    Family.ENGAGEMENT: gettext_lazy("Engagement of accounts"),
    Family.FINANCE: gettext_lazy("Finance"),
    Family.OVERALL: gettext_lazy("Overall"),
}

OF_A_GOAL: Mapping[GoalStatus, Promise] = {
    GoalStatus.NO_DATA: gettext_lazy("No data yet"),
    GoalStatus.INCONCLUSIVE: gettext_lazy("Inconclusive"),
}

NO_VALUE: Mapping[Status, "Words"] = {
    Status.SUPPRESSED: ngettext_lazy(
        "%(n)s answer only: too few to show a score without showing who said what.",
        "%(n)s answers only: too few to show a score without showing who said what.",
        "n",
    ),
    Status.NOT_APPLICABLE: gettext_lazy("This indicator says nothing about what was asked for."),
    Status.NOT_MEASURED: gettext_lazy(
        "Not measured: nothing was bringing these records during the whole period."
    ),
    Status.INCOMPLETE: gettext_lazy("None of the records could be used."),
    Status.IMMATURE: gettext_lazy("It is too early to tell."),
    Status.NO_DATA: gettext_lazy("Nothing to measure happened in the period."),
}

SENTENCES: Mapping[str, "Words"] = {
    "nps": gettext_lazy("%(answers)s: %(promoters)s, %(passives)s and %(detractors)s."),
    "nps_promoters": ngettext_lazy(
        "%(numerator)s customer answered 9 or 10.",
        "%(numerator)s customers answered 9 or 10.",
        "numerator",
    ),
    "nps_passives": ngettext_lazy(
        "%(numerator)s customer answered 7 or 8.",
        "%(numerator)s customers answered 7 or 8.",
        "numerator",
    ),
    "nps_detractors": ngettext_lazy(
        "%(numerator)s customer answered 0 to 6.",
        "%(numerator)s customers answered 0 to 6.",
        "numerator",
    ),
    "nps_response_rate": ngettext_lazy(
        "Of the people asked, %(numerator)s of %(denominator)s has answered.",
        "Of the people asked, %(numerator)s of %(denominator)s have answered.",
        "numerator",
    ),
    "nps_account_coverage": ngettext_lazy(
        "Of the accounts asked, %(numerator)s of %(denominator)s has answered.",
        "Of the accounts asked, %(numerator)s of %(denominator)s have answered.",
        "numerator",
    ),
    "nps_account_weighted": ngettext_lazy(
        "The score of %(n)s account.", "The mean of the scores of %(n)s accounts.", "n"
    ),
    "new_target_accounts": ngettext_lazy(
        "%(numerator)s account entered for the first time.",
        "%(numerator)s accounts entered for the first time.",
        "numerator",
    ),
    "new_target_accounts_net": gettext_lazy(
        "Accounts that entered for the first time, less those that left: %(numerator)s."
    ),
    "new_target_accounts_first_ever": ngettext_lazy(
        "%(numerator)s account entered a program for the first time ever.",
        "%(numerator)s accounts entered a program for the first time ever.",
        "numerator",
    ),
    "gdpr_compliant_contacts": ngettext_lazy(
        "%(numerator)s person may be sent marketing.",
        "%(numerator)s people may be sent marketing.",
        "numerator",
    ),
    "gdpr_compliant_rate": ngettext_lazy(
        "Of the people we hold, %(numerator)s of %(denominator)s may be sent marketing.",
        "Of the people we hold, %(numerator)s of %(denominator)s may be sent marketing.",
        "numerator",
    ),
    "gdpr_consented_rate": ngettext_lazy(
        "Of the people we hold, %(numerator)s of %(denominator)s has consented.",
        "Of the people we hold, %(numerator)s of %(denominator)s have consented.",
        "numerator",
    ),
    "gdpr_legitimate_interest_rate": ngettext_lazy(
        "Of the people we hold, %(numerator)s of %(denominator)s was informed of a legitimate"
        " interest.",
        "Of the people we hold, %(numerator)s of %(denominator)s were informed of a legitimate"
        " interest.",
        "numerator",
    ),
    "gdpr_missing_basis_count": ngettext_lazy(
        "%(numerator)s person may not be sent marketing.",
        "%(numerator)s people may not be sent marketing.",
        "numerator",
    ),
    "gdpr_expiring_90d": ngettext_lazy(
        "The legal basis of %(numerator)s person ends within 90 days.",
        "The legal bases of %(numerator)s people end within 90 days.",
        "numerator",
    ),
    "gdpr_withdrawals": ngettext_lazy(
        "%(numerator)s person withdrew a consent or objected.",
        "%(numerator)s people withdrew a consent or objected.",
        "numerator",
    ),
    "new_opportunities_count": ngettext_lazy(
        "%(numerator)s opportunity was created.",
        "%(numerator)s opportunities were created.",
        "numerator",
    ),
    "new_qualified_opportunities": ngettext_lazy(
        "%(numerator)s opportunity was accepted by sales for the first time.",
        "%(numerator)s opportunities were accepted by sales for the first time.",
        "numerator",
    ),
    "new_pipeline_value": ngettext_lazy(
        "%(n)s opportunity created is worth %(value)s.",
        "%(n)s opportunities created are worth %(value)s together.",
        "n",
    ),
    "new_pipeline_value_acv": ngettext_lazy(
        "%(n)s opportunity created is worth %(value)s a year.",
        "%(n)s opportunities created are worth %(value)s a year together.",
        "n",
    ),
    "new_pipeline_value_at_creation": ngettext_lazy(
        "%(n)s opportunity was worth %(value)s when it was created.",
        "%(n)s opportunities were worth %(value)s together when they were created.",
        "n",
    ),
    "new_pipeline_value_at_creation_acv": ngettext_lazy(
        "%(n)s opportunity was worth %(value)s a year when it was created.",
        "%(n)s opportunities were worth %(value)s a year together when they were created.",
        "n",
    ),
    "open_pipeline_value": ngettext_lazy(
        "%(n)s open opportunity is worth %(value)s.",
        "%(n)s open opportunities are worth %(value)s together.",
        "n",
    ),
    "open_pipeline_value_acv": ngettext_lazy(
        "%(n)s open opportunity is worth %(value)s a year.",
        "%(n)s open opportunities are worth %(value)s a year together.",
        "n",
    ),
    "weighted_pipeline_value": ngettext_lazy(
        "%(n)s open opportunity, weighted with how often deals of its stage were won: %(value)s.",
        "%(n)s open opportunities, each weighted with how often deals of its stage were won: "
        "%(value)s.",
        "n",
    ),
    "weighted_pipeline_value_acv": ngettext_lazy(
        "%(n)s open opportunity, weighted with how often deals of its stage were won: %(value)s "
        "a year.",
        "%(n)s open opportunities, each weighted with how often deals of its stage were won: "
        "%(value)s a year.",
        "n",
    ),
    "average_contract_size": ngettext_lazy(
        "%(n)s deal won, of %(value)s.", "%(n)s deals won, %(value)s each on average.", "n"
    ),
    "average_contract_size_acv": ngettext_lazy(
        "%(n)s deal won, of %(value)s a year.",
        "%(n)s deals won, %(value)s a year each on average.",
        "n",
    ),
    "median_contract_size": ngettext_lazy(
        "%(n)s deal won, worth %(value)s.",
        "Of %(n)s deals won, half are worth more than %(value)s and half less.",
        "n",
    ),
    "largest_contract_share": ngettext_lazy(
        "%(n)s deal won: it makes up %(value)s of the value.",
        "The largest of %(n)s deals won makes up %(value)s of their value.",
        "n",
    ),
    "opportunity_to_won_rate": ngettext_lazy(
        "Of the opportunities created, %(numerator)s of %(denominator)s has been won.",
        "Of the opportunities created, %(numerator)s of %(denominator)s have been won.",
        "numerator",
    ),
    "stage_conversion_rate": gettext_lazy(
        "Of the opportunities that entered the one stage, %(numerator)s of %(denominator)s reached "
        "the other."
    ),
    "close_rate": ngettext_lazy(
        "Of the opportunities decided, %(numerator)s of %(denominator)s was won.",
        "Of the opportunities decided, %(numerator)s of %(denominator)s were won.",
        "numerator",
    ),
    "close_rate_value": ngettext_lazy(
        "%(value)s of the value of %(n)s decided opportunity was won.",
        "%(value)s of the value of %(n)s decided opportunities was won.",
        "n",
    ),
    "no_decision_rate": gettext_lazy(
        "Of the opportunities closed, %(numerator)s of %(denominator)s ended without a decision."
    ),
    "campaign_targeted_accounts": ngettext_lazy(
        "%(numerator)s account was on the list of a campaign.",
        "%(numerator)s accounts were on the list of a campaign.",
        "numerator",
    ),
    "campaign_reached_accounts": ngettext_lazy(
        "%(numerator)s account targeted has been reached.",
        "%(numerator)s accounts targeted have been reached.",
        "numerator",
    ),
    "campaign_untargeted_respondents": ngettext_lazy(
        "%(numerator)s account answered without being on the list.",
        "%(numerator)s accounts answered without being on the list.",
        "numerator",
    ),
    "campaign_reach_rate": ngettext_lazy(
        "Of the accounts targeted, %(numerator)s of %(denominator)s has been reached.",
        "Of the accounts targeted, %(numerator)s of %(denominator)s have been reached.",
        "numerator",
    ),
    "account_coverage": ngettext_lazy(
        "Of %(n)s person needed, by weight, %(value)s is known.",
        "Of %(n)s people needed, by weight, %(value)s are known.",
        "n",
    ),
    "coverage_engaged": ngettext_lazy(
        "Of %(n)s person needed, by weight, %(value)s was active in 90 days.",
        "Of %(n)s people needed, by weight, %(value)s were active in 90 days.",
        "n",
    ),
    "coverage_contactable": ngettext_lazy(
        "Of %(n)s person needed, by weight, %(value)s may be written to or called.",
        "Of %(n)s people needed, by weight, %(value)s may be written to or called.",
        "n",
    ),
    "coverage_confirmed": ngettext_lazy(
        "Of %(n)s person needed, by weight, %(value)s has a confirmed role.",
        "Of %(n)s people needed, by weight, %(value)s have a confirmed role.",
        "n",
    ),
    "coverage_relationship": ngettext_lazy(
        "Of %(n)s person needed, by weight, %(value)s are active and know us well.",
        "Of %(n)s people needed, by weight, %(value)s are active and know us well.",
        "n",
    ),
    "contact_quality_score": ngettext_lazy(
        "%(n)s contact, at %(value)s.", "%(n)s contacts, at %(value)s on average.", "n"
    ),
    "contact_seniority_index": ngettext_lazy(
        "%(n)s contact of known level, at %(value)s.",
        "%(n)s contacts of known level, at %(value)s on average.",
        "n",
    ),
    "contact_data_validity": ngettext_lazy(
        "%(n)s contact, with data at %(value)s.",
        "%(n)s contacts, with data at %(value)s on average.",
        "n",
    ),
    "senior_contacts_count": ngettext_lazy(
        "%(numerator)s contact is a director or above.",
        "%(numerator)s contacts are directors or above.",
        "numerator",
    ),
    "senior_contacts_share": ngettext_lazy(
        "Of the contacts of known level, %(numerator)s of %(denominator)s is a director or above.",
        "Of the contacts of known level, %(numerator)s of %(denominator)s are directors or above.",
        "numerator",
    ),
    "executive_reached_count": ngettext_lazy(
        "%(numerator)s executive was active in 90 days.",
        "%(numerator)s executives were active in 90 days.",
        "numerator",
    ),
    "relationship_strength": ngettext_lazy(
        "%(n)s relationship, at %(value)s.", "%(n)s relationships, at %(value)s on average.", "n"
    ),
    "account_relationship_depth": ngettext_lazy(
        "%(n)s holder of a role, at %(value)s by power.",
        "%(n)s holders of roles, at %(value)s on average by power.",
        "n",
    ),
    "relationship_threads": ngettext_lazy(
        "%(numerator)s relationship is established.",
        "%(numerator)s relationships are established.",
        "numerator",
    ),
    "single_threaded_accounts": ngettext_lazy(
        "%(numerator)s account is held by one relationship at most.",
        "%(numerator)s accounts are held by one relationship at most.",
        "numerator",
    ),
    "buying_group_completeness": ngettext_lazy(
        "%(n)s buying group, complete to %(value)s.",
        "%(n)s buying groups, complete to %(value)s on average.",
        "n",
    ),
    "group_engagement": ngettext_lazy(
        "%(n)s buying group, at %(value)s.", "%(n)s buying groups, at %(value)s on average.", "n"
    ),
    "decision_ready_groups": ngettext_lazy(
        "%(numerator)s buying group could decide.",
        "%(numerator)s buying groups could decide.",
        "numerator",
    ),
    "account_coverage_gap": ngettext_lazy(
        "%(numerator)s person is missing.", "%(numerator)s people are missing.", "numerator"
    ),
    "accounts_covered_rate": ngettext_lazy(
        "Of the accounts with a template, %(numerator)s of %(denominator)s is covered.",
        "Of the accounts with a template, %(numerator)s of %(denominator)s are covered.",
        "numerator",
    ),
    "accounts_without_template": ngettext_lazy(
        "%(numerator)s account has no roles to fill.",
        "%(numerator)s accounts have no roles to fill.",
        "numerator",
    ),
    "targeted_buying_groups": ngettext_lazy(
        "%(numerator)s buying group is targeted.",
        "%(numerator)s buying groups are targeted.",
        "numerator",
    ),
    "targeted_groups_active": ngettext_lazy(
        "%(numerator)s targeted buying group has an active member.",
        "%(numerator)s targeted buying groups have an active member.",
        "numerator",
    ),
    "targeted_groups_with_open_opportunity": ngettext_lazy(
        "%(numerator)s targeted buying group has an open opportunity.",
        "%(numerator)s targeted buying groups have an open opportunity.",
        "numerator",
    ),
    "buying_group_whitespace": ngettext_lazy(
        "%(numerator)s solution has no targeted group.",
        "%(numerator)s solutions have no targeted group.",
        "numerator",
    ),
    "active_personalized_campaigns": ngettext_lazy(
        "%(numerator)s personalized campaign ran.",
        "%(numerator)s personalized campaigns ran.",
        "numerator",
    ),
    "active_personalized_campaigns_with_activity": ngettext_lazy(
        "%(numerator)s personalized campaign ran and reached somebody.",
        "%(numerator)s personalized campaigns ran and reached somebody.",
        "numerator",
    ),
    "personalized_campaigns_per_account": gettext_lazy(
        "%(numerator)s times an account was in a campaign, over %(denominator)s accounts."
    ),
    "active_general_campaigns": ngettext_lazy(
        "%(numerator)s general campaign ran.",
        "%(numerator)s general campaigns ran.",
        "numerator",
    ),
    "active_general_campaigns_with_activity": ngettext_lazy(
        "%(numerator)s general campaign ran and reached somebody.",
        "%(numerator)s general campaigns ran and reached somebody.",
        "numerator",
    ),
    "general_campaigns_per_account": gettext_lazy(
        "%(numerator)s times an account was in a campaign, over %(denominator)s accounts."
    ),
    "active_contact_rate": ngettext_lazy(
        "Of the contacts, %(numerator)s of %(denominator)s was active in 90 days.",
        "Of the contacts, %(numerator)s of %(denominator)s were active in 90 days.",
        "numerator",
    ),
    "active_contacts": ngettext_lazy(
        "%(numerator)s contact was active in 90 days.",
        "%(numerator)s contacts were active in 90 days.",
        "numerator",
    ),
    "active_known_before_rate": ngettext_lazy(
        "Of the contacts known before, %(numerator)s of %(denominator)s was active in 90 days.",
        "Of the contacts known before, %(numerator)s of %(denominator)s were active in 90 days.",
        "numerator",
    ),
    "ad_ctr": ngettext_lazy(
        "Of %(denominator)s impressions, %(numerator)s led to a click.",
        "Of %(denominator)s impressions, %(numerator)s led to a click.",
        "numerator",
    ),
    "ad_impressions": ngettext_lazy(
        "Ads were shown %(numerator)s time.", "Ads were shown %(numerator)s times.", "numerator"
    ),
    "ad_clicks": ngettext_lazy(
        "%(numerator)s valid click.", "%(numerator)s valid clicks.", "numerator"
    ),
    "ad_reached_accounts": ngettext_lazy(
        "%(numerator)s account was shown an ad.",
        "%(numerator)s accounts were shown an ad.",
        "numerator",
    ),
    "ad_view_through_visits": ngettext_lazy(
        "%(numerator)s visit followed an ad nobody clicked.",
        "%(numerator)s visits followed an ad nobody clicked.",
        "numerator",
    ),
    "web_unique_visitors": ngettext_lazy(
        "%(numerator)s visitor came.", "%(numerator)s visitors came.", "numerator"
    ),
    "web_sessions": ngettext_lazy(
        "%(numerator)s visit began.", "%(numerator)s visits began.", "numerator"
    ),
    "web_avg_session_duration": ngettext_lazy(
        "%(n)s visit, of %(value)s.", "%(n)s visits, of %(value)s on average.", "n"
    ),
    "web_avg_engaged_time": ngettext_lazy(
        "%(n)s visitor, attentive for %(value)s.",
        "%(n)s visitors, attentive for %(value)s on average.",
        "n",
    ),
    "web_engaged_session_rate": ngettext_lazy(
        "Of the visits, %(numerator)s of %(denominator)s was more than a glance.",
        "Of the visits, %(numerator)s of %(denominator)s were more than a glance.",
        "numerator",
    ),
    "web_downloads": ngettext_lazy(
        "%(numerator)s file was fetched.", "%(numerator)s files were fetched.", "numerator"
    ),
    "web_form_submissions": ngettext_lazy(
        "%(numerator)s form was sent.", "%(numerator)s forms were sent.", "numerator"
    ),
    "web_form_conversion_rate": ngettext_lazy(
        "Of the visits with a form, %(numerator)s of %(denominator)s sent it.",
        "Of the visits with a form, %(numerator)s of %(denominator)s sent it.",
        "numerator",
    ),
    "event_registrations": ngettext_lazy(
        "%(numerator)s person registered for an event.",
        "%(numerator)s people registered for events.",
        "numerator",
    ),
    "event_attendances": ngettext_lazy(
        "%(numerator)s person came to an event.",
        "%(numerator)s people came to events.",
        "numerator",
    ),
    "event_attendance_rate": ngettext_lazy(
        "Of those registered, %(numerator)s of %(denominator)s came.",
        "Of those registered, %(numerator)s of %(denominator)s came.",
        "numerator",
    ),
}

COUNTED: Mapping[str, "Words"] = {
    "answers": ngettext_lazy(
        "%(count)s customer answered", "%(count)s customers answered", "count"
    ),
    "promoters": ngettext_lazy("%(count)s promoter", "%(count)s promoters", "count"),
    "passives": ngettext_lazy("%(count)s passive", "%(count)s passives", "count"),
    "detractors": ngettext_lazy("%(count)s detractor", "%(count)s detractors", "count"),
}

GENERAL = gettext_lazy("%(name)s: %(value)s.")

QUESTION_ERRORS: Mapping[str, Promise] = {
    "unknown": gettext_lazy("There is no indicator “%(detail)s”."),
    "no_such_dimension": gettext_lazy("This indicator can't be narrowed by “%(detail)s”."),
    "not_a_scope": gettext_lazy(
        "Say account:ID, program:ID, campaign:ID, group:ID, source:NAME or all, not “%(detail)s”."
    ),
    "not_found": gettext_lazy("Nothing within your reach is called “%(detail)s”."),
    "ambiguous": gettext_lazy("Several are called “%(detail)s”: use the id."),
    "before_from": gettext_lazy("The period must end after it starts."),
    "too_long": gettext_lazy("A period is of %(detail)s years at most."),
    "out_of_range": gettext_lazy("Days lie between 1950 and 2200."),
}

FORMULA_ERRORS: Mapping[str, Promise] = {
    "syntax": gettext_lazy("The formula can't be read."),
    "too_long": gettext_lazy("A formula is of %(detail)s characters at most."),
    "too_many_nodes": gettext_lazy("A formula has %(detail)s parts at most."),
    "too_deep": gettext_lazy("A formula is nested %(detail)s levels deep at most."),
    "reserved": gettext_lazy("“%(detail)s” is a word of formulas, not an indicator."),
    "arguments": gettext_lazy("“%(detail)s” takes another number of values."),
    "unknown_key": gettext_lazy("There is no indicator “%(detail)s”."),
    "no_dimension": gettext_lazy("“%(detail)s” can't be narrowed."),
    "name_the_dimension": gettext_lazy(
        "“%(detail)s” can be narrowed in several ways: write name=value."
    ),
    "no_such_dimension": gettext_lazy("“%(detail)s” is no way to narrow that indicator."),
    "only_in_a_goal": gettext_lazy("“@%(detail)s” is known inside a goal alone."),
    "needs_an_indicator": gettext_lazy("“%(detail)s” takes an indicator, not a calculation."),
    "circle": gettext_lazy("The formula leads back to itself: %(detail)s."),
    "different_units": gettext_lazy("These units can't be mixed: %(detail)s."),
    "not_a_condition": gettext_lazy("A condition is needed here, such as nps > 30."),
    "not_a_number": gettext_lazy("A number is needed here."),
    "no_such_unit": gettext_lazy("There is no unit for %(detail)s."),
    "other_unit": gettext_lazy("The formula's unit is %(detail)s."),
}

FILTER_ERRORS: Mapping[str, Promise] = {
    "too_many_conditions": gettext_lazy("A filter has %(detail)s conditions at most."),
    "too_deep": gettext_lazy("A filter is nested %(detail)s levels deep at most."),
    "not_a_filter": gettext_lazy("This is no filter: %(detail)s."),
    "unknown_op": gettext_lazy("There is no comparison “%(detail)s”."),
    "needs_a_list": gettext_lazy("“%(detail)s” needs a list of values."),
    "needs_two_ends": gettext_lazy("“%(detail)s” needs two ends."),
    "needs_one_value": gettext_lazy("“%(detail)s” needs one value."),
    "unknown_field": gettext_lazy("These records have no field “%(detail)s”."),
    "wrong_op": gettext_lazy("“%(detail)s” can't be compared like that."),
    "wrong_choice": gettext_lazy("“%(detail)s” is none of the values it may have."),
    "not_a_text": gettext_lazy("“%(detail)s” is not a text."),
    "not_a_truth": gettext_lazy("“%(detail)s” is neither true nor false."),
    "not_a_number": gettext_lazy("“%(detail)s” is not a number."),
    "not_a_day": gettext_lazy("“%(detail)s” is not a day."),
    "unknown_dataset": gettext_lazy("There are no records “%(detail)s”."),
    "unknown_aggregate": gettext_lazy("There is no such total: “%(detail)s”."),
    "needs_a_field": gettext_lazy("Say of which field: “%(detail)s”."),
    "wrong_field": gettext_lazy("“%(detail)s” can't be added up or counted."),
    "unknown_kind": gettext_lazy("There is no such way to take the period: “%(detail)s”."),
    "wrong_date": gettext_lazy("These records aren't dated by “%(detail)s”."),
}


def status_words(status: str) -> str:
    """Return the words for a status of an answer."""
    return str(look(Status(status)).word)


def goal_status_words(status: str) -> str:
    """Return the words for the status of a goal, or the band of an account."""
    return str(OF_A_GOAL.get(GoalStatus(status)) or look(GoalStatus(status)).word)


def section_words(section: Section) -> str:
    """Return what a section of the board of goals is about."""
    if section.program:
        return _("Goals of %(program)s") % {"program": section.program.name}
    if section.family:
        return _("Goals: %(family)s") % {"family": FAMILIES[section.family]}
    return _("Other goals")


class Count(int):
    """A number that chooses between singular and plural, and is written as a figure."""

    @override
    def __str__(self) -> str:
        return number(int(self))


def counted(noun: str, count: float) -> str:
    """Return a number of things with their noun, in the reader's language."""
    return COUNTED[noun] % {"count": Count(count)}


def reason_words(reason: str, count: int = 1) -> str:
    """Return the words for the reason why a record was left out, or why several were."""
    return REASONS[reason] % {"count": count} if reason in REASONS else reason


def unit_words(unit: str, currency: str = "") -> str:
    """Return the words for a unit, and for money its currency."""
    return f"{UNITS[unit]} ({currency})" if currency else str(UNITS[unit])


def waits_words(records: tuple[str, ...]) -> str:
    """Return the words for the records that an indicator waits for."""
    return ", ".join(str(WAITS.get(record, record)) for record in records)


def question_words(error: QuestionError) -> str:
    """Return what is wrong with a question, for the person who asked."""
    return str(QUESTION_ERRORS[error.code]) % {"detail": error.detail}


def formula_words(error: FormulaError) -> str:
    """Return what is wrong with a formula, and where."""
    words = str(FORMULA_ERRORS[error.code]) % {"detail": error.detail}
    if not error.column:
        return words
    return _("%(words)s (character %(column)s)") % {"words": words, "column": error.column}


def filter_words(error: FilterError | ConditionError) -> str:
    """Return what is wrong with a filter."""
    return str(FILTER_ERRORS[error.code]) % {"detail": error.detail}


def sentence(answer: Answer) -> str:
    """Return how a number came about, in the reader's language."""
    said = [_said(answer)]
    if answer.low is not None and answer.high is not None:
        ends = interval(answer.low, answer.high, answer.written_as, answer.currency)
        said.append(_("Likely between: %(ends)s (95%%).") % {"ends": ends})
    if answer.spread:
        said.append(spread_words(answer.spread, answer))
    if answer.is_thin and answer.value is not None:
        said.append(_("n = %(n)s is too small to conclude.") % {"n": number(answer.n or 0)})
    if answer.exclusions:
        said.append(left_out(answer.exclusions))
    if answer.status is Status.INCOMPLETE and answer.value is not None:
        said.append(_("It is incomplete: some records could not be used."))
    if answer.status is Status.IMMATURE and answer.value is not None:
        said.append(_("It is the number so far: the time to follow up is not over."))
    if Flag.PARTIAL in answer.flags:
        said.append(_("The period was not over."))
    if not answer.is_covered and answer.value is not None:
        said.append(_("Records were not being brought for all of the period."))
    return " ".join(said)


SPREADS: Mapping[SpreadOf, "Words"] = {
    SpreadOf.ACCOUNTS: gettext_lazy(
        "Of %(cases)s accounts, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
    SpreadOf.CONTACTS: gettext_lazy(
        "Of %(cases)s contacts, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
    SpreadOf.GROUPS: gettext_lazy(
        "Of %(cases)s buying groups, half are at %(median)s or above; the middle half lie between"
        " %(lower)s and %(upper)s."
    ),
}


def spread_words(spread: Spread, answer: Answer) -> str:
    """Return how the scores behind a mean lie: it says little where they lie far apart."""
    ends = {
        name: figure(value, answer.written_as)
        for name, value in (
            ("lower", spread.lower),
            ("median", spread.median),
            ("upper", spread.upper),
        )
    }
    of = answer.indicator.spread_of or SpreadOf.ACCOUNTS
    return str(SPREADS[of]) % {"cases": number(spread.cases), **ends}


def left_out(exclusions: Mapping[str, int]) -> str:
    """Return how many records were left out, and why."""
    each = [f"{number(n)} {reason_words(reason, n)}" for reason, n in exclusions.items()]
    return _("Left out: %(reasons)s.") % {"reasons": ", ".join(each)}


def _said(answer: Answer) -> str:
    n, squares = answer.n or 0, answer.squares or 0
    numerator = answer.numerator or 0
    known = {
        "name": answer.indicator.name.to(get_language() or "en"),
        "value": figure(answer.value, answer.written_as, answer.currency),
        "n": Count(n),
        "numerator": Count(numerator),
        "denominator": Count(answer.denominator or 0),
        "answers": counted("answers", n),
        "promoters": counted("promoters", (squares + numerator) / 2),
        "detractors": counted("detractors", (squares - numerator) / 2),
        "passives": counted("passives", n - squares),
    }
    if answer.value is None:
        return NO_VALUE.get(answer.status, NO_VALUE[Status.NO_DATA]) % known
    return SENTENCES.get(answer.key, GENERAL) % known


def record_words(record: Record) -> dict[str, Any]:
    """Return a record as JSON gives it, with the words for why it was left out."""
    words = reason_words(record.reason) if record.reason else None
    return record.as_json() | {"reason_words": words}


def explained(asked: Asked) -> dict[str, Any]:
    """Return the answer object with its sentence, its definition and the records behind it."""
    language = get_language() or "en"
    body = asked.as_json() | {
        "name": asked.answer.indicator.name.to(language),
        "definition": asked.answer.indicator.meaning.to(language),
        "sentence": sentence(asked.answer),
    }
    if asked.opened is None:
        return body
    return body | {
        "made_of": list(asked.opened.made_of),
        "records": {
            "counted": asked.opened.counted,
            "left_out": asked.opened.left_out,
            "rows": [record_words(record) for record in asked.opened.rows],
        },
    }


def table(body: Mapping[str, Any]) -> str:
    """Return an answer object as lines of text, for a terminal."""
    lines = [f"{name:<20} {_line(value)}" for name, value in body.items() if name != "records"]
    for record in body.get("records", {}).get("rows", ()):
        mark = "+" if record["counted"] else "-"
        at = (record["at"] or "")[:10]
        why = record["reason_words"] or ""
        company = f" ({record['account']['name']})" if record["account"] else ""
        lines.append(f"  {mark} {at:<10}  {record['label']}{company}  {record['detail']}  {why}")
    return "\n".join(lines)


def _line(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={_line(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
