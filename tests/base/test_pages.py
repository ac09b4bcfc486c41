"""How pages are guarded: what each declares, what is closed, and what a stranger meets."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from tests import making, organisation
from tests.visitor import Visitor
from throughline.base import pages, permission_grid
from throughline.base.permission_grid import UnknownPermission
from throughline.base.permissions import NotAllowed

pytestmark = pytest.mark.django_db
OURS = {  # the pages of accounts, roles and the grid: who may open each
    "base:own_account": "system.own_account.view",
    "frontdoor:own_data": "system.own_data_export.download",
    "base:second_factor": "system.own_security.edit",
    "base:accounts": "system.user_account.view",
    "base:open_account": "system.user_account.create_disable",
    "base:open_kept_account": "system.user_account.create_disable",
    "base:account": "system.user_account.view",
    "base:invite": "system.user_account.create_disable",
    "base:close_account": "system.user_account.create_disable",
    "base:reopen_account": "system.user_account.create_disable",
    "base:start_sign_in_again": "system.user_account.create_disable",
    "base:roles": "system.role_grant.view",
    "base:give_role": "system.role_grant.view",
    "base:end_role": "system.role_grant.view",
    "base:permissions": "system.permission_grid.view",
}
ROLES = list(permission_grid.ROLES)


def address(name: str, grant: int, account: int) -> str:
    keys = {"base:end_role": [grant]}
    single = {
        "base:account",
        "base:invite",
        "base:close_account",
        "base:reopen_account",
        "base:start_sign_in_again",
    }
    return reverse(name, args=keys.get(name, [account] if name in single else []))


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_the_pages_that_the_grid_gives_it_and_no_other(client: Visitor, role: str) -> None:
    places = organisation.borough()
    user = organisation.anybody(role, places)
    other = making.account("champion")
    if user is not None:
        client.force_login(user)
    staff = role not in {"public", "sysadmin", "learning_provider", "provider_contact"}
    for name, permission in OURS.items():
        answer = client.get(address(name, other.grants.get().pk, other.pk))
        row = permission_grid.grid()[permission]
        codes = {row.cells[role].code} | ({row.cells["staff"].code} if staff else set())
        if user is None:
            assert answer["Location"].startswith("/account/login/?next=/"), name
        elif codes == {"-"}:
            assert answer.status_code == 403, name
        else:
            assert answer.status_code in {200, 302}, name
            assert not answer.headers.get("Location", "").startswith("/account/login/"), name


def test_every_view_of_ours_is_declared_with_that_permission() -> None:
    found = {
        name: get_resolver().resolve(address(name, 1, 1)).func.permission  # type: ignore[attr-defined]
        for name in OURS
    }
    assert found == OURS


def test_a_page_with_a_permission_that_does_not_exist_does_not_even_start() -> None:
    with pytest.raises(UnknownPermission):
        pages.page("plan.plan.eat")


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("secret")


def test_a_view_that_declares_nothing_is_refused() -> None:
    guard = pages.deny_by_default(forgotten)
    request = RequestFactory().get("/")
    with pytest.raises(PermissionDenied):
        guard.process_view(request, forgotten, (), {})  # type: ignore[attr-defined]
    assert not pages.is_declared(forgotten)


@pytest.mark.parametrize("name", list(pages.CLOSED))
def test_pages_of_the_sign_in_library_that_this_site_does_not_have(client: Visitor, name: str) -> None:
    arguments = {"account_confirm_email": ["key"]}.get(name, [])
    path = reverse(name, args=arguments)
    assert client.get(path).status_code == 404
    client.force_login(making.account())
    assert client.get(path).status_code == 404
    assert client.post(path, {"email": "mine@elsewhere.example", "action_add": ""}).status_code == 404


def test_what_a_change_refuses_for_want_of_permission_becomes_the_page_that_says_so(client: Visitor) -> None:
    """A page may open for somebody who holds the permission somewhere; the very thing may still be beyond their reach."""

    @pages.page("plan.activity.create_edit")
    def view(request: HttpRequest) -> HttpResponse:
        raise NotAllowed("You do not have permission for this here.")

    request = RequestFactory().get("/")
    request.user = making.account("equality_team")
    with pytest.raises(PermissionDenied, match="You do not have permission for this here"):
        view(request)


def test_the_refusal_says_what_to_do(client: Visitor) -> None:
    client.force_login(making.account())
    answer = client.get("/accounts/")
    assert answer.status_code == 403
    assert "ask the person who looks after this site" in answer.content.decode()
