"""The grid as a text that a data protection officer reads: complete, and current."""

import pathlib

from tests import grid
from throughline.base import reference, roles

ROOT = pathlib.Path(__file__).parents[2]


def test_every_row_and_cell_of_the_file_stands_in_the_page() -> None:
    lines = [line for line in reference.permissions_markdown().splitlines() if line.startswith("| **")]
    found = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    assert [
        [
            f"**{row['object'].replace('_', ' ').capitalize()}: {row['action'].replace('_', ' ')}**",
            row["sensitivity"],
        ]
        + [row[role] for role in roles.ROLES]
        + [row["note"]]
        for row in grid.ROWS
    ] == found


def test_every_role_stands_in_the_page_with_what_it_is() -> None:
    text = reference.permissions_markdown()
    missing = [role.name for role in roles.ROLES.values() if f"| {role.title} | {role.what} |" not in text]
    assert missing == []


def test_the_page_in_the_repository_is_current() -> None:
    page = (ROOT / "docs" / "reference" / "permissions.md").read_text(encoding="utf-8")
    assert page == reference.permissions_markdown(), "run `python -m throughline reference`"
