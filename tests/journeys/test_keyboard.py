"""From the skip link to saved progress without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator

from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.journey

MOST_STOPS = 60


@pytest.mark.parametrize("width", [PHONE, 1280], ids=["400% zoom", "100%"])
def test_progress_by_keyboard(visit: Callable[..., Visitor], width: int) -> None:
    marcia = visit("equality_team", width=width)
    page, keys = marcia.page, marcia.page.keyboard
    marcia.go("/")
    skip_to_content(marcia)
    tab_to(marcia, page.get_by_role("link", name="Record progress for").first)
    enter(marcia)
    assert marcia.heading == "Record progress"
    skip_to_content(marcia)
    tab_to(marcia, page.get_by_label("What has been done since the last update?"))
    keys.type("The third round of answers is out.")
    tab_to(marcia, page.get_by_role("radio", checked=True))
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    tab_to(marcia, page.get_by_role("button", name="Save"))
    enter(marcia)
    assert marcia.said == "Thank you. What you wrote is there."
    newest = page.locator(".tl-timeline__entry").first
    assert "The third round of answers is out." in newest.inner_text()


def skip_to_content(visitor: Visitor) -> None:
    """The first stop of every page leads past the menu."""
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.textContent") == "Skip to main content"
    visitor.page.keyboard.press("Enter")


def tab_to(visitor: Visitor, what: Locator) -> None:
    """Tab until it has the focus, which must be seen at every stop on the way."""
    goal = what.element_handle()
    for _ in range(MOST_STOPS):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(FOCUS_IS_SEEN), visitor.page.evaluate("document.activeElement.outerHTML")
        if visitor.page.evaluate("goal => goal === document.activeElement", goal):
            return
    raise AssertionError(f"{MOST_STOPS} stops, and no focus on {what}")


FOCUS_IS_SEEN = """() => {
    const here = document.activeElement, look = getComputedStyle(here), box = here.getBoundingClientRect();
    const marked = look.outlineStyle !== "none" || look.boxShadow !== "none";
    const around = here.matches("[type=radio], [type=checkbox]") || marked;
    return around && box.bottom > 0 && box.top < innerHeight;
}"""


def enter(visitor: Visitor) -> None:
    with visitor.page.expect_navigation():
        visitor.page.keyboard.press("Enter")
    visitor.look()
