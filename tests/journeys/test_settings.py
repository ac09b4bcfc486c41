"""Two people change the authority's name and one of its words; two give a role; anybody of theirs checks the audit log."""

from collections.abc import Callable

import pytest

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey


def test_a_name_and_a_word_appear_everywhere(visit: Callable[..., Visitor], javascript: bool) -> None:
    name = "Wexcombe Combined Authority" if javascript else "Borough and City of Wexcombe"
    samir, pooja = visit("sysadmin"), visit("sysadmin", which=1)
    samir.follow("Running the site")
    samir.follow("Settings")
    samir.fill("Name of the authority", name)
    samir.fill("Your word for “action” (optional)", "promise")
    samir.fill("Your word for “theme” (optional)", "strand" if javascript else "pillar")
    samir.fill("Your word for “themes” (optional)", "strands" if javascript else "pillars")
    samir.fill("Your word for “actions” (optional)", "promises")
    samir.press("Ask for these settings")
    assert samir.said == "Asked. The settings change when a second person agrees."
    assert samir.page.locator("header a").first.inner_text() != name
    agree(pooja)
    nimco, stranger = visit("staff"), visit()
    stranger.go("/progress/")
    for visitor in (samir, nimco, stranger):
        visitor.page.reload()
        assert name in visitor.page.title()
    nimco.follow("Plan")
    assert nimco.page.locator("label", has_text="Strand" if javascript else "Pillar").count() == 1
    nimco.follow("The plan in figures")
    assert nimco.text.startswith("The plan in figures 121 promises.")


def test_a_role_needs_two_people(visit: Callable[..., Visitor], javascript: bool) -> None:
    whom = "Nimco Yusuf" if javascript else "Errol Whyte"
    marcia, jasmine = visit("equality_team"), visit("equality_team", which=1)
    marcia.go("/roles/")
    marcia.press("Give a role")
    marcia.fill("Who?", whom)
    marcia.page.get_by_label("Champion").check()
    marcia.press("Ask for this role")
    assert marcia.said.startswith("Asked: ")
    marcia.go(f"/roles/?q={whom}")
    assert marcia.page.locator("main tr", has_text="Champion").count() == 0
    agree(jasmine)
    marcia.page.reload()
    assert marcia.page.locator("main tr", has_text="Champion").count() == 1


def test_the_audit_log_is_whole(visit: Callable[..., Visitor]) -> None:
    samir = visit("sysadmin")
    samir.follow("Running the site")
    samir.follow("Audit log")
    samir.follow("Check that nobody altered it")
    assert samir.page.get_by_role("heading", name="The log is whole").is_visible()
    assert samir.page.locator("main pre").count() == 0  # that something was done, not what it said


def agree(second: Visitor) -> None:
    second.go("/approvals/")
    second.follow("Look at it")
    second.choose("Yes, do it")
    second.press("Save")
    assert second.said.startswith("You agreed. ")
