"""SQLite's INSERT OR REPLACE takes the old row away without asking the trigger of DELETE."""

from django.db import migrations

NAME = "audit_entry_replace"
WORDS = "the audit log is append-only"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":  # elsewhere the trigger of UPDATE is asked
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON audit_entry FOR EACH ROW "
            "WHEN EXISTS (SELECT 1 FROM audit_entry WHERE seq = NEW.seq) "
            f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {NAME}")


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [migrations.RunPython(add, drop)]
