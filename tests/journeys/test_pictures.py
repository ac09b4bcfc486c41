"""The pictures of docs/using, taken on the way through the site; written there only with THROUGHLINE_SCREENSHOTS=1."""

import io
import os
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.check import steps
from tests.journeys.browser import Visitor
from tests.journeys.real_site import Site

pytestmark = pytest.mark.journey

USING = steps.ROOT / "docs" / "using"
SAMPLES = steps.ROOT / "samples" / "wexcombe"
MOST = 150_000  # bytes
COLOURS = 64


def test_pictures(browser: Browser, site: Site) -> None:
    marcia, jasmine = Visitor(browser, site, None), Visitor(browser, site, None)
    marcia.begin("equality_team")
    jasmine.begin("equality_team", which=1)
    pictures: dict[str, bytes] = {}
    for tell in (importing, people, working, publishing):
        tell(marcia, jasmine, lambda name, visitor: pictures.update({name: picture(visitor)}))
    marcia.leave()
    jasmine.leave()
    assert {name: len(data) for name, data in pictures.items() if len(data) > MOST} == {}
    if os.environ.get("THROUGHLINE_SCREENSHOTS") == "1":
        for name, data in pictures.items():
            (USING / name).write_bytes(data)
    assert sorted(path.name for path in USING.glob("*.png")) == sorted(pictures)
    assert shown_in_the_guide() == sorted(pictures)


Take = Callable[[str, Visitor], None]


def importing(marcia: Visitor, jasmine: Visitor, take: Take) -> None:
    marcia.go("/plan/import/upload/")
    marcia.page.get_by_label("The plan, as a file").set_input_files(SAMPLES / "action_plan.txt")
    marcia.press("Read the file")
    check = marcia.path
    marcia.go(f"{check}#to-check")
    take("import-check.png", marcia)
    marcia.follow("Correct", marcia.page.locator("main table").first)
    take("import-correct.png", marcia)
    marcia.go(f"{check}accept/")
    marcia.press("Ask for approval")
    jasmine.go("/approvals/")
    jasmine.follow("Look at it")
    take("approval.png", jasmine)


def people(marcia: Visitor, jasmine: Visitor, take: Take) -> None:
    marcia.go("/people/imports/")
    marcia.page.locator("main input[type=file]").set_input_files(SAMPLES / "people_600.csv")
    marcia.press("Upload")
    take("people-import.png", marcia)


def working(marcia: Visitor, jasmine: Visitor, take: Take) -> None:
    marcia.go("/")
    take("home.png", marcia)
    marcia.go("/plan/w/?status=overdue")
    take("plan.png", marcia)
    marcia.follow("The plan in figures")
    take("figures.png", marcia)
    marcia.go("/plan/w/32/")
    take("action.png", marcia)
    marcia.press("Record progress")
    take("progress.png", marcia)


def publishing(marcia: Visitor, jasmine: Visitor, take: Take) -> None:
    marcia.go("/plan/w/publish/")
    take("publish.png", marcia)


def picture(visitor: Visitor) -> bytes:
    """What the window shows, with as few colours as words and lines need."""
    image = Image.open(io.BytesIO(visitor.page.screenshot(animations="disabled", caret="hide")))
    small = image.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def shown_in_the_guide() -> list[str]:
    """The pictures that the guide shows, each with words for those who cannot see it."""
    found = []
    for page in USING.glob("*.md"):
        found += [
            name for words, name in re.findall(r"!\[([^\]]{20,})\]\(([^)]+)\)", page.read_text("utf-8"))
        ]
    return sorted(found)
