"""What Word, Excel and CSV say beside a plan: it is there to be read by people, and changes nothing of what is read back."""

import io

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import documents
from documents import layout, substance
from documents.plan import Action, Plan, Theme
from documents.standing import Standing
from tests.documents import generated

PLAN = Plan(
    title="Fair",
    themes=(
        Theme(
            title="Heard",
            recommendations=("Publish who is appointed", "Pay all"),
            actions=(
                Action(service="Housing", action="Ask everybody", reference="WX-001"),
                Action(service="Housing", action="Ask again", reference="WX-002"),
            ),
        ),
    ),
)
STANDING = Standing(
    {"WX-001": "Overdue", "WX-002": "In progress"}, {("Heard", "Pay all"): "We will, in June.\nAll of it."}
)


def test_excel_has_a_column_for_the_status_and_a_row_for_the_reply() -> None:
    book = openpyxl.load_workbook(io.BytesIO(documents.write(PLAN, ".xlsx", standing=STANDING)))
    rows = [[cell.value for cell in row] for row in book["Plan"].iter_rows(min_row=4)]
    at = rows[0].index("Status")
    assert [(row[0], row[rows[0].index("Activity")], row[at]) for row in rows[1:]] == [
        ("Theme", None, None),
        ("Recommendation", "Publish who is appointed", None),
        ("Recommendation", "Pay all", None),
        ("Reply", "We will, in June.\nAll of it.", None),
        ("Action", "Ask everybody", "Overdue"),
        ("Action", "Ask again", "In progress"),
    ]


def test_word_has_them_too() -> None:
    document = docx.Document(io.BytesIO(documents.write(PLAN, ".docx", standing=STANDING)))
    [grid] = document.tables
    assert [cell.text for cell in grid.rows[0].cells][3:5] == ["Target date", "Status"]
    assert [row.cells[4].text for row in grid.rows[2:]] == ["Overdue", "In progress"]
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[texts.index("Pay all") + 1] == f"{layout.REPLY}We will, in June.\nAll of it."


WORDS = st.sampled_from(
    ["Overdue", "Not started", "=1+1", "Done\nand verified", "• of us", "Reply: no", "Theme"]
)


@pytest.mark.slow
@given(generated.plans(), st.data())
def test_what_is_read_back_is_the_very_plan(plan: Plan, data: st.DataObject) -> None:
    references = sorted({action.reference for action in plan.actions if action.reference})
    asked = sorted({(theme.title, one) for theme in plan.themes for one in theme.recommendations})
    said = Standing({one: data.draw(WORDS) for one in references}, {one: data.draw(WORDS) for one in asked})
    for suffix in (".docx", ".xlsx", ".csv"):
        back = documents.parse(documents.write(plan, suffix, standing=said), suffix, f"plan{suffix}")
        assert substance.of(back) == substance.of(plan), suffix
    assert documents.write(plan, ".json", standing=said) == documents.write(plan, ".json")
