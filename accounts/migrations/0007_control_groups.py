"""Control groups of campaigns and programs; posts shown and clicked, and found by who wrote them."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_files_of_readings'),
    ]

    operations = [
        migrations.CreateModel(
            name='ControlAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='recorded')),
                ('voided_at', models.DateTimeField(editable=False, null=True, verbose_name='replaced or withdrawn')),
                ('from_at', models.DateTimeField(verbose_name='from')),
                ('to_at', models.DateTimeField(blank=True, null=True, verbose_name='to')),
                ('chosen', models.CharField(choices=[('random', 'At random'), ('matched', 'As matches of those treated')], default='random', max_length=7, verbose_name='how it was chosen')),
            ],
            options={
                'verbose_name': 'control account',
                'verbose_name_plural': 'control accounts',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.RemoveConstraint(
            model_name='importrun',
            name='import_is_of_a_known_kind',
        ),
        migrations.RemoveConstraint(
            model_name='touch',
            name='touch_uses_known_words',
        ),
        migrations.AlterField(
            model_name='importrun',
            name='kind',
            field=models.CharField(choices=[('accounts', 'Accounts'), ('contacts', 'Contacts'), ('leads', 'Leads'), ('opportunities', 'Opportunities'), ('responses', 'Survey answers'), ('touches', 'Touches and sales activities'), ('web_sessions', 'Visits to our site'), ('consents', 'Consents'), ('suppressions', 'Suppressed addresses'), ('solutions', 'Solutions'), ('buying_groups', 'Buying groups'), ('memberships', 'Roles in buying groups'), ('reporting_lines', 'Reporting lines'), ('influence_lines', 'Lines of influence'), ('relationships', 'Relationships and their ratings'), ('campaigns', 'Campaigns'), ('campaign_targets', 'Targeted accounts'), ('control_accounts', 'Control groups'), ('ad_deliveries', 'Deliveries of ads'), ('spend', 'Spend'), ('fx_rates', 'Exchange rates'), ('contracts', 'Contracts'), ('deal_history', 'Histories of opportunities'), ('judgements', 'Judgements of accounts'), ('social_levels', 'Social maturities'), ('ssi_readings', 'Readings of the SSI'), ('readings', 'Values of our own indicators'), ('objectives', 'Objectives of plans'), ('actions', 'Actions of plans')], max_length=16, verbose_name='records'),
        ),
        migrations.AlterField(
            model_name='touch',
            name='type',
            field=models.CharField(choices=[('email_sent', 'E-mail sent'), ('email_delivered', 'E-mail delivered'), ('email_bounced', 'E-mail bounced'), ('email_opened', 'E-mail opened'), ('email_clicked', 'E-mail clicked'), ('email_replied', 'E-mail answered'), ('auto_reply', 'Automatic answer'), ('unsubscribed', 'Unsubscribed'), ('ad_impression', 'Ad shown'), ('ad_click', 'Ad clicked'), ('page_view', 'Page seen'), ('form_view', 'Form seen'), ('form_submitted', 'Form sent'), ('download', 'Download'), ('event_registered', 'Registered for an event'), ('webinar_attended', 'Webinar attended'), ('event_attended', 'Event attended'), ('social_post', 'Our post'), ('social_shown', 'Our post shown'), ('social_click', 'Our post clicked'), ('social_like', 'Like'), ('social_comment', 'Comment'), ('social_share', 'Share'), ('social_message', 'Direct message'), ('social_connected', 'Connected'), ('meeting_held', 'Meeting'), ('call_connected', 'Call'), ('call_tried', 'Call without answer')], max_length=16, verbose_name='type'),
        ),
        migrations.AddIndex(
            model_name='touch',
            index=models.Index(condition=models.Q(('type', 'social_post'), ('voided_at', None)), fields=['user', 'occurred_at'], name='touch_post_by_user'),
        ),
        migrations.AddConstraint(
            model_name='importrun',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['accounts', 'contacts', 'leads', 'opportunities', 'responses', 'touches', 'web_sessions', 'consents', 'suppressions', 'solutions', 'buying_groups', 'memberships', 'reporting_lines', 'influence_lines', 'relationships', 'campaigns', 'campaign_targets', 'control_accounts', 'ad_deliveries', 'spend', 'fx_rates', 'contracts', 'deal_history', 'judgements', 'social_levels', 'ssi_readings', 'readings', 'objectives', 'actions']), ('state__in', ['preview', 'queued', 'running', 'done', 'failed', 'undoing', 'undone'])), name='import_is_of_a_known_kind', violation_error_message='Choose what the file holds.'),
        ),
        migrations.AddConstraint(
            model_name='touch',
            constraint=models.CheckConstraint(condition=models.Q(('automation__in', ['human', 'suspected', 'machine', 'unknown']), ('direction__in', ['inbound', 'outbound']), ('owner__in', ['marketing', 'sales', 'sdr', 'partner']), ('quantity__gte', 1), ('stream__in', ['', 'newsletter', 'campaign', 'one_to_one']), ('type__in', ['email_sent', 'email_delivered', 'email_bounced', 'email_opened', 'email_clicked', 'email_replied', 'auto_reply', 'unsubscribed', 'ad_impression', 'ad_click', 'page_view', 'form_view', 'form_submitted', 'download', 'event_registered', 'webinar_attended', 'event_attended', 'social_post', 'social_shown', 'social_click', 'social_like', 'social_comment', 'social_share', 'social_message', 'social_connected', 'meeting_held', 'call_connected', 'call_tried'])), name='touch_uses_known_words', violation_error_message='Choose one of the values offered.'),
        ),
        migrations.AddField(
            model_name='controlaccount',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='control_of', to='accounts.account', verbose_name='account'),
        ),
        migrations.AddField(
            model_name='controlaccount',
            name='campaign',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='control_accounts', to='accounts.campaign', verbose_name='campaign'),
        ),
        migrations.AddField(
            model_name='controlaccount',
            name='program',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='control_accounts', to='accounts.program', verbose_name='program'),
        ),
        migrations.AddField(
            model_name='controlaccount',
            name='recorded_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by'),
        ),
        migrations.AddField(
            model_name='controlaccount',
            name='replaces',
            field=models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='accounts.controlaccount', verbose_name='replaces'),
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=models.CheckConstraint(condition=models.Q(('to_at', None), ('to_at__gt', models.F('from_at')), _connector='OR'), name='control_account_ends_after_it_starts', violation_error_message='The end must come after the start.'),
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('voided_at', None)), expressions=[(models.Func(models.F('campaign'), models.F('campaign'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('account'), models.F('account'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('from_at', 'to_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='control_account_of_a_campaign_once_at_a_time', violation_error_message='The account is in this control group in that time already.'),
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('voided_at', None)), expressions=[(models.Func(models.F('program'), models.F('program'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func(models.F('account'), models.F('account'), models.Value('[]'), function='int8range', output_field=django.contrib.postgres.fields.ranges.BigIntegerRangeField()), '&&'), (models.Func('from_at', 'to_at', function='tstzrange', output_field=django.contrib.postgres.fields.ranges.DateTimeRangeField()), '&&')], name='control_account_of_a_program_once_at_a_time', violation_error_message='The account is in this control group in that time already.'),
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('campaign__isnull', False), ('program', None)), models.Q(('campaign', None), ('program__isnull', False)), _connector='OR'), name='control_account_is_of_one_of_both', violation_error_message='Name a campaign or a program, one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='controlaccount',
            constraint=models.CheckConstraint(condition=models.Q(('chosen__in', ['random', 'matched'])), name='control_account_was_chosen_in_a_known_way', violation_error_message='Choose one of the values offered.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='controlaccount',
            trigger=pgtrigger.compiler.Trigger(name='never_edited', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."replaces_id" IS DISTINCT FROM (NEW."replaces_id") OR OLD."from_at" IS DISTINCT FROM (NEW."from_at") OR OLD."to_at" IS DISTINCT FROM (NEW."to_at") OR OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."program_id" IS DISTINCT FROM (NEW."program_id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."chosen" IS DISTINCT FROM (NEW."chosen"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2cb2786c2a4f021c225de09addc0857ba69f0fc2', operation='UPDATE', pgid='pgtrigger_never_edited_28066', table='accounts_controlaccount', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='controlaccount',
            trigger=pgtrigger.compiler.Trigger(name='never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5ee3686550672ed1dc698edec3fed4912942b576', operation='DELETE', pgid='pgtrigger_never_deleted_5299f', table='accounts_controlaccount', when='BEFORE')),
        ),
    ]
