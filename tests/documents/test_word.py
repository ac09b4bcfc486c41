"""Reading Word files: order, headings, lists, merged cells, changes tracked, boxes, notes, pages."""

from __future__ import annotations

import datetime
import io

import docx
import pytest
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from documents import parse
from documents.blocks import Block, Cell, Document, Paragraph, Table
from documents.plan import Source
from documents.readers import word
from tests.documents.making_files import NAMESPACE, WORD, changed, word_xml


def saved(document: WordDocument) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def read(document: WordDocument) -> Document:
    return word.read(saved(document), "plan.docx")


def inside(document: WordDocument, xml: str) -> Document:
    """The document with this XML before its end."""
    for element in parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>"):
        document.element.body[-1].addprevious(element)
    return read(document)


def outline(blocks: tuple[Block, ...]) -> list[object]:
    """What matters of blocks: the kind, level and text of a paragraph; the texts of the rows of a table."""
    return [
        (block.kind, block.level, block.text)
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row.cells] for row in block.rows]
        for block in blocks
    ]


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_everything_comes_in_order() -> None:
    document = docx.Document()
    document.add_heading("Plan of Wexcombe", 0)
    document.add_heading("Trust", 1)
    document.add_paragraph("Desired outcome: trust grows")
    document.add_paragraph("Listen", style="List Bullet")
    document.add_paragraph("Act", style="List Number 2")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Activity", "Lead"
    document.add_heading("Data", 2)
    assert outline(read(document).blocks) == [
        ("heading", 0, "Plan of Wexcombe"),
        ("heading", 1, "Trust"),
        ("paragraph", 0, "Desired outcome: trust grows"),
        ("list_item", 1, "Listen"),
        ("list_item", 2, "Act"),
        [["Activity", "Lead"]],
        ("heading", 2, "Data"),
    ]


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Housing Options"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Listen"
    table.cell(1, 1).text, table.cell(2, 1).text = "Asha Okoro", "Tom Field"
    (found,) = read(document).blocks
    assert isinstance(found, Table)
    assert [[(cell.text, cell.spans) for cell in row.cells] for row in found.rows] == [
        [("Housing Options", 3)],
        [("Listen", 1), ("Asha Okoro", 1), ("", 1)],
        [("", 1), ("Tom Field", 1), ("", 1)],
    ]


def test_the_old_way_of_merging_and_empty_columns_before() -> None:
    merged = (
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>"
        f"<w:tc><w:tcPr><w:hMerge w:val='restart'/></w:tcPr><w:p>{run('Parks')}</w:p></w:tc>"
        f"<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p>{run('Parks')}</w:p></w:tc></w:tr></w:tbl>"
    )
    (table,) = inside(docx.Document(), merged).blocks
    assert isinstance(table, Table)
    assert [(cell.text, cell.spans) for cell in table.rows[0].cells] == [("", 1), ("Parks", 2)]


def test_a_cell_is_paragraphs_and_points() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "Review letters"
    cell.add_paragraph("those of Housing", style="List Bullet")
    inner = cell.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "inner one", "inner two"
    (table,) = read(document).blocks
    source = Source(table=1, row=1)
    assert isinstance(table, Table)
    assert table.rows[0].cells == (
        Cell(
            paragraphs=(
                Paragraph(text="Review letters", style="Normal", source=source),
                Paragraph(
                    text="those of Housing", kind="list_item", level=1, style="List Bullet", source=source
                ),
                Paragraph(text="inner one", style="Normal", source=source),
                Paragraph(text="inner two", style="Normal", source=source),
            )
        ),
    )


def test_tables_and_rows_are_numbered() -> None:
    document = docx.Document()
    document.add_table(2, 1)
    document.add_paragraph("between")
    document.add_table(1, 1)
    tables = [block for block in read(document).blocks if isinstance(block, Table)]
    assert [[row.source for row in table.rows] for table in tables] == [
        [Source(table=1, row=1), Source(table=1, row=2)],
        [Source(table=2, row=1)],
    ]


def test_insertions_are_read_and_deletions_are_not() -> None:
    tracked = (
        f"<w:p>{run('Listen to ')}<w:ins w:author='A'>{run('all ')}</w:ins>"
        "<w:del w:author='A'><w:r><w:delText>some </w:delText></w:r></w:del>"
        f"<w:moveFrom>{run('moved away ')}</w:moveFrom><w:moveTo>{run('staff')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('kept')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del w:author='A'/></w:trPr><w:tc><w:p>{run('deleted')}</w:p></w:tc></w:tr></w:tbl>"
    )
    assert outline(inside(docx.Document(), tracked).blocks) == [
        ("paragraph", 0, "Listen to all staff"),
        [["kept"]],
    ]


def test_content_controls_fields_and_links_are_read() -> None:
    held = (
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('in a control')}</w:p>"
        f"<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtContent><w:tc><w:p>{run('cell')}</w:p></w:tc>"
        "</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt></w:tbl></w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('a link')}</w:hyperlink>{run(' and ')}<w:fldSimple w:instr='DATE'>{run('a field')}"
        "</w:fldSimple><w:r><w:instrText>DATE</w:instrText></w:r></w:p>"
    )
    assert outline(inside(docx.Document(), held).blocks) == [
        ("paragraph", 0, "in a control"),
        [["cell"]],
        ("paragraph", 0, "a link and a field"),
    ]


def test_breaks_tabs_and_hyphens() -> None:
    xml = (
        "<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t><w:noBreakHyphen/><w:t>four</w:t>"
        "<w:br w:type='page'/><w:sym w:font='Symbol' w:char='F0B7'/></w:r></w:p>"
    )
    assert outline(inside(docx.Document(), xml).blocks) == [("paragraph", 0, "one\ntwo\tthree-four•")]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('in a box')}</w:p></w:txbxContent>"
    xml = (
        f"<w:p>{run('beside')}<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert outline(inside(docx.Document(), xml).blocks) == [
        ("paragraph", 0, "beside"),
        ("paragraph", 0, "in a box"),
    ]


def test_what_a_paragraph_says_goes_before_its_style() -> None:
    document = docx.Document()
    style = document.styles.add_style("Plan point", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["List Bullet"]
    xml = (
        f"<w:p><w:pPr><w:pStyle w:val='Planpoint'/></w:pPr>{run('by its base')}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Planpoint'/><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr>{run('taken out')}</w:p>"
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='2'/><w:numId w:val='4'/></w:numPr></w:pPr>{run('by itself')}</w:p>"
        f"<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr>{run('heading by itself')}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='Heading1'/><w:outlineLvl w:val='9'/></w:pPr>{run('no heading')}</w:p>"
        f"<w:p><w:pPr><w:pStyle w:val='NoSuchStyle'/></w:pPr>{run('no style')}</w:p>"
    )
    assert outline(inside(document, xml).blocks) == [
        ("list_item", 1, "by its base"),
        ("paragraph", 0, "taken out"),
        ("list_item", 3, "by itself"),
        ("heading", 2, "heading by itself"),
        ("paragraph", 0, "no heading"),
        ("paragraph", 0, "no style"),
    ]


def test_a_style_that_is_based_on_itself_does_no_harm() -> None:
    document = docx.Document()
    style = document.styles.add_style("Round", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = style
    document.add_paragraph("round", style="Round")
    assert outline(read(document).blocks) == [("paragraph", 0, "round")]


def test_pages_are_those_that_word_last_drew() -> None:
    turn = "<w:r><w:lastRenderedPageBreak/></w:r>"
    xml = (
        f"<w:p>{run('first')}</w:p><w:p>{turn}{run('second')}</w:p>"
        f"<w:p>{run('begins on the second')}{turn}{run('ends on the third')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run('third')}{turn}{run('fourth')}</w:p></w:tc>"
        f"<w:tc><w:p>{run('third')}{turn}{run('fourth')}</w:p></w:tc></w:tr>"
        f"<w:tr><w:tc><w:p>{run('fourth')}</w:p></w:tc></w:tr></w:tbl><w:p>{run('fourth')}</w:p>"
    )
    blocks = inside(docx.Document(), xml).blocks
    assert [block.source.page for block in blocks] == [1, 2, 2, 3, 4]
    (table,) = [block for block in blocks if isinstance(block, Table)]
    assert [row.source.page for row in table.rows] == [3, 4]


def test_title_and_date_come_from_the_properties() -> None:
    document = docx.Document()
    document.add_paragraph("text")
    document.core_properties.title = " Plan of Wexcombe "
    assert (read(document).title, read(document).date) == (
        "Plan of Wexcombe",
        None,
    )  # the date is the template's
    document.core_properties.created = datetime.datetime(2020, 12, 4, 10, tzinfo=datetime.UTC)
    assert read(document).date == "2020-12-04"


def test_strict_open_xml_is_read_too() -> None:
    strict = word_xml(f"<w:body><w:p>{run('strict')}</w:p></w:body>").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    found = word.read(changed(saved(docx.Document()), {WORD: strict}), "plan.docx")
    assert outline(found.blocks) == [("paragraph", 0, "strict")]


def test_notes_come_at_the_end() -> None:
    notes = (
        f"<w:footnotes xmlns:w='{NAMESPACE}'><w:footnote w:type='separator'><w:p/></w:footnote>"
        f"<w:footnote><w:p>{run('a note')}</w:p></w:footnote></w:footnotes>"
    )
    document = docx.Document()
    document.add_paragraph("text")
    found = word.read(changed(saved(document), {"word/footnotes.xml": notes.encode()}), "plan.docx")
    assert outline(found.blocks) == [("paragraph", 0, "text"), ("paragraph", 0, "a note")]


@pytest.mark.parametrize("style", ["List Bullet", "Normal"])
def test_a_plan_as_a_council_writes_it(style: str) -> None:
    document = docx.Document()
    document.add_heading("Race equality action plan of Wexcombe", 0)
    document.add_heading("Trust", 1)
    document.add_paragraph("Desired outcome: trust grows")
    document.add_heading("Recommendations for corporate action", 2)
    document.add_paragraph(
        "- Publish the pay gap" if style == "Normal" else "Publish the pay gap", style=style
    )
    table = document.add_table(3, 4, style="Table Grid")
    for at, name in enumerate(("Activity", "Lead", "Target date", "What has been achieved so far?")):
        table.cell(0, at).text = name
    table.cell(1, 0).merge(table.cell(1, 3)).text = "Housing Options"
    table.cell(2, 0).text = "Review letters"
    table.cell(2, 0).add_paragraph("those of 2020", style="List Bullet")
    table.cell(2, 1).text, table.cell(2, 2).text = "Asha Okoro", "March 2021"
    plan = parse(saved(document), ".docx", "plan.docx")
    (theme,) = plan.themes
    (action,) = theme.actions
    assert (plan.title, plan.leftovers) == ("Race equality action plan of Wexcombe", ())
    assert (theme.title, theme.desired_outcome) == ("Trust", "trust grows")
    assert theme.recommendations == ("Publish the pay gap",)
    assert (action.service, action.action, action.points) == (
        "Housing Options",
        "Review letters",
        ("those of 2020",),
    )
    assert (action.lead_text, action.target.text, action.source) == (
        "Asha Okoro",
        "March 2021",
        Source(table=1, row=3),
    )
