"""ID tokens that are not what they should be, made by a real identity provider that goes wrong: nobody is signed in."""

import logging
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests import identity_provider
from tests.identity_provider import IdentityProvider
from tests.visitor import Visitor
from tests.work_account import ada, person, provider, sign_in, who, words
from throughline.base.models import User

__all__ = ["person", "provider"]  # fixtures
pytestmark = pytest.mark.django_db

STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NOW = int(time.time())
FAULTS: dict[str, dict[str, Any]] = {
    "a nonce of another sign-in": {"wrong": {"nonce": "another"}},
    "no nonce": {"wrong": {"nonce": None}},
    "another issuer": {"wrong": {"iss": "https://elsewhere.example"}},
    "no issuer": {"wrong": {"iss": None}},
    "another audience": {"wrong": {"aud": "another-site"}},
    "made for another party": {"wrong": {"aud": [identity_provider.CLIENT_ID, "other"], "azp": "other"}},
    "expired": {"wrong": {"iat": NOW - 900, "exp": NOW - 600}},
    "not valid yet": {"wrong": {"nbf": NOW + 3600}},
    "without an end": {"wrong": {"exp": None}},
    "signed by somebody else": {"sign_with": STRANGER},
    "signed with a key that is not named": {"kid": "second"},
    "not signed": {"algorithm": "none"},
    "signed with the client's secret": {
        "sign_with": identity_provider.CLIENT_SECRET.ljust(64, "."),
        "algorithm": "HS256",
    },
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_that_is_wrong(
    client: Visitor, provider: IdentityProvider, person: Any, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    for name, value in FAULTS[fault].items():
        setattr(provider, name, value)
    with caplog.at_level(logging.WARNING, "throughline.base.work_account"):
        answer = sign_in(client)
    assert "We could not sign you in" in words(answer)
    assert (who(client), User.objects.count()) == (None, 0)
    (record,) = [one for one in caplog.records if one.name.startswith("throughline")]
    assert record.getMessage().startswith("Sign-in with the work account: the ID token was refused")
    assert "ada" not in record.getMessage().lower()


def test_userinfo_of_somebody_else(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    provider.claims = ada(email=None)
    provider.userinfo = {"sub": "another", "email": "ada.obi@wexcombe.example", "email_verified": True}
    assert "We could not sign you in" in words(sign_in(client))
    assert who(client) is None
