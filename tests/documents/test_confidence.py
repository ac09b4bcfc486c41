"""How certain a reading is: certain as written, less with each doubt, least for a line that may be no action."""

from __future__ import annotations

from documents import confidence
from documents.confidence import Confidence
from documents.interpret.record import LISTED
from documents.interpret.rows import SHORT
from documents.leads import read_leads
from documents.plan import Action, Theme
from documents.targets import read_target

THEME = Theme(title="Open doors")
SAID = Action(
    service=None,
    action="Walk the parks with residents",
    lead_text="Ada Lark",
    leads=read_leads("Ada Lark").leads,
    target=read_target("31 May 2026"),
    achieved=("Two walks held",),
)


def of(action: Action = SAID, **changed: object) -> Confidence:
    return confidence.of(Action(**{**vars(action), **changed}), THEME)  # type: ignore[arg-type]


def test_what_is_plainly_said_is_certain() -> None:
    assert of() == Confidence()


def test_a_date_that_nobody_understands_lowers_its_field_and_the_row() -> None:
    found = of(target=read_target("purple"))
    assert (found.target, found.lead, found.row) == (0.4, 1.0, 0.62)


def test_a_doubt_about_the_row_lowers_every_field_of_it() -> None:
    assert of(doubts=(SHORT,)) == Confidence(row=0.85, action=0.85, lead=0.85, target=0.85, achieved=0.85)


def test_a_line_of_a_list_is_less_certain_than_any_row_with_a_lead() -> None:
    listed = Action(service=None, action="Walk the parks with residents", doubts=(LISTED,))
    assert (confidence.of(listed, THEME).row, of(doubts=(SHORT,)).row) == (0.55, 0.85)


def test_no_theme_is_less_certain() -> None:
    assert confidence.of(SAID, Theme(title="", is_theme=False)).theme == 0.7
