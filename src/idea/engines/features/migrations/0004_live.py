"""Live collections and every version of their features."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("features", "0008_geographies")]

    operations = [
        migrations.CreateModel(
            name="LiveRecord",
            fields=[
                ("id", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=500)),
                ("title_en", models.CharField(blank=True, max_length=500)),
                ("description", models.TextField(blank=True)),
                ("description_en", models.TextField(blank=True)),
                ("attribution", models.CharField(blank=True, max_length=500)),
                ("synthetic", models.BooleanField(default=False)),
                ("organization_id", models.UUIDField()),
                ("shape", models.CharField(max_length=20)),
                ("fields", models.JSONField(default=list)),
                ("closed", models.JSONField(default=list)),
                ("writers", models.CharField(max_length=20)),
                ("public", models.BooleanField(default=True)),
                ("offered", models.BooleanField(default=True)),
                ("revision", models.BigIntegerField(default=0)),
                ("last_number", models.BigIntegerField(default=0)),
                ("count", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "live collection",
                "db_table": "features_live",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="LiveVersion",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="features.liverecord",
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("revision", models.BigIntegerField()),
                ("until", models.BigIntegerField(null=True)),
                ("deed", models.CharField(max_length=20)),
                ("geometry", models.BinaryField(null=True)),
                ("west", models.FloatField(null=True)),
                ("south", models.FloatField(null=True)),
                ("east", models.FloatField(null=True)),
                ("north", models.FloatField(null=True)),
                ("properties", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("by_name", models.CharField(blank=True, max_length=200)),
                ("by_id", models.CharField(blank=True, db_index=True, max_length=80)),
                ("why", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "version of a live feature",
                "db_table": "features_live_version",
                "ordering": ["collection_id", "number", "-revision"],
                "indexes": [
                    models.Index(
                        fields=["collection", "revision", "until"], name="features_live_span"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("collection", "number", "revision"), name="features_live_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("collection", "number"),
                        name="features_live_current",
                    ),
                ],
            },
        ),
    ]
