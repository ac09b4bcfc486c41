"""Whoever holds a role and signs in with a password of this site needs a second factor before anything else."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from lxml import html
from pytest_django import Settings

from tests import making, reading
from tests.visitor import Visitor
from throughline.base import secrets_at_rest
from throughline.base.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "a plum in every pocket"
SET_UP = "/account/second-factor/"


@pytest.fixture(autouse=True)
def _no_memory_of_failures() -> None:
    """The limits on signing in count over all tests of the process."""
    cache.clear()


def account(role: str = "equality_team") -> User:
    user = making.account(role)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(client: Visitor, user: User, password: str = PASSWORD) -> HttpResponse:
    return client.post("/account/login/", {"login": user.email, "password": password})


def code(secret: str, at: float) -> str:
    """The authenticator app: RFC 6238 with SHA-1, 30 seconds, 6 digits."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(at // 30)), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def test_the_authenticator_app_of_this_test_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code(secret, at) for at in (59, 1111111109, 20000000000)] == ["287082", "081804", "353130"]


def secret_shown(client: Visitor) -> str:
    page = html.document_fromstring(client.get("/account/2fa/totp/activate/").content.decode())
    found = re.findall(r"\b[A-Z2-7]{32}\b", page.text_content() + " ".join(page.xpath("//input/@value")))
    return str(found[0])


def set_up(client: Visitor) -> str:
    secret = secret_shown(client)
    answer = client.post("/account/2fa/totp/activate/", {"code": code(secret, time.time())})
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/recovery-codes/")
    return secret


def test_before_the_second_factor_is_set_up_every_page_leads_there(client: Visitor) -> None:
    user = account()
    assert sign_in(client, user).status_code == 302
    for path in ["/", "/plan/", "/account/", "/permissions/", "/approvals/", "/account/data.json"]:
        answer = client.get(path)
        assert (answer.status_code, answer.headers.get("Location")) == (302, SET_UP), path
    assert client.post("/roles/give/", {"who": "x"})["Location"] == SET_UP
    page = client.get(SET_UP)
    assert "Set up a second step" in page.content.decode()
    for path in [
        "/account/2fa/",
        "/account/2fa/totp/activate/",
        "/account/2fa/webauthn/add/",
        "/theme.css",
        "/privacy/",
    ]:
        assert client.get(path).status_code == 200, path
    assert client.post("/account/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_setting_up_an_authenticator_app_and_signing_in_with_it(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    secret = set_up(client)
    assert client.get("/account/").status_code == 200
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    assert len(codes) == 10

    client.post("/account/logout/")
    answer = sign_in(client, user)
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert client.get("/account/")["Location"].startswith(
        "/account/login/"
    )  # the password alone opens nothing
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert (wrong.status_code, "_auth_user_id" in client.session) == (200, False)
    assert reading.errors(wrong) == [
        "This code does not fit. Enter the 6 figures that your app shows now, or a recovery code that you have not used yet."
    ]
    next_code = code(secret, time.time() + 30)  # the one just used counts only once
    assert client.post("/account/2fa/authenticate/", {"code": next_code})["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_one_banner_says_that_the_app_is_set_up() -> None:
    """Setting up the app makes recovery codes too; the page that follows shows them, so that nothing more is said."""
    said = [
        render_to_string(f"mfa/messages/{name}.txt").strip()
        for name in ("totp_activated", "recovery_codes_generated")
    ]
    assert said == [
        "Your authenticator app is set up. Keep the recovery codes: each lets you in once without it.",
        "",
    ]


def test_a_code_of_the_app_counts_once(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    secret = set_up(client)
    client.post("/account/logout/")
    used = code(secret, time.time() + 30)
    sign_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": used})
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    sign_in(client, user)
    assert client.post("/account/2fa/authenticate/", {"code": used}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_signs_in_once(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    set_up(client)
    first = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for works in (True, False):
        client.post("/account/logout/")
        sign_in(client, user)
        client.post("/account/2fa/authenticate/", {"code": first})
        assert ("_auth_user_id" in client.session) == works


def test_taking_the_app_off_leads_back_to_the_start(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    set_up(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/", {})
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get("/account/")["Location"] == SET_UP


def test_setting_up_a_second_app_later_asks_for_the_password_again(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    secret = set_up(client)
    assert client.get("/account/2fa/recovery-codes/").status_code == 200  # shown once, without asking again
    client.post("/account/logout/")
    sign_in(client, user)
    client.post("/account/2fa/authenticate/", {"code": code(secret, time.time() + 30)})
    for path in [
        "/account/2fa/webauthn/add/",
        "/account/2fa/recovery-codes/",
        "/account/2fa/totp/deactivate/",
    ]:
        answer = client.get(path)
        assert answer["Location"].startswith("/account/reauthenticate/"), path


def test_a_second_factor_is_not_set_up_in_an_old_session_without_the_password(client: Visitor) -> None:
    """A session left open is not enough to bind somebody else's telephone to the account."""
    user = account()
    sign_in(client, user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 3600}]
    session.save()
    assert client.get("/account/2fa/totp/activate/")["Location"].startswith("/account/reauthenticate/")


@pytest.mark.parametrize("role", ["staff"])
def test_staff_without_a_role_need_none(client: Visitor, role: str) -> None:
    sign_in(client, account(role))
    assert client.get("/account/").status_code == 200


def test_a_role_given_during_the_session_counts_from_the_next_page(client: Visitor) -> None:
    user = account("staff")
    sign_in(client, user)
    assert client.get("/account/").status_code == 200
    user.grants.create(role="champion", given_on=making.LONG_AGO)
    assert client.get("/account/")["Location"] == SET_UP


def test_the_identity_provider_vouches_for_its_own(client: Visitor) -> None:
    client.force_login(account())
    assert client.get("/account/").status_code == 200


def test_a_session_of_which_nobody_knows_how_it_began_is_not_trusted(client: Visitor) -> None:
    client.force_login(account(), method="unheard of")
    assert client.get("/account/")["Location"] == SET_UP


def test_the_demo_asks_for_none(client: Visitor, settings: Settings) -> None:
    settings.DEMO = True
    client.force_login(account(), method="demo")
    assert client.get("/account/").status_code == 200


# Passwords


def test_a_wrong_password_and_a_closed_account(client: Visitor) -> None:
    user = account("staff")
    assert sign_in(client, user, "wrong").status_code == 200
    User.objects.update(is_active=False)
    assert sign_in(client, user)["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_whoever_has_left_cannot_sign_in_though_the_account_is_open(client: Visitor) -> None:
    user = account("staff")
    assert user.person is not None
    user.person.left_on = making.TODAY
    user.person.save()
    assert sign_in(client, user)["Location"] == "/account/inactive/"
    assert "_auth_user_id" not in client.session


def test_passwords_that_fail_again_and_again_are_stopped(client: Visitor) -> None:
    user = account("staff")
    for _ in range(5):
        sign_in(client, user, "wrong")
    answer = sign_in(client, user)
    assert "That was tried too often in a short time. Wait a few minutes" in answer.content.decode()
    assert "_auth_user_id" not in client.session


# Secrets at rest


def test_the_apps_secret_is_not_readable_in_the_database(client: Visitor) -> None:
    user = account()
    sign_in(client, user)
    secret = set_up(client)
    stored = Authenticator.objects.get(user=user, type="totp").data["secret"]
    assert secret not in stored
    assert secrets_at_rest.open_sealed(stored) == secret


def test_a_former_key_still_opens(settings: Settings) -> None:
    settings.SECRET_KEY = "the first"
    sealed = secrets_at_rest.seal("plum")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second", ["the first"]
    assert secrets_at_rest.open_sealed(sealed) == "plum"
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(InvalidToken):
        secrets_at_rest.open_sealed(sealed)
