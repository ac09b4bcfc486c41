"""Reads Word files (.docx): headings, paragraphs, list items and tables in the order in which they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from documents import limits
from documents.blocks import Block, Cell, Document, Paragraph, Row, Table
from documents.plan import Source
from documents.readers import office_file, word_xml
from documents.refusals import Refused

_AROUND = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body", "footnote", "endnote"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEMPLATE_DAYS = {
    "2013-12-23",
    "2006-09-16",
}  # when widespread empty templates were made: no date of the document


def read(data: bytes, name: str) -> Document:
    """The document as blocks. Refuses what is not a sound Word file."""
    parts = office_file.parts(data, name, office_file.WORD)
    body = word_xml.child(_part(parts, _main(parts), name), "body")
    if body is None:
        raise Refused(
            file=name,
            place="",
            problem="the file is damaged: there is no text in it that Word would show",
            fix="open it in Word and save it again as a Word document (.docx)",
        )
    found = _Reading(name, word_xml.Styles(_part(parts, "word/styles.xml", name)))
    blocks = list(found.blocks(body))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        part = _part(parts, notes, name)
        for note in part if part is not None else ():
            if word_xml.attribute(note, "type") in (None, "normal"):
                blocks.extend(found.blocks(note))
    core = _part(parts, "docProps/core.xml", name)
    return Document(
        blocks=tuple(blocks), title=_property(core, "title"), date=_day(_property(core, "created"))
    )


def xml(content: bytes, part: str, name: str) -> etree._Element:
    """An XML part, parsed without entities, without the network and without great depth."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(
            file=name,
            place=part,
            problem="the file is damaged: this part inside it cannot be read",
            fix="open it in Word or Excel, which may repair it, and save it again",
        ) from error
    return root


def _part(parts: dict[str, bytes], part: str, name: str) -> etree._Element | None:
    return xml(parts[part], part, name) if part in parts else None


def _main(parts: dict[str, bytes]) -> str:
    """The name of the part that holds the text: the one that the file names, by habit word/document.xml."""
    target = re.search(rb'/officeDocument"[^>]*?Target="/?(word/[\w.]+)"', parts.get("_rels/.rels", b""))
    named = target[1].decode() if target else ""
    return named if named in parts else "word/document.xml"


def _property(core: etree._Element | None, wanted: str) -> str:
    found = word_xml.child(core, wanted)
    return (found.text or "").strip() if found is not None else ""


def _day(created: str) -> str | None:
    match = _DAY.match(created)
    return match[0] if match and match[0] not in _TEMPLATE_DAYS else None


class _Reading:
    """The reading of one file: it counts tables as it meets them."""

    def __init__(self, name: str, styles: word_xml.Styles) -> None:
        self._name = name
        self._styles = styles
        self._tables = 0
        self._rows = 0

    def blocks(self, around: etree._Element) -> Iterator[Block]:
        for element in around:
            kind = word_xml.name(element)
            if kind == "p":
                yield from self._paragraphs(element, Source())
            elif kind == "tbl":
                yield self._table(element)
            elif kind in _AROUND:
                yield from self.blocks(element)

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
            kind = word_xml.name(element)
            if kind == "p":
                yield from self._paragraphs(element, source)
            elif kind in _AROUND or kind in ("tbl", "tr", "tc"):
                yield from self._inside(element, source)

    def _table(self, element: etree._Element) -> Table:
        self._tables += 1
        number = self._tables
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
            source = Source(table=number, row=len(rows) + 1)
            rows.append(Row(cells=tuple(self._cells(row, source)), source=source))
        return Table(rows=tuple(rows), source=Source(table=number))

    def _cells(self, row: etree._Element, source: Source) -> Iterator[Cell]:
        properties = word_xml.child(row, "trPr")
        before = min(word_xml.number(word_xml.child(properties, "gridBefore")) or 0, limits.MOST_COLUMNS)
        yield from (Cell() for _ in range(before))
        waiting: Cell | None = None
        for element in _within(row, "tc"):
            shape = word_xml.child(element, "tcPr")
            spans = max(1, min(word_xml.number(word_xml.child(shape, "gridSpan")) or 1, limits.MOST_COLUMNS))
            if _goes_on(word_xml.child(shape, "hMerge")) and waiting is not None:
                waiting = Cell(paragraphs=waiting.paragraphs, spans=waiting.spans + spans)
                continue
            if waiting is not None:
                yield waiting
            covered = _goes_on(word_xml.child(shape, "vMerge"))
            waiting = Cell(paragraphs=() if covered else tuple(self._inside(element, source)), spans=spans)
        if waiting is not None:
            yield waiting


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in _within(table, "tr") if word_xml.child(row, "trPr", "del") is None)


def _within(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table, or the cells of a row, also those inside a content control."""
    for part in element:
        kind = word_xml.name(part)
        if kind == wanted:
            yield part
        elif kind in _AROUND:
            yield from _within(part, wanted)


def _goes_on(merge: etree._Element | None) -> bool:
    """Whether a merged cell goes on from the one above or before it, whose text it must not repeat."""
    return merge is not None and word_xml.attribute(merge, "val") != "restart"
