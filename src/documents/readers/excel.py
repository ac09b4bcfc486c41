"""Reads Excel workbooks (.xlsx): each sheet that is shown, as a heading, paragraphs and a table."""

from __future__ import annotations

import dataclasses
import datetime
import io
import re
import zipfile
from collections.abc import Iterator

import python_calamine

from documents import dates
from documents.blocks import Block, Document, Paragraph, Table
from documents.interpret import lines
from documents.plan import Source
from documents.readers import excel_xml, grid, office_file, office_xml
from documents.refusals import Refused

_NAMED_BY_EXCEL = re.compile(r"sheet\s*\d+", re.IGNORECASE)
Value = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


@dataclasses.dataclass(frozen=True)
class _Looks:
    """How the cells of a sheet look: number formats, and the colours of a traffic light behind them."""

    formats: dict[excel_xml.Place, str]
    fills: dict[excel_xml.Place, str]

    def colour(self, row: int, column: int, width: int) -> str:
        """The colour of an empty cell, unless the whole row has it: then it says nothing."""
        said = self.fills.get((row, column), "")
        beside = [
            self.fills.get((row, other), "") for other in range(max(0, column - 1), min(width, column + 2))
        ]
        return said if said and beside.count(said) == 1 else ""


def read(data: bytes, name: str) -> Document:
    """The sheets as blocks. Refuses what is not a sound workbook, and a sheet larger than any action plan."""
    parts = office_file.parts(data, name, office_file.EXCEL)
    sheets = excel_xml.sheets(parts, name)
    for sheet in sheets:
        excel_xml.check(parts[sheet.part], sheet, name)
    styles = excel_xml.formats(parts, name)
    fills = excel_xml.fills(parts, name)
    shown = [sheet for sheet in sheets if not sheet.is_hidden]
    blocks: list[Block] = []
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(packed(parts))) as book:
            for sheet in shown:
                cells = book.get_sheet_by_name(sheet.name)
                looks = _Looks(
                    excel_xml.formats_of_cells(parts[sheet.part], styles),
                    excel_xml.formats_of_cells(parts[sheet.part], fills, empty=True),
                )
                blocks.extend(
                    _sheet(cells, sheet.name, looks, is_one_of_many=len(shown) > 1, tables=_tables(blocks))
                )
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise Refused(
            file=name,
            place="",
            problem="the workbook is damaged: its sheets cannot be read",
            fix="open it in Excel, which may repair it, and save it again as an Excel workbook (.xlsx)",
        ) from error
    blocks.extend(
        Paragraph(
            text=f"The sheet “{sheet.name}” is hidden and was not read.", source=Source(sheet=sheet.name)
        )
        for sheet in sheets
        if sheet.is_hidden
    )
    properties = office_xml.properties(parts, name)
    return Document(blocks=tuple(blocks), title=properties.title, date=properties.created)


def packed(parts: dict[str, bytes]) -> bytes:
    """The checked parts as a workbook again: what the library reads is what was checked, and nothing else."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return content.getvalue()


def _tables(blocks: list[Block]) -> int:
    return sum(isinstance(block, Table) for block in blocks)


def _sheet(
    cells: python_calamine.CalamineSheet,
    name: str,
    looks: _Looks,
    *,
    is_one_of_many: bool,
    tables: int,
) -> Iterator[Block]:
    values = cells.to_python(skip_empty_area=False)
    merged = {(top, left): (bottom, right) for (top, left), (bottom, right) in cells.merged_cell_ranges or ()}
    found: list[grid.Line] = []
    for at, row in enumerate(values):
        source = Source(sheet=name, row=at + 1)
        texts: list[str] = []
        spans: list[int] = []
        column = 0
        while column < len(row):
            last = min(merged.get((at, column), (at, column))[1], len(row) - 1)
            texts.append(
                shown(row[column], looks.formats.get((at, column), "")) or looks.colour(at, column, len(row))
            )
            spans.append(last - column + 1)
            column = last + 1
        found.append(grid.Line(source=source, texts=tuple(texts), spans=tuple(spans)))
    blocks = list(grid.blocks(found, table=tables + 1))
    if not blocks:
        return
    first = blocks[0]
    has_title = (
        not tables and len(blocks) > 1 and isinstance(first, Paragraph) and not lines.names_a_part(first.text)
    )
    if has_title:
        yield blocks.pop(0)  # what stands alone at the top of the first sheet stands over the whole workbook
    if is_one_of_many or not (has_title or _NAMED_BY_EXCEL.fullmatch(name)):
        yield Paragraph(text=name, kind="heading", level=1, source=Source(sheet=name))
    yield from blocks


def shown(value: Value, how: str) -> str:
    """A cell as a British reader of the sheet sees it. A date has the precision that the cell shows: "March 2021"."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime.date):
        day = value.date() if isinstance(value, datetime.datetime) else value
        precision = {"m": 7, "y": 4}.get(how, 10)
        text = dates.spoken(day.isoformat()[:precision])
        time = value.time() if isinstance(value, datetime.datetime) else datetime.time()
        return f"{text} {time:%H:%M}" if time != datetime.time() and precision == 10 else text
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, datetime.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if how.startswith("%"):
        return f"{value * 100:.{int(how[1:] or 0)}f}%"
    return str(int(value)) if value == int(value) else repr(value)
