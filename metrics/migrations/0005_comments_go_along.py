import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("metrics", "0004_mark_late_attendance"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="goal",
            trigger=pgtrigger.compiler.Trigger(
                name="comments_go_along",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="DELETE FROM accounts_comment WHERE subject = OLD.public_id; RETURN NULL;",
                    hash="9021403883207735494e0b892336d2108a01199c",
                    operation="DELETE",
                    pgid="pgtrigger_comments_go_along_3a2bc",
                    table="metrics_goal",
                    when="AFTER",
                ),
            ),
        ),
    ]
