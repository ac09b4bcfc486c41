"""Reads PDF files: headings, paragraphs, points and tables, ruled or not, page by page in reading order."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from documents import limits
from documents.blocks import Block, Document, Table
from documents.interpret import columns
from documents.plan import Source
from documents.readers import pdf_columns, pdf_lines, pdf_page, pdf_ruled, pdf_stripes, pdf_unruled
from documents.readers.pdf_lines import Line
from documents.readers.pdf_marks import Page, Word
from documents.refusals import Refused

_AGAIN = "open it, copy the action plan alone into a Word file, and try that"
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"^(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE)


def read(data: bytes, name: str) -> Document:
    """The document as blocks. Refuses what is not a sound PDF file, has a password, or holds only pictures of text."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument(data, len(data), None)
    if not document:
        raise _refused(name, int(pdfium.FPDF_GetLastError()))
    try:
        pages = list(_pages(document, name))
    finally:
        pdfium.FPDF_CloseDocument(document)
    if not any(page.words for page in pages):
        problem = "there are no words in it, only pictures: it may have been scanned"
        fix = "choose the file that it was made from, or type the action plan into a Word file"
        raise Refused(file=name, place="", problem=problem, fix=fix)
    return Document(blocks=tuple(_Reading(pages).blocks()))


def _refused(name: str, error: int) -> Refused:
    if error in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
        return Refused(
            file=name,
            place="",
            problem="it is locked with a password",
            fix="save it without a password and try that",
        )
    problem = "the file is damaged, or is no PDF file"
    return Refused(file=name, place="", problem=problem, fix="save it again as PDF or as Word and try that")


def _pages(document: Any, name: str) -> Iterator[Page]:
    count = int(pdfium.FPDF_GetPageCount(document))
    if count > limits.MOST_PAGES:
        problem = f"it has {count:,} pages, more than the {limits.MOST_PAGES} that can be read"
        raise Refused(file=name, place="", problem=problem, fix=_AGAIN)
    words = 0
    for index in range(count):
        page = pdf_page.read(document, index)
        words += len(page.words)
        if words > limits.MOST_WORDS:
            problem = f"there are more words than can be read (at most {limits.MOST_WORDS:,})"
            raise Refused(file=name, place=f"page {index + 1}", problem=problem, fix=_AGAIN)
        yield page


class _Reading:
    """The reading of one file: it counts tables, and knows what stands on every page and how large its letters are."""

    def __init__(self, pages: list[Page]) -> None:
        self.pages = pages
        sizes = collections.Counter(round(word.size * 2) / 2 for page in pages for word in page.words)
        self.body = sizes.most_common(1)[0][0]
        self.lines = [pdf_lines.lines(page.words) for page in pages]
        self.repeated = _repeated(pages, self.lines)
        self.tables = 0
        self.known: tuple[float, ...] = ()

    def blocks(self) -> Iterator[Block]:
        for number, (page, found) in enumerate(zip(self.pages, self.lines, strict=True), start=1):
            grids = pdf_ruled.grids(page)
            outside = [line for line in found if not any(grid.holds(line.words[0]) for grid in grids)]
            margins = {
                id(word) for line in outside if self._is_margin(line, found, page) for word in line.words
            }
            words = [word for word in page.words if id(word) not in margins]
            yield from self._page(page, grids, words, number)

    def _is_margin(self, line: Line, found: Sequence[Line], page: Page) -> bool:
        """A line that stands at the edge of most pages, or the number of the page: neither belongs to what it interrupts."""
        if not _is_at_edge(line, page) or not _stands_off(line, found, page):
            return False
        if _PAGE_NUMBER.match(line.text) and (len(self.pages) > 1 or not line.text.isdigit()):
            return True
        return _mark(line) in self.repeated

    def _page(
        self, page: Page, grids: list[pdf_ruled.Grid], words: list[Word], number: int
    ) -> Iterator[Block]:
        stripes, grids = pdf_stripes.find(grids, words)
        inside = [[word for word in words if grid.holds(word)] for grid in grids]
        taken = {id(word) for found in inside for word in found}
        free = [word for word in words if id(word) not in taken]
        above = float("-inf")
        for grid, held in zip(grids, inside, strict=True):
            between = [word for word in free if above <= word.base < grid.ys[0]]
            yield from self._text(page, between, number, stripes)
            if held:
                yield from self._table(
                    pdf_ruled.rows(grid, held, page.shades, Source(page=number, table=self.tables + 1))
                )
                self.known = ()
            above = max(above, grid.ys[0])
        yield from self._text(page, [word for word in free if word.base >= above], number, stripes)

    def _table(self, rows: list[Any]) -> Iterator[Table]:
        if rows:
            self.tables += 1
            yield Table(rows=tuple(rows), source=Source(page=rows[0].source.page, table=self.tables))

    def _text(
        self, page: Page, words: list[Word], number: int, stripes: Sequence[pdf_stripes.Stripe]
    ) -> Iterator[Block]:
        """Words outside ruled tables: tables without lines, else prose in one column or in two."""
        found = pdf_lines.lines(words)
        at = begun = 0
        while at < len(found):
            table = pdf_unruled.find(found, at, self.known, stripes)
            if table is None or table.end <= at:
                at += 1
                continue
            yield from self._prose(page, found[begun:at], number)
            source = Source(page=number, table=self.tables + 1)
            yield from self._table(pdf_unruled.rows(found, table, page.across, source))
            self.known = table.starts
            at = begun = table.end
        rest = found[begun:]
        if rest:
            self.known = ()
        yield from self._prose(page, rest, number)

    def _prose(self, page: Page, found: Sequence[Line], number: int) -> Iterator[Block]:
        parted = list(pdf_columns.columns(found, page.width))
        margin = min((line.left for line in found), default=0.0)
        right = page.width - margin if len(parted) == 1 else 0.0
        for column in parted:
            yield from pdf_lines.paragraphs(column, Source(page=number), self.body, right)


def _repeated(pages: Sequence[Page], found: Sequence[Sequence[Line]]) -> set[str]:
    """The lines, figures apart, that stand in the same place at the top or bottom of most pages; column names are none."""
    marks: dict[str, dict[int, list[int]]] = {}
    for number, (page, lines) in enumerate(zip(pages, found, strict=True)):
        for line in lines:
            if _is_at_edge(line, page) and _stands_off(line, lines, page) and not _is_header(line):
                marks.setdefault(_mark(line), {})[number] = [
                    int(said[:9]) for said in _NUMBER.findall(line.text)
                ]
    enough = max(2, len(pages) * 0.5)
    return {mark for mark, figures in marks.items() if len(figures) >= enough and _only_pages_count(figures)}


def _only_pages_count(figures: dict[int, list[int]]) -> bool:
    """Whether the figures of a line stay as they are, or go up by one with each page: others make it a row of a table."""
    first, begun = next(iter(figures.items()))
    return all(
        figure in {was, was + number - first}
        for number, said in figures.items()
        for was, figure in zip(begun, said, strict=True)
    )


def _is_at_edge(line: Line, page: Page) -> bool:
    return not page.height * 0.12 < line.base < page.height * 0.9


def _stands_off(line: Line, found: Sequence[Line], page: Page) -> bool:
    """Whether a line at the edge of a page stands apart from what the page holds: no paragraph or row runs on into it."""
    inwards = 1 if line.base < page.height / 2 else -1
    at = found.index(line)
    while 0 <= at + inwards < len(found):
        beside = found[at + inwards]
        if abs(beside.base - found[at].base) > line.size * 1.6:
            return True
        if not _is_at_edge(beside, page):
            return False
        at += inwards
    return True


def _mark(line: Line) -> str:
    return f"{round(line.base / 4)} {_NUMBER.sub('0', line.text)}"


def _is_header(line: Line) -> bool:
    return columns.recognise(tuple(segment.text for segment in line.segments())) is not None
