"""permissions.csv as tests read it: anew, not through the engine."""

import csv
import pathlib

from throughline import base

FILE = pathlib.Path(base.__file__).with_name("permissions.csv")
ABOUT = {"capability", "object", "action", "sensitivity", "note"}  # the columns that are no roles
NOT_STAFF = {
    "public",
    "sysadmin",
    "learning_provider",
    "provider_contact",
}  # who hold nothing beside their own column


def name(row: dict[str, str]) -> str:
    return f"{row['capability']}.{row['object']}.{row['action']}"


def _rows() -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()
GRID = {name(row): row for row in ROWS}
ROLES = [column for column in ROWS[0] if column not in ABOUT]
