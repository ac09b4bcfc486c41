"""Import the HR system's extract from the command line."""

import argparse

from throughline.base import clock
from throughline.base.changes import people
from throughline.commands import files
from throughline.commands.accounts import account

WORDS = {"added": "added", "updated": "updated", "unchanged": "unchanged", "ended": "marked as left"}


def import_people(chosen: argparse.Namespace) -> int:
    """The register as the extract says. Refused, and nothing changed, where a person would have to decide."""
    imported = people.import_file(
        files.to_read(chosen.file),
        account(chosen.by) if chosen.by else None,
        clock.today(),
        open_places=chosen.open_places,
        end_missing=chosen.everybody,
    )
    summary = imported.made.summary
    print(", ".join(f"{summary[name]} {words}" for name, words in WORDS.items() if name in summary))
    for person in imported.left:
        print(f"{person.name} has left: what they led is on the page of actions to hand over.")
    return 0
