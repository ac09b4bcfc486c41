"""Reads Word files (.docx): headings, paragraphs, list items and tables in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from documents import colours, limits
from documents.blocks import Block, Cell, Document, Paragraph, Row, Table
from documents.plan import Source
from documents.readers import office_file, office_xml, word_xml
from documents.refusals import Refused

_AROUND = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "footnote", "endnote"}


def read(data: bytes, name: str) -> Document:
    """The document as blocks. Refuses what is not a sound Word file."""
    parts = office_file.parts(data, name, office_file.WORD)
    main = office_xml.main_part(parts, "word/document.xml")
    body = office_xml.child(office_xml.part(parts, main, name), "body")
    if body is None:
        raise Refused(
            file=name,
            place="",
            problem="the file is damaged: there is no text in it that Word would show",
            fix="open it in Word and save it again as a Word document (.docx)",
        )
    styles = word_xml.Styles(office_xml.part(parts, "word/styles.xml", name))
    found = _Reading(name, styles, has_pages=word_xml.page_breaks(body)[1] > 0)
    blocks = list(found.blocks(body))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        part = office_xml.part(parts, notes, name)
        for note in part if part is not None else ():
            if office_xml.attribute(note, "type") in (None, "normal"):
                blocks.extend(found.blocks(note))
    properties = office_xml.properties(parts, name)
    return Document(blocks=tuple(blocks), title=properties.title, date=properties.created)


class _Reading:
    """The reading of one file: it counts tables and, where Word has noted where they begin, pages."""

    def __init__(self, name: str, styles: word_xml.Styles, *, has_pages: bool) -> None:
        self._name = name
        self._styles = styles
        self._page = 1 if has_pages else None
        self._tables = 0
        self._rows = 0

    def blocks(self, around: etree._Element) -> Iterator[Block]:
        for element in around:
            kind = office_xml.name(element)
            if kind == "p":
                yield from self._paragraphs(element, Source(page=self._begin(element)))
                self._turn(element)
            elif kind == "tbl":
                yield self._table(element)
            elif kind in _AROUND:
                yield from self.blocks(element)

    def _begin(self, element: etree._Element) -> int | None:
        """The page on which the element begins."""
        return None if self._page is None else self._page + word_xml.page_breaks(element)[0]

    def _turn(self, *side_by_side: etree._Element) -> None:
        """Goes on to the page on which the elements end; cells of a row break at the same time."""
        if self._page is not None:
            self._page += max((word_xml.page_breaks(element)[1] for element in side_by_side), default=0)

    def _paragraphs(self, element: etree._Element, source: Source) -> Iterator[Paragraph]:
        text = word_xml.words(element)
        if text.strip():
            kind, level = self._styles.kind(element)
            style = self._styles.called(element)
            yield Paragraph(text=text, kind=kind, level=level, style=style, source=source)
        for box in word_xml.inside_boxes(element):
            yield from self._inside(box, source)

    def _inside(self, around: etree._Element, source: Source) -> Iterator[Paragraph]:
        """The paragraphs of a cell or a text box; a table inside it comes as its paragraphs, in order."""
        for element in around:
            kind = office_xml.name(element)
            if kind == "p":
                yield from self._paragraphs(element, source)
            elif kind in _AROUND or kind in ("tbl", "tr", "tc"):
                yield from self._inside(element, source)

    def _table(self, element: etree._Element) -> Table:
        self._tables += 1
        number = self._tables
        begun = self._begin(element)
        rows: list[Row] = []
        for row in _rows(element):
            self._rows += 1
            if self._rows > limits.MOST_ROWS:
                raise Refused(
                    file=self._name,
                    place=f"table {number}",
                    problem=f"the tables have more than {limits.MOST_ROWS:,} rows",
                    fix="copy the action plan alone into a new file",
                )
            source = Source(page=self._begin(row), table=number, row=len(rows) + 1)
            rows.append(Row(cells=tuple(self._cells(row, source)), source=source))
            self._turn(*_within(row, "tc"))
        return Table(rows=tuple(rows), source=Source(page=begun, table=number))

    def _cells(self, row: etree._Element, source: Source) -> Iterator[Cell]:
        properties = office_xml.child(row, "trPr")
        before = min(office_xml.number(office_xml.child(properties, "gridBefore")) or 0, limits.MOST_COLUMNS)
        yield from (Cell() for _ in range(before))
        waiting: Cell | None = None
        is_striped = (
            len({_fill(element) for element in _within(row, "tc")}) < 2
        )  # the row has one colour: it says nothing
        for element in _within(row, "tc"):
            shape = office_xml.child(element, "tcPr")
            spans = max(
                1, min(office_xml.number(office_xml.child(shape, "gridSpan")) or 1, limits.MOST_COLUMNS)
            )
            if _goes_on(office_xml.child(shape, "hMerge")) and waiting is not None:
                waiting = Cell(paragraphs=waiting.paragraphs, spans=waiting.spans + spans)
                continue
            if waiting is not None:
                yield waiting
            covered = _goes_on(office_xml.child(shape, "vMerge"))
            paragraphs = () if covered else tuple(self._inside(element, source))
            if not (paragraphs or covered or is_striped) and (said := colours.name(_fill(element))):
                paragraphs = (Paragraph(text=said, source=source),)
            waiting = Cell(paragraphs=paragraphs, spans=spans)
        if waiting is not None:
            yield waiting


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in _within(table, "tr") if office_xml.child(row, "trPr", "del") is None)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, also those inside a content control."""
    for part in element:
        kind = office_xml.name(part)
        if kind == wanted:
            yield part
        elif kind in _AROUND:
            yield from _within(part, wanted)


def _fill(cell: etree._Element) -> str:
    """The colour behind a cell, as the file writes it."""
    shading = office_xml.child(cell, "tcPr", "shd")
    return (office_xml.attribute(shading, "fill") or "") if shading is not None else ""


def _goes_on(merge: etree._Element | None) -> bool:
    """Whether a merged cell goes on from the one above or before it, whose text it must not repeat."""
    return merge is not None and office_xml.attribute(merge, "val") != "restart"
