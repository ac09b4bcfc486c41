"""A passkey from the first day: set up with the browser's own means, then used instead of a password and beside one."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, CDPSession, Page

from tests import making
from tests.journeys.browser import TELEPHONE
from throughline.base.models import User

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "a plum in every pocket"


@pytest.fixture
def user() -> User:
    made = making.account(
        "equality_team", someone=making.person("Amara Osei", email="amara@wexcombe.example")
    )
    made.set_password(PASSWORD)
    made.save()
    return made


@pytest.fixture
def page(browser: Browser, user: User) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def phone(page: Page) -> tuple[CDPSession, str]:
    """Plugs a virtual authenticator into the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})[
        "authenticatorId"
    ]


def with_password(page: Page, address: str) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("E-mail address").fill("amara@wexcombe.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("banner").get_by_role("link", name="Sign in").wait_for()


def set_up(page: Page, address: str) -> None:
    with_password(page, address)
    page.get_by_role("heading", name="Set up a second step").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_label("Name").fill("My telephone")
    for box in page.get_by_role("checkbox").all():
        box.check()  # to sign in with it instead of a password, too
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()


def test_a_passkey_is_set_up_and_signs_in_without_a_password(
    page: Page, user: User, live_server: Any
) -> None:
    session, key = phone(page)
    set_up(page, live_server.url)
    assert sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == [
        "recovery_codes",
        "webauthn",
    ]
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]) == 1
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("heading", name="Your account").wait_for()
    sign_out(page)

    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Sign out").wait_for()
    page.goto(f"{live_server.url}/account/")
    page.get_by_text("amara@wexcombe.example").wait_for()


def test_beside_a_password_the_passkey_is_the_second_step(page: Page, user: User, live_server: Any) -> None:
    phone(page)
    set_up(page, live_server.url)
    sign_out(page)
    with_password(page, live_server.url)
    page.wait_for_url("**/account/2fa/authenticate/**")
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.get_by_role("button", name="Sign out").wait_for()


def test_another_telephone_opens_nothing(page: Page, user: User, live_server: Any) -> None:
    session, key = phone(page)
    set_up(page, live_server.url)
    sign_out(page)
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    session.send("WebAuthn.addVirtualAuthenticator", {"options": TELEPHONE})
    page.goto(f"{live_server.url}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_timeout(1500)
    page.goto(f"{live_server.url}/account/")
    page.wait_for_url("**/account/login/**")
