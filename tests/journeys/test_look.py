"""The look in a real browser: axe finds nothing, nothing scrolls sideways, and it all works without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import making
from tests.journeys.browser import faults

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
WIDTHS = {"desktop": 1280, "phone": 320}  # 320 px is also what 400% zoom leaves of 1280
GALLERY = "/components/?words=carers&service=hou&status=overdue&status=agreed&page=4"
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def address(live_server: Any) -> str:
    person = making.account(someone=making.person("Amara Osei", email="amara.osei@wexcombe.example"))
    person.set_password(PASSWORD)
    person.save()
    return str(live_server.url)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail address").fill("amara.osei@wexcombe.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


def gallery(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(address + GALLERY)


def gallery_wrong(page: Page, address: str) -> None:
    gallery(page, address)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def sign_in_page(page: Page, address: str) -> None:
    page.goto(f"{address}/account/login/")


def sign_in_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/account/login/")
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="There is a problem").wait_for()


def your_sign_in(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/account/2fa/")


def authenticator_app(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/account/2fa/totp/activate/")
    page.get_by_role("button", name="Turn it on").wait_for()


def asked_again(page: Page, address: str) -> None:
    sign_in(page, address)
    page.goto(f"{address}/account/reauthenticate/?next=/components/")


def not_found(page: Page, address: str) -> None:
    page.goto(f"{address}/no/such/page/")


PAGES: dict[str, tuple[Callable[[Page, str], None], str]] = {
    "gallery": (gallery, "Components"),
    "gallery with errors": (gallery_wrong, "Components"),
    "sign-in": (sign_in_page, "Sign in"),
    "sign-in with errors": (sign_in_wrong, "Sign in"),
    "your sign-in": (your_sign_in, "Your sign-in"),
    "authenticator app": (authenticator_app, "Set up an authenticator app"),
    "asked again": (asked_again, "Confirm that it is you"),
    "not found": (not_found, "Page not found"),
}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_page(browser: Browser, address: str, name: str, width: str) -> None:
    go, heading = PAGES[name]
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    go(page, address)
    assert page.locator("h1").inner_text() == heading
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS[width]
    assert [each for each in complaints if "404 (Not Found)" not in each] == []  # the page not found is one
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_page_without_javascript(browser: Browser, address: str, name: str) -> None:
    go, heading = PAGES[name]
    context = browser.new_context(viewport={"width": 320, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    go(page, address)
    assert page.locator("h1").inner_text() == heading
    shown = [link for link in page.locator("nav[aria-label=Menu] a").all() if link.is_visible()]
    assert len(shown) == page.locator("nav[aria-label=Menu] a").count()  # no button is needed to see the menu
    context.close()


def test_errors_take_the_keyboard_to_the_field(browser: Browser, address: str) -> None:
    page = browser.new_page()
    gallery_wrong(page, address)
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_every-due_0"
    page.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_content(browser: Browser, address: str) -> None:
    page = browser.new_page()
    gallery(page, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.close()


@pytest.mark.parametrize(
    "media", [{"forced_colors": "active"}, {"color_scheme": "dark"}, {"reduced_motion": "reduce"}], ids=str
)
def test_other_ways_of_seeing(browser: Browser, address: str, media: dict[str, Any]) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800}, **media)
    page = context.new_page()
    gallery(page, address)
    assert faults(page) == []
    context.close()


def test_on_paper(browser: Browser, address: str) -> None:
    page = browser.new_page()
    gallery(page, address)
    page.emulate_media(media="print")
    hidden = [
        ".govuk-service-navigation",
        ".tl-filter",
        ".govuk-breadcrumbs",
        ".tl-person",
        ".govuk-footer",
        "form .govuk-button",
    ]
    assert {part: page.locator(part).first.is_visible() for part in hidden} == dict.fromkeys(hidden, False)
    table = page.locator(".tl-table").first
    assert table.locator("thead").is_visible()
    assert table.locator("tbody tr").count() == 3
    assert page.evaluate("getComputedStyle(document.querySelector('.tl-table a'), '::after').content") in {
        "none",
        "normal",
    }
    page.close()


def test_targets_are_large_enough(browser: Browser, address: str) -> None:
    """WCAG 2.2, 2.5.8: at least 24 by 24 px, unless it stands in a sentence."""
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    gallery(page, address)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
        .filter(part => part.checkVisibility({opacityProperty: true}) && getComputedStyle(part).display !== 'inline')
        .filter(part => !part.matches('.govuk-skip-link, .govuk-radios__input, .govuk-checkboxes__input'))
        .filter(part => part.getBoundingClientRect().height < 24 || part.getBoundingClientRect().width < 24)
        .map(part => part.outerHTML)"""
    )
    assert small == []
    context.close()
