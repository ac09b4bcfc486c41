"""Signing in as a sample person: only in the demo, only from this machine."""

import json
import pathlib

import pytest
from pytest_django import Settings
from selectolax.lexbor import LexborHTMLParser

from tests import making
from tests.visitor import Visitor
from throughline.base.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(settings: Settings, tmp_path: pathlib.Path) -> list[User]:
    """Two sample people and one whose account is closed; a fourth account that is not in the sample."""
    settings.DEMO, settings.HOME = True, tmp_path
    users = [
        making.account(role, someone=making.person(name, email=email))
        for role, name, email in [
            ("board", "Ada Obi", "ada@wexcombe.example"),
            ("champion", "Bo Li", "bo@wexcombe.example"),
            ("staff", "Cy Ode", "cy@wexcombe.example"),
        ]
    ]
    User.objects.filter(pk=users[2].pk).update(is_active=False)
    people = [
        {"email": user.email, "role": role, "name": str(user), "what": f"tries {role}"}
        for user, role in zip(users, ("board", "champion", "staff"), strict=True)
    ]
    (tmp_path / "demo_people.json").write_text(json.dumps(people), encoding="utf-8")
    making.account("sysadmin", someone=making.person("Di Roy", email="di@wexcombe.example"))
    return users


def who(client: Visitor) -> str | None:
    return client.session.get("_auth_user_id")


def test_the_sample_people_have_a_button_each(client: Visitor, sample: list[User]) -> None:
    page = LexborHTMLParser(client.get("/demo/").content.decode())
    rows = [
        [" ".join(cell.text(separator=" ").split()) for cell in row.css("th, td")]
        for row in page.css("tbody tr")
    ]
    assert rows == [
        ["Ada Obi", "Member of the accountability board", "tries board", "Sign in as Ada Obi"],
        ["Bo Li", "Champion", "tries champion", "Sign in as Bo Li"],
    ]


def test_the_page_says_which_clock_stands_still(
    client: Visitor, sample: list[User], settings: Settings
) -> None:
    said = (
        "The plan stands still on 1 November 2026: entries bear that day, while “Every change”, the audit log"
    )
    assert said not in client.get("/demo/").content.decode()
    settings.TODAY = "2026-11-01"
    assert said in client.get("/demo/").content.decode()


def test_pressing_it_signs_in_without_a_second_factor(client: Visitor, sample: list[User]) -> None:
    assert client.post("/demo/", {"email": "ada@wexcombe.example"})["Location"] == "/"
    assert who(client) == str(sample[0].pk)
    assert client.get("/account/").status_code == 200
    client.post("/demo/", {"email": "bo@wexcombe.example"})  # and changes to somebody else
    assert who(client) == str(sample[1].pk)


@pytest.mark.parametrize("email", ["cy@wexcombe.example", "di@wexcombe.example", "x@wexcombe.example", ""])
def test_nobody_but_the_sample_people(client: Visitor, sample: list[User], email: str) -> None:
    assert client.post("/demo/", {"email": email}).status_code == 404
    assert who(client) is None


def test_reading_the_page_signs_nobody_in(client: Visitor, sample: list[User]) -> None:
    client.get("/demo/?email=ada@wexcombe.example")
    assert who(client) is None


def test_not_outside_the_demo(client: Visitor, sample: list[User], settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"email": "ada@wexcombe.example"}).status_code == 404
    assert who(client) is None


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"REMOTE_ADDR": "192.0.2.7"}, id="another machine"),
        pytest.param({"REMOTE_ADDR": "::ffff:192.0.2.7"}, id="another machine, as IPv6"),
        pytest.param({"REMOTE_ADDR": ""}, id="unknown"),
        pytest.param({"REMOTE_ADDR": "unix:"}, id="a socket"),
        pytest.param({"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, id="through a proxy on this machine"),
        pytest.param({"HTTP_FORWARDED": "for=127.0.0.1"}, id="through another kind of proxy"),
        pytest.param({"HTTP_X_REAL_IP": "127.0.0.1"}, id="through a third kind of proxy"),
    ],
)
def test_not_from_elsewhere(client: Visitor, sample: list[User], environment: dict[str, str]) -> None:
    assert client.get("/demo/", **environment).status_code == 404  # type: ignore[arg-type]
    assert client.post("/demo/", {"email": "ada@wexcombe.example"}, **environment).status_code == 404  # type: ignore[arg-type]
    assert who(client) is None


@pytest.mark.parametrize("near", ["127.0.0.1", "127.1.2.3", "::1"])
def test_from_this_machine(client: Visitor, sample: list[User], near: str) -> None:
    assert client.get("/demo/", REMOTE_ADDR=near).status_code == 200  # type: ignore[arg-type]


def test_another_site_cannot_press_it(sample: list[User]) -> None:
    strict = Visitor(enforce_csrf_checks=True)
    assert strict.post("/demo/", {"email": "ada@wexcombe.example"}).status_code == 403
    assert who(strict) is None


def test_before_the_sample_is_loaded(client: Visitor, settings: Settings, tmp_path: pathlib.Path) -> None:
    settings.DEMO, settings.HOME = True, tmp_path
    assert "No sample people yet" in client.get("/demo/").content.decode()
