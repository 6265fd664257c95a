"""Accounts are found by when they were saved last."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0010_controls_once_at_a_time'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='account',
            index=models.Index(fields=['saved_at'], name='account_by_saved_at'),
        ),
    ]
