"""Writes the parts of a laid-out plan into Word, Excel, web pages, PDF and text, as other programs would."""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence

import docx
import openpyxl

from tests.documents import pdf_maker
from tests.documents.layouts import Part


def word(parts: Sequence[Part]) -> bytes:
    document = docx.Document()
    for part in parts:
        if part.kind == "table":
            table = document.add_table(rows=0, cols=max(map(len, part.rows)))
            table.style = "Table Grid"
            for row in part.rows:
                for cell, text in zip(table.add_row().cells, row, strict=False):
                    cell.text = text
        elif part.kind in {"title", "heading", "subheading"}:
            document.add_heading(part.text, {"title": 0, "heading": 1}.get(part.kind, 2))
        else:
            document.add_paragraph(part.text, style="List Bullet" if part.kind == "item" else None)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def excel(parts: Sequence[Part]) -> bytes:
    """One sheet: paragraphs in the first column, tables where they come. Excel marks no headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    for part in parts:
        if part.kind == "table":
            for row in part.rows:
                sheet.append(row)
            sheet.append([])
        else:
            sheet.append([part.text] if part.text else [])
            if part.kind != "paragraph":
                sheet.cell(sheet.max_row, 1).font = openpyxl.styles.Font(bold=True)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def web(parts: Sequence[Part]) -> bytes:
    tags = {"title": "h1", "heading": "h2", "subheading": "h3", "paragraph": "p", "item": "li"}
    found = [
        "<!doctype html><html><head><meta charset=utf-8><title>Plan</title></head><body><nav>Home About</nav>"
    ]
    for part in parts:
        if part.kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>"
                for row in part.rows
            )
            found.append(f"<table>{rows}</table>")
        elif part.text:
            found.append(f"<{tags[part.kind]}>{html.escape(part.text)}</{tags[part.kind]}>")
    return "".join(found).encode()


def text(parts: Sequence[Part]) -> bytes:
    found: list[str] = []
    for part in parts:
        if part.kind == "table":
            found += ["\t".join(row) for row in part.rows]
        else:
            found.append(part.text)
        found.append("")
    return "\n".join(found).encode()


def pdf(parts: Sequence[Part]) -> bytes:
    return pdf_maker.make(parts)


def pdf_unruled(parts: Sequence[Part]) -> bytes:
    return pdf_maker.make(parts, ruled=False, landscape=True)


FORMATS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "word": (".docx", word),
    "excel": (".xlsx", excel),
    "web": (".html", web),
    "text": (".txt", text),
    "pdf": (".pdf", pdf),
    "pdf_unruled": (".pdf", pdf_unruled),
}
