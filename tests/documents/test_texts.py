"""Clean texts, several paragraphs in one cell, and dates as people write them: each way back gives what went in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import dates, texts
from tests.documents import generated

lines = st.lists(st.sampled_from(("", "• a", "•", "  b", "    • c", "d", "- e", "•f")), max_size=4).map(
    "\n".join
)
clean = st.one_of(lines, generated.text).map(texts.clean)
pieces = st.lists(clean, max_size=4).map(texts.clean_all)


@given(clean, pieces)
def test_points_below_a_text(text: str, points: tuple[str, ...]) -> None:
    assert texts.part_points(texts.join_points(text, points)) == (text, points)


@given(pieces)
def test_paragraphs_in_a_cell(found: tuple[str, ...]) -> None:
    assert texts.part_pieces(texts.join_pieces(found)) == found


@given(generated.text)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert texts.clean(texts.clean(text)) == texts.clean(text)
    assert texts.clean_line(texts.clean_line(text)) == texts.clean_line(text)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (" as it is \t", "as it is"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("nul\x00 bell\x07 delete\x7f lone \ud800 none \ufffe\U0010ffff", "nul bell delete lone  none"),
        ("שלום \u202ea\u202c 👩🏽\u200d🚀 \xad", "שלום \u202ea\u202c 👩🏽\u200d🚀 \xad"),
        ("tab\tinside", "tab\tinside"),
    ],
)
def test_what_goes_and_what_stays(text: str, cleaned: str) -> None:
    assert texts.clean(text) == cleaned


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Listen\n• to staff\n  and others\n• to all", ("Listen", ("to staff\nand others", "to all"))),
        ("Listen\nthen act", ("Listen\nthen act", ())),
        ("• only a point\nmore of it", ("", ("only a point\nmore of it",))),
        ("", ("", ())),
    ],
)
def test_a_cell_as_a_person_changed_it(cell: str, found: tuple[str, tuple[str, ...]]) -> None:
    assert texts.part_points(cell) == found


@pytest.mark.parametrize(
    ("date", "spoken"),
    [
        ("2021-03-31", "31 March 2021"),
        ("2021-03-01", "1 March 2021"),
        ("2021-03", "March 2021"),
        ("2021", "2021"),
        ("2021-13", "2021-13"),
        ("Autumn 2021", "Autumn 2021"),
        ("", ""),
    ],
)
def test_dates_as_people_write_them(date: str, spoken: str) -> None:
    assert (dates.spoken(date), dates.written(spoken)) == (spoken, date)


@given(st.one_of(generated.text, st.from_regex(r"\A[0-3]?[0-9] (May|March|Mai) [0-9]{4}\Z")))
def test_a_date_is_written_in_one_way(text: str) -> None:
    assert dates.written(dates.spoken(dates.written(text))) == dates.written(text)
