"""Django's entry for the floor base."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "throughline.base"
    label = "base"
