"""Every data set names all its formats; those published before had one."""

from django.db import migrations


def fill(apps, schema_editor):
    Dataset = apps.get_model("catalog", "Dataset")
    for row in Dataset.objects.exclude(format="").only("id", "format").iterator(chunk_size=2000):
        Dataset.objects.filter(pk=row.pk, formats=[]).update(formats=[row.format])


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_open_data")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
