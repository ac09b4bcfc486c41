"""PDF files: tables over page breaks, turned pages, prose in two columns, colours, and files that are refused."""

from __future__ import annotations

import resource

import pytest

from documents import limits, parse, sandbox
from documents.blocks import Document, Paragraph, Table
from documents.readers import pdf
from documents.refusals import Refused
from tests.documents import pdf_maker
from tests.documents.layouts import Part

MANY = tuple(
    (f"Walk park {number} with residents", "Ada Lark", f"{number % 28 + 1} May 2026")
    for number in range(1, 81)
)
GRID = (Part("title", "Plan of Wexcombe"), Part("table", rows=(("Action", "Lead", "Target date"), *MANY)))


def tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "unruled"])
@pytest.mark.parametrize("shape", ["upright", "landscape", "turned"])
def test_a_table_over_several_pages(ruled: bool, shape: str) -> None:
    data = pdf_maker.make(GRID, ruled=ruled, landscape=shape != "upright", turned=shape == "turned")
    plan = parse(data, ".pdf", "plan.pdf")
    assert [(action.action, action.lead_text, action.target.text) for action in plan.actions] == list(MANY)
    assert (plan.title, plan.leftovers) == ("Plan of Wexcombe", ())
    pages = [action.source.page or 0 for action in plan.actions]
    assert (pages == sorted(pages), pages[-1] > 1) == (True, True)


def test_column_names_are_said_again_on_each_page_and_running_lines_go() -> None:
    document = pdf.read(pdf_maker.make(GRID), "plan.pdf")
    assert {tuple(table[0]) for table in tables(document)} == {("Action", "Lead", "Target date")}
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["Plan of Wexcombe"]


def test_prose_in_two_columns_is_read_down_the_left_first() -> None:
    left = [
        "The first column tells how it began, and who was there to see it all happen in the town of Wexcombe. "
        * 3
    ]
    right = [
        "The second column says what came of it afterwards, and what is still to be done by all of us here. "
        * 3
    ]
    document = pdf.read(pdf_maker.two_columns("A story", left, right), "story.pdf")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "A story",
        left[0].strip(),
        right[0].strip(),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.4\nnothing", "the file is damaged, or is no PDF file"),
        (b"Action,Lead\n", "the file is damaged, or is no PDF file"),
        (
            pdf_maker.make((), running=False),
            "there are no words in it, only pictures: it may have been scanned",
        ),
    ],
    ids=["damaged", "other", "no words"],
)
def test_what_cannot_be_read_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(data, ".pdf", "plan.pdf")
    assert (refused.value.file, refused.value.problem) == ("plan.pdf", problem)


def _seconds_of_children() -> float:
    """Of the processor, so that it is no matter what else this machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.slow
def test_a_hundred_pages_in_ten_seconds_and_300_megabytes() -> None:
    rows = tuple(
        (f"{row[0]} and write down what they say about paths and benches", *row[1:]) for row in MANY * 26
    )
    data = pdf_maker.make((Part("table", rows=(("Action", "Lead", "Target date"), *rows)),))
    began = _seconds_of_children()
    plan = sandbox.read_limited(
        data, ".pdf", "plan.pdf", limits.OfChild(seconds=60, memory=300 * limits.MEGABYTE)
    )
    assert len(plan.actions) == len(rows)
    assert (
        max(action.source.page or 0 for action in plan.actions) >= 100,
        _seconds_of_children() - began < 10,
    ) == (True, True)
