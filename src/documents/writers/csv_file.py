"""Writes a plan as CSV: one row for each thing that the plan says, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io

from documents import formulas
from documents.plan import Plan
from documents.standing import NOTHING, Standing
from documents.writers import grid


def write(plan: Plan, standing: Standing = NOTHING) -> bytes:
    """UTF-8 with its mark, so that Excel shows every letter. A cell that would be a formula begins with an apostrophe."""
    rows = grid.about(plan) + grid.themes(plan, standing)
    columns = grid.columns(rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([formulas.escape(row.get(column, "")) for column in columns])
    return text.getvalue().encode("utf-8-sig")
