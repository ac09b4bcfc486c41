"""What was published: snapshots that never change, each under its own address."""

from django.db import models

from throughline.plan.models.plan import Plan


class PublishedVersion(models.Model):
    """A plan as it was shown to the public. The snapshot holds all that the page, the feed and the data need.

    Two people publish it, whoever brings it in: both are always there. `public_from`: embargo; the page shows it from that
    day on. Withdrawn: the address says so, with the reason.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    snapshot = models.JSONField()
    asked_by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    published_on = models.DateField()
    public_from = models.DateField()
    summary = models.TextField(blank=True)  # what is new, in a sentence or two
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["plan_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="version_number_once"),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("asked_by")), name="version_by_two_people"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | ~models.Q(withdrawn_reason=""),
                name="withdrawn_has_a_reason",
            ),
        ]
