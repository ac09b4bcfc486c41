"""One name for one thing: what the menus call a page is its title; and signing in says what to do, in our words."""

import pytest
from django.test import Client

from tests import making, reading
from throughline.base.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
FRONT = {"Home", "Plan"}  # named after the programme, and after the one plan that there is
PASSWORD = "correct horse battery staple"


def title(response: object) -> str:
    return " ".join(reading.page(response).xpath("//h1")[0].text_content().split())


def called(client: Client, address: str, within: str) -> list[tuple[str, str]]:
    """What leads on from a page: what the link is called, and the title of the page behind it."""
    links = reading.page(client.get(address)).xpath(f"{within}//a[starts-with(@href, '/')]")
    named = [(" ".join(link.text_content().split()), link.get("href")) for link in links]
    return [(words, title(client.get(to, follow=True))) for words, to in named if words not in FRONT]


@pytest.mark.parametrize("role", ["sysadmin", "equality_team"])
def test_the_menu_calls_each_page_by_its_title(role: str) -> None:
    client = making.signed_in(making.account(role))
    found = called(client, "/people/", "//nav[@aria-label='Menu']")
    assert len(found) > 3
    assert [(words, there) for words, there in found if words != there] == []


def test_what_runs_the_site_is_called_by_its_titles() -> None:
    found = called(making.signed_in(making.account("sysadmin")), "/administration/", "//main")
    assert ("To approve", "To approve") in found
    assert ("Who may do what", "Who may do what") in found
    assert [(words, there) for words, there in found if words != there] == []


def test_the_grid_has_one_name() -> None:
    client = making.signed_in(making.account("equality_team"))
    for address in ("/account/", "/roles/"):
        links = reading.page(client.get(address)).xpath("//main//a[@href='/permissions/']")
        assert [link.text_content() for link in links] == ["Who may do what"], address


def with_password() -> User:
    user = making.account("staff")
    user.set_password(PASSWORD)
    user.save()
    return user


def test_the_sign_in_form_speaks_our_words() -> None:
    page = Client().get("/account/login/")
    labels = [" ".join(one.text_content().split()) for one in reading.page(page).xpath("//label")]
    assert labels[:2] == ["E-mail address", "Password"]
    assert reading.page(page).xpath("//@placeholder") == []
    wrong = Client().post("/account/login/", {"login": with_password().email, "password": "wrong"})
    assert reading.errors(wrong) == [
        "This e-mail address and this password do not go together. Type both again, "
        "or have a link sent to you with which you choose another password."
    ]
    asked = reading.page(Client().get("/account/password/reset/")).xpath("//main//label")
    assert [" ".join(one.text_content().split()) for one in asked] == ["E-mail address"]


def ways(user: User) -> tuple[str, list[str]]:
    """How the page of one's own account says that one signs in, and what its link is called."""
    [row] = [
        one
        for one in reading.page(making.signed_in(user).get("/account/")).xpath("//dl/div")
        if one.xpath("dt")[0].text_content() == "How you sign in"
    ]
    said = " ".join(row.xpath("dd")[0].text_content().split())
    return said, [" ".join(one.text_content().split()) for one in row.xpath(".//a")]


def test_your_account_says_only_how_you_can_sign_in(settings: object) -> None:
    user = making.account("staff")
    assert ways(user) == ("not yet: ask for a link with which you choose a password", [])
    settings.DEMO = True  # type: ignore[attr-defined]
    assert ways(user) == ("by choosing who you are: this is a demo, and nobody needs a password", [])
    assert ways(with_password()) == ("with a password of this site", ["Change how you sign in"])
    User.objects.filter(pk=user.pk).update(subject="abc")
    assert ways(User.objects.get(pk=user.pk)) == ("with your work account", [])
