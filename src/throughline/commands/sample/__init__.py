"""Loads the sample borough: its organisation, people and accounts, and its plan with 18 months of history."""

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile

from django.conf import settings
from django.db import transaction

from throughline.base.changes import people
from throughline.commands.sample import accounts, organisation, plan

PACKAGED = pathlib.Path(__file__).parents[2] / "samples"  # in an installed package
CHECKOUT = pathlib.Path(__file__).parents[4] / "samples"  # in a checkout


def folder() -> pathlib.Path:
    return PACKAGED if PACKAGED.is_dir() else CHECKOUT


def stands_at() -> str:
    """The day of the demo: the one after the last that the sample plan tells of."""
    said = json.loads((folder() / "wexcombe" / "plan.json").read_text(encoding="utf-8"))
    return (datetime.date.fromisoformat(said["as_of"]) + datetime.timedelta(days=1)).isoformat()


def load(*, today: datetime.date, size: int = 600, with_plan: bool = True) -> None:
    """The whole borough in one transaction: all of it is there, or nothing is."""
    source = folder()
    about = json.loads((source / "wexcombe" / "organisation.json").read_text(encoding="utf-8"))
    said = json.loads((source / "wexcombe" / "plan.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as scratch, transaction.atomic():
        organisation.load(about, today=today)
        extract = source / "wexcombe" / f"people_{size}.csv"
        if not extract.exists():
            extract = pathlib.Path(scratch) / extract.name
            subprocess.run(
                [sys.executable, str(source / "make_people.py"), str(size), str(extract)], check=True
            )
        people.import_file(extract, None, today)
        shown = accounts.load(said["demo_people"], today=today)
        if with_plan:
            plan.load(said, today=today)
        settings.HOME.joinpath("demo_people.json").write_text(
            json.dumps(shown, ensure_ascii=False, indent=1), encoding="utf-8"
        )
