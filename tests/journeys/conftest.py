"""What every story has: a browser, a demo of its own to walk through, and people to be."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.check import machine
from tests.journeys import real_site
from tests.journeys.browser import ARGUMENTS, DESKTOP, Visitor
from tests.journeys.real_site import Site

LONGEST_FIRST = (
    "test_sweep",
    "test_look",
    "test_own_plan",
    "test_publishing",
    "test_import",
    "test_settings",
    "test_done",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no worker begins one when the others have nothing left."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for each worker: two at a time in one thread are more than Playwright bears."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=machine.browser(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which the demo has been started once, and stopped."""
    with real_site.fresh(tmp_path_factory.mktemp("demo") / "sample") as home:
        with real_site.running(home):
            pass
        yield home


@pytest.fixture(scope="module")
def site(
    loaded: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """The sample borough as it is at the first start, whatever the stories of other files did."""
    name = request.module.__name__.rpartition(".")[2]
    with (
        real_site.copy_of(loaded, tmp_path_factory.mktemp("demo") / name) as home,
        real_site.running(home) as site,
    ):
        yield site


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """The kinds of page that axe has seen, so that it sees each once."""
    return set()


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """A story that takes this is told twice."""
    return str(request.param) == "with JavaScript"


@pytest.fixture
def visit(
    browser: Browser, site: Site, looked_at: set[str], javascript: bool
) -> Iterator[Callable[..., Visitor]]:
    """`visit("equality_team")`: a browser in which that sample person has signed in; `visit()`: a stranger's."""
    made: list[Visitor] = []

    def be(role: str = "", *, which: int = 0, width: int = DESKTOP) -> Visitor:
        made.append(Visitor(browser, site, looked_at, javascript=javascript))
        made[-1].begin(role, which=which, width=width)
        return made[-1]

    yield be
    for one in made:
        one.leave()
