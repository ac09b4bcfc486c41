"""Tables, the first account, the audit log, the check before going live, the generated reference."""

import argparse
import getpass
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from throughline.base import audit, clock
from throughline.base.changes import accounts
from throughline.commands import (
    CommandRefused,
    deployment,
    django_checks,
    reference_pages,
    refuse_missing_database,
)


def migrate(chosen: argparse.Namespace) -> int:
    migrate_quietly()
    print("The tables are up to date.")
    return 0


def migrate_quietly() -> None:
    """Bring the tables and the static files up to date; costs little when they are."""
    if not (settings.DEMO or settings.DEBUG):
        call_command("collectstatic", verbosity=0, interactive=False)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def first_account(chosen: argparse.Namespace) -> int:
    """An account that nobody on the site can open: the first two system administrators', or one who is locked out."""
    password = (
        getpass.getpass("A password of at least 14 letters: ")
        if sys.stdin.isatty()
        else sys.stdin.readline().strip()
    )
    account = accounts.open_first_account(email=chosen.email, password=password, today=clock.today())
    print(f"{account.email} can sign in, and is asked to set up a second step first.")
    return 0


def verify_audit(chosen: argparse.Namespace) -> int:
    """Exit code 1 when the log was altered; otherwise it prints the checkpoint with which one can check again later."""
    refuse_missing_database()
    try:
        earlier = audit.read_checkpoint(chosen.checkpoint) if chosen.checkpoint else None
    except ValueError as unreadable:
        raise CommandRefused(str(unreadable)) from unreadable
    faults = audit.faults(earlier)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    print("The audit log is whole: every event follows the one before, and none was altered.")
    sequence, seal = audit.checkpoint()
    print(f"Note this checkpoint somewhere else: {sequence} {seal}" if sequence else "It is empty.")
    return 0


def check_deployment(chosen: argparse.Namespace) -> int:
    """Django's own deployment checks and ours. Exit code 1 when anything must be put right."""
    found = list(dict.fromkeys([*django_checks.problems(), *deployment.problems(today=clock.today())]))
    for line in found:
        print(f"- {line}", file=sys.stderr)
    for line in deployment.advice():
        print(line)
    many = "One thing" if len(found) == 1 else f"{len(found)} things"
    print(f"{many} must be put right before the site goes live." if found else "Nothing must be put right.")
    return 1 if found else 0


def reference(chosen: argparse.Namespace) -> int:
    """docs/reference/ from the code."""
    stale = reference_pages.stale()
    if chosen.check:
        for path in stale:
            print(f"{path} is out of date: run `python -m throughline reference`.", file=sys.stderr)
        return 1 if stale else 0
    for path in reference_pages.write():
        print(path)
    return 0
