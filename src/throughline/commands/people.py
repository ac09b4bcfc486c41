"""Import the HR system's extract from the command line."""

import argparse
import pathlib

from django.utils import timezone

from throughline.base.changes import people
from throughline.commands.accounts import account


def import_people(chosen: argparse.Namespace) -> int:
    """The register as the extract says; who is not in it has left, unless the extract is partial."""
    outcome = people.import_file(
        pathlib.Path(chosen.file), by=account(chosen.by), partial=chosen.partial, today=timezone.localdate()
    )
    for line in outcome.lines:
        print(line)
    return 0
