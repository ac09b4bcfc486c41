"""Django's entry for frontdoor."""

from django.apps import AppConfig


class FrontdoorConfig(AppConfig):
    name = "throughline.frontdoor"
    label = "frontdoor"
