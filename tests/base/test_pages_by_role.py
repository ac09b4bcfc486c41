"""Every page of the site, asked for by every role: it opens exactly for those to whom permissions.csv gives its permission.

The addresses are those of the whole site, with keys of things that do not exist: who may not open a page is told so before that.
"""

import dataclasses
import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from tests import organisation
from tests.grid import GRID, NOT_STAFF, ROLES
from tests.visitor import Visitor
from throughline.base import pages

pytestmark = pytest.mark.django_db
KEYS = {"int": "999999", "slug": "no-such-thing", "str": "no-such-thing"}


@dataclasses.dataclass(frozen=True)
class Page:
    address: str
    permission: str
    in_part: bool


def guarded_pages(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[Page]:
    """Every address whose view declares a permission, with keys filled in."""
    for pattern in patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue  # the sign-in library's own, which declare none
        route = before + re.sub(r"<(\w+):\w+>", lambda found: KEYS[found[1]], str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from guarded_pages(pattern.url_patterns, route)
        elif permission := getattr(pattern.callback, "permission", None):
            yield Page(route, permission, pattern.callback.in_part)


PAGES = list(guarded_pages(get_resolver().url_patterns))


def opens(page: Page, role: str) -> bool:
    """Whether the file gives the permission to this role, to staff where it is held by staff, or to everybody."""
    row = GRID[page.permission]
    codes = {row[role], row["public"], "-" if role in NOT_STAFF else row["staff"]}
    whole = {code for code in codes if code[0] not in "-PMG" and "K" not in code}
    part = {code for code in codes if code[0] in "PM"}
    return bool(whole or (page.in_part and part))


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_whom_the_grid_says(client: Visitor, role: str) -> None:
    user = organisation.anybody(role, organisation.borough())
    if user is not None:
        client.force_login(user)
    found = {}
    for page in PAGES:
        answer = client.get(page.address)
        to_sign_in = answer.headers.get("Location", "").startswith("/account/login/")
        found[page] = answer.status_code != 403 and not to_sign_in
    assert found == {page: opens(page, role) for page in PAGES}


def test_all_pages_were_found() -> None:
    """Were addresses overlooked, the test above would be worth nothing."""
    assert len(PAGES) >= 80
    assert {"/plan/", "/accounts/999999/close/", "/administration/", "/people/", "/approvals/"} <= {
        page.address for page in PAGES
    }
    assert {page.permission for page in PAGES} <= set(GRID)
    assert {page.address for page in PAGES if page.in_part} == {"/administration/audit/"}
    assert pages.PUBLIC
