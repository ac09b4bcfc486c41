"""The monthly round in figures, month by month."""

from django.db import models

from throughline.plan.models.plan import Plan


class CycleFigure(models.Model):
    """How many actions were asked about in a month, and how many of them somebody said something about in it.

    Counted anew every day; what stands is as on the last day of the month.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="cycle_figures")
    month = models.DateField()  # its first day
    asked = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()

    class Meta:
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "month"], name="cycle_figure_once_a_month"),
            models.CheckConstraint(
                condition=models.Q(answered__lte=models.F("asked")), name="no_more_answered_than_asked"
            ),
        ]
