from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('features', '0002_bounds'),
    ]

    operations = [
        migrations.CreateModel(
            name='AddressList',
            fields=[
                ('name', models.CharField(max_length=200, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('digest', models.CharField(max_length=64)),
                ('rows', models.BigIntegerField()),
                ('left_out', models.BigIntegerField(default=0)),
                ('reasons', models.JSONField(default=dict)),
                ('lake_key', models.CharField(max_length=200)),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'list of addresses',
                'db_table': 'features_address_list',
                'ordering': ['name'],
            },
        ),
    ]
