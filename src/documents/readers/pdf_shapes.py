"""The ruled lines and shaded areas of a page of a PDF file."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

from documents import colours
from documents.readers.pdf_marks import Page, Rule, Shade, Turn

_THIN = 3.0  # points: a thinner area is a line
_MOST_OBJECTS = 60_000


def read(handle: Any, page: Page, turn: Turn) -> None:
    """Adds them to the page."""
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
        here = turn(*_placed(matrix, across, up)) if has_matrix else turn(across, up)
        if before is not None and pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            left, right = sorted((before[0], here[0]))
            top, bottom = sorted((before[1], here[1]))
            if bottom - top < 1 and right - left >= _THIN:
                page.across.append(Rule(top, left, right))
            elif right - left < 1 and bottom - top >= _THIN:
                page.down.append(Rule(left, top, bottom))
        before = here


def _placed(by: Any, across: float, up: float) -> tuple[float, float]:
    return by.a * across + by.c * up + by.e, by.b * across + by.d * up + by.f
