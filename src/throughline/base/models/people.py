"""People as the HR register knows them. No equality data, ever: a house test holds that."""

from typing import Any

from django.db import models

from throughline.base import rules
from throughline.base.models.places import Place


class Person(models.Model):
    """Somebody who works for the authority or for a partner. One who has left stays, with the day of leaving."""

    employee_number = models.CharField(
        max_length=40, null=True, blank=True, unique=True
    )  # None: works for a partner
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, editable=False, default="")  # the name as searches compare it
    email = models.EmailField(null=True, blank=True, unique=True)  # in small letters
    job_title = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="people")
    manager = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    started_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(
        null=True, blank=True
    )  # the first day on which the person no longer works here

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(manager=None) | ~models.Q(manager=models.F("id")),
                name="person_not_own_manager",
            ),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = rules.key(self.name)
        super().save(*args, **kwargs)


class ColumnMapping(models.Model):
    """Which column of an extract holds what: remembered from the last import with the same columns."""

    of = models.CharField(max_length=40)  # "people"
    columns_key = models.CharField(max_length=64)  # hash of the column names
    mapping = models.JSONField()  # field -> column name

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "columns_key"], name="column_mapping_once")]


class PeopleImport(models.Model):
    """One upload of the HR extract: what was read, and what accepting it did.

    `rows` never holds a column of equality data, and after the mapping only the columns that are mapped; it is wiped when
    the import is accepted, cancelled or forgotten.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"

    file_name = models.CharField(max_length=200)
    uploaded_by = models.ForeignKey("base.User", null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    rows = models.JSONField(null=True)  # columns, rows as text, mapping
    summary = models.JSONField(default=dict)  # columns not read; once done: counts and problems
