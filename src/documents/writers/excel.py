"""Writes a plan as an Excel workbook that people with a screen reader can use, and that reading takes back whole.

The layout is the Government Analysis Function's for accessible spreadsheets: a title in A1, one table in a sheet, no
merged cells, nothing said by colour alone, no formulas, nothing hidden.
"""

from __future__ import annotations

import datetime
import io

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from documents import formulas, layout, substance
from documents.layout import Column
from documents.plan import Plan
from documents.refusals import Refused
from documents.standing import NOTHING, Standing
from documents.writers import grid

_NO_TIME = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # so that the same plan gives the same bytes
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
_FONT = {"font_name": "Arial", "font_size": 11}
_WIDTHS = {Column.ACTIVITY: 60, Column.ACHIEVED: 60, Column.TEXT: 100, Column.OUTCOME: 40}
_WIDTH = 24
_HEADER = 3  # the row of the column names, from 0


def write(plan: Plan, standing: Standing = NOTHING) -> bytes:
    """A workbook of two sheets: About, with what the plan is, and Plan, with its themes and actions."""
    plan = substance.cleaned(plan)
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    about = [_with_text(row) for row in grid.about(plan)]
    note = (Column.NOTE,) if any(row.get(Column.NOTE) for row in about) else ()
    themes = grid.themes(plan, standing)
    title = plan.title or layout.ACTION_PLAN
    book.set_properties({"title": title[: layout.MOST_IN_A_TITLE], "created": _NO_TIME})
    _sheet(
        book,
        "About",
        (title[: layout.MOST_IN_A_TITLE], layout.ABOUT_NOTE),
        (Column.TYPE, Column.TEXT, *note),
        about,
    )
    _sheet(book, "Plan", (title[: layout.MOST_IN_A_TITLE], layout.PLAN_NOTE), grid.columns(themes), themes)
    book.close()
    return content.getvalue()


def _with_text(row: grid.Row) -> grid.Row:
    """A row about the plan has no activity: its text stands under a column of that name."""
    return {Column.TEXT if column is Column.ACTIVITY else column: text for column, text in row.items()}


def _sheet(
    book: Workbook, name: str, top: tuple[str, str], columns: tuple[Column, ...], rows: list[grid.Row]
) -> None:
    sheet = book.add_worksheet(name)
    wrapped = _FONT | {"text_wrap": True, "valign": "top"}
    plain, quoted = book.add_format(wrapped), book.add_format(wrapped | {"quote_prefix": True})
    heading, text = book.add_format(_FONT | {"bold": True, "font_size": 16}), book.add_format(_FONT)
    _put(sheet, 0, 0, top[0], heading)
    _put(sheet, 1, 0, top[1], text)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column, _WIDTH))
        for down, row in enumerate(rows, _HEADER + 1):
            if cell := row.get(column):
                _put(sheet, down, at, cell, quoted if formulas.begins_a_formula(cell) else plain)
    header = book.add_format(wrapped | {"bold": True})
    sheet.add_table(
        _HEADER,
        0,
        _HEADER + max(1, len(rows)),
        len(columns) - 1,
        {
            "name": name,
            "style": "Table Style Light 1",
            "columns": [{"header": str(column), "header_format": header} for column in columns],
        },
    )
    sheet.freeze_panes(_HEADER + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER)


def _put(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """Writes text as text, whatever it looks like."""
    if sheet.write_string(row, column, text, style) != 0:
        raise Refused(
            file="Excel workbook",
            place=f"row {row + 1:,}",
            problem="the plan has more rows than a sheet of Excel holds",
            fix="write it as CSV or JSON",
        )
