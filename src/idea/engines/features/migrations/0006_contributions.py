"""What residents propose for live collections."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("features", "0009_rasters"),
    ]

    operations = [
        migrations.CreateModel(
            name="ContributionRule",
            fields=[
                (
                    "collection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="features.liverecord",
                    ),
                ),
                ("open", models.BooleanField(default=False)),
                ("license", models.CharField(blank=True, max_length=200)),
                ("guidance", models.TextField(blank=True)),
                ("guidance_en", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "rule for contributions",
                "db_table": "features_contribution_rule",
            },
        ),
        migrations.CreateModel(
            name="ContributionRecord",
            fields=[
                ("number", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("state", models.CharField(max_length=20)),
                ("feature", models.BigIntegerField(null=True)),
                ("base_revision", models.BigIntegerField(null=True)),
                ("before", models.JSONField(null=True)),
                ("geometry", models.JSONField(null=True)),
                ("properties", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True)),
                ("license", models.CharField(blank=True, max_length=200)),
                ("author_id", models.CharField(blank=True, db_index=True, max_length=80)),
                ("author_name", models.CharField(blank=True, max_length=80)),
                ("photo_key", models.CharField(blank=True, max_length=200)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("words", models.TextField(blank=True)),
                ("revision", models.BigIntegerField(null=True)),
                ("undone", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="features.liverecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "contribution",
                "db_table": "features_contribution",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="ContributionStep",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("deed", models.CharField(max_length=20)),
                ("words", models.TextField(blank=True)),
                ("officer", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="features.contributionrecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a contribution",
                "db_table": "features_contribution_step",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="contributionrecord",
            index=models.Index(
                fields=["collection", "state", "-number"], name="features_contrib_state"
            ),
        ),
    ]
