"""The audit log: one chain of events, each sealed with the hash of the one before."""

from django.db import models


class AuditEvent(models.Model):
    """Who did what to what, when, what it was before and after. Never changed, never deleted."""

    sequence = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "base.User", null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: Throughline itself
    what = models.CharField(max_length=80)  # "plan.progress.recorded"
    kind = models.CharField(max_length=60)  # "plan.action"
    about = models.CharField(max_length=60)  # the key of the thing
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["kind", "about", "sequence"], name="audit_about")]


class AuditHead(models.Model):
    """The end of the chain: locked while an event is added, so that events stand in one line; shows a cut-off tail."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
