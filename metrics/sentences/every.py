"""How the number of each indicator came about, in a sentence."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext_lazy

from metrics.sentences.acceleration import OF_ACCELERATION
from metrics.sentences.campaigns import OF_CAMPAIGNS
from metrics.sentences.contracts import OF_CONTRACTS
from metrics.sentences.control import OF_CONTROL
from metrics.sentences.deals import OF_DEALS
from metrics.sentences.qualification import OF_QUALIFICATION

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

SENTENCES: Mapping[str, "Words"] = {
    "social_score": gettext_lazy("%(value)s, with %(denominator)s%% of the weight known."),
    "social_selling_activity": ngettext_lazy(
        "%(n)s deed of our team in social networks: %(value)s.",
        "%(n)s deeds of our team in social networks: %(value)s.",
        "n",
    ),
    "ssi_imported": ngettext_lazy(
        "The index of %(n)s person, at %(value)s.",
        "The indices of %(n)s people, at %(value)s on average.",
        "n",
    ),
    "social_engagement_rate": ngettext_lazy(
        "Our posts were shown %(denominator)s times, and people reacted %(numerator)s time.",
        "Our posts were shown %(denominator)s times, and people reacted %(numerator)s times.",
        "numerator",
    ),
    "social_posts": ngettext_lazy(
        "%(numerator)s post of ours.", "%(numerator)s posts of ours.", "numerator"
    ),
    "social_conversations": ngettext_lazy(
        "%(numerator)s exchange in which both sides spoke.",
        "%(numerator)s exchanges in which both sides spoke.",
        "numerator",
    ),
    "social_maturity": ngettext_lazy(
        "%(n)s account assessed, at %(value)s.",
        "%(n)s accounts assessed, at %(value)s on average.",
        "n",
    ),
    "social_communication": ngettext_lazy(
        "Of the contacts with a known profile, %(numerator)s of %(denominator)s took part.",
        "Of the contacts with a known profile, %(numerator)s of %(denominator)s took part.",
        "numerator",
    ),
    "social_engaged_contacts": ngettext_lazy(
        "%(numerator)s person reacted in social networks.",
        "%(numerator)s people reacted in social networks.",
        "numerator",
    ),
    "account_health_score": ngettext_lazy(
        "%(n)s account, at %(value)s, with %(denominator)s%% of the weight known.",
        "%(n)s accounts, at %(value)s on average, with %(denominator)s%% of the weight known.",
        "n",
    ),
    "account_health_change": ngettext_lazy(
        "%(n)s account, changed by %(value)s, with %(denominator)s%% of the weight compared.",
        "%(n)s accounts, changed by %(value)s on average, with %(denominator)s%% of the weight"
        " compared.",
        "n",
    ),
    "health_band_change": ngettext_lazy(
        "%(n)s account, changed by this number of bands: %(value)s.",
        "%(n)s accounts, changed by this number of bands on average: %(value)s.",
        "n",
    ),
    "health_improved_share": ngettext_lazy(
        "Of the accounts compared, %(numerator)s of %(denominator)s is better.",
        "Of the accounts compared, %(numerator)s of %(denominator)s are better.",
        "numerator",
    ),
    "health_stable_share": ngettext_lazy(
        "Of the accounts compared, %(numerator)s of %(denominator)s is as before.",
        "Of the accounts compared, %(numerator)s of %(denominator)s are as before.",
        "numerator",
    ),
    "health_declined_share": ngettext_lazy(
        "Of the accounts compared, %(numerator)s of %(denominator)s is worse.",
        "Of the accounts compared, %(numerator)s of %(denominator)s are worse.",
        "numerator",
    ),
    **OF_DEALS,
    **OF_QUALIFICATION,
    **OF_CAMPAIGNS,
    **OF_CONTROL,
    **OF_CONTRACTS,
    **OF_ACCELERATION,
    "abm_feedback_score": ngettext_lazy(
        "%(n)s answer of sales and accounts, at %(value)s.",
        "%(n)s answers of sales and accounts; the two voices come to %(value)s.",
        "n",
    ),
    "feedback_sales_on_marketer": ngettext_lazy(
        "%(n)s answer of sales, at %(value)s.",
        "%(n)s answers of sales, at %(value)s on average.",
        "n",
    ),
    "feedback_sales_on_activities": ngettext_lazy(
        "%(n)s answer of sales, at %(value)s.",
        "%(n)s answers of sales, at %(value)s on average.",
        "n",
    ),
    "feedback_account_on_marketer": ngettext_lazy(
        "%(n)s answer of an account, at %(value)s.",
        "%(n)s answers of accounts, at %(value)s on average.",
        "n",
    ),
    "feedback_account_on_activities": ngettext_lazy(
        "%(n)s answer of an account, at %(value)s.",
        "%(n)s answers of accounts, at %(value)s on average.",
        "n",
    ),
    "feedback_sales_on_marketer_top2_share": ngettext_lazy(
        "Of the answers of sales, %(numerator)s of %(denominator)s gives one of the two best"
        " ratings.",
        "Of the answers of sales, %(numerator)s of %(denominator)s give one of the two best"
        " ratings.",
        "numerator",
    ),
    "feedback_sales_on_activities_top2_share": ngettext_lazy(
        "Of the answers of sales, %(numerator)s of %(denominator)s gives one of the two best"
        " ratings.",
        "Of the answers of sales, %(numerator)s of %(denominator)s give one of the two best"
        " ratings.",
        "numerator",
    ),
    "feedback_account_on_marketer_top2_share": ngettext_lazy(
        "Of the answers of accounts, %(numerator)s of %(denominator)s gives one of the two best"
        " ratings.",
        "Of the answers of accounts, %(numerator)s of %(denominator)s give one of the two best"
        " ratings.",
        "numerator",
    ),
    "feedback_account_on_activities_top2_share": ngettext_lazy(
        "Of the answers of accounts, %(numerator)s of %(denominator)s gives one of the two best"
        " ratings.",
        "Of the answers of accounts, %(numerator)s of %(denominator)s give one of the two best"
        " ratings.",
        "numerator",
    ),
    "feedback_count": ngettext_lazy(
        "%(numerator)s feedback was given.",
        "%(numerator)s feedbacks were given.",
        "numerator",
    ),
    "feedback_open_actions": ngettext_lazy(
        "Somebody is on %(numerator)s feedback.",
        "Somebody is on each of %(numerator)s feedbacks.",
        "numerator",
    ),
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
        "Of %(n)s person needed, by weight, %(value)s may be reached and was active in 90 days.",
        "Of %(n)s people needed, by weight, %(value)s may be reached and were active in 90 days.",
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
        "Of %(n)s person needed, by weight, %(value)s may be reached, is active and knows us well.",
        "Of %(n)s people needed, by weight, %(value)s may be reached, are active and know us well.",
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
    "email_delivery_rate": ngettext_lazy(
        "Of the e-mails sent, %(numerator)s of %(denominator)s was delivered.",
        "Of the e-mails sent, %(numerator)s of %(denominator)s were delivered.",
        "numerator",
    ),
    "email_open_rate": ngettext_lazy(
        "Of the e-mails delivered, a person opened %(numerator)s of %(denominator)s.",
        "Of the e-mails delivered, people opened %(numerator)s of %(denominator)s.",
        "numerator",
    ),
    "email_open_rate_raw": ngettext_lazy(
        "Of the e-mails delivered, %(numerator)s of %(denominator)s was opened, by whatever it is.",
        "Of the e-mails delivered, %(numerator)s of %(denominator)s were opened, by whatever it"
        " is.",
        "numerator",
    ),
    "email_click_rate": ngettext_lazy(
        "Of the e-mails delivered, %(numerator)s of %(denominator)s was clicked in.",
        "Of the e-mails delivered, %(numerator)s of %(denominator)s were clicked in.",
        "numerator",
    ),
    "email_click_to_open_rate": ngettext_lazy(
        "Of the e-mails that people opened, %(numerator)s of %(denominator)s was clicked in.",
        "Of the e-mails that people opened, %(numerator)s of %(denominator)s were clicked in.",
        "numerator",
    ),
    "email_reply_rate": ngettext_lazy(
        "Of the e-mails delivered, %(numerator)s of %(denominator)s was answered.",
        "Of the e-mails delivered, %(numerator)s of %(denominator)s were answered.",
        "numerator",
    ),
    "email_unsubscribe_rate": ngettext_lazy(
        "Of the e-mails delivered, %(numerator)s of %(denominator)s made somebody unsubscribe.",
        "Of the e-mails delivered, %(numerator)s of %(denominator)s made people unsubscribe.",
        "numerator",
    ),
    "direct_interactions": ngettext_lazy(
        "%(numerator)s answer, meeting or call.",
        "%(numerator)s answers, meetings and calls.",
        "numerator",
    ),
    "direct_interaction_contacts": ngettext_lazy(
        "%(numerator)s person answered, met us or spoke with us.",
        "%(numerator)s people answered, met us or spoke with us.",
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
