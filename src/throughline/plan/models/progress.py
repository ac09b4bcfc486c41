"""What has been achieved so far: dated entries, each with its author, and the files that show it."""

from django.db import models

from throughline.base.models import Person
from throughline.plan import rules
from throughline.plan.models.action import Action


class ProgressEntry(models.Model):
    """What somebody said about an action on a day. Never changed; a correction is another entry.

    `said_on` None: it stood in an imported document, whose author and day are not known.
    `stage`: the stage after it, when the entry changed that. `answer`: to the monthly question, where it is one.
    """

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="progress")
    text = models.TextField()
    said_on = models.DateField(null=True, blank=True)
    author = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(
        max_length=20, blank=True, choices=[(stage, rules.NAMES[stage]) for stage in rules.Stage]
    )
    answer = models.CharField(
        max_length=10,
        blank=True,
        choices=[(answer.value, words) for answer, (words, _) in rules.ANSWERS.items()],
    )

    class Meta:
        ordering = ["action_id", "said_on", "id"]
        indexes = [models.Index(fields=["action", "said_on", "id"], name="progress_by_day")]


class Attachment(models.Model):
    """A file beside a progress entry. `is_evidence`: it shows that what was promised is done."""

    entry = models.ForeignKey(ProgressEntry, on_delete=models.CASCADE, related_name="attachments")
    file = models.FileField(upload_to="evidence/")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()  # bytes
    is_evidence = models.BooleanField(default=False)
