"""Whatever the document, every word of it is somewhere in the plan: in an action, a theme or a passage."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from documents.blocks import Block, Cell, Document, Paragraph, Row, Table
from documents.interpret import accounting, interpret
from documents.plan import Passage, Plan, Source
from documents.readers import text

# What a plan is made of, and what confuses: each a line of a file.
_LINES = """
OUR PLAN 2021|Open doors|Fair pay|Theme 1: Trust|Non-theme actions|Action plan|Date: May 2021|Organisation: Wexcombe
Desired outcome: respect for all|Desired outcome|Aim: to listen|RECOMMENDATIONS|Recommendations for corporate action:
- publish pay|1. listen more|• one • two|The grid below shows it:|A sentence that stands alone.|Contents..... 3|## Heading|# Title
Activity\tLead\tTarget date\tAchieved|Action\tOwner|Ref\tAction\tLead\tCost\tNext steps|Theme\tService\tAction\tLead\tRAG
Action\tLead\tQ1 2021/22\tQ2 2021/22|Objective\tAction\tStart date\tEnd date
Parks and Trees\t\t\t|Parks (PAT)\t\t|Walk\tAda Lark, PAT\tMay 2021\tdone|walk on\t\t\t|\t\tand June\tmore|\t\t\tthe rest
Walk with a\tAda Lark\t\t<p>one</p><ul> • two|Do <b>this</b>\tAda Lark Ben Mossop\t20/21|a\tb\tc\td\te\tf|--\t--\t--\t--|Listen\t
| Action | Lead |\\n|---|---|\\n| Walk | Ada |\\n|a / b / c\\nd / e / f\\ng / h / i|Action / Lead / When\\na / b / c\\nd / e / f
"""
_KNOWN = [line.replace("\\n", "\n") for line in re.split(r"(?<!\\n)\||\n", _LINES) if line]
_letters = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t|/-#<>&•*: \n"), max_size=30
)
_lines = st.lists(st.sampled_from([*_KNOWN, "", "", ""]) | _letters, min_size=1, max_size=25)


def _check(document: Document) -> Plan:
    plan = interpret(document)
    assert accounting.unaccounted(document, plan) == ()
    return plan


@given(_lines.map("\n".join).filter(str.strip))
def test_of_any_text(words: str) -> None:
    plan = _check(text.read(words.encode(), "plan.txt"))
    if not plan.themes:
        assert plan == Plan(leftovers=plan.leftovers)


_cells = st.builds(
    Cell,
    paragraphs=st.lists(
        st.builds(
            Paragraph,
            text=st.sampled_from([cell for line in _KNOWN for cell in line.split("\t")]) | _letters,
            kind=st.sampled_from(["paragraph", "list_item", "heading"]),
            level=st.integers(0, 3),
        ),
        max_size=3,
    ).map(tuple),
    spans=st.sampled_from([1, 1, 1, 2, 4]),
)
_names = st.sampled_from(
    [line.split("\t") for line in _KNOWN if line.startswith(("A", "R", "T", "O")) and "\t" in line]
)
_IN_TABLE = Source(table=1, row=1)
_headers = _names.map(
    lambda names: Row(
        cells=tuple(Cell(paragraphs=(Paragraph(text=name),)) for name in names), source=_IN_TABLE
    )
)
_rows = st.builds(Row, cells=st.lists(_cells, min_size=1, max_size=5).map(tuple), source=st.just(_IN_TABLE))
_tables = st.builds(Table, rows=st.lists(_headers | _rows | _rows, min_size=1, max_size=6).map(tuple))
_paragraphs = st.builds(
    Paragraph,
    text=st.sampled_from([line for line in _KNOWN if "\t" not in line]) | _letters,
    kind=st.sampled_from(["paragraph", "list_item", "heading"]),
    level=st.integers(0, 3),
)
_blocks: st.SearchStrategy[list[Block]] = st.lists(_paragraphs | _tables, max_size=8)


@given(_blocks)
def test_of_any_blocks(blocks: list[Block]) -> None:
    _check(Document(blocks=tuple(blocks)))


def test_a_lost_word_is_found() -> None:
    """The proof itself can fail: it names the words and where they stood."""
    paragraphs = (
        Paragraph(text="one two two", source=Source(line=1)),
        Paragraph(text="three", source=Source(line=2)),
    )
    document = Document(blocks=paragraphs)
    plan = Plan(leftovers=(Passage(text="two"), Passage(text="three")))
    assert accounting.unaccounted(document, plan) == (
        Passage(text="one two", source=Source(line=1), reason=accounting.LOST),
    )
