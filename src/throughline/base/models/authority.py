"""The authority's own settings: its name, logo, colours, words and cycles."""

from django.db import models
from django.urls import reverse


class Authority(models.Model):
    """One row: the public body that runs this site."""

    name = models.CharField(max_length=200, default="Your authority")
    short_name = models.CharField(max_length=60, blank=True)
    programme_name = models.CharField(max_length=200, default="Anti-racism programme")
    contact_email = models.EmailField(blank=True)
    logo = models.BinaryField(null=True, blank=True)  # PNG, re-encoded on upload
    logo_alt = models.CharField(max_length=200, blank=True)
    brand_colour = models.CharField(max_length=7, default="#1d4f91")
    link_colour = models.CharField(max_length=7, default="#1a5fb4")
    update_cycle_days = models.PositiveSmallIntegerField(
        default=31
    )  # an action without a human update for longer is stale
    words = models.JSONField(default=dict, blank=True)  # key of terms.TERMS -> the preferred word
    review_months = models.PositiveSmallIntegerField(
        default=3
    )  # "ongoing" is looked at again after this long

    class Meta:
        verbose_name_plural = "authority"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="authority_is_one")]

    @property
    def logo_url(self) -> str:
        return reverse("base:logo") if self.logo else ""
