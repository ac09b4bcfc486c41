"""Shaded cells: what colours say, and where Word and Excel files say nothing but a colour."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from documents import colours, parse


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("FF00B050", "Green"),
        ("#ff0000", "Red"),
        ("FFC000", "Amber"),
        ("ffff00", "Amber"),
        ("rgb(0, 112, 192)", "Blue"),
        ("#0f0", "Green"),
        ("ffffff", ""),
        ("D9D9D9", ""),
        ("auto", ""),
        ("", ""),
    ],
)
def test_names(written: str, said: str) -> None:
    assert colours.name(written) == said


def test_in_word() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for cell, text in zip(
        table._cells,
        ("Action", "Lead", "RAG", "Walk the parks", "Ada Lark", "", "Run", "Ben Mossop", ""),
        strict=True,
    ):
        cell.text = text
    for at, colour in ((5, "00B050"), (8, "FF0000")):
        shade = OxmlElement("w:shd")
        shade.set(qn("w:fill"), colour)
        table._cells[at]._tc.get_or_add_tcPr().append(shade)
    packed = io.BytesIO()
    document.save(packed)
    assert [action.achieved for action in parse(packed.getvalue(), ".docx", "plan.docx").actions] == [
        ("Green",),
        ("Red",),
    ]


def test_in_excel() -> None:
    book = openpyxl.Workbook()
    for row in (("Action", "Lead", "RAG"), ("Walk the parks", "Ada Lark", None), ("Run", "Ben Mossop", None)):
        book.active.append(row)
    for place, colour in (("C2", "FFFFC000"), ("C3", "FFFF0000")):
        book.active[place].fill = openpyxl.styles.PatternFill("solid", fgColor=colour)
    packed = io.BytesIO()
    book.save(packed)
    assert [action.achieved for action in parse(packed.getvalue(), ".xlsx", "plan.xlsx").actions] == [
        ("Amber",),
        ("Red",),
    ]
