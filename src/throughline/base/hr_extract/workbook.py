"""Reads an extract that is an Excel workbook, through the checks of `documents`: kind, password, macros, entities, size."""

import dataclasses
import datetime
import io
from typing import Any

import python_calamine

from documents import limits
from documents.readers import excel, excel_xml, office_file
from documents.refusals import Refused
from throughline.base.hr_extract.cells import MOST, Cells, plain

EXTRACT = dataclasses.replace(
    office_file.EXCEL,
    expected="an extract of people",
    most_part=48 * limits.MEGABYTE,
    most_read=72 * limits.MEGABYTE,
    smaller="export only the columns that the import page names, as CSV",
)
_OFFICE = (b"PK", b"\xd0\xcf\x11\xe0")


def is_one(data: bytes) -> bool:
    """By its first bytes: a workbook, or what calls for the refusal that a workbook gets."""
    return data.startswith(_OFFICE)


def sheets(data: bytes, name: str) -> list[tuple[str, Cells]]:
    """Each sheet with its rows. Refused when it is no sound workbook, or larger than any extract."""
    parts = office_file.parts(data, name, EXTRACT)
    found = excel_xml.sheets(parts, name)
    for sheet in found:
        excel_xml.check(parts[sheet.part], sheet, name, MOST)
    packed = io.BytesIO(excel.packed(parts))
    parts.clear()  # they are large, and not needed again
    try:
        with python_calamine.CalamineWorkbook.from_filelike(packed) as book:
            return [(f"sheet {sheet.name}", _rows(book.get_sheet_by_name(sheet.name))) for sheet in found]
    except (python_calamine.CalamineError, ValueError, OverflowError) as trouble:
        raise Refused(
            file=name,
            place="",
            problem="the workbook is damaged: its sheets cannot be read",
            fix="open it in Excel, which may repair it, and save it again as .xlsx or CSV UTF-8",
        ) from trouble


def _rows(sheet: python_calamine.CalamineSheet) -> Cells:
    return [[_shown(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _shown(value: Any) -> str:
    """A cell of a workbook as text: whole numbers without a point, days as 2026-03-31."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    return plain(str(value))
