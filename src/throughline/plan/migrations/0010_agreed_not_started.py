"""“Agreed” is called “Agreed, not started”: the stage and the status that lists show of it meet in one word."""

from django.db import migrations, models

import throughline.plan.rules.stages


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0009_matches_of_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="action",
            name="stage",
            field=models.CharField(
                choices=[
                    (throughline.plan.rules.stages.Stage["PROPOSED"], "Proposed"),
                    (throughline.plan.rules.stages.Stage["AGREED"], "Agreed, not started"),
                    (throughline.plan.rules.stages.Stage["IN_PROGRESS"], "In progress"),
                    (throughline.plan.rules.stages.Stage["ONGOING"], "Ongoing"),
                    (throughline.plan.rules.stages.Stage["REPORTED_DONE"], "Done as reported"),
                    (throughline.plan.rules.stages.Stage["VERIFIED_DONE"], "Done and verified"),
                    (throughline.plan.rules.stages.Stage["STOPPED"], "Stopped"),
                    (throughline.plan.rules.stages.Stage["DECLINED"], "Declined"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="progressentry",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    (throughline.plan.rules.stages.Stage["PROPOSED"], "Proposed"),
                    (throughline.plan.rules.stages.Stage["AGREED"], "Agreed, not started"),
                    (throughline.plan.rules.stages.Stage["IN_PROGRESS"], "In progress"),
                    (throughline.plan.rules.stages.Stage["ONGOING"], "Ongoing"),
                    (throughline.plan.rules.stages.Stage["REPORTED_DONE"], "Done as reported"),
                    (throughline.plan.rules.stages.Stage["VERIFIED_DONE"], "Done and verified"),
                    (throughline.plan.rules.stages.Stage["STOPPED"], "Stopped"),
                    (throughline.plan.rules.stages.Stage["DECLINED"], "Declined"),
                ],
                max_length=20,
            ),
        ),
    ]
