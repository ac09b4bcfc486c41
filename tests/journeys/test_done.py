"""Work that is said to be done, shown, and verified by somebody else; and how one finds the work that waits."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.browser import Visitor

pytestmark = pytest.mark.journey


def test_done_is_verified_by_somebody_else(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    report.write_text("quarter,answered within a week\n2026 Q3,41 of 44\n", encoding="utf-8")
    marcia, jasmine = visit("equality_team"), visit("equality_team", which=1)
    address = report_done(marcia, report)
    marcia.go(f"{address}verify/")
    marcia.fill("What did you look at?", "My own report.")
    marcia.press("It is done")
    assert marcia.errors == ["You reported this as done, so somebody else must verify it."]
    jasmine.go(address)
    jasmine.follow("Verify that it is done")
    jasmine.fill("What did you look at?", "The table, and three of the answers.")
    jasmine.press("It is done")
    assert jasmine.said == "The action is done and verified."
    marcia.go(address)
    assert status(marcia) == "Done and verified"


def report_done(marcia: Visitor, report: Path) -> str:
    """The first action under way is done, and there is a file that shows it. Returns its address."""
    marcia.go("/plan/w/?status=in_progress")
    marcia.click(marcia.page.locator(".tl-plan__action a").first)
    address = marcia.path
    marcia.press("Record progress")
    marcia.fill(
        "What has been done since the last update?", "The last answer went out, and the table is public."
    )
    marcia.choose("Done")
    marcia.page.get_by_label(re.compile("Files that show it")).set_input_files(report)
    marcia.press("Save")
    assert status(marcia) == "Done as reported"
    assert marcia.path == address
    return address


def status(visitor: Visitor) -> str:
    return visitor.page.locator("main .govuk-tag").first.inner_text()


LISTS = [("overdue", "status=overdue"), ("without a recent update", "silent=on")]


@pytest.mark.parametrize(("words", "query"), LISTS)
def test_figures_lead_to_what_they_count(visit: Callable[..., Visitor], words: str, query: str) -> None:
    beverley = visit("board")
    figure = beverley.page.get_by_role("link", name=words)
    number = int(figure.inner_text().split()[0])
    beverley.click(figure)
    assert beverley.page.url.endswith(f"?{query}")
    assert how_many(beverley) == number
    beverley.click(beverley.page.locator(".tl-plan__action a").first)
    assert beverley.page.locator("main h2").all_inner_texts()[-1] == "What has been achieved so far"


def test_filters_live_in_the_address(visit: Callable[..., Visitor], javascript: bool) -> None:
    """What one person has narrowed the plan to, another sees at the same address; each filter can be taken away."""
    beverley, nimco = visit("board"), visit("staff")
    beverley.go("/plan/w/")
    beverley.page.get_by_label("Status").select_option("Overdue")
    beverley.page.get_by_label("Theme").select_option("Room to speak, and a reply")
    beverley.press("Apply filters")
    sent = beverley.page.url.partition("?")[2].split("&")
    if javascript:
        assert [part.partition("=")[0] for part in sent] == ["status", "theme"]  # nothing that is empty
    number = how_many(beverley)
    chosen = beverley.page.locator(".tl-chosen li").all_inner_texts()
    assert [" ".join(words.split()) for words in chosen] == [
        "Remove Status: Overdue ✕",
        "Remove Theme: Room to speak, and a reply ✕",
    ]
    nimco.go(beverley.page.url)
    assert how_many(nimco) == number
    nimco.follow("Remove Theme")
    assert how_many(nimco) > number
    assert "status=overdue" in nimco.page.url


def test_search(visit: Callable[..., Visitor]) -> None:
    nimco = visit("staff")
    nimco.go("/plan/w/")
    nimco.fill("Search", "question box kitchen")
    nimco.press("Apply filters")
    assert nimco.page.locator(".tl-plan__reference").all_inner_texts() == ["W-039"]
    nimco.fill("Search", "no such words anywhere")
    nimco.press("Apply filters")
    assert nimco.page.get_by_role("heading", name="Nothing fits these filters").is_visible()
    nimco.follow("see the whole plan")
    assert nimco.page.url.endswith("/plan/w/")


def how_many(visitor: Visitor) -> int:
    return int(visitor.page.get_by_role("status").inner_text().split()[0])
