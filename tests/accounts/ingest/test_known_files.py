"""The mappings of files that others published, on small files with their columns and traps."""

import json
from pathlib import Path
from typing import Any

import pytest

from abmplanner.kit.actor import SYSTEM
from accounts.ingest.intake import take_in
from accounts.ingest.run import run_to_end
from accounts.models import Account, ImportRun, Membership, Opportunity, Touch, WebSession
from tests.accounts.ingest.test_run import counts

pytestmark = pytest.mark.django_db
MAPPINGS = Path(__file__).resolve().parents[2] / "data" / "mappings"
LEADFORGE = {
    "accounts": """
account_id,company_name,industry,region,employee_band,estimated_revenue_band,process_maturity_band,created_at
acct_1,Company acct_1,logistics,UK,200-499,$1M-$10M,high,2023-03-19
""",
    "contacts": """
contact_id,account_id,job_title,role_function,seniority,buyer_role,email_domain_type,created_at
cnt_1,acct_1,VP Finance,vp_finance,vp,economic_buyer,corporate,2022-12-07
cnt_2,acct_1,AP Lead,ap_manager,c_suite,champion,unknown,2022-06-22
""",
    "leads": """
lead_id,contact_id,account_id,lead_created_at,lead_source,first_touch_channel,current_stage,owner_rep_id,is_sql,converted_within_90_days,conversion_timestamp
lead_1,cnt_1,acct_1,2024-01-04,sdr_outbound,sdr_outbound,sql,rep_1,True,False,
lead_2,cnt_1,acct_1,2024-01-13,partner_referral,sdr_outbound,sql,rep_1,True,False,
""",
    "opportunities": """
opportunity_id,lead_id,created_at,stage,estimated_acv,close_outcome,closed_at
opp_1,lead_2,2024-01-15,negotiation,47173,,
opp_2,lead_1,2024-01-19,closed_won,16091,closed_won,2024-02-27
""",
    "touches": """
touch_id,lead_id,touch_timestamp,touch_type,touch_channel,touch_direction,campaign_id
touch_1,lead_1,2024-01-04,linkedin_message,sdr_outbound,outbound,
touch_2,lead_2,2024-01-13,content_download,inbound_marketing,inbound,
touch_3,lead_9,2024-01-13,call,partner_referral,outbound,
""",
    "sessions": """
session_id,lead_id,session_timestamp,session_type,page_views,pricing_page_views,demo_page_views,session_duration_seconds
sess_1,lead_1,2024-01-10,pricing_page,7,0,0,139
""",
    "sales_activities": """
activity_id,lead_id,rep_id,activity_timestamp,activity_type,activity_outcome
act_1,lead_2,rep_8,2024-01-23,demo,left_voicemail
""",
}


def brought(folder: str, name: str, content: bytes) -> ImportRun:
    """Import a file as it is, with the mapping of its name."""
    mapping: Any = json.loads((MAPPINGS / folder / f"{name}.json").read_text())
    run = take_in(SYSTEM, [content], file_name=f"{name}.csv", kind=mapping["kind"], mapping=mapping)
    run_to_end(SYSTEM, run)
    run.refresh_from_db()
    return run


def test_a_data_set_whose_events_hang_on_leads() -> None:
    first, second = (
        {
            name: counts(brought("leadforge", name, text.strip().encode()))
            for name, text in LEADFORGE.items()
        }
        for _time in range(2)
    )

    assert first == {
        "accounts": {"created": 1}, "contacts": {"created": 2}, "leads": {"updated": 2},
        "opportunities": {"created": 2}, "touches": {"created": 2, "waiting": 1},
        "sessions": {"created": 1}, "sales_activities": {"created": 1},
    }  # fmt: skip
    assert second == {
        name: {"unchanged": sum(found.values()) - found.get("waiting", 0)}
        | ({"waiting": 1} if "waiting" in found else {})
        for name, found in first.items()
    }
    account = Account.objects.visible_to(SYSTEM).get()
    roles = Membership.objects.visible_to(SYSTEM).order_by("role").values_list("role", flat=True)
    assert list(roles) == ["champion", "decision_maker"]
    deals = Opportunity.objects.visible_to(SYSTEM).order_by("pk")
    assert [(deal.account, str(deal.stage)) for deal in deals] == [
        (account, "Negotiation"), (account, "Closed won")
    ]  # fmt: skip
    rows = Touch.objects.visible_to(SYSTEM).order_by("occurred_at")
    assert [(row.type, row.owner, row.direction) for row in rows] == [
        ("social_message", "sdr", "outbound"),
        ("download", "marketing", "inbound"),
        ("meeting_held", "sales", "outbound"),
    ]
    assert WebSession.objects.visible_to(SYSTEM).get().duration_s == 139


def test_exports_of_the_data_loader() -> None:
    accounts = (
        '"ID","ISDELETED","NAME","TYPE","PARENTID","BILLINGCOUNTRY","WEBSITE","INDUSTRY",'
        '"ANNUALREVENUE","NUMBEROFEMPLOYEES"\n'
        '"001A","false","Société Générale","Customer","","USA","http://www.sg.example/","",'
        '"8.48E10","125000"\n'
        '"001B","false","Doe & Sons","Prospect","001A","US","","","",""\n'
        '"001C","false","DOE & SONS","","","US","","","",""\n'
    ).encode("cp1252")
    deals = (
        b'"ID","ISDELETED","ACCOUNTID","NAME","STAGENAME","AMOUNT","EXPECTEDREVENUE","CLOSEDATE",'
        b'"TYPE","LEADSOURCE","FORECASTCATEGORY","CREATEDDATE"\n'
        b'"006A","false","001B","Widgets","Closed Won","500000.0","500000.0","2005-11-09",'
        b'"Opportunity","Partner","Closed","2006-06-15T20:47:07.000Z"\n'
        b'"006B","false","001C","Widgets","Negotiation/Review","","","2006-01-10","Opportunity","",'
        b'"Pipeline","2006-06-15T20:47:07.000Z"\n'
    )

    runs = [brought("salesforce", "accountData", accounts) for _time in range(2)]
    runs += [brought("salesforce", "opportunityData", deals) for _time in range(2)]

    assert [counts(run) for run in runs] == [
        {"created": 3}, {"unchanged": 3}, {"created": 2}, {"unchanged": 2}
    ]  # fmt: skip
    french = Account.objects.visible_to(SYSTEM).get(external_ids__value="001A")
    assert (french.name, french.country, french.revenue) == ("Société Générale", "US", 84800000000)
