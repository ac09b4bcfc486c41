"""What the writers make: the familiar layout, usable with a screen reader, safe to open, and without a trace of a person."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from lxml import etree

from documents import leads, parse, plan_json, substance, write
from documents.plan import Action, Lead, Passage, Plan, Target, TargetKind, Theme
from documents.refusals import Refused
from documents.writers import WRITERS

DAY = Target(text="31 March 2021", kind=TargetKind.DAY, end=datetime.date(2021, 3, 31))
SOON = Target(text="@soon", kind=TargetKind.UNREADABLE, doubts=("no date was understood in these words",))
ASHA = Lead(name="Asha Okoro", kind="person")
PLAN = Plan(
    title="Race equality action plan of Wexcombe",
    organisation="London Borough of Wexcombe",
    document_date="2020-12",
    front_matter=(Passage(text="Why we do this."),),
    themes=(
        Theme(
            title="Trust",
            desired_outcome="Trust grows.",
            recommendations=("Publish the pay gap", "Listen first"),
            actions=(
                Action(
                    service="Housing Options",
                    action="Review letters",
                    points=("those of 2020", "those of 2021"),
                    lead_text="Asha Okoro",
                    leads=(ASHA,),
                    target=DAY,
                    achieved=("Begun", "Half done"),
                ),
                Action(
                    service="Housing Options",
                    action="=1+1",
                    lead_text="-Asha",
                    leads=leads.read_leads("-Asha").leads,
                    target=SOON,
                ),
                Action(
                    service="Parks",
                    action="Listen",
                    lead_text="Parks DMT",
                    leads=(Lead(name="Parks DMT", kind="team"),),
                ),
                Action(service=None, action="Act"),
            ),
        ),
        Theme(title="Other actions", is_theme=False, actions=(Action(service="Parks", action="Plant"),)),
    ),
    leftovers=(Passage(text="A stray line", reason="it stands alone"),),
)
HEADER = ["Activity", "Lead", "Target date", "What has been achieved so far?"]


def opened_word(plan: Plan = PLAN) -> docx.document.Document:
    return docx.Document(io.BytesIO(write(plan, ".docx")))


def opened_excel(plan: Plan = PLAN) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(plan, ".xlsx")))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_word_has_the_familiar_layout() -> None:
    found: list[object] = []
    for block in opened_word().iter_inner_content():
        if isinstance(block, docx.table.Table):
            found.append([[cell.text for cell in dict.fromkeys(row.cells)] for row in block.rows])
        elif block.text:
            found.append(block.text)
    assert found == [
        "Race equality action plan of Wexcombe",
        "London Borough of Wexcombe",
        "December 2020",
        "Why we do this.",
        "Trust",
        "Desired outcome: Trust grows.",
        "Recommendations for corporate action",
        "Publish the pay gap",
        "Listen first",
        "The grid below shows the activity of each service:",
        [
            HEADER,
            ["Housing Options"],
            [
                "Review letters\nthose of 2020\nthose of 2021",
                "Asha Okoro",
                "31 March 2021",
                "Begun\nHalf done",
            ],
            ["=1+1", "-Asha", "@soon", ""],
            ["Parks"],
            ["Listen", "Parks DMT", "", ""],
            ["No service named"],
            ["Act", "", "", ""],
        ],
        "Other actions",
        "The grid below shows the activity of each service:",
        [HEADER, ["Parks"], ["Plant", "", "", ""]],
        "Not placed in the plan",
        "A stray line",
        "it stands alone",
    ]


def test_word_can_be_used_with_a_screen_reader() -> None:
    document = opened_word()
    levels = {}
    for paragraph in document.paragraphs:
        style = paragraph.style
        while (
            style is not None
            and style.base_style is not None
            and not style.name.startswith(("Heading", "Title"))
        ):
            style = style.base_style
        levels[paragraph.text] = style.name if style is not None else None
    assert levels["Trust"] == levels["Other actions"] == "Heading 1"
    assert levels["Recommendations for corporate action"] == "Heading 2"
    assert levels["Race equality action plan of Wexcombe"] == "Title"
    for table in document.tables:
        header, *rest = table._tbl.tr_lst
        assert header.find(f".//{qn('w:tblHeader')}") is not None
        assert [row.find(f".//{qn('w:tblHeader')}") for row in rest] == [None] * len(rest)
        assert table._tbl.find(f".//{qn('w:tblLook')}").get(qn("w:firstRow")) == "1"
    captions = [element.get(qn("w:val")) for element in document.element.iter(qn("w:tblCaption"))]
    assert captions == ["Actions: Trust", "Actions: Other actions"]


def test_word_is_in_british_english() -> None:
    document = opened_word()
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    languages |= {
        element.get(qn("w:val")) for element in document.settings.element.iter(qn("w:themeFontLang"))
    }
    assert languages == {"en-GB"}
    assert document.core_properties.language == "en-GB"


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_no_property_names_a_person_or_a_time(suffix: str) -> None:
    found = parts(write(PLAN, suffix))
    core = etree.fromstring(found["docProps/core.xml"])
    said = {etree.QName(child).localname: child.text for child in core if child.text}
    said.pop("language", None)
    assert said.pop("title") == "Race equality action plan of Wexcombe"
    assert set(said.values()) <= {"2000-01-01T00:00:00Z"}
    assert not any(re.search("thumbnail|comments|customXml|custom.xml", name) for name in found)
    assert not any(b"python-docx" in content for content in found.values())


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_the_same_plan_gives_the_same_bytes(suffix: str) -> None:
    assert write(PLAN, suffix) == write(PLAN, suffix)


def test_excel_has_one_table_in_a_sheet_under_a_title() -> None:
    book = opened_excel()
    assert book.sheetnames == ["About", "Plan"]
    for sheet in book:
        assert sheet["A1"].value == "Race equality action plan of Wexcombe"
        assert sheet.sheet_state == "visible"
        (table,) = sheet.tables.values()
        assert (table.ref.split(":")[0], table.displayName, table.headerRowCount) == ("A4", sheet.title, 1)
        assert sheet.freeze_panes == "A5"
        assert not sheet.merged_cells.ranges
        assert [column.name for column in table.tableColumns] == [cell.value for cell in sheet[4]]
        assert not any(dimension.hidden for dimension in sheet.column_dimensions.values())
        assert not any(dimension.hidden for dimension in sheet.row_dimensions.values())
        assert {cell.fill.fill_type for row in sheet for cell in row} == {None}
    assert book.defined_names == {}


def test_excel_has_a_row_for_everything() -> None:
    book = opened_excel()
    assert [[cell.value for cell in row] for row in book["About"].iter_rows(min_row=4)] == [
        ["Type", "Text", "Note"],
        ["Plan", "Race equality action plan of Wexcombe", None],
        ["Organisation", "London Borough of Wexcombe", None],
        ["Date", "December 2020", None],
        ["Introduction", "Why we do this.", None],
        ["Not placed", "A stray line", "it stands alone"],
    ]
    rows = [[cell.value for cell in row] for row in book["Plan"].iter_rows(min_row=4, max_col=7)]
    assert rows[:6] == [
        ["Type", "Theme", "Service", *HEADER],
        ["Theme", "Trust", None, None, None, None, None],
        ["Desired outcome", "Trust", None, "Trust grows.", None, None, None],
        ["Recommendation", "Trust", None, "Publish the pay gap", None, None, None],
        ["Recommendation", "Trust", None, "Listen first", None, None, None],
        [
            "Action",
            "Trust",
            "Housing Options",
            "Review letters\n• those of 2020\n• those of 2021",
            "Asha Okoro",
            "31 March 2021",
            "• Begun\n• Half done",
        ],
    ]


def test_excel_runs_nothing() -> None:
    book = opened_excel()
    cells = {cell.value: cell for row in book["Plan"] for cell in row if cell.value}
    assert {cells[text].data_type for text in ("=1+1", "-Asha", "@soon")} == {"s"}
    assert {cells[text].quotePrefix for text in ("=1+1", "-Asha", "@soon")} == {True}
    assert not cells["Listen"].quotePrefix
    found = parts(write(PLAN, ".xlsx"))
    assert not any(
        b"<f>" in content or b"hyperlink" in content.lower()
        for name, content in found.items()
        if "sheets" in name
    )


def test_csv_has_a_row_for_everything_and_runs_nothing() -> None:
    text = write(PLAN, ".csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0][:7] == ["Type", "Theme", "Service", *HEADER]
    assert [row[0] for row in rows[1:]] == [
        "Plan",
        "Organisation",
        "Date",
        "Introduction",
        "Not placed",
        "Theme",
        "Desired outcome",
        "Recommendation",
        "Recommendation",
        "Action",
        "Action",
        "Action",
        "Action",
        "Outside the themes",
        "Action",
    ]
    assert rows[11][3:6] == ["'=1+1", "'-Asha", "'@soon"]
    assert not any(cell[:1] in {*"=+-@\t\r"} for row in rows for cell in row if cell)
    assert {len(row) for row in rows} == {len(rows[0])}


def test_json_is_the_documented_shape() -> None:
    assert json.loads(write(PLAN, ".json")) == plan_json.to_json(PLAN)


def test_columns_that_nobody_needs_are_left_out() -> None:
    bare = Plan(themes=(Theme(title="Trust", actions=(Action(service=None, action="Listen"),)),))
    assert [cell.text for cell in opened_word(bare).tables[0].rows[0].cells] == HEADER
    full = Action(service=None, action="Listen", outcome="Heard", reference="1.1")
    (table,) = opened_word(Plan(themes=(Theme(title="Trust", actions=(full,)),))).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Reference", *HEADER, "Outcome"],
        ["1.1", "Listen", "", "", "", "Heard"],
    ]


def test_what_a_person_recorded_stands_beside_the_words() -> None:
    corrected = Action(
        service=None,
        action="Listen",
        lead_text="Asha and the team",
        leads=(
            Lead(name="Asha Okoro", kind="person", service="Parks"),
            Lead(name="Staff network", kind="team"),
        ),
        target=Target(text="Dec 20", kind=TargetKind.MONTH, status_hint="underway", doubts=("a doubt",)),
    )
    plan = Plan(themes=(Theme(title="Trust", actions=(corrected,)),))
    (table,) = opened_word(plan).tables
    assert [cell.text for cell in table.rows[1].cells] == [
        "Listen",
        "Asha and the team\nPerson: Asha Okoro\nService: Parks\nTeam: Staff network",
        "Dec 20\nRead as: month\nState: underway\nDoubt: a doubt",
        "",
    ]
    for suffix in WRITERS:
        assert parse(write(plan, suffix), suffix, "plan").actions[0].leads == corrected.leads
        assert parse(write(plan, suffix), suffix, "plan").actions[0].target == corrected.target


def test_more_rows_than_excel_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xlsxwriter.worksheet.Worksheet.write_string", lambda *_: -1)
    with pytest.raises(Refused) as refused:
        write(PLAN, ".xlsx")
    assert str(refused.value) == (
        "Excel workbook (row 1): the plan has more rows than a sheet of Excel holds; write it as CSV or JSON."
    )


def test_a_suffix_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        write(PLAN, ".odt", name="plan.odt")
    assert (
        str(refused.value)
        == "plan.odt: this kind of file cannot be written; choose one of .docx, .xlsx, .csv, .json."
    )


def test_the_substance_is_what_comes_back() -> None:
    for suffix in WRITERS:
        assert substance.of(parse(write(PLAN, suffix), suffix, "plan")).leftovers == PLAN.leftovers
