"""Opening and closing accounts: the result, the refusal, and the audit event, by equality."""

import datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction

from tests import making, organisation
from throughline.base.changes import accounts
from throughline.base.changes.accounts import AccountRefused, NotKnown
from throughline.base.models import AuditEvent, RoleGrant, User
from throughline.base.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = making.TODAY


@pytest.fixture
def administrator() -> User:
    return making.account("sysadmin")


def events() -> list[tuple[str, dict[str, Any], dict[str, Any], str]]:
    found = AuditEvent.objects.order_by("sequence")
    return [(event.what, event.before, event.after, event.reason) for event in found]


def test_open_account(administrator: User) -> None:
    person = making.person("Ada Obi")
    made = accounts.open_account(by=administrator, person=person, today=TODAY)
    assert (made.person, made.email, made.opened_on, made.is_active) == (person, person.email, TODAY, True)
    assert not made.has_usable_password()
    assert events() == [
        ("base.account.opened", {}, {"email": person.email, "person": person.pk, "keeper": None}, "")
    ]
    assert AuditEvent.objects.get().by == administrator


@pytest.mark.parametrize("role", ["staff", "equality_team", "board", "dpo_auditor", "handler"])
def test_nobody_but_a_system_administrator_opens_or_closes(role: str) -> None:
    by, other = making.account(role), making.account()
    with pytest.raises(NotAllowed):
        accounts.open_account(by=by, person=making.person(), today=TODAY)
    with pytest.raises(NotAllowed):
        accounts.open_kept_account(by=by, email="a@wexcombe.example", keeper=making.person(), today=TODAY)
    with pytest.raises(NotAllowed):
        accounts.close_account(by=by, account=other, reason="x", today=TODAY)
    with pytest.raises(NotAllowed):
        accounts.reopen_account(by=by, account=other, today=TODAY)
    with pytest.raises(NotAllowed):
        accounts.start_sign_in_again(by=by, account=other, reason="x", today=TODAY)
    with pytest.raises(NotAllowed):
        accounts.invite(by=by, account=other, today=TODAY)
    assert AuditEvent.objects.count() == 0


def test_for_whom_no_account_is_opened(administrator: User) -> None:
    gone = making.person("Bo Li", left_on=TODAY)
    without = making.person("Cy Ode", email=None)
    has = making.account(someone=making.person("Di Roy"))
    taken = making.person("Ed Fox", email="taken@wexcombe.example")
    User.objects.create(email="TAKEN@wexcombe.example")
    for person, why in [
        (gone, "Bo Li has left"),
        (without, "The register has no address for Cy Ode"),
        (has.person, "Di Roy has an account already"),
        (taken, "There is an account with the address taken@wexcombe.example already"),
    ]:
        with pytest.raises(AccountRefused, match=why):
            accounts.open_account(by=administrator, person=person, today=TODAY)


def test_an_administrators_account_is_kept_apart(administrator: User) -> None:
    keeper = making.person("Ada Obi", email="ada@wexcombe.example")
    made = accounts.open_kept_account(
        by=administrator, email=" Adm-Ada@Wexcombe.example ", keeper=keeper, today=TODAY
    )
    assert (made.email, made.person, made.keeper) == ("adm-ada@wexcombe.example", None, keeper)
    for email, who, why in [
        ("ada@wexcombe.example", keeper, "somebody's own address in the register"),
        ("nonsense", keeper, "“nonsense” is not an e-mail address"),
        ("b@wexcombe.example", making.person("Bo Li", left_on=TODAY), "Bo Li has left"),
    ]:
        with pytest.raises(AccountRefused, match=why):
            accounts.open_kept_account(by=administrator, email=email, keeper=who, today=TODAY)


def test_an_account_is_somebodys_own_or_kept_apart_never_both() -> None:
    person = making.person()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="x@wexcombe.example", person=person, keeper=person)


def first(email: str, password: str = "a plum in every pocket") -> User:
    return accounts.open_first_account(email=email, password=password, today=TODAY)


def test_the_first_accounts_are_two_and_again_when_one_is_closed() -> None:
    one = first("One@wexcombe.example")
    assert one.check_password("a plum in every pocket")
    first("two@wexcombe.example")
    held = RoleGrant.objects.order_by("id").values_list("user__email", "role", "given_by", "given_on")
    assert list(held) == [
        ("one@wexcombe.example", "sysadmin", None, TODAY),
        ("two@wexcombe.example", "sysadmin", None, TODAY),
    ]
    assert [event[0] for event in events()] == ["base.account.opened", "base.role.given"] * 2
    with pytest.raises(AccountRefused, match="There are two system administrators already"):
        first("three@wexcombe.example")
    User.objects.filter(pk=one.pk).update(is_active=False)
    first("three@wexcombe.example")


def test_a_first_account_with_a_weak_password_is_not_opened() -> None:
    with pytest.raises(AccountRefused, match="too short"):
        first("one@wexcombe.example", "short")
    assert (User.objects.count(), RoleGrant.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_breaking_the_glass_for_an_administrator_who_is_locked_out() -> None:
    one = first("one@wexcombe.example")
    first("two@wexcombe.example")
    TOTP.activate(one, "JBSWY3DPEHPK3PXP")
    again = first("ONE@wexcombe.example", "another plum in the pocket")
    assert (again.pk, again.check_password("another plum in the pocket")) == (one.pk, True)
    assert Authenticator.objects.count() == 0
    assert events()[-1] == (
        "base.account.sign_in_begun_again",
        {"work_account": False, "second_factors": 1},
        {"work_account": False, "second_factors": 0},
        "by whoever runs the program",
    )


def test_the_glass_is_not_broken_for_anybody_else() -> None:
    first("one@wexcombe.example")
    first("two@wexcombe.example")
    board = making.account("board", someone=making.person("Ada Obi", email="ada@wexcombe.example"))
    with pytest.raises(AccountRefused, match="There are two system administrators already"):
        first("ada@wexcombe.example")
    assert not User.objects.get(pk=board.pk).has_usable_password()


def test_close_account_ends_its_roles(administrator: User) -> None:
    places = organisation.borough()
    user = organisation.holder("dmt", places, "champion")
    assert user is not None
    user.set_password("a long enough password")
    user.save()
    RoleGrant.objects.create(user=user, role="board", given_on=making.LONG_AGO, ends_on=making.LONG_AGO)
    closed = accounts.close_account(by=administrator, account=user, reason="Left for Penford", today=TODAY)
    assert (closed.is_active, closed.has_usable_password()) == (False, False)
    assert list(user.grants.order_by("role").values_list("role", "ends_on")) == [
        ("board", making.LONG_AGO),
        ("champion", TODAY),
        ("dmt", TODAY),
    ]
    ended = ("base.role.ended", {"ends_on": None}, {"ends_on": TODAY.isoformat()}, "Left for Penford")
    assert events() == [
        ended,
        ended,
        ("base.account.closed", {"open": True}, {"open": False}, "Left for Penford"),
    ]


def test_what_is_not_closed(administrator: User) -> None:
    user = making.account()
    with pytest.raises(AccountRefused, match="This is your own account"):
        accounts.close_account(by=administrator, account=administrator, reason="x", today=TODAY)
    with pytest.raises(AccountRefused, match="Say why it is closed"):
        accounts.close_account(by=administrator, account=user, reason=" ", today=TODAY)
    accounts.close_account(by=administrator, account=user, reason="x", today=TODAY)
    with pytest.raises(AccountRefused, match="closed already"):
        accounts.close_account(by=administrator, account=user, reason="x", today=TODAY)


def test_reopen_account(administrator: User) -> None:
    user = making.account("board")
    with pytest.raises(AccountRefused, match="This account is open"):
        accounts.reopen_account(by=administrator, account=user, today=TODAY)
    accounts.close_account(by=administrator, account=user, reason="x", today=TODAY)
    again = accounts.reopen_account(by=administrator, account=user, today=TODAY)
    assert again.is_active
    assert list(again.grants.exclude(ends_on__lte=TODAY)) == []
    assert events()[-1] == ("base.account.reopened", {"open": False}, {"open": True}, "")
    accounts.close_account(by=administrator, account=user, reason="x", today=TODAY)
    assert user.person is not None
    user.person.left_on = TODAY
    user.person.save()
    with pytest.raises(AccountRefused, match="The register says that they have left"):
        accounts.reopen_account(by=administrator, account=user, today=TODAY)


def test_invite(administrator: User) -> None:
    user = making.account()
    assert accounts.invite(by=administrator, account=user, today=TODAY) == user
    assert events() == [("base.account.invited", {}, {}, "")]
    user.subject = "key"
    user.save()
    with pytest.raises(AccountRefused, match="sign in with their work account"):
        accounts.invite(by=administrator, account=user, today=TODAY)
    user.is_active = False
    user.save()
    with pytest.raises(AccountRefused, match="This account is closed"):
        accounts.invite(by=administrator, account=user, today=TODAY)


def test_start_sign_in_again_forgets_how_and_ends_what_two_people_must_give(administrator: User) -> None:
    user = making.account("handler")
    RoleGrant.objects.create(user=user, role="champion", given_on=making.LONG_AGO)
    user.set_password("a long enough password")
    user.subject = "key"
    user.save()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(user)
    again = accounts.start_sign_in_again(by=administrator, account=user, reason="Lost the phone", today=TODAY)
    assert (again.subject, again.has_usable_password(), again.is_active) == (None, False, True)
    assert Authenticator.objects.count() == 0
    assert list(user.grants.order_by("role").values_list("role", "ends_on")) == [
        ("champion", None),
        ("handler", TODAY),
    ]
    assert events() == [
        ("base.role.ended", {"ends_on": None}, {"ends_on": TODAY.isoformat()}, "Lost the phone"),
        (
            "base.account.sign_in_begun_again",
            {"work_account": True, "second_factors": 2},
            {"work_account": False, "second_factors": 0},
            "Lost the phone",
        ),
    ]
    with pytest.raises(AccountRefused, match="This is your own account"):
        accounts.start_sign_in_again(by=administrator, account=administrator, reason="x", today=TODAY)
    with pytest.raises(AccountRefused, match="Say why"):
        accounts.start_sign_in_again(by=administrator, account=user, reason="", today=TODAY)


def test_sign_in_with_a_work_account_that_nobody_knows_changes_nothing() -> None:
    making.person("Ada Obi", email="ada@wexcombe.example", left_on=TODAY)
    for email, why in [
        ("", "did not say an address"),
        ("bo@wexcombe.example", "Nobody in the staff register has the address bo@wexcombe.example"),
        ("ada@wexcombe.example", "has left"),
    ]:
        with pytest.raises(NotKnown, match=why):
            accounts.sign_in_with_work_account(subject="key", email=email, today=TODAY)
    assert (User.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_whoever_leaves_tomorrow_may_still_sign_in_today() -> None:
    making.person("Ada Obi", email="ada@wexcombe.example", left_on=TODAY + datetime.timedelta(days=1))
    user = accounts.sign_in_with_work_account(subject="key", email="ada@wexcombe.example", today=TODAY)
    assert (user.subject, user.email) == ("key", "ada@wexcombe.example")
    assert accounts.sign_in_with_work_account(subject="key", email="", today=TODAY) == user
