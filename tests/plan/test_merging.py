"""A document that comes back: exactly what somebody edited is found, and nothing else."""

import dataclasses
import io

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import documents
from documents import plan as documents_plan
from documents import services, targets
from documents.plan import Action, Lead, Theme
from throughline.plan.rules import merging
from throughline.plan.rules.merging import Difference


def action(number: int, service: str, text: str, **fields: object) -> Action:
    said: dict[str, object] = {
        "points": (),
        "lead_text": "Asha Okoro",
        "leads": (Lead(name="Asha Okoro", kind="person"),),
        "target": targets.read_target("by March 2026"),
        "achieved": (),
        "reference": f"WX-{number:03}",
    }
    return Action(service=service, action=text, **(said | fields))  # type: ignore[arg-type]


def plan(*themes: Theme) -> documents_plan.Plan:
    return documents_plan.Plan(
        title="Wexcombe’s anti-racism plan", themes=themes, services=services.group(themes)
    )


LIVE = plan(
    Theme(
        title="Fair recruitment",
        desired_outcome="Panels choose without bias.",
        recommendations=("Publish who is shortlisted and who is appointed.",),
        actions=(
            action(1, "Housing Options", "Train every panel before it meets", points=("first", "second")),
            action(
                2,
                "Housing Options",
                "Advertise every post for two weeks",
                achieved=("The last four posts were.", "3 March 2026: And the next one."),
                target=targets.read_target("TBC"),
            ),
            action(3, "Libraries", "Ask every applicant what stood in their way", outcome="All were asked"),
        ),
    ),
    Theme(
        title="Safe to speak",
        desired_outcome="Staff report racism, and are heard.",
        actions=(
            action(4, "Libraries", "Name two people in each library to whom staff can turn"),
            action(5, "Parks", "Tell every new starter how to report racism", target=targets.read_target("")),
        ),
    ),
)
COLUMNS = {1: "service", 2: "action", 3: "lead", 4: "target_date", 5: "achieved"}


def back(data: bytes, suffix: str) -> documents_plan.Plan:
    return documents.read(data, name=f"back{suffix}")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".json"])
def test_a_file_that_nobody_edited_says_nothing_new(suffix: str) -> None:
    found = merging.compare(LIVE, back(documents.write(LIVE, suffix), suffix))
    assert found == merging.Merge(changed=[], unchanged=5, new=[], missing=[], themes=[])
    assert found.says_nothing_new


WORDS = st.text("abcdefgh", min_size=3, max_size=9)
EDITS = st.lists(WORDS, min_size=4, max_size=8).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5), st.sampled_from(["action", "lead", "target_date", "achieved"]), EDITS)
def test_an_edited_cell_of_a_word_file_is_found_and_nothing_else(row: int, field: str, words: str) -> None:
    file = docx.Document(io.BytesIO(documents.write(LIVE, ".docx")))
    edited = 0
    for table in file.tables:
        for line in table.rows:
            cells = [cell.text for cell in line.cells]
            if f"WX-{row:03}" in cells:
                heads = [cell.text.casefold() for cell in table.rows[0].cells]
                line.cells[_column(heads, field)].text = words
                edited += 1
    assert edited == 1
    saved = io.BytesIO()
    file.save(saved)
    _only(merging.compare(LIVE, back(saved.getvalue(), ".docx")), row, field, words)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5), st.sampled_from(["action", "lead", "target_date", "achieved"]), EDITS)
def test_an_edited_cell_of_an_excel_file_is_found_and_nothing_else(row: int, field: str, words: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(documents.write(LIVE, ".xlsx")))
    sheet = next(one for one in book if any("WX-001" in str(cell.value) for line in one for cell in line))
    head = next(line for line in sheet.iter_rows() if any(cell.value == "Type" for cell in line))
    heads = [str(cell.value).casefold() for cell in head]
    line = next(line for line in sheet.iter_rows() if any(cell.value == f"WX-{row:03}" for cell in line))
    line[_column(heads, field)].value = words
    saved = io.BytesIO()
    book.save(saved)
    _only(merging.compare(LIVE, back(saved.getvalue(), ".xlsx")), row, field, words)


def _column(heads: list[str], field: str) -> int:
    begins = {
        "action": "activity",
        "lead": "lead",
        "target_date": "target",
        "achieved": "what has been achieved",
    }
    return next(n for n, head in enumerate(heads) if head.startswith(begins[field]))


def _only(found: merging.Merge, row: int, field: str, words: str) -> None:
    assert (found.new, found.missing, found.themes) == ([], [], [])
    [changed] = found.changed
    assert changed.match.live.action.reference == f"WX-{row:03}"
    assert [(one.field, one.now) for one in changed.differences] == [(field, words)]


def test_a_row_that_was_added_is_new_and_one_that_was_struck_out_is_missing() -> None:
    first, second = LIVE.themes
    added = action(0, "Parks", "Put the number of the helpline on every notice board", reference="")
    read = dataclasses.replace(
        LIVE, themes=(first, dataclasses.replace(second, actions=(*second.actions[1:], added)))
    )
    found = merging.compare(LIVE, read)
    assert [(one.theme, one.action) for one in found.new] == [("Safe to speak", added)]
    assert [one.action.reference for one in found.missing] == ["WX-004"]
    assert (found.changed, found.unchanged, found.says_nothing_new) == ([], 4, False)


FOREIGN = [
    dataclasses.replace(one, reference="", leads=(), points=())
    for theme in LIVE.themes
    for one in theme.actions
]


def foreign(*actions: Action) -> documents_plan.Plan:
    """A document that is none of ours: no references, everything under one heading."""
    return plan(Theme(title="Our plan for 2026", actions=actions))


def test_without_references_the_words_say_which_action_it_is() -> None:
    """A column that the document does not have says nothing; nor does the heading of another body of it."""
    words = "Tell every new starter how they can report racism"
    read = foreign(*FOREIGN[:4], dataclasses.replace(FOREIGN[4], action=words))
    [*others, last] = merging.compare(LIVE, read).changed
    assert [(one.match.live.action.reference, one.match.by_reference) for one in others] == [
        ("WX-001", False),
        ("WX-002", False),
        ("WX-003", False),
        ("WX-004", False),
    ]
    assert {one.field for other in others for one in other.differences} == {"theme", "action"}
    assert last.match.live.action.reference == "WX-005"
    assert Difference("action", LIVE.themes[1].actions[1].action, words) in last.differences


def test_the_nearest_words_win_and_every_action_is_taken_once() -> None:
    live = plan(
        Theme(
            title="A",
            actions=tuple(action(n, "Parks", f"Meet each team in ward {n} twice") for n in range(1, 10)),
        )
    )
    turned = [dataclasses.replace(one, reference="") for one in live.actions[::-1]]
    found = merging.compare(live, plan(Theme(title="A", actions=(*turned, turned[0]))))
    assert (found.changed, found.unchanged, found.missing) == ([], 9, [])
    assert [one.action.action for one in found.new] == [turned[0].action]


def test_a_reference_that_stands_twice_is_that_of_the_nearer_words() -> None:
    first = LIVE.themes[0].actions[0]
    copied = dataclasses.replace(first, action="Something else altogether", points=())
    read = plan(dataclasses.replace(LIVE.themes[0], actions=(copied, *LIVE.themes[0].actions)))
    found = merging.compare(LIVE, read)
    assert [one.action for one in found.new] == [copied]
    assert found.changed == []


def test_what_was_achieved_stays_and_only_new_words_are_taken() -> None:
    """The document is of Monday; on Tuesday the plan said two things more, with their days."""
    compare = merging.differences.achieved
    assert compare(("One.", "3 March 2026: Two."), ("One.", "Two.")) is None
    assert compare(("One.", "3 March 2026: Two."), ("One.", "Three.")) == Difference(
        "achieved", "3 March 2026: Two.", "Three."
    )
    assert compare(("No change.",), ("No change.", "No change.")) == Difference("achieved", "", "No change.")
    assert compare(("One.", "Two."), ("One.",)) == Difference("achieved", "Two.", "", takes=False)


def test_a_part_is_asked_only_for_what_its_services_do() -> None:
    def missing(title: str, *actions: Action) -> list[str]:
        part = dataclasses.replace(plan(dataclasses.replace(LIVE.themes[1], actions=actions)), title=title)
        return [one.action.reference for one in merging.compare(LIVE, part).missing]

    libraries, parks = LIVE.themes[1].actions
    assert missing("Parks", parks) == []
    assert missing("Libraries", libraries) == ["WX-003"]
    assert missing(LIVE.title, parks) == ["WX-001", "WX-002", "WX-003", "WX-004"]


def test_outcomes_and_recommendations_of_themes() -> None:
    first, second = LIVE.themes
    read = plan(
        dataclasses.replace(first, recommendations=("Count who applies.", *first.recommendations)),
        dataclasses.replace(second, desired_outcome="Staff report racism."),
    )
    assert merging.compare(LIVE, read).themes == [
        merging.ThemeChange("Fair recruitment", Difference("recommendation", "", "Count who applies.")),
        merging.ThemeChange(
            "Safe to speak",
            Difference("desired_outcome", "Staff report racism, and are heard.", "Staff report racism."),
        ),
    ]
