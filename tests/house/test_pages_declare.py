"""No page opens by being forgotten: every view declares its permission, stands in PUBLIC with a reason, or is refused."""

import dataclasses
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse
from django.views import View

from tests import making
from throughline.base import pages, permission_grid, permissions
from throughline.base.models import User
from throughline.base.permission_grid import Reach
from throughline.base.views import administration
from throughline.frontdoor import navigation

# Views that declare nothing and are not public: refused to everybody, as they should be.
CLOSED = {f"account/social/{name}/": "an old address of the sign-in library" for name in (
    "login/cancelled", "login/error", "signup", "connections",
)}  # fmt: skip
# What the sign-in library shows to somebody who has not signed in. All else of it asks to sign in, or is not there.
SIGN_IN = {
    "account_login",
    "account_logout",  # sends away whoever is not signed in
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
}


@dataclasses.dataclass(frozen=True)
class Page:
    """An address of the site: its pattern, an address that fits it, its view."""

    pattern: str
    address: str
    view: Callable[..., HttpResponse]
    name: str

    @property
    def permission(self) -> str:
        return getattr(self.view, "permission", "")

    @property
    def full_name(self) -> str:
        return f"{self.view.__module__}.{self.view.__qualname__}"

    @property
    def signs_in(self) -> bool:
        return self.view.__module__.startswith(pages.SIGN_IN_MODULES)


def walk(resolver: URLResolver, before: str = "") -> Iterator[Page]:
    for one in resolver.url_patterns:
        pattern = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one, pattern)
        else:
            assert isinstance(one, URLPattern)
            yield Page(pattern, _address(pattern), one.callback, one.name or "")


def _address(pattern: str) -> str:
    """An address that fits: numbers are 1, words are "x"."""
    text = re.sub(r"<int:\w+>", "1", pattern)
    text = re.sub(r"<(slug|str):\w+>", "x", text)
    text = text.replace("(?P<key>[-:\\w]+)", "x").replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "x-y")
    return "/" + text.replace("^", "").replace("$", "")


@functools.cache
def site() -> list[Page]:
    return list(walk(get_resolver("throughline.urls")))


def test_every_address_was_understood() -> None:
    assert len(site()) > 90
    assert [page.pattern for page in site() if resolve(page.address).func is not page.view] == []


def test_every_view_declares_who_may_open_it() -> None:
    undeclared = {page.pattern for page in site() if not pages.is_declared(page.view)}
    assert undeclared == set(CLOSED)


def test_what_a_view_declares_stands_in_the_grid() -> None:
    asked = {page.permission for page in site() if page.permission}
    assert len(asked) > 15
    assert asked - set(permission_grid.grid()) == set()


def test_the_public_list_names_what_is_there_and_says_why() -> None:
    used = {page.full_name for page in site() if not page.permission and not page.signs_in}
    used -= {page.full_name for page in site() if page.pattern in CLOSED}
    assert set(pages.PUBLIC) == used
    assert [name for name, why in pages.PUBLIC.items() if len(why.split()) < 3] == []


def test_nothing_that_declares_a_permission_is_public_as_well() -> None:
    assert [page.full_name for page in site() if page.permission and page.full_name in pages.PUBLIC] == []


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_sign_in(method: str) -> None:
    client = Client()
    for page in (page for page in site() if page.permission):
        response = getattr(client, method)(page.address)
        found = (page.pattern, response.status_code, response.headers.get("Location"))
        assert found == (page.pattern, 302, f"{reverse('account_login')}?next={page.address}")


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_without_any_role_is_refused(method: str) -> None:
    """Who works for no one here: an account that the grid treats as the public."""
    nobody = User.objects.create(email="nobody@wexcombe.example", opened_on=making.LONG_AGO)
    client = making.signed_in(nobody)
    for page in (page for page in site() if page.permission):
        public = permission_grid.permission(page.permission).cells["public"]
        assert public.reach in {Reach.NONE, Reach.PUBLISHED}, page.pattern
        assert (page.pattern, getattr(client, method)(page.address).status_code) == (page.pattern, 403)


@pytest.mark.django_db
def test_of_the_sign_in_pages_a_stranger_sees_only_those_for_signing_in() -> None:
    shown = set()
    for page in (page for page in site() if page.signs_in):
        response = Client().get(page.address)
        sent_away = response.status_code == 302 and response.headers["Location"].startswith(
            reverse("account_login")
        )
        if not sent_away and response.status_code not in {403, 404, 405}:
            shown.add(page.name)
        if page.name in pages.CLOSED:
            assert response.status_code == 404, page.name
    assert shown == SIGN_IN


@pytest.mark.django_db
def test_what_leads_to_a_page_asks_for_that_pages_own_permission() -> None:
    lines = [(name, permission) for _, name, permission, _ in navigation.NAV]
    lines += [(name, permission) for _, name, permission, _ in administration.LOOK_AFTER]
    wrong = [
        name for name, asked in lines if getattr(resolve(reverse(name)).func, "permission", None) != asked
    ]
    assert wrong == []


# ---- a site where somebody forgot -----------------------------------------------------------------------------------------


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everything")


class Forgotten(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")


def home(request: HttpRequest) -> HttpResponse:
    """The name of a public view, in another module."""
    return HttpResponse("everything")


class Something:
    def __call__(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")


@pages.page("plan.plan_published.view")
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for staff")


app_name = "forgotten"
urlpatterns = [
    *get_resolver("throughline.urls").url_patterns,
    path("function/", forgotten),
    path("class/", Forgotten.as_view()),
    path("partial/", functools.partial(forgotten)),
    path("lambda/", lambda request: HttpResponse("everything")),
    path("object/", Something()),
    path("same-name/", home),
    path("declared/", declared),
]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("address", ["function", "class", "partial", "lambda", "object", "same-name"])
@pytest.mark.parametrize("who", ["stranger", "sysadmin", "equality_team"])
def test_a_view_that_declares_nothing_is_refused_to_everybody(address: str, who: str) -> None:
    client = Client() if who == "stranger" else making.signed_in(making.account(who))
    for send in (client.get, client.post):
        response: Any = send(f"/{address}/")
        assert (response.status_code, b"everything" in response.content) == (403, False)


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_view_that_declares_is_opened_to_those_who_may() -> None:
    assert making.signed_in(making.account()).get("/declared/").content == b"for staff"
    assert making.signed_in(making.account("sysadmin")).get("/declared/").status_code == 403
    assert Client().get("/declared/").status_code == 302


def test_a_permission_that_is_not_in_the_grid_stops_the_program() -> None:
    with pytest.raises(permission_grid.UnknownPermission):
        pages.page("plan.everything.do")


def test_the_guard_stands_behind_everything_that_knows_who_asks(settings: Any) -> None:
    """The last of the middleware, so that none of the others answers for it."""
    assert settings.MIDDLEWARE[-1] == "throughline.base.pages.deny_by_default"
    assert permissions.may(None, "plan.plan.publish") is False
