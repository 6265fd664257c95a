import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_indexes_of_touches_at_events")]

    operations = [
        migrations.RemoveIndex(model_name="account", name="account_by_domain"),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["domains"], name="account_by_domain"
            ),
        ),
    ]
