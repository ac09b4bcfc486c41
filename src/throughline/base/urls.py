"""Addresses of base."""

from django.urls import path

from throughline.base.views import administration, health, statements, theme

app_name = "base"

urlpatterns = [
    path("theme.css", theme.theme, name="theme"),
    path("logo.png", theme.logo, name="logo"),
    path("health/", health.health, name="health"),
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("administration/", administration.administration, name="administration"),
    path("administration/settings/", administration.settings, name="settings"),
    path("administration/audit/", administration.audit, name="audit"),
    path("components/", administration.components, name="components"),
]
