"""Roles that follow what the identity provider says, at each sign-in."""

import logging
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from tests import making, organisation
from tests.identity_provider import IdentityProvider
from tests.visitor import Visitor
from tests.work_account import ada, person, provider, sign_in
from throughline.base.models import AuditEvent, RoleGrant, User

__all__ = ["person", "provider"]  # fixtures
pytestmark = pytest.mark.django_db

MAPPING = {
    "Throughline.Manager": "team_manager",
    "Throughline.DMT": "dmt",
    "Throughline.Champion": "champion",
}


def held(user: User) -> list[tuple[str, str | None, bool]]:
    today = timezone.localdate()
    current = RoleGrant.objects.filter(user=user, given_on__lte=today).exclude(ends_on__lte=today)
    return [
        (grant.role, grant.place.code if grant.place else None, grant.by_sign_in)
        for grant in current.order_by("role", "id")
    ]


def test_roles_follow_the_provider_at_each_sign_in(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    places = organisation.borough()
    person.place = places["keys"]
    person.save()
    provider.claims = ada(roles=["Throughline.Manager", "Throughline.DMT", "Other.Thing"])
    sign_in(client)
    user = User.objects.get()
    assert held(user) == [("dmt", "homes", True), ("team_manager", "keys", True)]

    sign_in(client)  # nothing changes, nothing is recorded
    events = AuditEvent.objects.filter(what__startswith="base.role.").count()
    assert (held(user), events) == ([("dmt", "homes", True), ("team_manager", "keys", True)], 2)

    person.place = places["trees"]  # moved to another team
    person.save()
    provider.claims = ada(roles="Throughline.Manager")
    sign_in(client)
    assert held(user) == [("team_manager", "trees", True)]

    provider.claims = ada()  # taken away in the directory
    sign_in(client)
    assert held(user) == []
    reasons = AuditEvent.objects.filter(what="base.role.ended").values_list("reason", flat=True)
    assert sorted(set(reasons)) == ["the identity provider no longer says so"]


def test_roles_that_two_people_gave_are_left_alone(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account("facilitator", someone=person)
    provider.claims = ada(roles=["Throughline.Champion"])
    sign_in(client)
    assert held(user) == [("champion", None, True), ("facilitator", None, False)]
    provider.claims = ada(roles=[])
    sign_in(client)
    assert held(user) == [("facilitator", None, False)]


def test_a_role_is_not_given_where_it_would_clash_or_the_register_has_no_place_for_it(
    client: Visitor,
    provider: IdentityProvider,
    settings: Settings,
    person: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account("sysadmin", someone=person)
    provider.claims = ada(roles=["Throughline.Champion", "Throughline.DMT"])
    with caplog.at_level(logging.WARNING, "throughline.base.changes.roles"):
        sign_in(client)
    assert held(user) == [("sysadmin", None, False)]
    assert [record.getMessage() for record in caplog.records] == [
        f"Sign-in of account {user.pk}: the role dmt needs a directorate, which the register lacks",
        f"Sign-in of account {user.pk}: the role champion was not given: This is a system administrator's account, "
        "which holds no other role. Use the person's own account.",
    ]


def test_whoever_is_turned_away_gets_no_role(
    client: Visitor, provider: IdentityProvider, settings: Settings, person: Any
) -> None:
    settings.OIDC_ROLES = MAPPING
    user = making.account(someone=person)
    User.objects.update(is_active=False)
    provider.claims = ada(roles=["Throughline.Champion"])
    sign_in(client)
    assert held(user) == []
