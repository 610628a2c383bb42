import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('features', '0003_address_lists'),
    ]

    operations = [
        migrations.CreateModel(
            name='GeographyRecord',
            fields=[
                ('layer', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='geography', serialize=False, to='features.collectionrecord')),
                ('kind', models.CharField(max_length=20)),
                ('columns', models.JSONField()),
                ('parent', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'geography',
                'db_table': 'features_geography',
                'ordering': ['layer_id'],
            },
        ),
    ]
