from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0006_audit_is_append_only"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placechange",
            name="what",
            field=models.CharField(
                choices=[
                    ("renamed", "Renamed"),
                    ("moved", "Moved"),
                    ("merged", "Merged"),
                    ("closed", "Closed"),
                    ("reopened", "Opened again"),
                ],
                max_length=8,
            ),
        ),
    ]
