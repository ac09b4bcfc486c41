"""Giving and ending roles: two people, who they may be, and what nobody holds at once."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import making, organisation
from tests.organisation import Borough, fresh
from throughline.base import permissions, roles
from throughline.base.changes import accounts, approvals
from throughline.base.changes import roles as changes
from throughline.base.changes.approvals import ApprovalRefused
from throughline.base.changes.roles import RoleRefused
from throughline.base.models import Approval, AuditEvent, RoleGrant, User
from throughline.base.permissions import NotAllowed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + datetime.timedelta(days=30)


@pytest.fixture
def team() -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")


@pytest.fixture
def places() -> Borough:
    return organisation.borough()


def ask(
    by: User, account: User, role: str, place: Any = None, ends_on: datetime.date | None = None
) -> Approval:
    return changes.ask_to_give(
        by=fresh(by), account=account, role=role, place=place, ends_on=ends_on, today=TODAY
    )


def give(one: User, other: User, account: User, role: str, place: Any = None) -> RoleGrant:
    return changes.approve(by=fresh(other), approval=ask(one, account, role, place), today=TODAY)


def test_two_people_give_a_role(team: tuple[User, User], places: Borough) -> None:
    user = making.account(someone=making.person("Ada Obi", email="ada@wexcombe.example"))
    asked = ask(team[0], user, "service_manager", places["lettings"], ends_on=datetime.date(2099, 5, 4))
    assert (asked.permission, asked.state) == ("system.role_grant.give", "waiting")
    assert (
        asked.says == "Make Ada Obi (ada@wexcombe.example) a service manager for Lettings, until 4 May 2099."
    )
    assert user.grants.count() == 0
    grant = changes.approve(by=team[1], approval=asked, today=TODAY)
    assert (grant.user, grant.role, grant.place) == (user, "service_manager", places["lettings"])
    assert (grant.given_on, grant.given_by, grant.ends_on) == (TODAY, team[1], datetime.date(2099, 5, 4))
    assert not grant.by_sign_in
    event = AuditEvent.objects.get(what="base.role.given")
    assert (event.by, event.about, event.before, event.after) == (
        team[1],
        str(grant.pk),
        {},
        {"user": user.pk, "role": "service_manager", "place": places["lettings"].pk, "ends_on": "2099-05-04"},
    )
    assert permissions.may(fresh(user), "plan.activity.create_edit")


GIVERS = {"equality_team", "sysadmin", "dpo_auditor"}


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != "public"])
def test_who_may_ask_for_a_role(role: str, places: Borough) -> None:
    by, user = organisation.holder(role, places), making.account()
    if role in GIVERS:
        assert ask(by, user, "champion").state == "waiting"
    else:
        with pytest.raises(NotAllowed):
            ask(by, user, "champion")


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != "public"])
def test_who_may_ask_for_a_handler(role: str, places: Borough) -> None:
    by, user = organisation.holder(role, places), making.account()
    if role in {"board", "handler"}:
        assert ask(by, user, "handler").permission == "system.role_grant_handler.give"
    else:
        with pytest.raises(NotAllowed):
            ask(by, user, "handler")


def test_one_person_is_not_two(team: tuple[User, User]) -> None:
    user = making.account()
    asked = ask(team[0], user, "champion")
    with pytest.raises(ApprovalRefused, match="somebody else must approve it"):
        changes.approve(by=team[0], approval=asked, today=TODAY)
    with pytest.raises(NotAllowed):
        changes.approve(by=making.account("board"), approval=asked, today=TODAY)
    assert user.grants.count() == 0


def test_one_person_with_two_accounts_is_not_two_either(team: tuple[User, User]) -> None:
    kept = User.objects.create(email="adm@wexcombe.example", keeper=team[0].person)
    RoleGrant.objects.create(user=kept, role="sysadmin", given_on=making.LONG_AGO)
    asked = ask(team[0], making.account(), "champion")
    with pytest.raises(ApprovalRefused, match="somebody else must approve it"):
        changes.approve(by=kept, approval=asked, today=TODAY)


def test_nobody_gives_a_role_to_themselves(team: tuple[User, User]) -> None:
    for account in (team[0], User.objects.create(email="adm@wexcombe.example", keeper=team[0].person)):
        with pytest.raises(RoleRefused, match="Nobody gives a role to themselves"):
            ask(team[0], account, "champion")
    asked = ask(team[0], team[1], "champion")
    with pytest.raises(RoleRefused, match="Nobody gives a role to themselves"):
        changes.approve(by=team[1], approval=asked, today=TODAY)


@pytest.mark.parametrize(
    "role", [role.name for role in roles.ROLES.values() if role.sensitive and role.name != "handler"]
)
def test_a_sensitive_role_is_not_given_by_two_people_of_it(role: str, team: tuple[User, User]) -> None:
    administrators = making.account("sysadmin"), making.account("sysadmin")
    user = making.account()
    asked = ask(administrators[0], user, role)
    with pytest.raises(RoleRefused, match="One of the two people who give this role must be outside IT"):
        changes.approve(by=administrators[1], approval=asked, today=TODAY)
    assert changes.approve(by=team[0], approval=asked, today=TODAY).role == role


def test_two_administrators_may_make_a_third() -> None:
    one, other = making.account("sysadmin"), making.account("sysadmin")
    keeper = making.person()
    third = accounts.open_kept_account(by=one, email="adm@wexcombe.example", keeper=keeper, today=TODAY)
    assert give(one, other, third, "sysadmin").role == "sysadmin"


def test_a_handler_is_chosen_by_the_board_alone_or_with_a_handler_never_by_handlers_alone() -> None:
    board = [making.account("board") for _ in range(2)]
    first, second, third, fourth = (making.account() for _ in range(4))
    give(board[0], board[1], first, "handler")
    give(board[0], first, second, "handler")
    give(first, board[1], third, "handler")
    asked = ask(fresh(first), fourth, "handler")
    with pytest.raises(RoleRefused, match="must sit on the accountability board"):
        changes.approve(by=fresh(second), approval=asked, today=TODAY)
    assert fourth.grants.count() == 0


NOBODY_IS_BOTH = ["handler", "facilitator", "equality_team", "dpo_auditor"]


@pytest.mark.parametrize("role", NOBODY_IS_BOTH)
def test_nobody_keeps_the_site_running_and_opens_what_is_confidential_not_even_with_two_accounts(
    role: str, team: tuple[User, User]
) -> None:
    """Both ways round: the sensitive role first, or the administrator's account first."""
    person = making.person()
    own, kept = (
        making.account(someone=person),
        User.objects.create(email="adm@wexcombe.example", keeper=person),
    )
    givers = (making.account("board"), making.account("board")) if role == "handler" else team
    RoleGrant.objects.create(user=own, role=role, given_on=making.LONG_AGO)
    with pytest.raises(RoleRefused, match="Nobody can be a system administrator and"):
        ask(team[0], kept, "sysadmin")
    RoleGrant.objects.all().filter(user=own).delete()
    RoleGrant.objects.create(user=kept, role="sysadmin", given_on=making.LONG_AGO)
    with pytest.raises(RoleRefused, match="Nobody can be a system administrator and"):
        ask(givers[0], own, role)


def test_separation_is_looked_at_again_when_it_is_approved(team: tuple[User, User]) -> None:
    person = making.person()
    own, kept = (
        making.account(someone=person),
        User.objects.create(email="adm@wexcombe.example", keeper=person),
    )
    asked = ask(team[0], own, "facilitator")
    RoleGrant.objects.create(user=kept, role="sysadmin", given_on=making.LONG_AGO)
    with pytest.raises(RoleRefused, match="Nobody can be a system administrator and"):
        changes.approve(by=team[1], approval=asked, today=TODAY)


def test_an_administrators_account_holds_nothing_else(team: tuple[User, User]) -> None:
    champion, administrator = making.account("champion"), making.account("sysadmin")
    with pytest.raises(RoleRefused, match="A system administrator needs a separate account"):
        ask(team[0], champion, "sysadmin")
    with pytest.raises(
        RoleRefused, match="This is a system administrator's account, which holds no other role"
    ):
        ask(team[0], administrator, "champion")


@pytest.mark.parametrize(
    ("role", "code", "why"),
    [
        ("team_manager", None, "Choose the team for which they are a team manager"),
        ("team_manager", "lettings", "One is a team manager for a team"),
        ("service_manager", "keys", "One is a service manager for a service"),
        ("dmt", "lettings", "for a directorate"),
        ("provider_contact", None, "Choose the partner or provider"),
        ("provider_contact", "homes", "for a partner or provider"),
        ("board", "homes", "for the whole authority: choose no place"),
        ("public", None, "There is no such role to give"),
        ("staff", None, "There is no such role to give"),
        ("king", None, "There is no such role to give"),
    ],
)
def test_where_a_role_is_held(
    role: str, code: str | None, why: str, team: tuple[User, User], places: Borough
) -> None:
    with pytest.raises(RoleRefused, match=why):
        ask(team[0], making.account(), role, places[code] if code else None)


@pytest.mark.parametrize("role", [role for role in roles.GIVEN if role not in {"handler", "sysadmin"}])
def test_every_role_can_be_given_where_it_belongs(
    role: str, team: tuple[User, User], places: Borough
) -> None:
    place = places[organisation.WHERE[role]] if role in organisation.WHERE else None
    assert give(*team, making.account(), role, place).place == place


def test_what_cannot_be_given(team: tuple[User, User], places: Borough) -> None:
    closed, gone, champion = making.account(), making.account(), making.account("champion")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert gone.person is not None
    gone.person.left_on = TODAY
    gone.person.save()
    lettings = places["lettings"]
    lettings.closed_on = TODAY
    lettings.save()
    for account, role, place, end, why in [
        (fresh(closed), "champion", None, None, "Their account is closed"),
        (fresh(gone), "champion", None, None, "Their account is closed"),
        (champion, "champion", None, None, "They hold this role already"),
        (making.account(), "champion", None, TODAY, "The last day must be in the future"),
        (making.account(), "service_manager", lettings, None, "Lettings is closed"),
    ]:
        with pytest.raises(RoleRefused, match=why):
            ask(team[0], account, role, place, end)


def test_several_roles_of_one_person_wait_beside_each_other_but_none_twice(
    team: tuple[User, User], places: Borough
) -> None:
    user = making.account()
    ask(team[0], user, "champion")
    ask(team[0], user, "champion", places["homes"])
    ask(team[0], user, "facilitator")
    with pytest.raises(ApprovalRefused, match="already waiting for a second person"):
        ask(team[1], user, "champion")


def test_refusing_and_withdrawing(team: tuple[User, User]) -> None:
    user = making.account()
    asked = ask(team[0], user, "champion")
    approvals.refuse(by=team[1], approval=asked, reason="Not yet", today=TODAY)
    again = ask(team[0], user, "champion")
    approvals.refuse(by=team[0], approval=again, reason="", today=TODAY)
    assert list(Approval.objects.order_by("id").values_list("state", flat=True)) == ["refused", "withdrawn"]
    with pytest.raises(ApprovalRefused, match="decided before"):
        changes.approve(by=team[1], approval=asked, today=TODAY)


def test_one_person_ends_a_role(team: tuple[User, User]) -> None:
    user = making.account("champion")
    grant = user.grants.get()
    ended = changes.end_role(by=team[0], grant=grant, reason="Moved on", today=TODAY)
    assert ended.ends_on == TODAY
    event = AuditEvent.objects.get()
    assert (event.what, event.before, event.after, event.reason, event.by) == (
        "base.role.ended",
        {"ends_on": None},
        {"ends_on": TODAY.isoformat()},
        "Moved on",
        team[0],
    )
    assert not permissions.may(fresh(user), "people.champion_profile.edit")
    with pytest.raises(RoleRefused, match="has ended already"):
        changes.end_role(by=team[0], grant=grant, reason="x", today=TODAY)


def test_who_may_not_end_a_role(team: tuple[User, User]) -> None:
    champion, handler = making.account("champion").grants.get(), making.account("handler").grants.get()
    for by, grant in [
        (making.account(), champion),
        (making.account("sysadmin"), handler),
        (team[0], handler),
    ]:
        with pytest.raises(NotAllowed):
            changes.end_role(by=by, grant=grant, reason="x", today=TODAY)
    with pytest.raises(RoleRefused, match="Say why it ends"):
        changes.end_role(by=team[0], grant=champion, reason=" ", today=TODAY)
    changes.end_role(by=making.account("board"), grant=handler, reason="Three years are over", today=TODAY)


def test_the_last_administrator_stays() -> None:
    one, other = making.account("sysadmin"), making.account("sysadmin")
    changes.end_role(by=one, grant=other.grants.get(), reason="x", today=TODAY)
    with pytest.raises(RoleRefused, match="This is the last system administrator"):
        changes.end_role(by=one, grant=one.grants.get(), reason="x", today=TODAY)


def test_a_role_that_begins_later_can_be_ended_before_it_begins() -> None:
    user = making.account()
    RoleGrant.objects.create(user=user, role="champion", given_on=LATER)
    accounts.close_account(by=making.account("sysadmin"), account=user, reason="x", today=TODAY)
    assert user.grants.get().ends_on == LATER  # no day on which it is held


@pytest.mark.parametrize(
    "row",
    [
        {"role": "public"},
        {"role": "king"},
        {"role": "board", "ends_on": making.LONG_AGO - datetime.timedelta(1)},
    ],
)
def test_what_the_database_itself_refuses(row: dict[str, Any]) -> None:
    user = making.account()
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(user=user, given_on=making.LONG_AGO, **row)


# What the identity provider may say


def test_reading_the_mapping() -> None:
    text = "Throughline.DMT=dmt, Throughline.Champion = champion ,"
    assert roles.read_mapping(text) == {"Throughline.DMT": "dmt", "Throughline.Champion": "champion"}
    assert roles.read_mapping("") == {}
    assert roles.read_mapping("a=b=champion") == {"a=b": "champion"}


@pytest.mark.parametrize(
    "role", ["board", "handler", "facilitator", "equality_team", "dpo_auditor", "sysadmin", "staff", "king"]
)
def test_a_mapping_that_would_give_what_two_people_must_give_is_refused(role: str) -> None:
    with pytest.raises(ValueError, match="Other roles are given by two people on the site"):
        roles.read_mapping(f"Group={role}")


@pytest.mark.parametrize("text", ["dmt", "=dmt", "Group=", "Group:dmt"])
def test_a_mapping_that_is_not_understood(text: str) -> None:
    with pytest.raises(ValueError, match="is not understood"):
        roles.read_mapping(text)
