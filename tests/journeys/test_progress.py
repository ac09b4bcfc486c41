"""A service manager on her phone: her service's grid, an update with a file, and that it stands in the plan and its history."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.browser import PHONE, Visitor

pytestmark = pytest.mark.journey

SERVICE = "Housing Needs and Homelessness"
SAID = "Six families have read the letter aloud with us."
QUESTION = "What has been done since the last update?"


def test_an_update_from_a_phone(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("The letter as six families would have it.", encoding="utf-8")
    catriona = visit("service_manager", width=PHONE)
    open_own_grid(catriona)
    assert {caption.inner_text() for caption in catriona.page.locator("main caption").all()} == {SERVICE}
    row = catriona.row("Record progress")
    reference = row.locator(".tl-plan__reference").inner_text()
    catriona.follow("Record progress", row)
    assert catriona.clicks == 2
    record(catriona, letter)
    newest = catriona.page.locator(".tl-timeline__entry").first
    assert newest.locator(".tl-timeline__when").inner_text() == "1 November 2026 by Catriona Devlin"
    assert newest.locator("p").nth(1).inner_text() == SAID
    assert download(catriona, "letter.txt") == letter.read_bytes()
    assert " Catriona Devlin: " in last_change(catriona)
    open_own_grid(catriona)
    assert SAID in catriona.row(reference).inner_text()
    assert "Last update today" in catriona.row(reference).inner_text()


def open_own_grid(catriona: Visitor) -> None:
    """From the home page: the first figure under the name of her service."""
    catriona.go("/")
    catriona.clicks = 0
    figures = catriona.page.locator("h3", has_text=SERVICE).locator("xpath=following-sibling::*[1]")
    catriona.follow("actions", figures)


def record(catriona: Visitor, file: Path) -> None:
    catriona.press("Save")
    assert catriona.errors == [f"Answer “{QUESTION}”"]
    catriona.fill(QUESTION, SAID)
    catriona.page.get_by_label(re.compile("Files that show it")).set_input_files(file)
    catriona.press("Save")
    assert catriona.said == "Thank you. What you wrote is there."


def download(visitor: Visitor, name: str) -> bytes:
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name=name).first.click()
    return Path(started.value.path()).read_bytes()


def last_change(visitor: Visitor) -> str:
    return visitor.page.locator("main details ol > li").first.text_content() or ""
