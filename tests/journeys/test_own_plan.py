"""`demo --plan FILE`: somebody's own document is the live plan, in their browser, from the first page on."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.check import steps
from tests.journeys import real_site
from tests.journeys.browser import DESKTOP, PHONE, IsNew, Visitor
from tests.journeys.real_site import Site

pytestmark = pytest.mark.journey


@dataclasses.dataclass(frozen=True)
class Document:
    """A plan as a file, and what is known of it: actions, how many have no usable date, how many nothing achieved."""

    path: Path
    actions: int
    no_date: int
    nothing_yet: int


WEXCOMBE = steps.ROOT / "samples" / "wexcombe" / "action_plan.txt"
TRUTH = json.loads(WEXCOMBE.with_suffix(".truth.json").read_text(encoding="utf-8"))
ROWS = [row for theme in TRUTH["themes"] for row in theme["rows"]]
NEVER_MISSED = {
    "none",
    "tbc",
    "recurring",
    "conditional",
}  # kinds of target of which one cannot say that it was missed
DOCUMENTS = {
    "Wexcombe": Document(
        WEXCOMBE,
        actions=len(ROWS),
        no_date=sum(row["target"]["kind"] in NEVER_MISSED for row in ROWS),
        nothing_yet=sum(not row["achieved"] for row in ROWS),
    ),
    "a real one": Document(
        steps.ROOT.parent / "shared" / "seeds" / "001_746c8cd0cb9d8bf5.txt",
        actions=57,
        no_date=29,
        nothing_yet=41,
    ),
}


@pytest.fixture(scope="module", params=DOCUMENTS)
def document(request: pytest.FixtureRequest) -> Document:
    found = DOCUMENTS[request.param]
    if not found.path.exists():
        pytest.skip(f"The document is not on this machine: ../shared/seeds/{found.path.name}")
    return found


@pytest.fixture(scope="module")
def own_site(document: Document, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("own") / f"plan_{document.actions}"
    with (
        real_site.fresh(folder) as home,
        real_site.running(home, "demo", "--plan", str(document.path)) as site,
    ):
        yield site


@pytest.fixture(scope="module")
def is_new(document: Document) -> IsNew:
    """Each kind of page once for each document: what stands in them is another plan's."""
    seen: set[str] = set()

    def claim(kind: str) -> bool:
        if kind in seen:
            return False
        seen.add(kind)
        return True

    return claim


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_figures(browser: Browser, own_site: Site, is_new: IsNew, document: Document, width: int) -> None:
    """The home page, the grid and the figures say how much there is, how much has no date, and how much has no result."""
    marcia = Visitor(browser, own_site, is_new)
    marcia.begin("equality_team", width=width)
    assert "Your plan, with sample people." in marcia.page.locator(".tl-demo").inner_text()
    marcia.click(marcia.page.locator("main h2 a").first)
    assert marcia.page.locator(".tl-plan__reference").count() == document.actions
    marcia.follow("The plan in figures")
    assert {
        words: figure(marcia, words) for words in ("without a usable date", "with nothing achieved yet")
    } == {
        "without a usable date": document.no_date,
        "with nothing achieved yet": document.nothing_yet,
    }
    assert marcia.text.startswith(f"The plan in figures {document.actions} actions.")
    marcia.follow("without a usable date")
    assert marcia.page.locator(".tl-plan__reference").count() == document.no_date
    marcia.leave()


def test_nothing_is_public_yet(browser: Browser, own_site: Site, is_new: IsNew) -> None:
    stranger = Visitor(browser, own_site, is_new)
    stranger.begin()
    stranger.go("/")
    assert "Nothing is published yet." in stranger.text
    stranger.leave()


def figure(visitor: Visitor, words: str) -> int:
    return int(visitor.page.get_by_role("link", name=words).first.inner_text().split()[0])
