"""The cells of an extract as text, and how many of them there may be."""

from documents.readers import grid

MOST = grid.Most(
    rows=50_000,
    columns=400,
    cells=1_500_000,
    fix="export only people who work here, and only the columns that the import page names",
)
LONGEST_HEADING = 100  # letters: what is longer is no heading, or is one by its beginning

Cells = list[list[str]]  # every row of the sheet, the blank ones too: the number of a row is its index + 1


def plain(cell: str) -> str:
    cell = cell.strip()
    return cell if cell.isascii() else cell.replace("\u00a0", " ").replace("\ufeff", "").strip()
