"""Imports: what was read from a file, how a person corrected it, what accepting it made."""

from django.db import models

from throughline.base.models import Place
from throughline.plan.models.plan import Plan


class ImportBatch(models.Model):
    """A file on its way into a plan: read, looked at, corrected, accepted as a whole, and undoable as a whole.

    `read`: what documents.read made of the file (docs/reference/plan-json.md), and it stays as it was; `decisions`: what a
    person decided about it (rules.importing.Decisions); `corrected`: what both together give, which is what is accepted.
    `place`: whose plan it is; `made`: keys of what accepting it made, so that it can be undone.
    """

    class State(models.TextChoices):
        READ = "read", "Waiting for you to check it"
        ASKED = "asked", "Waiting for a second person"
        ACCEPTED = "accepted", "In the plan"
        UNDONE = "undone", "Undone"
        CANCELLED = "cancelled", "Cancelled"

    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    read = models.JSONField()
    corrected = models.JSONField()
    decisions = models.JSONField(default=dict)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    made = models.JSONField(default=dict)

    class Meta:
        ordering = ["-uploaded_on", "-id"]


class LeadToMatch(models.Model):
    """A to-do: a lead named in a document who is not found in the register, or whose name fits several people."""

    lead = models.OneToOneField("plan.ActionLead", on_delete=models.CASCADE, related_name="to_match")
    suggestions = models.JSONField(default=list)  # keys of people whose name is near
    made_on = models.DateField()


class LeadMatch(models.Model):
    """Who a lead of a document turned out to be, and how it was before: so that a wrong match can be taken back.

    `to_match`: the key of the to-do that it settled; `together`: the first of those that were settled at once.
    `made_accountable`: the person became accountable for the action by it; `sequence`: the event of the audit log.
    """

    lead = models.OneToOneField("plan.ActionLead", on_delete=models.CASCADE, related_name="match")
    to_match = models.BigIntegerField(unique=True)
    together = models.BigIntegerField()
    by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    matched_on = models.DateField()
    made_accountable = models.BooleanField(default=False)
    sequence = models.BigIntegerField()
    kind_before = models.CharField(max_length=8)
    suggestions = models.JSONField(default=list)
    made_on = models.DateField()  # the to-do
