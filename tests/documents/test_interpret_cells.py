"""Cells with stray HTML, lost bullets and lines inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks import Cell, Paragraph
from documents.interpret.accounting import words
from documents.interpret.cells import RUN_TOGETHER, Piece, pieces, without_html


def _cell(text: str) -> Cell:
    return Cell(paragraphs=(Paragraph(text=text),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain  words\u00a0here", [("Plain words here", False)]),
        ("", []),
        ("<p>One</p> <p>Two", [("One", False), ("Two", False)]),
        ("<p>Do:</p><ul><li>this</li><li>that</li></ul>", [("Do:", False), ("this", True), ("that", True)]),
        ("<p>Do:</p> <ul class='x'> • this • that", [("Do:", False), ("this", True), ("that", True)]),
        ("Do: • this • that", [("Do:", False), ("this", True), ("that", True)]),
        ("Do:\n- this\n- that", [("Do:", False), ("this", True), ("that", True)]),
        ("one<br>two<br/>three", [("one", False), ("two", False), ("three", False)]),
        ("A <b>bold</b> <i>word</i>, not<sup>2</sup>", [("A bold word, not2", False)]),
        ("Tea &amp; cake &pound;5", [("Tea & cake £5", False)]),
        ("R&D and &copy", [("R&D and &copy", False)]),
        ("if a < b and b > c", [("if a < b and b > c", False)]),
        ("<script>alert(1)</script> <p>x", [("<script>alert(1)</script>", False), ("x", False)]),
        ("<wexcombe> <b>stays</b>", [("<wexcombe> stays", False)]),
        (
            'See <a href="https://wexcombe.example/plan">the plan</a>.',
            [("See the plan (https://wexcombe.example/plan).", False)],
        ),
        ("5 - 6 people", [("5 - 6 people", False)]),
        ("<b>" * 5000 + "deep", [("deep", False)]),
    ],
)
def test_pieces(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(piece.text, piece.is_point) for piece in pieces(_cell(text))] == expected


def test_list_items_of_the_format_are_points() -> None:
    cell = Cell(paragraphs=(Paragraph(text="Do:"), Paragraph(text="this", kind="list_item")))
    assert pieces(cell) == (Piece("Do:"), Piece("this", is_point=True))


def test_a_list_that_lost_its_marks_is_one_point_with_a_doubt() -> None:
    assert pieces(_cell("<ul> First walk held. Second walk held.")) == (
        Piece("First walk held. Second walk held.", is_point=True, doubt=RUN_TOGETHER),
    )


def test_a_doing_word_inside_a_point_begins_another_with_a_doubt() -> None:
    doubt = "a point was taken to begin at “Writing”"
    assert pieces(_cell("To do: • Meeting tenants • Asking wardens Writing it down")) == (
        Piece("To do:"),
        Piece("Meeting tenants", is_point=True),
        Piece("Asking wardens", is_point=True, doubt=doubt),
        Piece("Writing it down", is_point=True, doubt=doubt),
    )


_HTML_TEXT = (
    "<p>|</p>|<ul>|<li>|</ul>|<b>|</b>|<br>|&amp;|&nbsp;|&#65;|&foo;|•|\n|- |word|two words|<x>|<|>|&|é|5"
)
_HTML = _HTML_TEXT.split("|")


@given(
    st.lists(
        st.one_of(
            st.sampled_from(_HTML),
            st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8),
        ),
        max_size=14,
    ).map("".join)
)
def test_no_word_of_a_cell_is_lost(text: str) -> None:
    found = pieces(_cell(text))
    joined = " ".join(piece.text for piece in found)
    assert all(piece.text == " ".join(piece.text.split()) != "" for piece in found)
    assert words(joined) == words(without_html(text))
