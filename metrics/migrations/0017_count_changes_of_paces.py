"""Counts the statements that change how fast deals went before accounts came into programs.

As 0008 does for the chances of deals: what was reckoned is used again as long as the number stands
still (metrics.queries.paces).
"""

from django.db import migrations

TABLES = (
    "accounts_opportunity", "accounts_stagechange", "accounts_stage", "accounts_amountchange",
    "accounts_account", "accounts_enrolment", "accounts_fxrate",
)  # fmt: skip

MAKE = """
CREATE SEQUENCE metrics_changes_of_paces;
SELECT setval('metrics_changes_of_paces', 1);
CREATE FUNCTION metrics_count_change_of_paces() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('metrics_changes_of_paces');
    RETURN NULL;
END $$;
"""

UNMAKE = """
DROP FUNCTION metrics_count_change_of_paces();
DROP SEQUENCE metrics_changes_of_paces;
"""

TRIGGER = """
CREATE TRIGGER count_change_of_paces AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION metrics_count_change_of_paces();
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0016_health_of_accounts")]

    operations = [
        migrations.RunSQL(MAKE, UNMAKE),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER count_change_of_paces ON {table};"
            )
            for table in TABLES
        ),
    ]
