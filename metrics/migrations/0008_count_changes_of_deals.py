"""Counts the statements that change what the chances of deals are reckoned from.

The number only rises, and at once, whatever becomes of the transaction: chances that were reckoned
are used again for as long as it stands still (metrics.queries.chances).
"""

from django.db import migrations

TABLES = ("accounts_opportunity", "accounts_stagechange", "accounts_stage")

MAKE = """
CREATE SEQUENCE metrics_changes_of_deals;
SELECT setval('metrics_changes_of_deals', 1);
CREATE FUNCTION metrics_count_change_of_deals() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM nextval('metrics_changes_of_deals');
    RETURN NULL;
END $$;
"""

UNMAKE = """
DROP FUNCTION metrics_count_change_of_deals();
DROP SEQUENCE metrics_changes_of_deals;
"""

TRIGGER = """
CREATE TRIGGER count_change_of_deals AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION metrics_count_change_of_deals();
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0007_mark_late_contact_details"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(MAKE, UNMAKE),
        *(
            migrations.RunSQL(
                TRIGGER.format(table=table), f"DROP TRIGGER count_change_of_deals ON {table};"
            )
            for table in TABLES
        ),
    ]
