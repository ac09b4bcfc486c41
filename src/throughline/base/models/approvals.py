"""Second person: what one person asked for and another must approve before it happens."""

from django.db import models


class Approval(models.Model):
    """A change that waits for a second person. The room that asked carries it out when it is approved."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for a second person"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    permission = models.CharField(max_length=80)  # "plan.plan.publish": the second person needs it too
    kind = models.CharField(max_length=60)  # "plan.plan"
    about = models.CharField(max_length=60)
    change = models.CharField(max_length=80)  # which change of the room: "publish"
    details = models.JSONField(default=dict)  # its arguments
    scope = models.JSONField(
        default=dict
    )  # where the thing belonged when it was asked for: a Scope, field by field
    says = models.TextField()  # what will happen, in words
    asked_by = models.ForeignKey("base.User", on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey("base.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-asked_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("asked_by"))
                | models.Q(state="withdrawn"),
                name="approval_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_by=None)
                | (~models.Q(state="waiting") & ~models.Q(decided_by=None)),
                name="approval_decided_by_somebody",
            ),
        ]
