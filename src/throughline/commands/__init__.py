"""What each command of the console script does. COMMANDS names them all."""

import argparse
import errno
import pathlib
import sqlite3
import sys
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured

COMMANDS = {  # name -> module of this package and function; loaded when it runs, so that none pays for the others
    "serve": ("serving", "serve"),
    "work": ("serving", "work"),
    "daily": ("serving", "daily"),
    "demo": ("demo", "demo"),
    "import-plan": ("plans", "import_plan"),
    "export-plan": ("plans", "export_plan"),
    "import-people": ("people", "import_people"),
    "migrate": ("upkeep", "migrate"),
    "first-account": ("upkeep", "first_account"),
    "verify-audit": ("upkeep", "verify_audit"),
    "check-deployment": ("upkeep", "check_deployment"),
    "reference": ("upkeep", "reference"),
}

NO_TABLES = "The database has no tables yet. Run `throughline migrate` first."


class CommandRefused(Exception):
    """A command that cannot be done. The sentence says what is wrong and what to do."""


def run_safely(run: Callable[[argparse.Namespace], int], chosen: argparse.Namespace) -> int:
    """Set up the site, run, and turn what a person can mend into one sentence."""
    try:
        django.setup()
        return _run(run, chosen)
    except ImproperlyConfigured as mistake:
        return _say(str(mistake))
    except KeyboardInterrupt:
        return _say("Stopped. Nothing was left half done.", code=130)
    except OSError as trouble:
        if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
            return _say(
                "The disk is full. Free some space, then run the command again: nothing was half done."
            )
        if trouble.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return _say(
                f"This user may not write to {trouble.filename}. Set THROUGHLINE_HOME to a folder of your own."
            )
        raise


def _run(run: Callable[[argparse.Namespace], int], chosen: argparse.Namespace) -> int:
    """Run the command; what it refuses becomes its sentence."""
    from django.db import DatabaseError

    from documents.refusals import Refused as FileRefused
    from throughline.base.permissions import NotAllowed
    from throughline.base.rules import Refused

    try:
        return run(chosen)
    except (CommandRefused, Refused, NotAllowed, FileRefused) as refusal:
        return _say(str(refusal))
    except (FileNotFoundError, NotADirectoryError) as missing:
        return _say(f"There is no file {missing.filename}. Check the name and the folder.")
    except (DatabaseError, sqlite3.Error) as trouble:
        return _say(about_database(trouble))


def refuse_missing_database() -> None:
    """For what only looks: opening an SQLite database that is not there would make it. CommandRefused when it is not."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    in_file = connection.vendor == "sqlite" and "mode=memory" not in name and name != ":memory:"
    if in_file and not pathlib.Path(name).exists():
        raise CommandRefused(
            f"{NO_TABLES} There is no database at {name}: if the site is kept elsewhere, set THROUGHLINE_HOME."
        )


def _say(sentence: str, code: int = 1) -> int:
    print(sentence, file=sys.stderr)
    return code


def about_database(trouble: Exception) -> str:
    text = str(trouble).strip()
    if "no such table" in text or "does not exist" in text:
        return NO_TABLES
    if "disk" in text and "full" in text:
        return "The disk is full. Free some space, then run the command again: nothing was half done."
    if "unable to open database file" in text:
        return "The folder for the database cannot be written. Set THROUGHLINE_HOME to a folder of your own."
    said = " ".join(text.split())
    said += "" if said.endswith((".", "?", "!")) else "."
    return f"The database refused: {said} Check DATABASE_URL, and that the database is running."
