"""What stands before the first theme, and is no introduction: left out by itself with the reason, and taken in by hand."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import documents
from documents.plan import Action, Passage, Plan, Theme
from tests import making, reading
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch
from throughline.plan.rules import corrections, introductions

TODAY = making.TODAY
GRID = "The grid below shows what {} will do."
TEXTS = [
    "Contents",
    "Zero tolerance to racism..... 3",
    "Room to speak . . . . . . 12\nFair hiring ……………… 14",
    "This is why we begin.",
    *(GRID.format(name) for name in ("Housing", "Parks", "Libraries")),
    "Ring 0300 123 4567 ... if you need it in large print.",
]
SAME = "the same stands there 3 times"
REASONS = [*[introductions.IN_CONTENTS] * 3, "", SAME, SAME, SAME, ""]


def test_each_passage_has_its_reason_or_none() -> None:
    assert introductions.reasons(TEXTS) == REASONS
    assert introductions.reasons(["Contents", "We begin."]) == ["", ""]
    assert introductions.reasons(["The same.", "The same.", "Another."]) == ["", "", ""]


@given(
    st.lists(st.sampled_from(["We begin.", "So it is.", "It was hard…", "In 2026 we asked 300"]), max_size=2)
)
def test_sentences_are_never_left_out(texts: list[str]) -> None:
    assert introductions.reasons(texts) == [""] * len(texts)


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, db: None, the_day: None) -> ImportBatch:
    read = Plan(
        title="Fair by Practice",
        front_matter=tuple(Passage(text=text) for text in TEXTS),
        themes=(Theme(title="Safe to speak", actions=(Action(service=None, action="Train every panel"),)),),
    )
    monkeypatch.setattr(documents, "read", lambda data, name: read)
    making.place("Wexcombe", "authority")
    return importing.upload(by=making.account("equality_team"), name="plan.docx", data=b"x", today=TODAY)


def test_nobody_has_to_look_for_it_to_stay_out(batch: ImportBatch) -> None:
    approval = importing.ask_to_accept(by=batch.uploaded_by, batch=batch, today=TODAY)
    plan = importing.accept(by=making.account("equality_team"), approval=approval, today=TODAY)
    assert plan.introduction.split("\n\n") == [TEXTS[3], TEXTS[7]]


def test_the_officer_sees_why_and_takes_it_in(batch: ImportBatch) -> None:
    client: Client = making.signed_in(batch.uploaded_by)
    address = f"/plan/import/{batch.pk}/"
    words = reading.words(client.get(address))
    assert f"Left out because {introductions.IN_CONTENTS}: {TEXTS[1]}" in words
    assert "8 passages before the first theme; 6 not taken" in words
    page = reading.page(client.get(f"{address}about/"))
    chosen = [one.get("value") for one in page.xpath("//input[@type='radio' and @checked]")]
    assert chosen == ["out"] * 3 + ["kept"] + ["out"] * 3 + ["kept"]
    hints = [one.text_content().strip() for one in page.xpath("//fieldset//*[@class='govuk-hint']")]
    assert f"Left out by itself: {SAME}." in hints
    goes = dict(enumerate(chosen)) | {4: "kept", 3: "out"}
    values = {f"passage-{key}-goes": value for key, value in goes.items()}
    values |= {
        "title": "Fair by Practice",
        "slug": "fbp",
        "document_date": "",
        "organisation": "",
        "place": "",
    }
    client.post(f"{address}about/", values)
    batch.refresh_from_db()
    assert batch.decisions["introduction"] == {"3": "out", "4": "kept"}
    kept = [one["text"] for one in batch.corrected["front_matter"]]
    assert kept == [TEXTS[4], TEXTS[7]]


def test_what_is_as_it_would_be_by_itself_is_no_decision() -> None:
    read = Plan(title="x", front_matter=tuple(Passage(text=text) for text in TEXTS), themes=())
    decisions: corrections.Decisions = {}
    for one in corrections.introduction(read, {}):
        decisions = corrections.with_introduced(decisions, one, one.goes)
    assert decisions == {"introduction": {}}
