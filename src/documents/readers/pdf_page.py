"""What stands on a page of a PDF file: words, ruled lines and shaded areas, with their places from the top left."""

from __future__ import annotations

import ctypes
import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import pypdfium2.raw as pdfium

from documents import colours

_THIN = 3.0  # points: a thinner area is a line
_MOST_OBJECTS = 60_000
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}
Turn = Callable[[float, float], tuple[float, float]]


@dataclasses.dataclass
class Word:
    """A word: its left and right end, its base line counted downwards, the size of its letters."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@dataclasses.dataclass(frozen=True)
class Rule:
    """A horizontal line at a height from one place to another, or a vertical one."""

    at: float
    first: float
    last: float


@dataclasses.dataclass(frozen=True)
class Shade:
    left: float
    top: float
    right: float
    bottom: float
    colour: str


@dataclasses.dataclass
class Page:
    width: float
    height: float
    words: list[Word] = dataclasses.field(default_factory=list)
    across: list[Rule] = dataclasses.field(default_factory=list)
    down: list[Rule] = dataclasses.field(default_factory=list)
    shades: list[Shade] = dataclasses.field(default_factory=list)


def read(document: Any, index: int) -> Page:
    """The page as a reader sees it, a turned one upright."""
    handle = pdfium.FPDF_LoadPage(document, index)
    if not handle:
        return Page(0, 0)
    try:
        width, height = float(pdfium.FPDF_GetPageWidthF(handle)), float(pdfium.FPDF_GetPageHeightF(handle))
        page = Page(width, height)
        turn = _turn(int(pdfium.FPDFPage_GetRotation(handle)), width, height)
        page.words.extend(
            word for word in _words(handle, turn) if 0 <= word.base <= height and -1 <= word.left <= width
        )  # what stands beyond the edges nobody sees
        _shapes(handle, page, turn)
        return page
    finally:
        pdfium.FPDF_ClosePage(handle)


def _turn(quarters: int, width: float, height: float) -> Turn:
    """From the file's coordinates, upwards and unturned, to those on the page as it is shown, downwards."""
    if quarters == 1:
        return lambda x, y: (y, x)
    if quarters == 2:
        return lambda x, y: (width - x, y)
    if quarters == 3:
        return lambda x, y: (width - y, height - x)
    return lambda x, y: (x, height - y)


def _words(handle: Any, turn: Turn) -> Iterator[Word]:
    page = pdfium.FPDFText_LoadPage(handle)
    if not page:
        return
    box = pdfium.FS_RECTF()
    edges = ctypes.byref(box)
    across, up = ctypes.c_double(), ctypes.c_double()
    origin = ctypes.byref(across), ctypes.byref(up)
    flags = ctypes.c_int()
    word: Word | None = None
    try:
        for at in range(pdfium.FPDFText_CountChars(page)):
            code = pdfium.FPDFText_GetUnicode(page, at)
            text = _HYPHENS.get(code) or _LIGATURES.get(code) or (chr(code) if 0 < code < 0x110000 else "")
            if not text.strip() or not pdfium.FPDFText_GetLooseCharBox(page, at, edges):
                if word is not None:
                    yield word
                word = None
                continue
            pdfium.FPDFText_GetCharOrigin(page, at, *origin)
            _, base = turn(across.value, up.value)
            one, other = turn(box.left, box.bottom), turn(box.right, box.top)
            first, last = min(one[0], other[0]), max(one[0], other[0])
            if (
                word is not None
                and abs(base - word.base) < 1.5
                and -word.size < first - word.right < word.size * 0.2
            ):
                word.text += text
                word.right = max(word.right, last)
                continue
            if word is not None:
                yield word
            size = (
                min(max(one[1], other[1]) - min(one[1], other[1]), 200.0) * 0.87
            )  # as shown: the file's own is unscaled
            size = size if size > 1 else 10.0
            bold = pdfium.FPDFText_GetFontWeight(page, at) >= 600 or _is_named_bold(page, at, flags)
            word = Word(text, first, last, base, size, bold)
        if word is not None:
            yield word
    finally:
        pdfium.FPDFText_ClosePage(page)


def _is_named_bold(page: Any, at: int, flags: ctypes.c_int) -> bool:
    name = (ctypes.c_ubyte * 96)()
    length = pdfium.FPDFText_GetFontInfo(page, at, name, 96, ctypes.byref(flags))
    return b"bold" in bytes(name[: max(0, min(length, 96))]).lower()


def _shapes(handle: Any, page: Page, turn: Turn) -> None:
    count = min(int(pdfium.FPDFPage_CountObjects(handle)), _MOST_OBJECTS)
    edges = [ctypes.c_float() for _ in range(4)]
    refs = [ctypes.byref(edge) for edge in edges]
    for at in range(count):
        shape = pdfium.FPDFPage_GetObject(handle, at)
        if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        segments = int(pdfium.FPDFPath_CountSegments(shape))
        if segments > 6:
            _segments(shape, segments, page, turn)
        elif pdfium.FPDFPageObj_GetBounds(shape, *refs):
            left, bottom, right, top = (float(edge.value) for edge in edges)
            _area(page, turn(left, bottom), turn(right, top), shape)


def _area(page: Page, one: tuple[float, float], other: tuple[float, float], shape: Any) -> None:
    left, right = sorted((one[0], other[0]))
    top, bottom = sorted((one[1], other[1]))
    if right - left < _THIN and bottom - top < _THIN:
        return
    if bottom - top < _THIN:
        page.across.append(Rule((top + bottom) / 2, left, right))
    elif right - left < _THIN:
        page.down.append(Rule((left + right) / 2, top, bottom))
    elif bottom - top < page.height * 0.9 or right - left < page.width * 0.9:
        page.across += [Rule(top, left, right), Rule(bottom, left, right)]
        page.down += [Rule(left, top, bottom), Rule(right, top, bottom)]
        if colour := _fill(shape):
            page.shades.append(Shade(left, top, right, bottom, colour))


def _fill(shape: Any) -> str:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(shape, ctypes.byref(mode), ctypes.byref(stroke)) or not mode.value:
        return ""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(shape, *(ctypes.byref(part) for part in parts)):
        return ""
    return colours.name("#" + "".join(f"{part.value:02x}" for part in parts[:3]))


def _segments(shape: Any, count: int, page: Page, turn: Turn) -> None:
    """The straight lines of a path with many parts."""
    matrix = pdfium.FS_MATRIX()
    has_matrix = pdfium.FPDFPageObj_GetMatrix(shape, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for at in range(min(count, 2_000)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, at)
        if not pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        across, up = float(x.value), float(y.value)
        if has_matrix:
            across, up = (
                matrix.a * across + matrix.c * up + matrix.e,
                matrix.b * across + matrix.d * up + matrix.f,
            )
        here = turn(across, up)
        if before is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            left, right = sorted((before[0], here[0]))
            top, bottom = sorted((before[1], here[1]))
            if bottom - top < 1 and right - left >= _THIN:
                page.across.append(Rule(top, left, right))
            elif right - left < 1 and bottom - top >= _THIN:
                page.down.append(Rule(left, top, bottom))
        before = here
