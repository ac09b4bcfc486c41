"""Plain text and Markdown as blocks, and text that is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks import Paragraph, Table
from documents.plan import Source
from documents.readers import text
from documents.refusals import Refused


def _blocks(words: str) -> list[object]:
    return list(text.read(words.encode(), "plan.txt").blocks)


def _cells(words: str) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in it.rows]
        for it in _blocks(words)
        if isinstance(it, Table)
    ]


def test_lines_are_paragraphs_with_their_numbers() -> None:
    assert _blocks("One\n\n  Two\n- three\n  * four\n") == [
        Paragraph(text="One", source=Source(line=1)),
        Paragraph(text="Two", apart=True, source=Source(line=3)),
        Paragraph(text="three", kind="list_item", level=1, source=Source(line=4)),
        Paragraph(text="four", kind="list_item", level=2, source=Source(line=5)),
    ]


def test_headings_of_markdown() -> None:
    assert _blocks("# Plan\n### Theme ##\n#no heading\n") == [
        Paragraph(text="Plan", kind="heading", level=1, source=Source(line=1)),
        Paragraph(text="Theme", kind="heading", level=3, source=Source(line=2)),
        Paragraph(text="#no heading", source=Source(line=3)),
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a\tb\nc\td\n", [[["a", "b"], ["c", "d"]]]),
        ("a\tb\tc\n\t\td\n", [[["a", "b", "c"], ["", "", "d"]]]),
        ("a\t\t\nb\tc\td\n\ne\tf\tg\n", [[["a", "", ""], ["b", "c", "d"]], [["e", "f", "g"]]]),
        ("\tonly an indent\n", []),
        ("| a | b |\n|---|:-:|\n| c \\| d | e |\n", [[["a", "b"], ["c | d", "e"]]]),
        ("a | b\n--- | ---\nc | d\n", [[["a", "b"], ["c", "d"]]]),
        ("one | line\n", []),
        ("a / b / c\nd / e / f\ng / h/i / j\n", [[["a", "b", "c"], ["d", "e", "f"], ["g", "h/i", "j"]]]),
        ("this / that / other\nand a sentence\n", []),
    ],
)
def test_tables(words: str, expected: list[list[list[str]]]) -> None:
    assert _cells(words) == expected


def test_rows_know_their_line_and_table() -> None:
    table = _blocks("Title\n\na\tb\nc\td\n")[1]
    assert isinstance(table, Table)
    assert [row.source for row in table.rows] == [
        Source(line=3, table=1, row=1),
        Source(line=4, table=1, row=2),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    assert text.decode("Café “Wexcombe” – £5".encode(encoding), "plan.txt") == "Café “Wexcombe” – £5"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "plan.txt: the file is empty; choose the file that holds the action plan."),
        (b" \n\t\n", "plan.txt: the file is empty; choose the file that holds the action plan."),
        (
            b"one\ntwo\x00three",
            "plan.txt (line 2): this is not a text file; "
            "open it in the program that made it and save it as Word, Excel, CSV or plain text.",
        ),
        (
            b"%PDF-1.7\n...",
            "plan.txt: this is a PDF file, not text; "
            "open it in the program that made it and save it as Word, Excel, CSV or plain text.",
        ),
        (
            "Café\n".encode() + "Café\n".encode("cp1252"),
            "plan.txt (line 2): some letters cannot be read, as if written in two encodings; "
            "open the file, correct the odd letters on that line and save it as UTF-8.",
        ),
        (
            b"one\n\x81\n",
            "plan.txt (line 2): some letters cannot be read, as if written in two encodings; "
            "open the file, correct the odd letters on that line and save it as UTF-8.",
        ),
    ],
)
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        text.read(data, "plan.txt")
    assert str(refused.value) == sentence


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        refusal = "" if text.read(data, "plan.txt").blocks else "plan.txt: nothing in it"
    except Refused as refused:
        refusal = str(refused)
    assert refusal == "" or (refusal.startswith("plan.txt") and refusal.endswith("."))
