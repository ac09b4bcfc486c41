"""Merges: a file that was read beside a live plan, and what was taken of it."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from throughline.plan.models.plan import Plan


class Merge(models.Model):
    """A file on its way into a plan that is live: read, looked at beside the plan, taken in part, and undoable as a whole.

    `read`: what documents.read made of the file (docs/reference/plan-json.md); it is thrown away when nothing comes of it.
    `taken_before`: the merge that had taken from this very file when it came again.
    `made`: what taking it changed, row by row as it was before and after, so that it can be undone.
    """

    class State(models.TextChoices):
        READ = "read", "Waiting for you to choose"
        TAKEN = "taken", "In the plan"
        UNDONE = "undone", "Undone"
        CANCELLED = "cancelled", "Cancelled"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="merges")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    read = models.JSONField()
    taken_before = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    made = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-uploaded_on", "-id"]
