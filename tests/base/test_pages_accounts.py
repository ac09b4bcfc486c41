"""The pages of accounts and roles as people use them: what they say, and what pressing does."""

import json
import re

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests import making, organisation
from tests.base.reading_accounts import items, page, parsed, values, words
from tests.organisation import fresh
from tests.visitor import Visitor
from throughline.base.models import AuditEvent, Notice, RoleGrant, User

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def administrator(client: Visitor) -> User:
    user = making.account("sysadmin")
    client.force_login(user)
    return user


# One's own


def test_my_account_says_what_i_am(client: Visitor) -> None:
    places = organisation.borough()
    user = organisation.holder("service_manager", places, "champion")
    RoleGrant.objects.create(
        user=user, role="board", given_on=making.LONG_AGO, ends_on=TODAY.replace(year=2098)
    )
    client.force_login(user)
    found = page(client, "/account/")
    assert items(found, "main ul.govuk-list--bullet li") == [
        "You are a member of staff.",
        "You are a member of the accountability board, since 1 January 2020, "
        f"until {TODAY.day} {TODAY:%B} 2098.",
        "You are a champion for Homes, since 1 January 2020.",
        "You are a service manager for Lettings, since 1 January 2020.",
    ]


def test_my_account_when_i_hold_nothing(client: Visitor) -> None:
    places = organisation.borough()
    client.force_login(making.account(someone=making.person(place=places["rota"])))
    assert client.get("/account/").status_code == 403  # somebody of a partner without a role is nobody here


def test_my_data(client: Visitor) -> None:
    manager = making.person("Bo Li")
    place = making.place("Lettings")
    person = making.person(
        "Ada Obi", place, email="ada@wexcombe.example", job_title="Officer", manager=manager
    )
    user = making.account("champion", place, person)
    Notice.objects.create(person=person, event="x", text="Something is due", made_on=making.TODAY)
    other = making.account()
    Notice.objects.create(person=other.person, event="y", text="Somebody else's", made_on=making.TODAY)
    client.force_login(user)
    answer = client.get("/account/data.json")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found = json.loads(answer.content)
    assert found["register"] == {
        "name": "Ada Obi",
        "address": "ada@wexcombe.example",
        "employee_number": person.employee_number,
        "job_title": "Officer",
        "place": "Lettings",
        "manager": "Bo Li",
        "started_on": None,
        "left_on": None,
    }
    assert found["roles"] == [
        {
            "role": "champion",
            "place": "Lettings",
            "from": "2020-01-01",
            "until": None,
            "given_by": None,
            "by_the_sign_in_service": False,
        }
    ]
    assert [notice["text"] for notice in found["mail"]["notices"]] == ["Something is due"]
    assert found["account"]["address"] == "ada@wexcombe.example"
    assert set(found) == {
        "account",
        "register",
        "roles",
        "mail",
        "asked_a_second_person",
        "decided_as_second_person",
        "done",
        "done_to_the_account",
        "actions",
        "themes_sponsored",
        "progress_entries",
    }
    assert "password" not in found["account"]


# Everybody's, for system administrators


def test_the_list_of_accounts_and_its_filters(client: Visitor, administrator: User) -> None:
    making.account(someone=making.person("Ada Obi", email="ada@wexcombe.example"))
    closed = making.account(someone=making.person("Bo Li", email="bo@wexcombe.example"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    User.objects.create(email="adm@wexcombe.example", keeper=making.person("Cy Ode"))

    def names(query: str) -> list[str]:
        return items(page(client, f"/accounts/{query}"), "tbody th")

    assert sorted(names("")) == sorted(
        [str(administrator), "Ada Obi", "adm@wexcombe.example (kept by Cy Ode)"]
    )
    assert names("?q=ada+OBI") == names("?q=ada@wex") == ["Ada Obi"]
    assert names("?state=closed") == ["Bo Li"]
    assert "No account fits" in words(page(client, "/accounts/?q=zzz"))


def test_the_list_asks_as_many_queries_for_three_as_for_thirty(
    client: Visitor, administrator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number, more in ((3, 0), (30, 27)):
        for one in range(more or 3):
            making.account(someone=making.person(f"Person {number} {one}"))
        with django_assert_num_queries(6):
            assert client.get("/accounts/").status_code == 200


def test_opening_an_account_and_sending_the_invitation(
    client: Visitor, administrator: User, settings: Settings
) -> None:
    settings.BASE_URL = "https://throughline.wexcombe.example"
    person = making.person("Ada Obi", email="ada@wexcombe.example")
    making.person("Adam Obi", email=None)
    found = page(client, "/accounts/open/?q=obi")
    assert items(found, "tbody th") == ["Ada Obi", "Adam Obi"]
    assert values(found, "tbody input[name=person]") == [str(person.pk)]
    answer = client.post("/accounts/open/", {"person": person.pk})
    user = User.objects.get(person=person)
    assert answer["Location"] == f"/accounts/{user.pk}/"
    assert "nothing yet" in words(page(client, f"/accounts/{user.pk}/"))

    client.post(f"/accounts/{user.pk}/invite/")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ada@wexcombe.example"], "Your account for Anti-racism programme")
    assert sent.body.startswith("Dear Ada Obi,\n")
    link = re.findall(r"https://throughline\.wexcombe\.example(/\S+)", sent.body)[0]

    invited = Visitor()
    form = invited.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    weak = invited.post(path, {"password1": "short", "password2": "short"})
    assert "too short" in weak.content.decode()
    answer = invited.post(
        path, {"password1": "a plum in every pocket", "password2": "a plum in every pocket"}
    )
    assert answer.status_code == 302
    answer = invited.post(
        "/account/login/", {"login": "ada@wexcombe.example", "password": "a plum in every pocket"}
    )
    assert invited.session["_auth_user_id"] == str(user.pk)
    again = Visitor().get(link, follow=True)
    assert parsed(again).css("input[type=password]") == []  # the link works once


def test_when_the_mail_cannot_be_sent(client: Visitor, administrator: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    user = making.account()
    answer = client.post(f"/accounts/{user.pk}/invite/", follow=True)
    text = words(parsed(answer))
    assert "The mail could not be sent" in text
    assert "Check the mail server, then send the invitation again." in text


def test_opening_an_administrators_account(client: Visitor, administrator: User) -> None:
    making.person("Ada Obi", email="ada@wexcombe.example")
    form = {"email": "adm-ada@wexcombe.example", "keeper": "nobody@wexcombe.example"}
    answer = client.post("/accounts/open-administrator/", form)
    assert "Nobody in the staff register has the address nobody@wexcombe.example." in answer.content.decode()
    client.post("/accounts/open-administrator/", form | {"keeper": "Ada@wexcombe.example"})
    made = User.objects.get(email="adm-ada@wexcombe.example")
    assert made.keeper is not None
    assert made.keeper.name == "Ada Obi"


def test_closing_opening_again_and_starting_again(client: Visitor, administrator: User) -> None:
    user = making.account("champion")
    assert "Say why" not in words(page(client, f"/accounts/{user.pk}/close/"))
    empty = client.post(f"/accounts/{user.pk}/close/", {"reason": ""})
    assert "There is a problem" in empty.content.decode()
    client.post(f"/accounts/{user.pk}/close/", {"reason": "Long leave"})
    assert not fresh(user).is_active
    client.post(f"/accounts/{user.pk}/reopen/")
    assert fresh(user).is_active
    client.post(f"/accounts/{user.pk}/start-again/", {"reason": "Lost the phone"})
    what = AuditEvent.objects.order_by("sequence").values_list("what", "reason")
    assert list(what) == [
        ("base.role.ended", "Long leave"),
        ("base.account.closed", "Long leave"),
        ("base.account.reopened", ""),
        ("base.account.sign_in_begun_again", "Lost the phone"),
    ]


def test_what_the_change_refuses_stands_on_the_page(client: Visitor, administrator: User) -> None:
    answer = client.post(f"/accounts/{administrator.pk}/close/", {"reason": "x"})
    assert (
        "This is your own account. Ask another system administrator to close it." in answer.content.decode()
    )


def test_the_auditor_sees_accounts_and_changes_none(client: Visitor) -> None:
    client.force_login(making.account("dpo_auditor"))
    other = making.account()
    found = page(client, f"/accounts/{other.pk}/")
    assert found.css("main form") == []
    assert client.post(f"/accounts/{other.pk}/close/", {"reason": "x"}).status_code == 403
    assert client.get("/accounts/999999/").status_code == 404


# A password that was forgotten


def test_a_forgotten_password(client: Visitor) -> None:
    user = making.account(someone=making.person("Ada Obi", email="ada@wexcombe.example"))
    client.post("/account/password/reset/", {"email": "ADA@wexcombe.example"})
    (sent,) = mail.outbox
    assert sent.to == ["ada@wexcombe.example"]
    assert "/account/password/reset/key/" in sent.body
    user.subject = "key"
    user.save()
    client.post("/account/password/reset/", {"email": "ada@wexcombe.example"})
    assert "/account/password/reset/key/" not in mail.outbox[1].body
    assert "you sign in with your work account" in mail.outbox[1].body
    client.post("/account/password/reset/", {"email": "nobody@wexcombe.example"})
    assert len(mail.outbox) == 2  # nobody outside learns who has an account, nor gets mail
