"""Every page of the site as four kinds of people: answered as the grid says, and nothing wrong with any of them."""

import functools
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Browser, FilePayload

from tests.check import steps
from tests.journeys import browser as browsers
from tests.journeys.browser import DESKTOP, PHONE, Visitor
from tests.journeys.real_site import Site
from throughline.base import pages, permission_grid, roles
from throughline.base.permission_grid import Actor, Held

pytestmark = pytest.mark.journey

SAMPLES = steps.ROOT / "samples" / "wexcombe"
STRANGER = ""
HELD = {  # who walks through the site -> the columns of the grid that are theirs
    "equality_team": {"equality_team", roles.STAFF, roles.PUBLIC},
    "service_manager": {"service_manager", roles.STAFF, roles.PUBLIC},
    "sysadmin": {"sysadmin", roles.PUBLIC},  # their account gives nothing but its own column
    STRANGER: {roles.PUBLIC},
}
IN_PART = {"frontdoor:audit"}  # opened also for whoever sees only that something was done
ASKS_AGAIN = {"frontdoor:approval", "plan:answer_by_mail"}  # opened for whom this very thing is
NOT_THERE = {"base:logo"}  # the sample borough has none
GUARD_THEMSELVES = ("allauth.", "throughline.base.work_account", "django.views.generic.base")
NO_LINK = {  # pages to which no link of the demo leads -> one of their addresses
    "account_inactive": "/account/inactive/",
    "account_signup": "/account/signup/",
    "account_reauthenticate": "/account/reauthenticate/",
    "account_email": "/account/email/",
    "account_email_verification_sent": "/account/confirm-email/",
    "account_confirm_email": "/account/confirm-email/no-such-key/",
    "account_set_password": "/account/password/set/",
    "account_confirm_login_code": "/account/login/code/confirm/",
    "account_reset_password_from_key": "/account/password/reset/key/1-no-such-key/",
    "account_reset_password_from_key_done": "/account/password/reset/key/done/",
    "mfa_activate_totp": "/account/2fa/totp/activate/",
    "mfa_add_webauthn": "/account/2fa/webauthn/add/",
    "mfa_authenticate": "/account/2fa/authenticate/",
    "mfa_index": "/account/2fa/",
    "mfa_reauthenticate": "/account/2fa/reauthenticate/",
    "mfa_deactivate_totp": "/account/2fa/totp/deactivate/",
    "mfa_view_recovery_codes": "/account/2fa/recovery-codes/",
    "mfa_generate_recovery_codes": "/account/2fa/recovery-codes/generate/",
    "mfa_download_recovery_codes": "/account/2fa/recovery-codes/download/",
    "mfa_list_webauthn": "/account/2fa/webauthn/",
    "mfa_reauthenticate_webauthn": "/account/2fa/webauthn/reauthenticate/",
    "mfa_edit_webauthn": "/account/2fa/webauthn/keys/1/edit/",
    "mfa_remove_webauthn": "/account/2fa/webauthn/keys/1/remove/",
    "account_change_password": "/account/password/change/",
    "account_reset_password_done": "/account/password/reset/done/",
    "openid_connect_login": "/account/oidc/council/login/",
    "openid_connect_callback": "/account/oidc/council/login/callback/",
    "socialaccount_connections": "/account/3rdparty/",
    "socialaccount_login_cancelled": "/account/3rdparty/login/cancelled/",
    "socialaccount_login_error": "/account/3rdparty/login/error/",
    "socialaccount_signup": "/account/3rdparty/signup/",
    "base:health": "/health/",
    "base:logo": "/logo.png",
    "base:second_factor": "/account/second-factor/",
    "base:reopen_account": "/accounts/1/reopen/",
    "base:follow_role": "/roles/1/follow/",
    "base:reopen_place": "/places/library-service/reopen/",
    "base:roles_left_behind": "/roles/closed/",
    "plan:answer_by_mail": "/plan/answer/not-sent-to-anybody/stuck/",
    "plan:put_back_action": "/plan/w/1/put-back/",
    "plan:put_back_recommendation": "/plan/w/recommendations/1/put-back/",
    "plan:put_back_theme": "/plan/w/themes/1/put-back/",
    "plan:take_match_back": "/plan/leads-to-match/1/take-back/",
}
STARTS = [
    "/demo/",
    "/account/login/",
    "/plan/w/",
    "/plan/w/publish/",
    "/plan/w/1/",  # with files and links
    "/plan/w/10/",  # done as reported
    "/places/housing-needs/",
]
NOT_PAGES = {  # files, what only answers a form or only leads on
    "base:follow_role",
    "base:health",
    "base:invite",
    "base:logo",
    "base:theme",
    "frontdoor:feed",
    "frontdoor:own_data",
    "frontdoor:version_csv",
    "mfa_download_recovery_codes",
    "mfa_login_webauthn",
    "plan:answer_by_mail",
    "plan:attachment",
    "plan:export_as",
    "plan:export_part",
    "plan:import_right",
    "plan:import_take_back",
    "plan:move_recommendation",
    "plan:move_theme",
    "plan:picture_figures",
    "plan:put_back_action",
    "plan:put_back_recommendation",
    "plan:put_back_theme",
    "plan:remove_lead",
    "plan:take_match_back",
    "plan:unlink",
}
ELSEWHERE = {  # shown only to who signs in with a password of this site and a second factor: test_second_factor.py
    "account_change_password",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_edit_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_login_error",
}


def test_every_page_has_a_sample(samples: dict[str, str]) -> None:
    """A page to which nothing leads is either forgotten in the menus or belongs into NO_LINK with its address."""
    assert sorted(set(_views()) - set(samples)) == []


def test_sweep(browser: Browser, site: Site, samples: dict[str, str]) -> None:
    shown: set[str] = set()
    # What two people see alike is looked at once; True: on a phone and in its colours too.
    looked_at: dict[str, bool] = {}
    wrong: dict[str, Any] = {}
    for role in HELD:
        visitor = Visitor(browser, site, None)
        visitor.begin(role)
        for name, path in samples.items():
            view = _views()[name]
            answer = visitor.context.request.get(site.address + path, max_redirects=0)
            expected = _expected(role, name, view)
            found = [] if answer.status in expected else [f"{answer.status}, not one of {sorted(expected)}"]
            if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                first, body = name not in shown, _body(answer.text())
                if body not in looked_at or (first and not looked_at[body]):
                    found += _wrong_with(visitor, path, first=first)
                    looked_at[body] = first or looked_at.get(body, False)
                shown.add(name)
            if found:
                wrong[f"{name} {path} as {role or 'a stranger'}"] = found
        visitor.leave()
    assert wrong == {}
    assert sorted(set(_views()) - shown - set(pages.CLOSED)) == sorted(NOT_PAGES | ELSEWHERE)


def _body(page: str) -> str:
    """The main part of a page without the key of its forms, which is another one each time."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", main) or page


def _wrong_with(visitor: Visitor, path: str, *, first: bool) -> list[str]:
    """What is wrong with a page on a desktop; for whom it is the first time here, on a phone and in its colours too."""
    page = visitor.page
    page.goto(visitor.site.address + path)
    found = []
    for width in (PHONE, DESKTOP) if first else (DESKTOP,):
        browsers.at(page, width)
        found += [f"at {width} px: {fault}" for fault in browsers.faults(page, colours=first)]
        if (needed := browsers.width_needed(page)) > width:
            found.append(f"needs {needed} px of {width}")
    found += visitor.complaints
    visitor.complaints.clear()
    return found


def _expected(role: str, name: str, view: Any) -> set[int]:
    """The statuses that agree with the grid."""
    permission = getattr(view, "permission", None)
    if permission is None:
        guards_itself = view.__module__.startswith(GUARD_THEMSELVES)
        return {200, 302, 401, 403, 404, 405} if guards_itself else {404} if name in NOT_THERE else {200}
    verdict = permission_grid.decide(Actor(roles=frozenset(Held(held) for held in HELD[role])), permission)
    if not verdict.allowed or (verdict.in_part and name not in IN_PART):
        return {302} if role == STRANGER else {403}
    codes = {permission_grid.permission(permission).cells[held].reach for held in HELD[role]}
    if name in ASKS_AGAIN or not codes & {permission_grid.Reach.ALL, permission_grid.Reach.METADATA}:
        return {200, 302, 403, 404}
    return {200, 302}


@functools.cache
def _views() -> dict[str, Any]:
    """Every address of the site by its name."""
    return dict(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], space: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _walk(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:  # those without a name only lead on to an address of old
            yield space + one.name, one.callback


@pytest.fixture(scope="module")
def samples(browser: Browser, site: Site) -> dict[str, str]:
    """For each page one address, found as a person finds it: by following links."""
    found = dict(NO_LINK)
    starts = [*STARTS, *_work_that_waits(browser, site)]
    for role in ("equality_team", "sysadmin", STRANGER):
        visitor = Visitor(browser, site, None, javascript=False)
        visitor.begin(role)
        _crawl(visitor, ["/", *starts], found)
        visitor.leave()
    return found


def _work_that_waits(browser: Browser, site: Site) -> list[str]:
    """Begins what has pages only while it is under way. Returns the addresses."""
    one, two = (Visitor(browser, site, None, javascript=False) for _ in range(2))
    one.begin("equality_team")
    two.begin("equality_team", which=1)
    accepted = _upload(one, "/plan/import/upload/", SAMPLES / "action_plan.txt", "Read the file")
    one.go(f"{accepted}accept/")
    one.press("Ask for approval")
    two.go("/approvals/")
    two.follow("Look at it")
    two.choose("Yes, do it")
    two.press("Save")
    checked = _upload(one, "/plan/import/upload/", _with_leftovers(), "Read the file")
    asked = _upload(one, "/plan/import/upload/", SAMPLES / "action_plan.txt", "Read the file")
    one.go(f"{asked}accept/")
    one.press("Ask for approval")
    taken = _upload(one, "/plan/w/from-a-file/", _with_changes(one), "Read the file")
    one.press("Take what is ticked")
    merge = _upload(one, "/plan/w/from-a-file/", _with_changes(one, " Twice."), "Read the file")
    columns = _upload(one, "/people/imports/", SAMPLES / "people_dirty.csv", "Upload")
    _upload(one, "/people/imports/", SAMPLES / "people_dirty.csv", "Upload")
    one.press("Continue")
    unknown = one.path
    _upload(one, "/people/imports/", SAMPLES / "people_600.csv", "Upload")
    if one.heading == "Which column holds what?":
        one.press("Continue")
    preview = one.path
    one.go("/people/?words=Stennett")
    one.follow("Beverley Stennett")
    contact = one.path
    one.go("/plan/w/publish/")
    one.press("Ask for approval")
    for visitor in (one, two):
        visitor.leave()
    return [accepted, checked, asked, taken, merge, columns, unknown, preview, contact]


def _with_leftovers() -> FilePayload:
    """The sample plan with a table at its end that no plan has."""
    plan = (SAMPLES / "action_plan.txt").read_bytes()
    return {"name": "plan.txt", "mimeType": "text/plain", "buffer": plan + b"\n\nDepot\tKettles\nNorth\t2\n"}


def _with_changes(visitor: Visitor, more: str = "") -> FilePayload:
    """The plan as somebody took it with them, and the first action as they wrote it anew."""
    export = visitor.context.request.get(f"{visitor.site.address}/plan/w/export/json/").json()
    action = next(action for theme in export["themes"] for action in theme["actions"])
    action["action"] += f" They say how it went.{more}"
    data = json.dumps(export).encode()
    return {"name": "back.json", "mimeType": "application/json", "buffer": data}


def _upload(visitor: Visitor, page: str, file: Path | FilePayload, button: str) -> str:
    visitor.go(page)
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.press(button)
    return visitor.path


def _crawl(visitor: Visitor, starts: list[str], found: dict[str, str]) -> None:
    """Follow every link that leads to a kind of page where this person has not been, and every address that a form posts to."""
    waiting, been = list(starts), set()
    for path in waiting:
        answer = visitor.context.request.get(visitor.site.address + path)
        if answer.status != 200 or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        found.setdefault(_name(path), path)
        for address in re.findall(r'(?:href|action|src)="([^"#]+)', answer.text()):
            to = urlsplit(urljoin(answer.url, html.unescape(address))).path
            name = _name(to)
            if name and name not in been:
                been.add(name)
                waiting.append(to)
    for path in waiting:
        found.setdefault(_name(path), path)


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:  # a static file, or another site
        return ""
