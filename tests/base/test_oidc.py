"""Signing in with the work account, against a real identity provider on this machine; nothing of the site is replaced."""

import datetime
import http.client
import logging
import time
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.http import HttpResponse
from django.utils import timezone
from lxml import html
from pytest_django import Settings

from tests import identity_provider, making, organisation
from tests.identity_provider import IdentityProvider
from tests.visitor import Visitor
from throughline.base.models import AuditEvent, RoleGrant, User

pytestmark = pytest.mark.django_db
LOGIN = "/account/oidc/council/login/?process=login"
OID = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    with identity_provider.running() as running:
        settings.SOCIALACCOUNT_PROVIDERS = identity_provider.settings_for(running)
        running.claims = ada()
        yield running


def ada(**other: Any) -> dict[str, Any]:
    return {
        "sub": "pairwise-ada",
        "oid": OID,
        "email": "Ada.Obi@wexcombe.example",
        "email_verified": True,
    } | other


@pytest.fixture
def person() -> Any:
    return making.person("Ada Obi", email="ada.obi@wexcombe.example")


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
    assert location.startswith(identity_provider.REDIRECT_URI)
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
    from throughline.base.models import Authority

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


# Tokens that are not what they should be

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


# Roles that follow what the provider says

MAPPING = {
    "Throughline.Manager": "team_manager",
    "Throughline.DMT": "dmt",
    "Throughline.Champion": "champion",
}


def held(user: User) -> list[tuple[str, str | None, bool]]:
    today = timezone.localdate()
    current = RoleGrant.objects.filter(user=user, given_on__lte=today).exclude(ends_on__lte=today)
    return [
        (grant.role, grant.place.code if grant.place else None, grant.by_sign_in)
        for grant in current.order_by("role", "id")
    ]


def test_roles_follow_the_provider_at_each_sign_in(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    places = organisation.borough()
    person.place = places["keys"]
    person.save()
    provider.claims = ada(roles=["Throughline.Manager", "Throughline.DMT", "Other.Thing"])
    sign_in(client)
    user = User.objects.get()
    assert held(user) == [("dmt", "homes", True), ("team_manager", "keys", True)]

    sign_in(client)  # nothing changes, nothing is recorded
    events = AuditEvent.objects.filter(what__startswith="base.role.").count()
    assert (held(user), events) == ([("dmt", "homes", True), ("team_manager", "keys", True)], 2)

    person.place = places["trees"]  # moved to another team
    person.save()
    provider.claims = ada(roles="Throughline.Manager")
    sign_in(client)
    assert held(user) == [("team_manager", "trees", True)]

    provider.claims = ada()  # taken away in the directory
    sign_in(client)
    assert held(user) == []
    reasons = AuditEvent.objects.filter(what="base.role.ended").values_list("reason", flat=True)
    assert sorted(set(reasons)) == ["the identity provider no longer says so"]


def test_roles_that_two_people_gave_are_left_alone(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account("facilitator", someone=person)
    provider.claims = ada(roles=["Throughline.Champion"])
    sign_in(client)
    assert held(user) == [("champion", None, True), ("facilitator", None, False)]
    provider.claims = ada(roles=[])
    sign_in(client)
    assert held(user) == [("facilitator", None, False)]


def test_a_role_is_not_given_where_it_would_clash_or_the_register_has_no_place_for_it(
    client: Visitor,
    provider: IdentityProvider,
    settings: Settings,
    person: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account("sysadmin", someone=person)
    provider.claims = ada(roles=["Throughline.Champion", "Throughline.DMT"])
    with caplog.at_level(logging.WARNING, "throughline.base.changes.roles"):
        sign_in(client)
    assert held(user) == [("sysadmin", None, False)]
    assert [record.getMessage() for record in caplog.records] == [
        f"Sign-in of account {user.pk}: the role dmt needs a directorate, which the register lacks",
        f"Sign-in of account {user.pk}: the role champion was not given: This is a system administrator's account, "
        "which holds no other role. Use the person's own account.",
    ]


def test_whoever_is_turned_away_gets_no_role(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account(someone=person)
    User.objects.update(is_active=False)
    provider.claims = ada(roles=["Throughline.Champion"])
    sign_in(client)
    assert held(user) == []


def test_a_sign_in_through_the_provider_needs_no_second_factor_here(
    client: Visitor, provider: IdentityProvider, person: Any
) -> None:
    making.account("equality_team", someone=person)
    sign_in(client)
    assert client.get("/account/").status_code == 200
    assert datetime.date.fromisoformat(str(User.objects.get().last_login)[:10])
