from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('features', '0010_residents'),
    ]

    operations = [
        migrations.CreateModel(
            name='ValidityRecord',
            fields=[
                ('collection', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('start', models.CharField(blank=True, max_length=500)),
                ('end', models.CharField(blank=True, max_length=500)),
                ('through', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'validity of a collection',
                'db_table': 'features_validity',
                'ordering': ['collection'],
            },
        ),
        migrations.AddField(
            model_name='collectionrecord',
            name='validity',
            field=models.JSONField(null=True),
        ),
    ]
