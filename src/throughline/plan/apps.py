"""Django's entry for plan."""

from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "throughline.plan"
    label = "plan"
