"""The index beside the tables, in each database's own way.

Django does not know of it: a later migration that makes SQLite copy `search_entry` must make the
trigger again.
"""

from django.db import migrations

from idea.kernel.search.backends import postgresql, sqlite

STATEMENTS = {
    "sqlite": (
        [sqlite.CREATE, sqlite.CREATE_TRIGGER],
        [sqlite.DROP_TRIGGER, sqlite.DROP],
    ),
    "postgresql": (
        [postgresql.CREATE, postgresql.CREATE_INDEX],
        [postgresql.DROP],
    ),
}


def create(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][0]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor][1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
