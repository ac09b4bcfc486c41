"""Ada, who has a work account, at her browser: she goes to the identity provider and comes back."""

import http.client
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from lxml import html
from pytest_django import Settings

from tests import identity_provider, making
from tests.identity_provider import REDIRECT_URI, IdentityProvider
from tests.visitor import Visitor
from throughline.base.models import Person, User

LOGIN = "/account/oidc/council/login/?process=login"
OID = "11111111-2222-3333-4444-555555555555"


def ada(**other: Any) -> dict[str, Any]:
    return {
        "sub": "pairwise-ada",
        "oid": OID,
        "email": "Ada.Obi@wexcombe.example",
        "email_verified": True,
    } | other


def begin(client: Visitor) -> str:
    """The address at the provider to which the site sends the browser."""
    answer = client.post(LOGIN)
    assert answer.status_code == 302
    return str(answer["Location"])


def at_provider(address: str) -> str:
    """The browser goes there, the person signs in; the address back at the site."""
    parts = urllib.parse.urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    connection.request("GET", f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status == 302, body
    location = answer.headers["Location"]
    assert location.startswith(REDIRECT_URI)
    return location.removeprefix("http://testserver")


def sign_in(client: Visitor) -> HttpResponse:
    return client.get(at_provider(begin(client)))


def who(client: Visitor) -> str | None:
    """Whose account the browser is signed in with."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key).email if key else None


def words(answer: HttpResponse) -> str:
    (main,) = html.document_fromstring(answer.content.decode()).iter("main")
    return " ".join(main.text_content().split())


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    """Runs, is the site's own, and has Ada signed in."""
    with identity_provider.running() as running:
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider.settings_for(running)
        running.claims = ada()
        yield running


@pytest.fixture
def person() -> Person:
    """Ada in the register."""
    return making.person("Ada Obi", email="ada.obi@wexcombe.example")
