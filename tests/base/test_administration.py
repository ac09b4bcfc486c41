"""Running the site: the page that leads everywhere, the audit log for whoever may read it, the check before going live."""

import argparse
import re
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import making, reading
from tests.audit_guard import lifted
from tests.organisation import WHERE, borough, holder
from throughline.base import audit, permission_grid, roles
from throughline.base.models import AuditEvent, Authority, Person, User
from throughline.base.views import administration
from throughline.commands import deployment, upkeep

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
LOG = "/administration/audit/"
SECRETS = ("Grimble-before", "Grimble-after", "Grimble-reason", "Grimble-deep")


@pytest.fixture
def user() -> User:
    return making.account()


def happened(by: User | None, what: str = "base.place.renamed", many: int = 1) -> list[AuditEvent]:
    """Events whose content must not get out to everybody."""
    about = making.person()
    return [
        audit.record(
            by=by,
            what=what,
            about=about,
            before={"name": "Grimble-before", "list": ["Grimble-deep"]},
            after={"name": "Grimble-after"},
            reason="Grimble-reason",
        )
        for _ in range(many)
    ]


def log(role: str, query: str = "") -> Any:
    return making.signed_in(making.account(role)).get(f"{LOG}{query}")


# ---- what leads where --------------------------------------------------------------------------------------------------------


def test_everybody_is_led_only_to_what_they_may_open() -> None:
    assert len(administration.LOOK_AFTER) > 6
    for role in ("sysadmin", "dpo_auditor"):
        client = making.signed_in(making.account(role))
        shown = reading.links(client.get("/administration/"))
        assert {link: client.get(link).status_code for link in shown} == dict.fromkeys(shown, 200)
        assert shown == [
            reverse(name)
            for _, name, permission, _ in administration.LOOK_AFTER
            if permission_grid.permission(permission).cells[role].code != "-"
        ]
        assert ("/administration/settings/" in shown) is (role == "sysadmin")


SETTINGS = "/administration/settings/"


def test_nobody_else_has_these_pages() -> None:
    places = borough()
    for role in roles.ROLES:
        if role in {"public", "sysadmin", "dpo_auditor"}:
            continue
        user = holder(role, places)
        client = making.signed_in(user)
        for address in ("/administration/", LOG, f"{LOG}?verify=yes", SETTINGS):
            assert (role, address, client.get(address).status_code) == (role, address, 403)
    assert set(WHERE) <= set(roles.ROLES)


# ---- the audit log -----------------------------------------------------------------------------------------------------------


def test_a_system_administrator_sees_that_something_was_done_and_not_what_it_said(user: User) -> None:
    [event] = happened(user)
    response = log("sysadmin")
    [row] = reading.rows(response)
    assert [row[0], *row[2:]] == ["1 Place renamed", str(user), Person.objects.get(pk=event.about).name]
    assert re.fullmatch(r"\d+ \w+ \d{4} at [\d:]+(am|pm)|.* at (midnight|midday)", row[1])
    content = response.content.decode()
    assert [secret for secret in SECRETS if secret in content] == []
    assert "Your role sees that something was done, not what it said." in reading.words(response)


def test_what_is_hidden_is_not_even_read_from_the_table(user: User) -> None:
    happened(user)
    client = making.signed_in(making.account("sysadmin"))
    with CaptureQueriesContext(connection) as queries:
        client.get(LOG)
    read = [one["sql"] for one in queries if 'FROM "base_auditevent"' in one["sql"]]
    assert len(read) == 2  # how many, and these
    assert [sql for sql in read if '"before"' in sql or '"after"' in sql or '"reason"' in sql] == []


def test_the_auditor_sees_before_after_and_why(user: User) -> None:
    happened(user)
    response = log("dpo_auditor")
    [row] = reading.rows(response)
    assert row[4] == (
        "Before and after Reason: Grimble-reason "
        "What Before After list Grimble-deep nothing name Grimble-before Grimble-after"
    )
    assert "Your role sees" not in reading.words(response)


def test_what_the_program_did_itself_is_said_so() -> None:
    happened(None)
    assert reading.rows(log("dpo_auditor"))[0][2] == "Throughline"


def test_nothing_that_was_recorded_is_markup(user: User) -> None:
    evil = "<img src=x onerror=alert(1)>"
    audit.record(by=user, what=evil, about=making.place("Parks"), after={evil: evil}, reason=evil)
    content = log("dpo_auditor").content.decode()
    assert (content.count("&lt;img src=x"), "<img src=x" in content) == (4, False)


def test_the_newest_come_first_a_page_at_a_time(user: User) -> None:
    happened(user, many=120)
    numbers = [int(row[0].split()[0]) for row in reading.rows(log("sysadmin"))]
    assert numbers == list(range(120, 70, -1))
    assert [int(row[0].split()[0]) for row in reading.rows(log("sysadmin", "?page=3"))] == list(
        range(20, 0, -1)
    )
    for odd, first in [("0", 120), ("x", 120), ("%C2%B2", 120), ("-1", 120), ("9" * 5000, 120), ("999", 20)]:
        response = log("sysadmin", f"?page={odd}")
        assert (odd[:9], response.status_code, reading.rows(response)[0][0].split()[0]) == (
            odd[:9],
            200,
            str(first),
        )


def test_events_of_one_kind(user: User) -> None:
    happened(user, "plan.action.edited", 2)
    happened(user, "base.role.given", 1)
    found = reading.rows(log("sysadmin", "?what=plan."))
    assert [row[0] for row in found] == ["2 Action changed", "1 Action changed"]
    nothing = log("sysadmin", "?what=concerns")
    assert (reading.rows(nothing), "There is no such event" in reading.words(nothing)) == ([], True)
    assert log("sysadmin", "?what=%00").status_code == 400


def test_an_event_leads_to_what_it_is_about_where_the_reader_may_go(user: User) -> None:
    [event] = happened(user)
    audit.record(by=user, what="base.account.opened", about=user)
    for role in ("sysadmin", "dpo_auditor"):
        response = log(role)
        shown = [
            link
            for link in reading.links(response)
            if link.startswith(("/people/", "/accounts/")) and link[-2].isdigit()
        ]
        client = making.signed_in(making.account(role))
        assert [client.get(link).status_code for link in shown] == [200] * len(shown)
        if role == "sysadmin":
            assert shown == [f"/accounts/{user.pk}/", f"/people/{event.about}/"]


def test_a_long_log_takes_as_many_queries_as_a_short_one() -> None:
    def taken(role: str) -> int:
        client = making.signed_in(making.account(role))
        client.get(LOG)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LOG).status_code == 200
        return len(queries)

    happened(making.account())
    few = taken("sysadmin"), taken("dpo_auditor")
    for _ in range(60):
        happened(making.account())
    assert (taken("sysadmin"), taken("dpo_auditor")) == few
    assert max(few) <= 12


@pytest.mark.parametrize("role", ["sysadmin", "dpo_auditor"])
def test_either_checks_that_nobody_altered_it(user: User, role: str) -> None:
    happened(user, many=3)
    sequence, seal = audit.checkpoint()
    words = reading.words(log(role, "?verify=yes&checkpoint="))
    assert "The log is whole 3 events checked. Each follows the one before, and none was altered." in words
    assert f"Event 3, {seal}" in words
    words = reading.words(log(role, f"?verify=yes&checkpoint=Event+{sequence}%2C+{seal}"))
    assert "The log is whole" in words
    words = reading.words(log(role, f"?verify=yes&checkpoint={sequence}+{'0' * 64}"))
    assert "The log was altered. Event 3 is not the one of your checkpoint" in words
    response = log(role, "?verify=yes&checkpoint=yesterday")
    assert reading.errors(response) == [
        "Write the number of the event and its hash: 64 figures and letters from a to f."
    ]
    assert ("The log is whole" in reading.words(response), len(reading.rows(response))) == (False, 3)
    with lifted():
        AuditEvent.objects.filter(sequence=2).update(by=None)
    response = log(role, "?verify=yes")
    assert (
        "The log was altered. Event 2 was altered after it was recorded. Tell your data protection officer."
        in (reading.words(response))
    )
    if role == "sysadmin":
        assert [secret for secret in SECRETS if secret in response.content.decode()] == []


def test_without_asking_nothing_is_checked(user: User) -> None:
    happened(user)
    with lifted():
        AuditEvent.objects.update(by=None)
    words = reading.words(log("dpo_auditor"))
    assert ("The log is whole" in words, "The log was altered" in words) == (False, False)


def test_an_empty_log() -> None:
    response = log("dpo_auditor")
    assert "There is no such event" in reading.words(response)
    assert "0 events checked." in reading.words(log("dpo_auditor", "?verify=yes"))


# ---- statements, health -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/", "/privacy/", "/accessibility/", "/health/", "/theme.css"])
def test_a_reader_of_public_pages_gets_no_cookie(address: str) -> None:
    response = Client().get(address)
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_cookies_are_for_what_the_privacy_notice_says_and_end_with_the_browser(user: User) -> None:
    client = making.signed_in(user)
    client.get("/notices/")
    client.post("/notices/", {"often": "daily"})
    assert set(client.cookies) == {"session", "csrf", "messages"}
    assert client.cookies["csrf"]["max-age"] == ""
    assert {client.cookies[name]["samesite"] for name in ("csrf", "messages")} == {"Lax"}
    client.get("/notices/")
    client.post("/account/logout/")
    assert client.cookies["session"].value == ""


def test_the_statements_say_whom_to_ask() -> None:
    Authority.objects.create(pk=1, name="Wexcombe", contact_email="equality@wexcombe.example")
    for address in ("/privacy/", "/accessibility/"):
        response = Client().get(address)
        assert reading.words(response).count("Wexcombe") >= 1
        assert "mailto:equality@wexcombe.example" in reading.links(response)


def test_the_site_says_whether_it_is_up_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    response = Client().get("/health/")
    assert (response.status_code, response.content, response.headers["Content-Type"]) == (
        200,
        b"ok",
        "text/plain",
    )

    def broken(*_: object) -> None:
        raise OperationalError("connection to 10.0.0.7 refused")

    monkeypatch.setattr(connection, "cursor", broken)
    response = Client(raise_request_exception=False).get("/health/")
    assert (response.status_code, b"10.0.0.7" in response.content) == (500, False)


# ---- before going live ------------------------------------------------------------------------------------------------------


@pytest.fixture
def live(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site that is ready."""
    monkeypatch.setenv("THROUGHLINE_SECRET_KEY", "k" * 60)
    settings.DEMO, settings.DEBUG, settings.TODAY, settings.SECURE = False, False, "", True
    settings.BASE_URL, settings.ALLOWED_HOSTS = "https://plan.wexcombe.example", ["plan.wexcombe.example"]
    settings.EMAIL_HOST, settings.OIDC_APPS = "mail.wexcombe.example", [{"provider_id": "council"}]
    Authority.objects.create(pk=1, name="Wexcombe")
    for _ in range(2):
        making.account("sysadmin")
    return settings


def test_a_site_that_is_ready_has_no_problems(live: Any) -> None:
    assert deployment.problems(today=TODAY) == []
    assert len(deployment.advice()) == (connection.vendor == "sqlite")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEMO", True, "THROUGHLINE_DEMO is on: anybody could sign in as a sample person. Unset it."),
        ("DEBUG", True, "THROUGHLINE_DEBUG is on: errors would show the program's inside. Unset it."),
        (
            "TODAY",
            "2026-01-01",
            "THROUGHLINE_TODAY is set: the site would live on one day for ever. Unset it.",
        ),
        (
            "SECURE",
            False,
            "THROUGHLINE_URL does not begin with https://: set it to the public address of the site.",
        ),
        (
            "ALLOWED_HOSTS",
            ["localhost"],
            "THROUGHLINE_HOSTS does not name plan.wexcombe.example, the host of THROUGHLINE_URL: add it.",
        ),
        ("EMAIL_HOST", "", "THROUGHLINE_SMTP_HOST is not set: mails would only be written into a folder."),
        ("OIDC_APPS", [], "THROUGHLINE_OIDC_URL is not set: people cannot sign in with their work account."),
    ],
)
def test_each_problem_is_said_with_what_to_do(live: Any, name: str, value: Any, sentence: str) -> None:
    setattr(live, name, value)
    assert deployment.problems(today=TODAY) == [sentence]


def test_the_problems_that_stand_in_the_tables(live: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("THROUGHLINE_SECRET_KEY")
    Authority.objects.update(name="Your authority")
    one = User.objects.filter(grants__role="sysadmin").first()
    assert one is not None
    one.grants.update(ends_on=TODAY)
    assert deployment.problems(today=TODAY) == [
        "THROUGHLINE_SECRET_KEY is not set: give it, so that it does not lie beside the database.",
        "The authority has no name yet: set it on the settings page.",
        "There are fewer than two system administrators: changes of settings need a second person.",
    ]


def test_the_command_says_how_many(live: Any, capsys: pytest.CaptureFixture[str]) -> None:
    live.EMAIL_HOST = ""
    live.OIDC_APPS = []
    run = upkeep.check_deployment(argparse.Namespace())
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert run == 1
    assert lines[-2:] == [
        "- THROUGHLINE_SMTP_HOST is not set: mails would only be written into a folder.",
        "- THROUGHLINE_OIDC_URL is not set: people cannot sign in with their work account.",
    ]
    assert said.out.splitlines()[-1] == f"{len(lines)} things must be put right before the site goes live."
