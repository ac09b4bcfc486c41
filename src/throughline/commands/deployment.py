"""What must be put right before a site goes live, beyond what Django itself checks."""

import os

from django.conf import settings
from django.db import connection

from throughline.base.models import Authority, RoleGrant


def problems() -> list[str]:
    """Each in one sentence that says what to do."""
    found = []
    if settings.DEMO:
        found.append("THROUGHLINE_DEMO is on: anybody could sign in as a sample person. Unset it.")
    if settings.DEBUG:
        found.append("THROUGHLINE_DEBUG is on: errors would show the program's inside. Unset it.")
    if settings.TODAY:
        found.append("THROUGHLINE_TODAY is set: the site would live on one day for ever. Unset it.")
    if not settings.SECURE:
        found.append(
            "THROUGHLINE_URL does not begin with https://: set it to the public address of the site."
        )
    if not os.environ.get("THROUGHLINE_SECRET_KEY"):
        found.append(
            "THROUGHLINE_SECRET_KEY is not set: give it, so that it does not lie beside the database."
        )
    if not settings.EMAIL_HOST:
        found.append("THROUGHLINE_SMTP_HOST is not set: mails would only be written into a folder.")
    if not settings.OIDC_URL:
        found.append("THROUGHLINE_OIDC_URL is not set: people cannot sign in with their work account.")
    if connection.vendor == "sqlite":
        found.append(
            "The database is SQLite: fine for one machine; for several, or for high availability, set DATABASE_URL to PostgreSQL."
        )
    if not Authority.objects.exclude(name="Your authority").exists():
        found.append("The authority has no name yet: set it on the settings page.")
    if RoleGrant.objects.filter(role="sysadmin").count() < 2:
        found.append(
            "There are fewer than two system administrators: changes of settings need a second person."
        )
    return found
