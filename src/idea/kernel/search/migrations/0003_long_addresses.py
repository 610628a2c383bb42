"""Addresses of any length: a name of 120 Chinese characters takes 1,080 in an address.

SQLite keeps no lengths, and copying its table would lose the trigger of the index.
"""

from django.db import migrations, models


def lengthen(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_entry ALTER COLUMN url TYPE text")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(lengthen, migrations.RunPython.noop)],
            state_operations=[migrations.AlterField("entry", "url", models.TextField())],
        )
    ]
