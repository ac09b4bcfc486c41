"""A person opens what our writers wrote, changes it in Word or Excel, and brings it back: nothing that was written is lost."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import functools
import io
from collections.abc import Callable

import docx
import hypothesis
import openpyxl
import pytest
from docx.document import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from documents import parse, substance, write
from documents.plan import Action, Lead, Passage, Plan, Theme
from documents.refusals import Refused
from tests.documents.making_files import SHEET, WORD, changed, part_of

PLAN = Plan(
    title="Plan of Wexcombe",
    themes=(
        Theme(
            title="Trust",
            desired_outcome="Trust grows",
            recommendations=("Listen first",),
            actions=(
                Action(
                    service="Parks",
                    action="Plant",
                    lead_text="Parks DMT",
                    leads=(Lead(name="Parks DMT", kind="team"),),
                    achieved=("Begun",),
                ),
                Action(
                    service="Housing",
                    action="Review",
                    lead_text="Housing DMT",
                    leads=(Lead(name="Housing DMT", kind="team"),),
                ),
            ),
        ),
        Theme(title="Data", actions=(Action(service="Parks", action="Count"),)),
    ),
)


@functools.cache
def _written(suffix: str) -> bytes:
    return write(PLAN, suffix)


def edited_word(edit: Callable[[WordDocument], None]) -> Plan:
    document = docx.Document(io.BytesIO(_written(".docx")))
    edit(document)
    content = io.BytesIO()
    document.save(content)
    return parse(content.getvalue(), ".docx", "plan.docx")


def edited_excel(edit: Callable[[openpyxl.worksheet.worksheet.Worksheet], None]) -> Plan:
    book = openpyxl.load_workbook(io.BytesIO(_written(".xlsx")))
    edit(book["Plan"])
    content = io.BytesIO()
    book.save(content)
    return parse(content.getvalue(), ".xlsx", "plan.xlsx")


def actions(plan: Plan) -> list[tuple[str, str | None, str]]:
    return [(theme.title, action.service, action.action) for theme in plan.themes for action in theme.actions]


UNCHANGED = [("Trust", "Parks", "Plant"), ("Trust", "Housing", "Review"), ("Data", "Parks", "Count")]


def test_word_with_words_changed() -> None:
    def edit(document: WordDocument) -> None:
        row = document.tables[0].rows[2]
        row.cells[2].paragraphs[0].text = "May 2021"
        row.cells[3].add_paragraph("Half done")
        row.cells[3].add_paragraph("All done", style="List Bullet")
        row.cells[0].add_paragraph("trees first", style="List Bullet")
        row.cells[0].add_paragraph("and then flowers")

    action = edited_word(edit).themes[0].actions[0]
    assert (action.action, action.points) == ("Plant\nand then flowers", ("trees first",))
    assert (action.target.text, action.target.kind) == ("May 2021", "month")
    assert action.achieved == ("Begun", "Half done", "All done")


def test_word_with_a_row_copied_and_one_added() -> None:
    def edit(document: WordDocument) -> None:
        table = document.tables[0]
        twin = copy.deepcopy(table.rows[2]._tr)
        table.rows[2]._tr.addnext(twin)
        table.rows[3].cells[0].paragraphs[0].text = "Water"
        added = table.add_row().cells
        added[0].text, added[1].text = "Repair", "Asha Okoro"
        table.add_row()

    plan = edited_word(edit)
    assert actions(plan) == [
        ("Trust", "Parks", "Plant"),
        ("Trust", "Parks", "Water"),
        ("Trust", "Housing", "Review"),
        ("Trust", "Housing", "Repair"),
        ("Data", "Parks", "Count"),
    ]
    assert plan.leftovers == ()


def test_word_with_a_service_and_a_theme_added_by_hand() -> None:
    def edit(document: WordDocument) -> None:
        table = document.tables[1]
        service = table.add_row().cells
        service[0].merge(service[3]).text = "Libraries"
        table.add_row().cells[0].text = "Read"
        document.add_heading("Learning", 1)
        document.add_paragraph("Teach", style="List Bullet")
        grid = document.add_table(2, 4)
        for at, name in enumerate(("Activity", "Lead", "Target date", "What has been achieved so far?")):
            grid.cell(0, at).text = name
        grid.cell(1, 0).text = "Train"

    plan = edited_word(edit)
    assert actions(plan) == [*UNCHANGED, ("Data", "Libraries", "Read"), ("Learning", None, "Train")]
    assert plan.themes[2].recommendations == ("Teach",)


def test_word_with_text_in_other_places() -> None:
    def edit(document: WordDocument) -> None:
        document.paragraphs[0].insert_paragraph_before("Before everything")
        document.add_paragraph("After everything")
        document.add_table(1, 2).cell(0, 0).text = "A table of something else"

    plan = edited_word(edit)
    assert actions(plan) == UNCHANGED
    assert [passage.text for passage in plan.front_matter] == ["Before everything"]
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("After everything", "it has none of our styles"),
        ("A table of something else", "its column is none of ours"),
    ]


def test_word_with_a_column_added() -> None:
    def edit(document: WordDocument) -> None:
        table = document.tables[0]
        table.add_column(100)
        table.cell(0, 4).text = "Comment"
        table.cell(2, 4).text = "Well done"

    plan = edited_word(edit)
    assert actions(plan) == UNCHANGED
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Well done", "its column is none of ours")
    ]


def test_excel_with_words_changed_and_a_row_added() -> None:
    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["F8"] = "May 2021"
        sheet["D8"] = "Plant\n• trees first"
        sheet["G8"] = "Begun\nHalf done"
        sheet.append(["Action", "Trust", "Parks", "Water"])
        sheet.append([None, "Learning", None, "Train", "Asha Okoro"])
        sheet.append(["Remark", "Trust", None, "Well done"])

    plan = edited_excel(edit)
    assert actions(plan) == [
        *UNCHANGED[:2],
        ("Trust", "Parks", "Water"),
        UNCHANGED[2],
        ("Learning", None, "Train"),
    ]
    action = plan.themes[0].actions[0]
    assert (action.points, action.target.kind, action.achieved) == (
        ("trees first",),
        "month",
        ("Begun", "Half done"),
    )
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Remark | Trust | Well done", "its type is none of ours")
    ]


def test_excel_with_rows_sorted_and_columns_moved() -> None:
    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
        order = [3, 1, 0, 2, *range(4, len(header))]
        for down, row in enumerate([header, *sorted(rows, key=lambda row: str(row[3]))]):
            for across, at in enumerate(order):
                sheet.cell(4 + down, 1 + across).value = row[at]

    plan = edited_excel(edit)
    assert sorted(actions(plan)) == sorted(UNCHANGED)
    by_title = {theme.title: theme for theme in plan.themes if theme.actions}
    assert (by_title["Trust"].desired_outcome, by_title["Trust"].recommendations) == (
        "Trust grows",
        ("Listen first",),
    )
    assert plan.leftovers == ()


def test_excel_with_a_column_and_a_note_added() -> None:
    def edit(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["H4"], sheet["H8"] = "Comment", "Well done"
        sheet["A15"] = "Reviewed in May"

    plan = edited_excel(edit)
    assert actions(plan) == UNCHANGED
    assert [(passage.text, passage.reason) for passage in plan.leftovers] == [
        ("Well done", "its column is none of ours"),
        ("Reviewed in May", "it stands outside our table"),
    ]


def test_csv_that_excel_saved_again_with_semicolons() -> None:
    text = (
        write(PLAN, ".csv")
        .decode("utf-8-sig")
        .replace('","', ";")
        .replace('"\r\n', "\r\n")
        .replace('\r\n"', "\r\n")
    )
    assert substance.of(parse(text.removeprefix('"').encode("cp1252"), ".csv", "plan.csv")) == substance.of(
        PLAN
    )


def test_word_without_our_styles_is_still_read() -> None:
    """Copied into another document the styles are lost: the layout alone still says most of it."""
    data = write(dataclasses.replace(PLAN, title="Race equality action plan of Wexcombe"), ".docx")
    styles = part_of(data, "word/styles.xml").replace(b'w:val="Throughline ', b'w:val="Council ')
    plan = parse(changed(data, {"word/styles.xml": styles}), ".docx", "plan.docx")
    assert actions(plan) == UNCHANGED
    assert [theme.desired_outcome for theme in plan.themes] == ["Trust grows", None]
    assert plan.themes[0].recommendations == ("Listen first",)
    assert plan.leftovers == ()


@pytest.mark.slow
@hypothesis.settings(max_examples=max(200, hypothesis.settings().max_examples))
@given(
    suffix_and_part=st.sampled_from([(".docx", WORD), (".docx", "word/styles.xml"), (".xlsx", SHEET)]),
    data=st.data(),
)
def test_a_damaged_part_is_read_or_refused(suffix_and_part: tuple[str, str], data: st.DataObject) -> None:
    """Pieces of the XML are cut out, doubled and overwritten: there is a plan or a refusal, and nothing else."""
    suffix, part = suffix_and_part
    whole = _written(suffix)
    content = part_of(whole, part)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(content) - 1))
        end = start + data.draw(st.integers(0, 60))
        piece = data.draw(
            st.sampled_from(
                [b"", content[start:end] * 2, b"<w:tc>", b"</w:tr>", b'w:val="-7"', b"&#0;", b"\xff"]
            )
        )
        content = content[:start] + piece + content[end:]
    with contextlib.suppress(Refused):
        assert isinstance(parse(changed(whole, {part: content}), suffix, "plan"), Plan)


def test_passages_of_leftovers_come_back_as_such() -> None:
    plan = Plan(leftovers=(Passage(text="one", reason="why"), Passage(text="two")))
    for suffix in (".docx", ".xlsx", ".csv"):
        assert substance.of(parse(write(plan, suffix), suffix, "plan")) == plan
