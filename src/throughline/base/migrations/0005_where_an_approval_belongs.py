from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("base", "0004_words_of_the_authority"),
    ]

    operations = [
        migrations.AddField(
            model_name="approval",
            name="scope",
            field=models.JSONField(default=dict),
        ),
    ]
