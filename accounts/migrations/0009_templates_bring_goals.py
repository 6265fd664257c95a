"""Templates of plans keep what they are measured by."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0008_contracts_joined'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='plantemplate',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='plantemplate',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='plantemplate',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='plantemplate',
            name='measured',
            field=models.JSONField(default=dict, editable=False, verbose_name='what it is measured by'),
        ),
        migrations.AddField(
            model_name='plantemplateevent',
            name='measured',
            field=models.JSONField(default=dict, editable=False, verbose_name='what it is measured by'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantemplate',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_plantemplateevent" ("about", "content", "id", "measured", "name_en", "name_fr", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_kind", "public_id", "saved_at", "saved_by_id", "version") VALUES (NEW."about", NEW."content", NEW."id", NEW."measured", NEW."name_en", NEW."name_fr", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."program_kind", NEW."public_id", NEW."saved_at", NEW."saved_by_id", NEW."version"); RETURN NULL;', hash='f0e7a56d924a8363303ebbabc72ae161794cccfd', operation='INSERT', pgid='pgtrigger_insert_insert_69f3a', table='accounts_plantemplate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantemplate',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "accounts_plantemplateevent" ("about", "content", "id", "measured", "name_en", "name_fr", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_kind", "public_id", "saved_at", "saved_by_id", "version") VALUES (NEW."about", NEW."content", NEW."id", NEW."measured", NEW."name_en", NEW."name_fr", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."program_kind", NEW."public_id", NEW."saved_at", NEW."saved_by_id", NEW."version"); RETURN NULL;', hash='c9304bd0d20d3350ffd3bcde3acaf7f08fe473d7', operation='UPDATE', pgid='pgtrigger_update_update_76bb7', table='accounts_plantemplate', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='plantemplate',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "accounts_plantemplateevent" ("about", "content", "id", "measured", "name_en", "name_fr", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "program_kind", "public_id", "saved_at", "saved_by_id", "version") VALUES (OLD."about", OLD."content", OLD."id", OLD."measured", OLD."name_en", OLD."name_fr", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."program_kind", OLD."public_id", OLD."saved_at", OLD."saved_by_id", OLD."version"); RETURN NULL;', hash='fd154e0529de8a288c652ceaf6e06a7f274a8e68', operation='DELETE', pgid='pgtrigger_delete_delete_dbe9b', table='accounts_plantemplate', when='AFTER')),
        ),
    ]
