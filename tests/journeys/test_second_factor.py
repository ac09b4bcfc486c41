"""The first administrator of a new site: a password, then an app and a passkey, and then nothing without one of them."""

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import real_site
from tests.journeys.browser import TELEPHONE, IsNew, Visitor
from tests.journeys.real_site import Site

pytestmark = pytest.mark.journey

ADDRESS = "admin.first@wexcombe.example"
PASSWORD = "a plum in every pocket"
STEP = 30  # seconds for which an authenticator app shows a code


@pytest.fixture(scope="module")
def new_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real site, not a demo. Under the name localhost: passkeys belong to names, not to numbers."""
    with real_site.fresh(tmp_path_factory.mktemp("new") / "site") as home:
        real_site.run(home, "migrate")
        said = real_site.run(home, "first-account", ADDRESS, said=f"{PASSWORD}\n")
        assert said == f"{ADDRESS} can sign in, and is asked to set up a second step first.\n"
        with real_site.running(home, "serve", "--workers", "1", host="localhost") as site:
            yield site


def test_an_app_then_a_passkey(browser: Browser, new_site: Site, is_new: IsNew) -> None:
    first = Visitor(browser, new_site, is_new)
    first.begin()
    sign_in(first)
    assert first.heading == "Set up a second step"
    first.go("/administration/")
    assert first.heading == "Set up a second step"
    secret = set_up_app(first)
    assert first.said.startswith("Your authenticator app is set up.")
    first.go("/administration/")
    assert first.heading == "Running the site"
    set_up_passkey(first)
    sign_out(first)
    first.go("/account/login/")
    with first.page.expect_navigation(url="**/"):
        first.page.get_by_role("button", name="Sign in with a passkey").click()
    first.go("/administration/")
    assert first.heading == "Running the site"
    sign_out(first)
    sign_in(first)
    assert first.heading == "Enter your code"
    first.go("/administration/")
    assert first.heading == "Enter your code"
    first.fill("Code", "000000")
    first.press("Continue")
    assert first.errors != []
    first.fill("Code", code(secret, time.time() + STEP))  # the one before was used when the app was set up
    first.press("Continue")
    first.go("/administration/")
    assert first.heading == "Running the site"
    first.leave()


def sign_in(first: Visitor) -> None:
    first.go("/account/login/")
    first.fill("E-mail address", ADDRESS)
    first.fill("Password", PASSWORD)
    first.press("Sign in", first.page.locator("main"))


def sign_out(first: Visitor) -> None:
    first.press("Sign out")
    assert first.page.get_by_role("link", name="Sign in", exact=True).first.is_visible()


def set_up_app(first: Visitor) -> str:
    """What the app would keep."""
    first.press("Use an authenticator app")
    secret = first.page.locator("main code").inner_text()
    first.press("Turn it on")
    assert first.errors != []
    secret = first.page.locator("main code").inner_text()
    first.page.get_by_label("code").fill(code(secret, time.time()))
    first.press("Turn it on")
    return secret


def set_up_passkey(first: Visitor) -> None:
    devices = first.context.new_cdp_session(first.page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
    first.go("/account/2fa/")
    first.follow("Set up")
    first.page.get_by_label("Name").fill("Her telephone")
    first.page.get_by_role("checkbox").check()
    with first.page.expect_navigation():
        first.page.get_by_role("button", name="Add", exact=True).click()
    first.look()
    first.go("/account/2fa/webauthn/")
    assert "Her telephone" in first.text


def code(secret: str, at: float) -> str:
    """What an authenticator app shows: RFC 6238."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at // STEP)), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
