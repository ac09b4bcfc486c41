"""A plan, its themes, and the recommendations for corporate action."""

from django.db import models

from throughline.base.models import Person, Place


class Plan(models.Model):
    """An action plan: what a public body promised to do. `slug` is its address and the prefix of its references.

    `removed_on`: its import was undone after people had worked on it; what they wrote is kept.
    """

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=40, unique=True)
    organisation = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # whose plan it is
    introduction = models.TextField(blank=True)
    document_date = models.CharField(max_length=10, blank=True)  # as the document says: "2020-12"
    made_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_on", "-id"]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A theme with its desired outcome and lead sponsor. is_theme False: the grid of actions outside any theme."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="themes")
    title = models.CharField(max_length=300)
    is_theme = models.BooleanField(default=True)
    desired_outcome = models.TextField(blank=True)
    sponsor = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["plan_id", "position", "id"]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """Something that staff ask of the whole body, and what it replied."""

    theme = models.ForeignKey(Theme, on_delete=models.CASCADE, related_name="recommendations")
    text = models.TextField()
    position = models.PositiveIntegerField()
    reply = models.TextField(blank=True)
    replied_on = models.DateField(null=True, blank=True)
    replied_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["theme_id", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reply="", replied_on=None)
                | (~models.Q(reply="") & models.Q(replied_on__isnull=False)),
                name="recommendation_reply_is_dated",
            )
        ]
