"""An action: one line of the plan; who leads it, and how it hangs together with others."""

from django.db import models
from django.db.models.functions import Cast, Concat, Lower

from throughline.base.models import Person, Place
from throughline.plan import rules
from throughline.plan.models.plan import Plan, Theme


class Action(models.Model):
    """One line of the plan. The words of the document stay as they were written, beside what was made of them.

    `service`: where it belongs; `service_text`: as the document spells it. `lead_text`, `target_text`: the author's words.
    `target_*`: the reading of those words (documents.plan.Target), or a day that a person set.
    `updated_on`: the last day on which a person said something about it. It and the counts of progress entries and of
    evidence are kept here, by the change that records progress, so that lists of thousands need no sub-query.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="actions")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveIntegerField()  # within the plan; never used again
    text = models.TextField()
    points = models.JSONField(default=list)  # bullet points, in order
    service = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    service_text = models.CharField(max_length=300, blank=True)
    lead_text = models.TextField(blank=True)
    accountable = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accountable_for"
    )
    deputy = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="deputy_for"
    )
    target_text = models.TextField(blank=True)
    target_kind = models.CharField(max_length=20, default="none")
    target_start = models.DateField(null=True, blank=True)
    target_end = models.DateField(null=True, blank=True)
    target_doubts = models.JSONField(default=list)
    success_measure = models.TextField(blank=True)
    stage = models.CharField(max_length=20, choices=[(stage, rules.NAMES[stage]) for stage in rules.Stage])
    stage_reason = models.TextField(blank=True)  # why it was stopped or declined
    next_review_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField()
    made_on = models.DateField()
    updated_on = models.DateField(null=True, blank=True)
    stuck_on = models.DateField(null=True, blank=True)  # the last update says so, of this day
    progress_count = models.PositiveIntegerField(default=0)
    evidence_count = models.PositiveIntegerField(default=0)
    removed_on = models.DateField(null=True, blank=True)
    search_words = (
        models.GeneratedField(  # what a search looks through, in one column: five take five times as long
            expression=Lower(
                Concat(
                    "text",
                    models.Value(" "),
                    Cast("points", models.TextField()),
                    models.Value(" "),
                    "success_measure",
                    models.Value(" "),
                    "lead_text",
                    models.Value(" "),
                    "service_text",
                    output_field=models.TextField(),
                )
            ),
            output_field=models.TextField(),
            db_persist=True,
        )
    )

    class Meta:
        ordering = ["theme__position", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="action_number_once"),
            models.CheckConstraint(
                condition=~models.Q(stage=rules.Stage.ONGOING) | models.Q(next_review_on__isnull=False),
                name="ongoing_has_a_review_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(stage__in=[rules.Stage.STOPPED, rules.Stage.DECLINED])
                | ~models.Q(stage_reason=""),
                name="stopped_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(accountable=None)
                | models.Q(deputy=None)
                | ~models.Q(accountable=models.F("deputy")),
                name="deputy_is_somebody_else",
            ),
            models.CheckConstraint(
                condition=models.Q(target_start=None)
                | models.Q(target_end=None)
                | models.Q(target_start__lte=models.F("target_end")),
                name="target_starts_before_it_ends",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "removed_on", "stage"], name="action_by_stage"),
            models.Index(fields=["plan", "target_end"], name="action_by_target"),
            models.Index(
                fields=["plan", "service"], name="action_of_service", condition=models.Q(removed_on=None)
            ),
            models.Index(
                fields=["plan", "theme", "position", "id"],
                name="action_in_order",
                condition=models.Q(removed_on=None),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def reference(self) -> str:
        return f"{self.plan.slug.upper()}-{self.number:03}"


class ActionLead(models.Model):
    """Somebody who leads an action with the accountable person: as named, and matched to the register where it could be."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        TEAM = "team", "Team"
        UNKNOWN = "unknown", "Not known whether a person or a team"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="leads")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=300)
    service_text = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="leads")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "id"]

    @property
    def called(self) -> str:
        """As the register names them; as they were named where they are not matched."""
        known = self.person or self.place
        return known.name if known else self.name


class ActionLink(models.Model):
    """How one action hangs together with another."""

    class Kind(models.TextChoices):
        SUPPORTS = "supports", "supports"
        DEPENDS = "depends", "depends on"
        DUPLICATES = "duplicates", "says the same as"

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="linked_from")
    kind = models.CharField(max_length=10, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(action=models.F("other")), name="link_to_another"),
        ]
