"""Reading workbooks: dates as precise as they are shown, merged cells, sheets and their names, hidden sheets."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from documents import parse
from documents.blocks import Block, Document, Paragraph, Table
from documents.plan import Source
from documents.readers import excel
from tests.documents.making_files import SHEET, sheet_xml, xlsx


def saved(book: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(book: openpyxl.Workbook) -> Document:
    return excel.read(saved(book), "plan.xlsx")


def one_sheet(title: str = "Sheet1") -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    return book, sheet


def outline(blocks: tuple[Block, ...]) -> list[object]:
    return [
        (block.kind, block.text)
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in blocks
    ]


MARCH = datetime.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("value", "shown_as", "text"),
    [
        (datetime.date(2021, 3, 31), "dd/mm/yyyy", "31 March 2021"),
        (datetime.date(2021, 3, 31), "d mmm", "31 March 2021"),
        (datetime.date(2021, 3, 31), "[$-F800]dddd, mmmm dd, yyyy", "31 March 2021"),
        (MARCH, "mmm-yy", "March 2021"),
        (MARCH, "mmmm yyyy", "March 2021"),
        (MARCH, '"by the end of" mmmm yyyy', "March 2021"),
        (MARCH, "[$-809]mmmm yyyy;@", "March 2021"),
        (MARCH, "yyyy", "2021"),
        (datetime.datetime(2021, 3, 31, 14, 30), "dd/mm/yyyy hh:mm", "31 March 2021 14:30"),  # noqa: DTZ001
        (datetime.time(9, 30), "hh:mm", "09:30"),
        (datetime.timedelta(hours=36), "[h]:mm", "36:00"),
        (3, "General", "3"),
        (3.0, "0.00", "3"),
        (0.1, "General", "0.1"),
        (0.5, "0%", "50%"),
        (0.125, "0.0%", "12.5%"),
        (1234567, "#,##0", "1234567"),
        (True, "General", "Yes"),
        (False, "General", "No"),
        ("0012", "@", "0012"),
        (" as it stands \nwith lines", "@", " as it stands \nwith lines"),
        ("'=quoted", "@", "'=quoted"),
        ("TBC 👩🏽‍🚀 שלום", "@", "TBC 👩🏽‍🚀 שלום"),
    ],
)
def test_a_cell_as_it_is_shown(value: object, shown_as: str, text: str) -> None:
    book, sheet = one_sheet()
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = "Target date", "Lead", value, "Asha Okoro"  # type: ignore[assignment]
    sheet["A2"].number_format = shown_as
    assert outline(read(book).blocks) == [[["Target date", "Lead"], [text, "Asha Okoro"]]]


def test_a_formula_is_read_as_its_last_result() -> None:

    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>X</f><v>=text</v></c><c r="C1" t="e"><v>#REF!</v></c>'
    found = excel.read(xlsx({SHEET: sheet_xml(f'<row r="1">{cells}</row>')}), "plan.xlsx")
    assert outline(found.blocks)[-1] == [["2", "=text", ""]]


def test_merged_cells_are_read_once() -> None:
    book, sheet = one_sheet()
    sheet.append(["Activity", "Lead", "Target date"])
    sheet.append(["Housing Options"])
    sheet.append(["Listen", "Asha Okoro", "TBC"])
    sheet.append([None, "Tom Field", "TBC"])
    sheet.merge_cells("A2:C2")
    sheet.merge_cells("A3:A4")
    (table,) = read(book).blocks
    assert isinstance(table, Table)
    assert [[(cell.text, cell.spans) for cell in row.cells] for row in table.rows] == [
        [("Activity", 1), ("Lead", 1), ("Target date", 1)],
        [("Housing Options", 3)],
        [("Listen", 1), ("Asha Okoro", 1), ("TBC", 1)],
        [("", 1), ("Tom Field", 1), ("TBC", 1)],
    ]
    assert [row.source for row in table.rows] == [
        Source(sheet="Sheet1", table=1, row=row) for row in (1, 2, 3, 4)
    ]


def test_lines_above_and_below_the_table_are_paragraphs() -> None:
    book, sheet = one_sheet()
    sheet["B1"], sheet["A3"] = "Plan of Wexcombe", "Desired outcome: trust grows"
    sheet["A5"], sheet["B5"], sheet["A6"], sheet["A8"], sheet["B8"] = (
        "Activity",
        "Lead",
        "Parks",
        "Listen",
        "Asha Okoro",
    )
    sheet["A10"] = "Reviewed each month"
    found = read(book).blocks
    assert outline(found) == [
        ("paragraph", "Plan of Wexcombe"),
        ("paragraph", "Desired outcome: trust grows"),
        [["Activity", "Lead"], ["Parks", ""], ["Listen", "Asha Okoro"]],
        ("paragraph", "Reviewed each month"),
    ]
    assert [block.source.row for block in found] == [1, 3, None, 10]


def test_sheets_have_their_names_as_headings_and_hidden_ones_are_named() -> None:
    book, sheet = one_sheet("Trust")
    sheet.append(["Activity", "Lead"])
    data = book.create_sheet("Data")
    data.append(["Activity", "Lead"])
    book.create_sheet("Empty")
    for name, state in (("Lists", "hidden"), ("Secret", "veryHidden")):
        book.create_sheet(name).append(["Yes", "No"])
        book[name].sheet_state = state
    found = read(book).blocks
    assert outline(found) == [
        ("heading", "Trust"),
        [["Activity", "Lead"]],
        ("heading", "Data"),
        [["Activity", "Lead"]],
        ("paragraph", "The sheet “Lists” is hidden and was not read."),
        ("paragraph", "The sheet “Secret” is hidden and was not read."),
    ]
    assert [(block.source.sheet, block.source.table) for block in found] == [
        ("Trust", None),
        ("Trust", 1),
        ("Data", None),
        ("Data", 2),
        ("Lists", None),
        ("Secret", None),
    ]


@pytest.mark.parametrize(
    ("name", "title", "first"),
    [
        ("Sheet1", None, [["Activity", "Lead"]]),
        ("Trust", None, ("heading", "Trust")),
        ("Sheet1", "Plan of Wexcombe", ("paragraph", "Plan of Wexcombe")),
        ("Trust", "Plan of Wexcombe", ("paragraph", "Plan of Wexcombe")),
    ],
)
def test_the_only_sheet_has_a_heading_if_its_name_says_something(
    name: str, title: str | None, first: object
) -> None:
    book, sheet = one_sheet(name)
    if title:
        sheet.append([title])
    sheet.append(["Activity", "Lead"])
    assert outline(read(book).blocks)[0] == first


def test_cells_that_are_only_coloured_do_not_make_a_sheet_long() -> None:
    book, sheet = one_sheet()
    sheet.append(["Activity", "Lead"])
    sheet["XFD1048576"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF00")
    assert outline(read(book).blocks) == [[["Activity", "Lead"]]]


def test_a_plan_as_a_council_keeps_it() -> None:
    book, sheet = one_sheet("Actions")
    sheet.append(["Race equality action plan of Wexcombe"])
    sheet.append([])
    sheet.append(["Theme", "Service", "Action", "Owner", "Deadline", "Progress"])
    sheet.append(["Trust", "Parks", "Listen\n• to staff\n• to residents", "Asha Okoro", MARCH, "Begun"])
    sheet["E4"].number_format = "mmm-yy"
    plan = parse(saved(book), ".xlsx", "plan.xlsx")
    (theme,) = plan.themes
    (action,) = theme.actions
    assert (plan.title, theme.title, plan.leftovers) == ("Race equality action plan of Wexcombe", "Trust", ())
    assert (action.service, action.action, action.points) == ("Parks", "Listen", ("to staff", "to residents"))
    assert (action.target.text, action.target.end) == ("March 2021", datetime.date(2021, 3, 31))
    assert action.achieved == ("Begun",)
    assert action.source == Source(sheet="Actions", table=1, row=4)
