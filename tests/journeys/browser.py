"""Somebody at a browser: goes, follows, fills in, presses; and every page that they come to is looked at."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

from tests.journeys.real_site import Site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
DESKTOP, PHONE = 1280, 320  # 320 px is also what 400% zoom leaves of 1280
HEIGHTS = {DESKTOP: 900, PHONE: 700}
PATIENCE = 30_000  # milliseconds
OPTIONS = {"resultTypes": ["violations"]}
VIOLATIONS = (
    "async options => (await axe.run(options)).violations"  # what holds, and is a lot, stays in the browser
)
LONG = 1500  # elements: four fifths of axe's time go into comparing colours, element by element

TELEPHONE = {  # its screen lock: keeps passkeys, knows its owner
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

IsNew = Callable[[str], bool]


class Visitor:
    """A browser of one person's own. Nothing may be wrong on any page: axe, layout, console, policy, other hosts.

    `is_new`: whether axe is to look at a kind of page, because it has not seen it yet; None to leave axe out.
    """

    def __init__(
        self, browser: Browser, site: Site, is_new: IsNew | None, *, javascript: bool = True
    ) -> None:
        self.site, self.javascript, self.is_new = site, javascript, is_new
        self.browser = browser
        self.complaints: list[str] = []
        self.clicks = 0
        self.width = DESKTOP

    def begin(self, role: str = "", *, which: int = 0, width: int = DESKTOP) -> None:
        """Open a browser; with a role, sign in as the sample person who holds it (`which`: the first or the second)."""
        self.width = width
        self.context = self.browser.new_context(
            viewport={"width": width, "height": HEIGHTS[width]},
            java_script_enabled=self.javascript,
            locale="en-GB",
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        watch(self.page, self.site, self.complaints)
        if role:
            self.go("/demo/")
            self.press(f"Sign in as {self.site.people(role)[which]}")
            self.clicks = 0

    def leave(self) -> None:
        self.context.close()

    def go(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.site.address + path if path.startswith("/") else path)
        self.look()

    def follow(self, words: str, within: Locator | Page | None = None) -> None:
        """Click on the first link with these words."""
        link = (within or self.page).get_by_role("link", name=words).first
        self.click(link)

    def press(self, words: str, within: Locator | Page | None = None) -> None:
        """Press the button with exactly these words."""
        self.click((within or self.page).get_by_role("button", name=words, exact=True))

    def click(self, what: Locator) -> None:
        """A click that leads to another page."""
        self.clicks += 1
        with self.page.expect_navigation():
            what.click()
        self.look()

    def fill(self, label: str, words: str, within: Locator | Page | None = None) -> None:
        (within or self.page).get_by_label(label, exact=True).fill(words)

    def choose(self, words: str, within: Locator | Page | None = None) -> None:
        """A radio button or a checkbox."""
        (within or self.page).get_by_label(words, exact=True).check()

    def status(self, path: str) -> int:
        """What the server answers to an address, without going there."""
        return self.context.request.get(self.site.address + path).status

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text().strip()

    @property
    def said(self) -> str:
        """What the green banner says."""
        return self.page.locator(
            ".govuk-notification-banner--success .govuk-notification-banner__heading"
        ).inner_text()

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return self.page.locator(".govuk-error-summary__list li").all_inner_texts()

    @property
    def text(self) -> str:
        """All the words of the page's main part, with single spaces."""
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def row(self, words: str) -> Locator:
        """The first row of a table that holds these words."""
        return self.page.locator("main tr").filter(has_text=words).first

    def value(self, term: str) -> str:
        """What a summary list says about a term."""
        row = self.page.locator(".govuk-summary-list__row").filter(
            has=self.page.locator("dt", has_text=re.compile(f"^\\s*{re.escape(term)}\\s*$"))
        )
        return " ".join(row.locator("dd").first.inner_text().split())

    def look(self) -> None:
        """Nothing is wrong with this page, on a desktop and on a phone."""
        self.page.wait_for_load_state()
        assert self.complaints == [], f"{self.page.url}: {self.complaints}"
        kind = re.sub(r"\d+", "0", self.path) + " wrong" * self.page.locator(".govuk-error-summary").count()
        if self.javascript and self.is_new and self.is_new(kind):
            for width in (PHONE, DESKTOP):
                at(self.page, width)
                assert faults(self.page) == [], f"{self.page.url} at {width} px"
                assert width_needed(self.page) <= width, f"{self.page.url} scrolls sideways at {width} px"
            at(self.page, self.width)


def watch(page: Page, site: Site, complaints: list[str]) -> None:
    """Write down what goes wrong on a page: in its console (its policy too), at the server, and towards other hosts."""

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            complaints.append(message.text)

    def request(asked: Request) -> None:
        if not asked.url.startswith((site.address + "/", "data:", "blob:")):
            complaints.append(f"asked another host: {asked.url}")

    def response(answer: Response) -> None:
        refused = answer.status >= 400 and answer.request.resource_type != "document"  # a page may be refused
        if answer.status >= 500 or refused:
            complaints.append(f"{answer.status} {answer.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", request)
    page.on("response", response)


def at(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})


def width_needed(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def faults(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds: the rule, and where. A long page shows its colours many times over: there, only on a desktop."""
    long = int(page.evaluate("document.querySelectorAll('*').length")) > LONG
    if not colours or (long and page.viewport_size != {"width": DESKTOP, "height": HEIGHTS[DESKTOP]}):
        options: dict[str, Any] = {**OPTIONS, "rules": {"color-contrast": {"enabled": False}}}
    else:
        options = OPTIONS
    if not page.evaluate("'axe' in window"):  # once for each page: it is 570 kB
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(VIOLATIONS, options)
    return [f"{one['id']}: {node['target']} {node['html'][:200]}" for one in found for node in one["nodes"]]
