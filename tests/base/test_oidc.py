"""Signing in with the work account, against a real identity provider on this machine; nothing of the site is replaced."""

import urllib.parse
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from tests import identity_provider, making
from tests.identity_provider import IdentityProvider
from tests.visitor import Visitor
from tests.work_account import LOGIN, OID, ada, at_provider, begin, person, provider, sign_in, who, words
from throughline.base.models import AuditEvent, Authority, User

__all__ = ["person", "provider"]  # fixtures
pytestmark = pytest.mark.django_db


def test_the_first_sign_in_opens_the_account_of_somebody_in_the_register(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert (user.person, user.subject, user.email) == (person, OID, "ada.obi@wexcombe.example")
    assert (user.is_active, user.has_usable_password(), user.opened_on) == (True, False, timezone.localdate())
    assert who(client) == "ada.obi@wexcombe.example"
    assert list(AuditEvent.objects.order_by("sequence").values_list("what", "by", "about")) == [
        ("base.account.opened", None, str(user.pk)),
        ("base.account.linked", None, str(user.pk)),
    ]
    assert SocialAccount.objects.count() == 0  # nothing of what the provider said is kept but its key


def test_the_site_asks_with_pkce_state_and_nonce_each_time_anew(
    client: Visitor, provider: IdentityProvider
) -> None:
    for _ in range(2):
        at_provider(begin(client))
    first, second = provider.asked
    assert {name: first[name] for name in ("response_type", "client_id", "code_challenge_method")} == {
        "response_type": "code",
        "client_id": identity_provider.CLIENT_ID,
        "code_challenge_method": "S256",
    }
    assert set(first["scope"].split()) == {"openid", "profile", "email"}
    assert all(
        len(first[name]) >= 16 and first[name] != second[name]
        for name in ("state", "nonce", "code_challenge")
    )


def test_nothing_that_goes_to_the_provider_is_taken_from_the_address(
    client: Visitor, provider: IdentityProvider
) -> None:
    client.post(f"{LOGIN}&scope=files&auth_params=nonce%3Dmine%26prompt%3Dnone")
    at_provider(str(client.post(f"{LOGIN}&scope=files&auth_params=nonce%3Dmine%26prompt%3Dnone")["Location"]))
    (asked,) = provider.asked
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert (asked["nonce"] == "mine", "prompt" in asked) == (False, False)


def test_later_only_the_providers_key_counts_not_the_address(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    sign_in(client)
    client.logout()
    making.person("Bo Li", email="bo.li@wexcombe.example")
    provider.claims = ada(email="bo.li@wexcombe.example")  # the address has passed to somebody else
    sign_in(client)
    assert who(client) == "ada.obi@wexcombe.example"
    assert User.objects.count() == 1


def test_without_oid_the_key_is_sub(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    provider.claims = ada(oid=None)
    sign_in(client)
    assert User.objects.get().subject == "pairwise-ada"


def test_an_account_that_was_opened_before_is_linked(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    user = making.account(someone=person)
    user.set_password("a password that nobody needs any more")
    user.save()
    sign_in(client)
    user.refresh_from_db()
    assert (user.subject, user.has_usable_password(), who(client)) == (OID, False, user.email)


def test_the_address_may_stand_in_userinfo_alone(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    provider.claims = ada(email=None, email_verified=None)
    provider.userinfo = {"sub": "pairwise-ada", "email": "ada.obi@wexcombe.example", "email_verified": True}
    sign_in(client)
    assert who(client) == "ada.obi@wexcombe.example"


def test_where_one_wanted_to_go(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    answer = client.post(f"{LOGIN}&next=/plan/")
    assert client.get(at_provider(answer["Location"]))["Location"] == "/plan/"
    client.logout()
    answer = client.post(f"{LOGIN}&next=https://elsewhere.example/")
    assert client.get(at_provider(answer["Location"]))["Location"] == "/"


# Who is turned away, and what they are told


def refused(client: Visitor, because: str) -> None:
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "We do not know you yet" in words(answer)
    assert because in words(answer)
    assert who(client) is None


def test_somebody_who_is_not_in_the_register(client: Visitor, provider: IdentityProvider) -> None:
    refused(client, "Nobody in the staff register has the address ada.obi@wexcombe.example.")
    assert User.objects.count() == 0


def test_the_page_says_who_to_ask(client: Visitor, provider: IdentityProvider) -> None:
    Authority.objects.create(pk=1, contact_email="help@wexcombe.example")
    answer = sign_in(client)
    (main,) = html.document_fromstring(answer.content.decode()).iter("main")
    assert [link.get("href") for link in main.iter("a")] == ["mailto:help@wexcombe.example", "/"]


def test_somebody_who_has_left_before_the_first_sign_in(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    person.left_on = timezone.localdate()
    person.save()
    refused(client, "whoever has the address ada.obi@wexcombe.example has left")
    assert User.objects.count() == 0


def test_somebody_who_has_left_since(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    sign_in(client)
    client.logout()
    person.left_on = timezone.localdate()
    person.save()
    assert sign_in(client)["Location"] == "/account/inactive/"
    assert who(client) is None


def test_a_closed_account(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    sign_in(client)
    client.logout()
    User.objects.update(is_active=False)
    assert sign_in(client)["Location"] == "/account/inactive/"
    assert who(client) is None


@pytest.mark.parametrize(
    ("claims", "trust", "known"),
    [
        pytest.param({"email_verified": None}, False, False, id="not said to be verified"),
        pytest.param({"email_verified": False}, True, False, id="said not to be verified"),
        pytest.param({"email_verified": "true"}, False, True, id="verified, said as text"),
        pytest.param(
            {"email_verified": None, "xms_edov": True}, False, True, id="Entra: domain owner verified"
        ),
        pytest.param({"email_verified": None}, True, True, id="the settings trust this provider's addresses"),
        pytest.param({"acct": 1}, True, False, id="a guest of the directory"),
        pytest.param({"email": None}, True, False, id="no address"),
    ],
)
def test_which_address_counts(
    client: Visitor,
    provider: IdentityProvider,
    person: Any,
    settings: Settings,
    claims: dict[str, Any],
    trust: bool,
    known: bool,
) -> None:
    settings.OIDC_TRUST_EMAIL = trust
    provider.claims = ada(**claims)
    provider.userinfo = {"sub": "pairwise-ada"}
    if known:
        sign_in(client)
        assert who(client) == "ada.obi@wexcombe.example"
    else:
        refused(client, "did not say an address that it has verified")


def test_an_address_whose_account_is_linked_with_somebody_else(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    sign_in(client)
    client.logout()
    provider.claims = ada(oid="another", sub="another")
    refused(client, "belongs to an account that somebody else signs in with")


def test_an_administrators_account_with_a_password_is_not_taken_over(
    client: Visitor, provider: IdentityProvider
) -> None:
    user = User(email="admin@wexcombe.example")
    user.set_password("the one in the envelope")
    user.save()
    provider.claims = ada(email="admin@wexcombe.example")
    refused(client, "signs in with a password of this site")
    user.refresh_from_db()
    assert (user.subject, user.has_usable_password()) == (None, True)


# Answers that come back wrong


def test_an_answer_to_a_sign_in_that_did_not_begin_in_this_browser(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    back = at_provider(begin(client))
    victim = Visitor()
    assert "We could not sign you in" in words(victim.get(back))
    assert who(victim) is None


def test_an_answer_counts_once(client: Visitor, provider: IdentityProvider, person: Any) -> None:
    back = at_provider(begin(client))
    client.get(back)
    client.logout()
    assert "We could not sign you in" in words(client.get(back))
    assert who(client) is None


def test_codes_of_two_browsers_are_not_exchanged(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    """A code that was stolen does not fit the verifier of the thief's own sign-in."""
    stolen = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(at_provider(begin(client))).query))["code"]
    thief = Visitor()
    own = urllib.parse.urlsplit(at_provider(begin(thief)))
    query = dict(urllib.parse.parse_qsl(own.query)) | {"code": stolen}
    assert "We could not sign you in" in words(thief.get(f"{own.path}?{urllib.parse.urlencode(query)}"))
    assert who(thief) is None


def test_whoever_stops_at_the_provider_is_told_so(client: Visitor, provider: IdentityProvider) -> None:
    state = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(begin(client)).query))["state"]
    answer = client.get(
        f"/account/oidc/council/login/callback/?error=access_denied&state={state}", follow=True
    )
    assert "You stopped signing in" in words(answer)


def test_a_work_account_is_not_connected_to_whoever_is_signed_in(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    user = making.account()
    client.force_login(user)
    answer = client.post("/account/oidc/council/login/?process=connect")
    refused_page = client.get(at_provider(answer["Location"]))
    assert refused_page.status_code == 403
    user.refresh_from_db()
    assert (user.subject, SocialAccount.objects.count()) == (None, 0)


def test_the_provider_is_unknown_where_none_is_set_up(client: Visitor) -> None:
    assert client.post(LOGIN).status_code == 404


def test_a_sign_in_through_the_provider_needs_no_second_factor_here(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    making.account("equality_team", someone=person)
    sign_in(client)
    assert client.get("/account/").status_code == 200
