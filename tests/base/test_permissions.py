"""Whose roles count, and what a refusal says."""

import ast
import datetime
import logging
import pathlib

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import throughline
from tests import making, organisation
from tests.organisation import fresh
from throughline.base import permission_grid, permissions
from throughline.base.models import RoleGrant, User
from throughline.base.permission_grid import Actor, Held, Scope
from throughline.base.permissions import NeedsSecondPerson, NotAllowed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
PUBLIC, STAFF = Held("public"), Held("staff")


def held(user: User) -> set[Held]:
    return set(permissions.actor(fresh(user)).roles)


def test_somebody_who_has_not_signed_in() -> None:
    assert permissions.actor(None) == Actor(roles=frozenset({PUBLIC}))
    assert permissions.actor(AnonymousUser()) == Actor(roles=frozenset({PUBLIC}))  # type: ignore[arg-type]


def test_whoever_works_here_is_staff_and_holds_the_roles_that_were_given() -> None:
    places = organisation.borough()
    user = organisation.holder("dmt", places, "champion")
    homes = places["homes"].pk
    wanted = frozenset({PUBLIC, STAFF, Held("dmt", homes), Held("champion", homes)})
    assert permissions.actor(user) == Actor(user.person_id, user.pk, wanted)


def test_a_role_counts_from_its_first_day_until_the_day_on_which_it_ends() -> None:
    user = making.account()
    for role, first, end in [
        ("board", YESTERDAY, TOMORROW),
        ("facilitator", TODAY, None),
        ("equality_team", TOMORROW, None),
        ("handler", making.LONG_AGO, TODAY),
        ("dpo_auditor", making.LONG_AGO, YESTERDAY),
    ]:
        RoleGrant.objects.create(user=user, role=role, given_on=first, ends_on=end)
    assert held(user) == {PUBLIC, STAFF, Held("board"), Held("facilitator")}


def test_a_closed_account_holds_nothing() -> None:
    user = making.account("board")
    user.is_active = False
    user.save()
    assert held(user) == {PUBLIC}


@pytest.mark.parametrize(
    ("left_on", "staff"), [(YESTERDAY, False), (TODAY, False), (TOMORROW, True), (None, True)]
)
def test_whoever_has_left_holds_nothing_though_the_account_is_still_open(
    left_on: datetime.date | None, staff: bool
) -> None:
    user = making.account("board", someone=making.person(left_on=left_on))
    assert held(user) == ({PUBLIC, STAFF, Held("board")} if staff else {PUBLIC})


def test_an_account_whose_keeper_has_left_holds_nothing() -> None:
    keeper = making.person()
    user = User.objects.create(email="admin@wexcombe.example", keeper=keeper)
    RoleGrant.objects.create(user=user, role="sysadmin", given_on=making.LONG_AGO)
    assert held(user) == {PUBLIC, Held("sysadmin")}
    keeper.left_on = TODAY
    keeper.save()
    assert held(user) == {PUBLIC}


def test_a_system_administrators_account_gives_nothing_but_its_own_column() -> None:
    user = organisation.holder("sysadmin", organisation.borough(), "board", "equality_team")
    assert held(user) == {PUBLIC, Held("sysadmin")}


def test_who_works_for_a_provider_or_a_part_of_it_is_not_staff() -> None:
    places = organisation.borough()
    for code, staff in [("kind-care", False), ("rota", False), ("keys", True), ("wexcombe", True)]:
        user = making.account(someone=making.person(place=places[code]))
        assert held(user) == ({PUBLIC, STAFF} if staff else {PUBLIC}), code


def test_without_a_place_the_number_of_the_register_decides() -> None:
    known, unknown = making.person(), making.person()
    unknown.employee_number = None
    unknown.save()
    assert held(making.account(someone=known)) == {PUBLIC, STAFF}
    assert held(making.account(someone=unknown)) == {PUBLIC}


def test_roles_are_looked_up_once_and_with_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    places = organisation.borough()
    user = organisation.holder("team_manager", places)
    again = fresh(user)
    with django_assert_num_queries(1):
        assert permissions.may(again, "plan.activity.create_edit", Scope(places=places.lineage("keys")))
        assert not permissions.may(again, "plan.plan.publish")
        permissions.check(again, "system.own_account.view", permissions.own(again))


def test_a_permission_that_does_not_exist_is_refused_to_everybody_and_raises_the_alarm(
    caplog: pytest.LogCaptureFixture,
) -> None:
    user = making.account("sysadmin")
    with caplog.at_level(logging.ERROR, "throughline.base.permissions"):
        assert not permissions.may(user, "plan.plan.eat")
        with pytest.raises(NotAllowed, match="Nobody may do this"):
            permissions.check(user, "system.settings.eat")
    assert [record.getMessage().split(".csv")[0] for record in caplog.records] == [
        "Refused: plan.plan.eat is not in permissions",
        "Refused: system.settings.eat is not in permissions",
    ]


def test_a_refusal_says_who_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        permissions.check(making.account(), "plan.plan.publish")
    assert str(refusal.value) == (
        "You do not have permission for this here. These roles have it, within their own area: "
        "member of the management team, member of the equality team."
    )


def test_what_needs_a_second_person_is_not_done_alone() -> None:
    user = making.account("equality_team")
    assert permissions.check(user, "plan.plan.publish").second_person
    with pytest.raises(NeedsSecondPerson, match="A second person must approve this"):
        permissions.check_alone(user, "plan.plan.publish")
    assert not permissions.check_alone(user, "plan.activity.create_edit").second_person


PUBLISHED = Scope(published=True)


@pytest.mark.parametrize(
    ("role", "name", "part"),
    [
        ("public", "plan.plan_published.view", "published_only"),
        ("provider_contact", "plan.plan_published.view", "published_only"),
        ("sysadmin", "system.audit_log_general.view", "metadata_only"),
    ],
)
def test_what_is_seen_only_in_part_is_refused_unless_the_caller_says_that_it_shows_a_part(
    role: str, name: str, part: str
) -> None:
    user = organisation.anybody(role, organisation.borough())
    assert not permissions.may(user, name, PUBLISHED)
    assert not permissions.may(user, name)
    with pytest.raises(NotAllowed):
        permissions.check(user, name, PUBLISHED)
    assert permissions.may(user, name, PUBLISHED, in_part=True)
    assert getattr(permissions.check(user, name, PUBLISHED, in_part=True), part)


def test_what_needs_a_key_is_refused_unless_the_caller_says_that_it_is_sealed() -> None:
    user = making.account("handler")
    mine = Scope(assigned=frozenset({user.pk}))
    assert not permissions.may(user, "concerns.case_note.read_write", mine)
    assert permissions.may(user, "concerns.case_note.read_write", mine, with_key=True)
    assert not permissions.may(user, "concerns.case_note.read_write", Scope(), with_key=True)


def test_what_is_ones_own() -> None:
    user, other = making.account(), making.account()
    assert permissions.may(user, "system.own_account.view", permissions.own(user))
    assert not permissions.may(user, "system.own_account.view", permissions.own(other))


SOURCES = pathlib.Path(throughline.__file__).parent
ASKING = {"page", "may", "check", "check_alone", "check_new", "verdict", "grid_row", "scope_of"}
CAPABILITIES = tuple({name.partition(".")[0] + "." for name in permission_grid.grid()})


def permissions_named(path: pathlib.Path) -> set[str]:
    """Texts like plan.plan.publish that stand where a permission is asked for: in a call, in permission=…, in a constant."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        texts: list[ast.expr] = []
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts += node.args if called in ASKING else []
            texts += [keyword.value for keyword in node.keywords if keyword.arg == "permission"]
        elif isinstance(node, ast.Assign) and all(getattr(one, "id", "").isupper() for one in node.targets):
            texts += node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        for text in texts:
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found.add(text.value)
    return {text for text in found if text.startswith(CAPABILITIES) and text.count(".") == 2}


def test_every_permission_that_the_program_names_stands_in_the_grid() -> None:
    named = {name for path in SOURCES.rglob("*.py") for name in permissions_named(path)}
    assert {"plan.activity.update_progress", "plan.plan_published.view", "system.settings.edit"} <= named
    assert named - set(permission_grid.grid()) == set()
