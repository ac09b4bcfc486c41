"""What must be put right before a site goes live, beyond what Django itself checks."""

import datetime
import os
import urllib.parse

from django.conf import settings
from django.db import DatabaseError, connection
from django.http.request import validate_host

from throughline.base import permissions, roles
from throughline.base.models import Authority
from throughline.commands import CommandRefused, about_database, django_checks, refuse_missing_database

GUARDS = {"audit_no_update", "audit_no_delete", "audit_head_forward", "audit_head_stays"}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
}


def problems(*, today: datetime.date) -> list[str]:
    """Each in one sentence that says what to do."""
    found = []
    if settings.DEMO:
        found.append("THROUGHLINE_DEMO is on: anybody could sign in as a sample person. Unset it.")
    if settings.DEBUG:
        found.append(django_checks.DEBUG)
    if settings.TODAY:
        found.append("THROUGHLINE_TODAY is set: the site would live on one day for ever. Unset it.")
    if not settings.SECURE:
        found.append(django_checks.HTTPS)
    host = urllib.parse.urlsplit(settings.BASE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        found.append(f"THROUGHLINE_HOSTS does not name {host}, the host of THROUGHLINE_URL: add it.")
    if not os.environ.get("THROUGHLINE_SECRET_KEY"):
        found.append(
            "THROUGHLINE_SECRET_KEY is not set: give it, so that it does not lie beside the database."
        )
    if not settings.EMAIL_HOST:
        found.append("THROUGHLINE_SMTP_HOST is not set: mails would only be written into a folder.")
    if not settings.OIDC_APPS:
        found.append("THROUGHLINE_OIDC_URL is not set: people cannot sign in with their work account.")
    try:
        refuse_missing_database()
        found += _of_the_database(today)
    except CommandRefused as missing:
        found.append(str(missing))
    except DatabaseError as trouble:
        found.append(about_database(trouble))
    return found


def _of_the_database(today: datetime.date) -> list[str]:
    found = []
    if not Authority.objects.exclude(name="Your authority").exists():
        found.append("The authority has no name yet: set it on the settings page.")
    administrators = permissions.held_grants(today).filter(role=roles.SYSADMIN, user__is_active=True)
    if administrators.values("user").distinct().count() < 2:
        found.append(
            "There are fewer than two system administrators: changes of settings need a second person."
        )
    if missing := sorted(GUARDS - _triggers()):
        found.append(
            f"The database no longer guards the audit log ({', '.join(missing)} is missing): find out who took it away, "
            "check the log with `throughline verify-audit`, and restore the guard from a backup."
        )
    return found


def advice() -> list[str]:
    """What one should know, and may leave as it is."""
    small = "The database is SQLite: fine for one machine. For several, or to be always there, set DATABASE_URL to PostgreSQL."
    return [small] if connection.vendor == "sqlite" else []


def _triggers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
