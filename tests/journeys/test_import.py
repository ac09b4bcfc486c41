"""An officer brings her own document: it is read, checked, corrected, approved, live, and taken back as a whole."""

import json
from collections.abc import Callable

import pytest

from tests.check import steps
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey

PLAN = steps.ROOT / "samples" / "wexcombe" / "action_plan.txt"
TRUTH = json.loads(PLAN.with_suffix(".truth.json").read_text(encoding="utf-8"))
NOTHING_YET = sum(not row["achieved"] for theme in TRUTH["themes"] for row in theme["rows"])


def test_a_document_becomes_a_live_plan_and_goes_again(visit: Callable[..., Visitor]) -> None:
    marcia, jasmine = visit("equality_team"), visit("equality_team", which=1)
    upload(marcia)
    correct(marcia)
    ask(marcia)
    approve(jasmine)
    plan = read(marcia)
    undo(marcia)
    approve(jasmine)
    assert marcia.status(plan) == 404
    marcia.go("/plan/import/")
    assert marcia.row("action_plan.txt").locator("td").nth(2).inner_text() == "Undone"


def upload(marcia: Visitor) -> None:
    marcia.go("/")
    marcia.follow("Plan")
    marcia.follow("Imports")
    marcia.press("Import a plan")
    marcia.press("Read the file")
    assert marcia.errors == ["Choose the file of the plan"]
    marcia.page.get_by_label("The plan, as a file").set_input_files(PLAN)
    marcia.press("Read the file")
    assert marcia.heading == "Check what was read"
    lead = marcia.page.locator(".govuk-body-l").inner_text().split(";")[0]
    n = TRUTH["counts"]
    assert (
        lead
        == f"{n['themes']} themes, {n['rows']} actions, {n['corporate_recommendations']} recommendations for corporate action"
    )


def correct(marcia: Visitor) -> None:
    """Doubts come first; the row that is corrected says so, and what it read before."""
    assert marcia.page.locator("main h2").first.inner_text() == "Please check these first"
    first = marcia.page.locator("main table").first.locator("tbody tr").first
    key = first.get_attribute("id")
    assert "Please check:" in first.inner_text()
    marcia.follow("Correct", first)
    marcia.fill("What will be done", "Ring every tenant back within two days.")
    marcia.press("Save the row")
    assert marcia.said == "The row is corrected."
    row = marcia.page.locator(f"[id='{key}']").last.inner_text()
    assert "Ring every tenant back within two days." in row
    assert "Corrected" in row
    assert "It read:" in row


def ask(marcia: Visitor) -> None:
    marcia.press("Make it a live plan")
    marcia.press("Ask for approval")
    assert marcia.said == "A second person must approve this. It is live as soon as they do."
    marcia.go("/approvals/")
    marcia.follow("Look at it")
    assert "You asked for this, so it waits for somebody else to approve it." in marcia.text
    assert marcia.page.get_by_label("Yes, do it", exact=True).count() == 0


def approve(jasmine: Visitor) -> None:
    """From what her home page says to what it is about, and to her answer."""
    jasmine.go("/")
    jasmine.follow("waiting for a second person")
    jasmine.follow("Look at it")
    jasmine.follow("See what it is about")
    assert jasmine.heading == "What was read"
    jasmine.follow("Approve or refuse it")
    jasmine.press("Save")
    assert jasmine.errors == ["Answer “Do you agree?”"]
    jasmine.choose("Yes, do it")
    jasmine.press("Save")
    assert jasmine.said.startswith("You agreed. ")


def read(marcia: Visitor) -> str:
    """The live plan: the grid with the corrected row, and its figures. Returns its address."""
    marcia.go("/plan/import/")
    marcia.follow("See the plan", marcia.row("action_plan.txt"))
    plan = marcia.path
    assert "Ring every tenant back within two days." in marcia.text
    marcia.follow("The plan in figures")
    assert marcia.text.startswith(f"The plan in figures {TRUTH['counts']['rows']} actions.")
    marcia.follow("with nothing achieved yet")
    assert marcia.page.get_by_role("status").inner_text() == f"{NOTHING_YET} actions"
    return plan


def undo(marcia: Visitor) -> None:
    marcia.go("/plan/import/")
    marcia.follow("Undo the import", marcia.row("action_plan.txt"))
    marcia.press("Ask for approval")
    assert marcia.errors == ["Answer “Why is it to be undone?”"]
    marcia.fill("Why is it to be undone?", "The directorate sent a newer version.")
    marcia.press("Ask for approval")
    assert marcia.said == "A second person must approve this. The plan goes as soon as they do."
