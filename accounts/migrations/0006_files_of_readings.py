"""Files that tell values of indicators of our own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_what_accounts_say_of_us"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importrun",
            name="import_is_of_a_known_kind",
        ),
        migrations.AlterField(
            model_name="importrun",
            name="kind",
            field=models.CharField(
                choices=[
                    ("accounts", "Accounts"),
                    ("contacts", "Contacts"),
                    ("leads", "Leads"),
                    ("opportunities", "Opportunities"),
                    ("responses", "Survey answers"),
                    ("touches", "Touches and sales activities"),
                    ("web_sessions", "Visits to our site"),
                    ("consents", "Consents"),
                    ("suppressions", "Suppressed addresses"),
                    ("solutions", "Solutions"),
                    ("buying_groups", "Buying groups"),
                    ("memberships", "Roles in buying groups"),
                    ("reporting_lines", "Reporting lines"),
                    ("influence_lines", "Lines of influence"),
                    ("relationships", "Relationships and their ratings"),
                    ("campaigns", "Campaigns"),
                    ("campaign_targets", "Targeted accounts"),
                    ("ad_deliveries", "Deliveries of ads"),
                    ("spend", "Spend"),
                    ("fx_rates", "Exchange rates"),
                    ("contracts", "Contracts"),
                    ("deal_history", "Histories of opportunities"),
                    ("judgements", "Judgements of accounts"),
                    ("social_levels", "Social maturities"),
                    ("ssi_readings", "Readings of the SSI"),
                    ("readings", "Values of our own indicators"),
                    ("objectives", "Objectives of plans"),
                    ("actions", "Actions of plans"),
                ],
                max_length=16,
                verbose_name="records",
            ),
        ),
        migrations.AddConstraint(
            model_name="importrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "accounts",
                            "contacts",
                            "leads",
                            "opportunities",
                            "responses",
                            "touches",
                            "web_sessions",
                            "consents",
                            "suppressions",
                            "solutions",
                            "buying_groups",
                            "memberships",
                            "reporting_lines",
                            "influence_lines",
                            "relationships",
                            "campaigns",
                            "campaign_targets",
                            "ad_deliveries",
                            "spend",
                            "fx_rates",
                            "contracts",
                            "deal_history",
                            "judgements",
                            "social_levels",
                            "ssi_readings",
                            "readings",
                            "objectives",
                            "actions",
                        ],
                    ),
                    (
                        "state__in",
                        ["preview", "queued", "running", "done", "failed", "undoing", "undone"],
                    ),
                ),
                name="import_is_of_a_known_kind",
                violation_error_message="Choose what the file holds.",
            ),
        ),
    ]
