"""A control account of a campaign does not stand in the way of one of another."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0009_templates_bring_goals'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='controlaccount',
            name='control_account_of_a_campaign_once_at_a_time',
        ),
        migrations.RemoveConstraint(
            model_name='controlaccount',
            name='control_account_of_a_program_once_at_a_time',
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('voided_at', None)), expressions=[(models.Func(django.db.models.functions.comparison.Coalesce(models.F('campaign'), models.Value(0), output_field=models.BigIntegerField()), django.db.models.functions.comparison.Coalesce(models.F('campaign'), models.Value(0), output_field=models.BigIntegerField()), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(django.db.models.functions.comparison.Coalesce(models.F('program'), models.Value(0), output_field=models.BigIntegerField()), django.db.models.functions.comparison.Coalesce(models.F('program'), models.Value(0), output_field=models.BigIntegerField()), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('account'), models.F('account'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('from_at', 'to_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='control_account_once_at_a_time', violation_error_message='The account is in this control group in that time already.'),
        ),
    ]
