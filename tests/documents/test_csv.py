"""Reading CSV files: separators, encodings, line breaks in cells, apostrophes against formulas, places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import formulas, parse
from documents.blocks import Document, Paragraph, Table
from documents.plan import Source
from documents.readers import csv_file


def rows(document: Document) -> list[list[str]]:
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row.cells] for row in table.rows]


TABLE = [["Activity", "Lead"], ["Listen, and act; now", "Zoë “Z” Field"], ["Two\nlines", "a | b"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_separator_and_encoding(separator: str, encoding: str, end: str) -> None:
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in TABLE) + end
    assert rows(csv_file.read(text.encode(encoding), "plan.csv")) == TABLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "sep=;\nActivity;Lead\nListen, then act;Asha\n",
            [["Activity", "Lead"], ["Listen, then act", "Asha"]],
        ),
        ('"sep=|"\r\nActivity|Lead\r\n', [["Activity", "Lead"]]),
        (
            "Activity,Lead\nListen; and act; and learn,Asha\n",
            [["Activity", "Lead"], ["Listen; and act; and learn", "Asha"]],
        ),
        (
            'Activity;Lead\nSay "yes", then act;Asha\n',
            [["Activity", "Lead"], ['Say "yes", then act', "Asha"]],
        ),
        ("Activity,Lead,\nListen,Asha,\n", [["Activity", "Lead", ""], ["Listen", "Asha", ""]]),
        ('Activity,Lead\n"He said ""yes""",Asha\n', [["Activity", "Lead"], ['He said "yes"', "Asha"]]),
        ("Activity,Lead\n'=1+1,'plain'\n", [["Activity", "Lead"], ["=1+1", "'plain'"]]),
    ],
)
def test_what_spreadsheets_write(text: str, found: list[list[str]]) -> None:
    assert rows(csv_file.read(text.encode(), "plan.csv")) == found


def test_one_column_is_a_list_of_paragraphs() -> None:
    assert csv_file.read(b"Plan of Wexcombe\n\nListen\n", "plan.csv").blocks == (
        Paragraph(text="Plan of Wexcombe", source=Source(line=1, row=1)),
        Paragraph(text="Listen", source=Source(line=3, row=3)),
    )


def test_a_row_knows_its_line_also_below_a_cell_of_many_lines() -> None:
    data = b'sep=,\nActivity,Lead\n"one\ntwo\nthree",Asha\nListen,Tom\n'
    (table,) = csv_file.read(data, "plan.csv").blocks
    assert isinstance(table, Table)
    assert [row.source for row in table.rows] == [
        Source(line=2, table=1, row=1),
        Source(line=3, table=1, row=2),
        Source(line=6, table=1, row=3),
    ]


def test_a_plan_as_a_council_keeps_it() -> None:
    data = (
        "Theme;Action;Lead;Target date\r\nTrust;Listen;Asha Okoro;Mar-21\r\n;Talk;Tom Field;TBC\r\n".encode(
            "cp1252"
        )
    )
    plan = parse(data, ".csv", "plan.csv")
    assert [(action.action, action.lead_text, action.target.text) for action in plan.actions] == [
        ("Listen", "Asha Okoro", "Mar-21"),
        ("Talk", "Tom Field", "TBC"),
    ]


@given(st.text(alphabet="'=+-@\t\r\n\x00＝＋－＠a ", max_size=6))
def test_an_apostrophe_is_added_and_taken_away_again(text: str) -> None:
    escaped = formulas.escape(text)
    assert formulas.unescape(escaped) == text
    assert escaped[:1] not in {*"=+-@\t\r\n\x00＝＋－＠"} or not escaped


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2", "'-2"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("plain = text", "plain = text"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_is_escaped(text: str, escaped: str) -> None:
    assert formulas.escape(text) == escaped
