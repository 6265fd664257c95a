from django.db import migrations, models

AT_EVENTS = models.Q(
    type__in=["event_registered", "webinar_attended", "event_attended"], voided_at=None
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_index_of_touches_that_unsubscribe")]

    operations = [
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=[field, "occurred_at"],
                condition=AT_EVENTS,
                name=f"touch_at_event_by_{field}",
            ),
        )
        for field in ("campaign", "link")
    ]
