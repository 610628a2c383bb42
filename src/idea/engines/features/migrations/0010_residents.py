from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('features', '0006_contributions'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResidentsRecord',
            fields=[
                ('collection', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('shown', models.BooleanField()),
            ],
            options={
                'verbose_name': 'layer for residents',
                'db_table': 'features_residents',
                'ordering': ['collection'],
            },
        ),
    ]
