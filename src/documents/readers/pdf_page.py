"""Reads a page of a PDF file: its words, and with them the lines and areas that are drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from documents.readers import pdf_shapes
from documents.readers.pdf_marks import Page, Turn, Word

_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"}


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
        pdf_shapes.read(handle, page, turn)
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
