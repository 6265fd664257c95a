from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_kinds_of_files")]

    operations = [
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=["contact", "occurred_at"],
                condition=models.Q(type="unsubscribed"),
                name="touch_that_unsubscribes",
            ),
        ),
    ]
