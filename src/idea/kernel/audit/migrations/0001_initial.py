from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("actor_kind", models.CharField(max_length=10)),
                ("actor_digest", models.CharField(max_length=64)),
                ("action", models.CharField(max_length=100)),
                ("target", models.CharField(max_length=300)),
                ("data", models.TextField()),
                ("detail_digest", models.CharField(blank=True, max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "db_table": "audit_entry",
                "indexes": [models.Index(fields=["target", "-seq"], name="audit_entry_target")],
            },
        ),
        migrations.CreateModel(
            name="PersonalPart",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                (
                    "part",
                    models.CharField(
                        choices=[("actor", "Actor"), ("detail", "Detail")], max_length=6
                    ),
                ),
                ("actor_id", models.CharField(blank=True, max_length=100)),
                ("salt", models.CharField(max_length=32)),
                ("value", models.TextField()),
            ],
            options={
                "db_table": "audit_personal",
                "indexes": [models.Index(fields=["actor_id"], name="audit_personal_actor")],
                "constraints": [
                    models.UniqueConstraint(fields=["seq", "part"], name="audit_personal_once")
                ],
            },
        ),
        # Made above, then left alone: `flush` empties managed tables only.
        migrations.AlterModelOptions(name="entry", options={"managed": False}),
        migrations.AlterModelOptions(name="personalpart", options={"managed": False}),
    ]
