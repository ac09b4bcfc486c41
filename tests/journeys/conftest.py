"""What every story has: a browser, a demo of its own to walk through, and people to be."""

import fcntl
import os
import urllib.parse
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.check import machine
from tests.journeys import real_site
from tests.journeys.browser import ARGUMENTS, DESKTOP, IsNew, Visitor
from tests.journeys.real_site import Site


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One for each worker: two at a time in one thread are more than Playwright bears."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's loop runs in this thread
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=machine.browser(), args=ARGUMENTS)
        yield opened
        opened.close()


def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which the demo has been started once, and stopped: by the worker that needs it first, for all of them."""
    if "DATABASE_URL" in os.environ:  # a database that another worker made would go with that worker
        with real_site.fresh(tmp_path_factory.mktemp("demo") / "sample") as home:
            real_site.load(home)
            yield home
    else:
        home = shared(tmp_path_factory) / "sample"
        with open(home.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not home.exists():
                made = home.with_suffix(".made")
                with real_site.fresh(made):
                    real_site.load(made)
                made.rename(home)
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
def is_new(tmp_path_factory: pytest.TempPathFactory) -> IsNew:
    """Whether axe has not seen this kind of page yet, in whichever worker: it sees each once."""
    folder = shared(tmp_path_factory) / "looked-at"
    folder.mkdir(exist_ok=True)

    def claim(kind: str) -> bool:
        try:
            (folder / urllib.parse.quote(kind, safe="")).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    return claim


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """A story that takes this is told twice."""
    return str(request.param) == "with JavaScript"


@pytest.fixture
def visit(browser: Browser, site: Site, is_new: IsNew, javascript: bool) -> Iterator[Callable[..., Visitor]]:
    """`visit("equality_team")`: a browser in which that sample person has signed in; `visit()`: a stranger's."""
    made: list[Visitor] = []

    def be(role: str = "", *, which: int = 0, width: int = DESKTOP) -> Visitor:
        made.append(Visitor(browser, site, is_new, javascript=javascript))
        made[-1].begin(role, which=which, width=width)
        return made[-1]

    yield be
    for one in made:
        one.leave()
