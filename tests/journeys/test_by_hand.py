"""A plan without a document: made empty, filled, put in order; a recommendation answered, removed and put back."""

from collections.abc import Callable

import pytest

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey
FOCUS = "document.activeElement.innerText.trim().split(/\\s+/).join(' ')"


def test_a_plan_by_hand(visit: Callable[..., Visitor], javascript: bool) -> None:
    short = "fj" if javascript else "fjn"
    marcia = visit("equality_team")
    marcia.go("/plan/new/")
    marcia.fill("Title", "Fair jobs in every team")
    marcia.press("Make the plan")
    assert marcia.errors[0].endswith("Save again to take it, or write another one.")
    marcia.fill("Short name (optional)", short)
    marcia.press("Make the plan")
    assert marcia.said == "The plan is made. Add its first theme next."
    add_theme(marcia, "Getting in", first=True)
    add_theme(marcia, "Getting on")
    assert marcia.page.locator("main h2[id^=theme-]").all_inner_texts() == ["Getting in", "Getting on"]
    marcia.follow("Add an action under Getting on")
    marcia.fill("What will be done", "Offer every carer a paid day of learning")
    marcia.press("Save")
    assert marcia.said == f"{short.upper()}-001 is made."

    marcia.go(f"/plan/{short}/arrange/")
    marcia.page.get_by_role("button", name="Move up Getting on").focus()
    with marcia.page.expect_navigation():
        marcia.page.keyboard.press("Enter")
    marcia.look()
    assert marcia.page.evaluate(FOCUS) == "Move down Getting on, now 1 of 2"
    marcia.follow("Remove Getting on")
    assert marcia.heading == "Empty the theme before you remove it"
    marcia.go(f"/plan/{short}/arrange/")
    marcia.follow("Remove Getting in")
    marcia.fill("Why should it be removed?", "It belongs to the people plan")
    marcia.press("Remove")
    assert marcia.said == "The theme is removed. You find it under “What was removed”."
    marcia.go(f"/plan/{short}/removed/")
    assert "It belongs to the people plan" in marcia.text
    marcia.click(marcia.page.get_by_role("button", name="Put back Getting in"))
    assert marcia.said == "“Getting in” is there again."

    marcia.go(f"/plan/{short}/")
    marcia.follow("Add a recommendation under Getting in")
    marcia.fill("What should the whole organisation do?", "Name the panel before each interview")
    marcia.press("Save")
    marcia.follow("The plan in figures")
    marcia.follow("recommendation for corporate action without a reply")
    assert "Getting in Name the panel before each interview No reply yet." in marcia.text
    marcia.follow("Reply to: Name the panel")
    marcia.fill("The reply", "From April, on every invitation.")
    marcia.press("Save")
    assert "From April, on every invitation." in marcia.text
    marcia.follow("without a reply")
    assert "Every one has a reply" in marcia.text


def add_theme(visitor: Visitor, title: str, *, first: bool = False) -> None:
    if first:
        visitor.press("Add the first theme")
    else:
        visitor.follow("Add a theme")
    visitor.fill("Theme", title)
    visitor.press("Save")
    assert visitor.said == "It is there. Add its first action next."
