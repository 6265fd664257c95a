from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_stage_change_that_is_a_creation")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["email"], name="contact_by_email"),
        ),
    ]
