"""Triggers that refuse to change the log, whoever asks: the program, the admin or a SQL prompt."""

from django.db import migrations

REFUSED = {"audit_entry": ("UPDATE", "DELETE"), "audit_personal": ("UPDATE",)}
WORDS = "the audit log is append-only"


def add(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(
            "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
        # TRUNCATE would pass by the triggers of rows.
        schema_editor.execute(
            "CREATE TRIGGER audit_entry_truncate BEFORE TRUNCATE ON audit_entry "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        )
    for table, verbs in REFUSED.items():
        for verb in verbs:
            name = f"{table}_{verb.lower()}"
            action = (
                f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
                if sqlite
                else "EXECUTE FUNCTION audit_refuse()"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW {action}"
            )


def drop(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table, verbs in REFUSED.items():
        for verb in verbs:
            where = "" if sqlite else f" ON {table}"
            schema_editor.execute(f"DROP TRIGGER {table}_{verb.lower()}{where}")
    if not sqlite:
        schema_editor.execute("DROP TRIGGER audit_entry_truncate ON audit_entry")
        schema_editor.execute("DROP FUNCTION audit_refuse()")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(add, drop)]
