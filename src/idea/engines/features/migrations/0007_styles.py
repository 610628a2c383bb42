"""Adds the revisions of styles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("features", "0004_live")]

    operations = [
        migrations.CreateModel(
            name="StyleRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("collection", models.CharField(max_length=200)),
                ("style", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("symbology", models.JSONField(null=True)),
                ("layers", models.JSONField(null=True)),
                ("removed", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "revision of a style",
                "db_table": "features_style",
                "ordering": ["id"],
            },
        ),
        migrations.AddConstraint(
            model_name="stylerevision",
            constraint=models.UniqueConstraint(
                fields=("collection", "style", "number"), name="features_style_number"
            ),
        ),
    ]
