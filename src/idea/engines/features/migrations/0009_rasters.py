from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('features', '0007_styles'),
    ]

    operations = [
        migrations.AddField(
            model_name='collectionrecord',
            name='raster',
            field=models.JSONField(null=True),
        ),
    ]
