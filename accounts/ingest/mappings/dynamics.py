"""Microsoft Dynamics 365: workbooks whose first column, hidden in Excel, holds the key."""

EXPORT = (
    "dynamics",
    {
        "accounts": {
            "key": ["(Do Not Modify) Account"],
            "name": ["Account Name"],
            "domains": ["Website"],
            "country": ["Address 1: Country/Region", "Country"],
            "industry": ["Industry"],
            "employees": ["Number of Employees"],
            "revenue": ["Annual Revenue"],
            "parent": ["Parent Account"],
        },
        "contacts": {
            "key": ["(Do Not Modify) Contact", "(Do Not Modify) Lead"],
            "first_name": ["First Name"],
            "last_name": ["Last Name"],
            "name": ["Full Name"],
            "email": ["Email"],
            "account": ["Company Name"],
            "phone": ["Business Phone"],
            "title": ["Job Title"],
        },
        "opportunities": {
            "key": ["(Do Not Modify) Opportunity"],
            "name": ["Topic"],
            "account": ["Potential Customer", "Account"],
            "stage": ["Pipeline Phase", "Status"],
            "close_on": ["Est. Close Date"],
            "tcv": ["Est. Revenue"],
            "created_at": ["Created On"],
            "owner_name": ["Owner"],
        },
    },
)
