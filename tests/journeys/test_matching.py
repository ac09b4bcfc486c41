"""A name of the document is matched with somebody, who is shown first; and the match is taken back."""

from collections.abc import Callable

import pytest

from tests.check import steps
from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey
PLAN = steps.ROOT / "samples" / "wexcombe" / "action_plan.txt"


def test_a_match_is_asked_about_shown_and_taken_back(visit: Callable[..., Visitor]) -> None:
    marcia, jasmine = visit("equality_team"), visit("equality_team", which=1)
    import_a_plan(marcia, jasmine)
    marcia.is_new = lambda _: True  # one address, three pages: each is looked at
    who = marcia.site.people("staff")[0]
    marcia.go("/plan/leads-to-match/")
    link = marcia.page.locator("main table a").first
    name, waiting = link.inner_text(), marcia.page.locator("main table a").count()
    marcia.click(link)
    address = marcia.path
    assert marcia.heading == f"Who is {name}?"
    marcia.page.locator("main input[type=radio][value=other]").check()
    marcia.page.locator("main input[type=text]").fill(who)
    marcia.press("Save")
    assert marcia.heading == f"Is {name} {who}?"
    assert "is that right?" in marcia.text
    marcia.press("Yes, that is right")
    assert marcia.said == f"{name} is {who}."
    assert marcia.page.locator("main table a").count() == waiting - 1
    marcia.follow(f"{name}: {who}")
    assert (marcia.path, marcia.heading) == (address, f"{name} is matched")
    assert f"{name} was matched with {who}" in marcia.text
    marcia.press("Take the match back")
    assert marcia.said == f"Taken back. Say who {name} is."
    assert (marcia.path, marcia.heading) == (address, f"Who is {name}?")


def import_a_plan(marcia: Visitor, jasmine: Visitor) -> None:
    """One in which the register does not know everybody who is named."""
    marcia.go("/plan/import/upload/")
    marcia.page.get_by_label("The plan, as a file").set_input_files(PLAN)
    marcia.press("Read the file")
    marcia.go(f"{marcia.path}accept/")
    marcia.press("Ask for approval")
    jasmine.go("/approvals/")
    jasmine.follow("Look at it")
    jasmine.choose("Yes, do it")
    jasmine.press("Save")
