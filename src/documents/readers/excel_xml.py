"""What the library for Excel does not say: which sheets are hidden, how large they are, and how dates and shares are shown."""

from __future__ import annotations

import dataclasses
import re

from documents import colours
from documents.readers import grid, office_xml
from documents.refusals import Refused

_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>])([^>]*)(?<!/)>(?!</)")  # cells without content are passed over
_ANY_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])([^>]*)>")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s>])([^>]*)(?<!/)>(?!</)")
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_ROW_NUMBER = re.compile(rb"\br\s*=\s*[\"'](\d{1,9})[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d{1,5})[\"']")
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    17: "mmm-yy",
}  # the formats that are a number in the file, of those that matter
_NOT_FORMAT = re.compile(r"\"[^\"]*\"|\\.|\[[^\]]*\]|[_*].")

Place = tuple[int, int]  # row and column, from 0


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sheet:
    name: str
    part: str
    is_hidden: bool


def sheets(parts: dict[str, bytes], name: str) -> list[Sheet]:
    """The worksheets in order."""
    main = office_xml.main_part(parts, "xl/workbook.xml")
    book = office_xml.part(parts, main, name)
    folder, _, file = main.rpartition("/")
    targets: dict[str, str] = {}
    relations = office_xml.part(parts, f"{folder}/_rels/{file}.rels", name)
    for relation in relations if relations is not None else ():
        target = office_xml.attribute(relation, "Target") or ""
        key = office_xml.attribute(relation, "Id") or ""
        targets[key] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    found: list[Sheet] = []
    listed = office_xml.child(book, "sheets")
    for element in listed if listed is not None else ():
        part = targets.get(office_xml.attribute(element, "id") or "", "")
        if part in parts and "/chartsheets/" not in part:
            hidden = office_xml.attribute(element, "state") in ("hidden", "veryHidden")
            found.append(Sheet(name=office_xml.attribute(element, "name") or "", part=part, is_hidden=hidden))
    if not found:
        raise Refused(
            file=name,
            place="",
            problem="the workbook is damaged: it has no sheet that can be read",
            fix="open it in Excel, which may repair it, and save it again as an Excel workbook (.xlsx)",
        )
    return found


def check(content: bytes, sheet: Sheet, name: str, most: grid.Most = grid.Most()) -> None:  # noqa: B008
    """Refuses a sheet that is too long or too wide, by its cells and not by the size that it states of itself."""
    row = rows = columns = width = cells = 0
    for found in _ROW_OR_CELL.finditer(content):
        if found[1] == b"row":
            stated = _ROW_NUMBER.search(found[2])
            row, width = int(stated[1]) if stated else row + 1, 0
            continue
        cells += 1
        place = _place(found[2]) or (row - 1, width)
        width = place[1] + 1
        rows, columns = max(rows, place[0] + 1), max(columns, width)
        if cells > most.cells or rows > most.rows or columns > most.columns:
            grid.check(name, rows=rows, columns=columns, cells=cells, sheet=sheet.name, most=most)


def _place(attributes: bytes) -> Place | None:
    found = _PLACE.search(attributes)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + letter - 64
    return int(found[2]) - 1, column - 1


def formats(parts: dict[str, bytes], name: str) -> dict[int, str]:
    """The number format of each cell style that shows less than a whole date, or a share: "m", "y", "%", "%2"."""
    styles = office_xml.part(parts, "xl/styles.xml", name)
    codes = dict(_BUILT_IN)
    named = office_xml.child(styles, "numFmts")
    for element in named if named is not None else ():
        number = office_xml.number(element, "numFmtId")
        if number is not None:
            codes[number] = office_xml.attribute(element, "formatCode") or ""
    used = office_xml.child(styles, "cellXfs")
    found: dict[int, str] = {}
    for at, element in enumerate(used if used is not None else ()):
        if shown := _shown(codes.get(office_xml.number(element, "numFmtId") or 0, "")):
            found[at] = shown
    return found


def _shown(code: str) -> str:
    plain = _NOT_FORMAT.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return f"%{len(re.findall('[0#?]', plain.partition('.')[2])) or ''}"
    if "y" in plain and "d" not in plain and "h" not in plain:
        return "m" if "m" in plain else "y"
    return ""


def fills(parts: dict[str, bytes], name: str) -> dict[int, str]:
    """The colour behind the cells of each style, in words: only the colours of a traffic light."""
    styles = office_xml.part(parts, "xl/styles.xml", name)
    named = office_xml.child(styles, "fills")
    written = []
    for element in named if named is not None else ():
        colour = office_xml.child(element, "patternFill", "fgColor")
        written.append(colours.name(office_xml.attribute(colour, "rgb") or "") if colour is not None else "")
    used = office_xml.child(styles, "cellXfs")
    found: dict[int, str] = {}
    for at, element in enumerate(used if used is not None else ()):
        fill = office_xml.number(element, "fillId") or 0
        if fill < len(written) and written[fill]:
            found[at] = written[fill]
    return found


def formats_of_cells(content: bytes, formats: dict[int, str], *, empty: bool = False) -> dict[Place, str]:
    """Which cells have one of those formats; those without content are passed over unless `empty`."""
    found: dict[Place, str] = {}
    for cell in (_ANY_CELL if empty else _CELL).finditer(content) if formats else ():
        style, place = _STYLE.search(cell[1]), _place(cell[1])
        if style and place and int(style[1]) in formats:
            found[place] = formats[int(style[1])]
    return found
