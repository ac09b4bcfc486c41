"""Web pages: what is read of them, cells over several rows and columns, colours, and what is left out."""

from __future__ import annotations

import pytest

from documents import parse
from documents.blocks import Document, Paragraph, Table
from documents.readers import web_page
from documents.refusals import Refused


def blocks(page: str) -> Document:
    return web_page.read(page.encode(), "plan.html")


def words(document: Document) -> list[tuple[str, int, str] | list[list[str]]]:
    return [
        (block.kind, block.level, block.text)
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in document.blocks
    ]


def test_headings_paragraphs_lists_and_tables_in_order() -> None:
    document = blocks(
        "<title>A plan</title><h1>Plan</h1><p>One <b>bold</b> word<br>and a line<ul><li>a<li>b<ul><li>c</ul></ul>"
        "<table><tr><th>Action<th>Lead<tr><td><p>Walk</p><p>far</p><td>Ada</table>"
    )
    assert words(document) == [
        ("heading", 1, "Plan"),
        ("paragraph", 0, "One bold word"),
        ("paragraph", 0, "and a line"),
        ("list_item", 1, "a"),
        ("list_item", 1, "b"),
        ("list_item", 2, "c"),
        [["Action", "Lead"], ["Walk\nfar", "Ada"]],
    ]
    assert document.title == "A plan"


def test_menus_scripts_and_hidden_parts_are_left_out() -> None:
    page = "<nav>Home</nav><main><script>x</script><p>Kept<p hidden>No<p style='display: none'>No</main><footer>Cookies</footer>"
    assert words(blocks(page)) == [("paragraph", 0, "Kept")]


def test_cells_over_rows_and_columns() -> None:
    document = blocks("<table><tr><td rowspan=2>A<td colspan=2>B<tr><td>C<td>D</table>")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[(cell.text, cell.spans) for cell in row.cells] for row in table.rows] == [
        [("A", 1), ("B", 2)],
        [("", 1), ("C", 1), ("D", 1)],
    ]


def test_a_coloured_cell_says_its_colour() -> None:
    page = "<table><tr><th>Action<th>RAG<tr><td>Walk<td style='background-color: #00b050'><tr><td>Run<td class=rag-red></table>"
    assert words(blocks(page)) == [[["Action", "RAG"], ["Walk", "Green"], ["Run", "Red"]]]


def test_a_list_of_definitions_is_labels() -> None:
    page = "<h1>Plan of Wexcombe</h1><dl><dt>Action<dd>Walk the parks<dt>Lead<dd>Ada Lark<dt>When<dd>May 2026</dl>"
    (action,) = parse(page.encode(), ".html", "plan.html").actions
    assert (action.action, action.lead_text, action.target.text) == ("Walk the parks", "Ada Lark", "May 2026")


def test_letters_of_windows() -> None:
    assert words(web_page.read(b"<meta charset=windows-1252><p>Ren\xe9", "x")) == [("paragraph", 0, "René")]


def test_a_page_without_words_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        parse(b"<html><script>1</script></html>", ".html", "plan.html")
    assert refused.value.problem == "there is no text on the page"


def test_a_table_too_wide_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        parse(f"<table><tr>{'<td>1' * 300}</table>".encode(), ".html", "plan.html")
    assert (
        refused.value.problem == "the table has more columns or cells than can be read (at most 200 columns)"
    )
