"""Places: the authority, its directorates, services and teams, and partner bodies and providers beside them."""

from django.db import models


class Place(models.Model):
    """A part of the organisation, or a body that works with it.

    `parent` and `name` are as they are today; PlaceChange holds what they were before, with dates.
    `closed_on`: the first day on which it no longer is; `merged_into`: where its work went.
    """

    class Kind(models.TextChoices):
        AUTHORITY = "authority", "Authority"
        DIRECTORATE = "directorate", "Directorate"
        SERVICE = "service", "Service"
        TEAM = "team", "Team"
        PARTNER = "partner", "Partner body"
        PROVIDER = "provider", "Provider"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(closed_on__isnull=False),
                name="place_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("id")),
                name="place_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlaceAlias(models.Model):
    """Another spelling under which documents and HR extracts know a place. Compared without case and space."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="aliases")
    spelling = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True)  # the spelling as it is compared

    class Meta:
        ordering = ["spelling"]

    def __str__(self) -> str:
        return self.spelling


class PlaceChange(models.Model):
    """What a place's name and parent were until a day: renamed, moved, merged, closed, or opened again."""

    class What(models.TextChoices):
        RENAMED = "renamed", "Renamed"
        MOVED = "moved", "Moved"
        MERGED = "merged", "Merged"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="history")
    what = models.CharField(max_length=8, choices=What)
    on = models.DateField()  # the first day of the new state
    name_before = models.CharField(max_length=200)
    parent_before = models.ForeignKey(
        Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    into = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]
