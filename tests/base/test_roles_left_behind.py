"""Roles for places that have closed: nobody gains a larger place in silence, and somebody is told to decide."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import making, organisation
from tests.making import TODAY
from tests.organisation import Borough, fresh
from tests.reading import page, words
from throughline.base import permissions
from throughline.base.changes import approvals
from throughline.base.changes import left_behind as changes
from throughline.base.changes import places as place_changes
from throughline.base.changes import roles as role_changes
from throughline.base.changes.roles import RoleRefused
from throughline.base.models import Approval, AuditEvent, Notice, RoleGrant, User
from throughline.base.permissions import NotAllowed
from throughline.base.queries import left_behind as queries
from throughline.frontdoor import daily
from throughline.plan import permissions as plan_permissions
from throughline.plan.changes import moving

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
EDIT = "plan.activity.create_edit"


@pytest.fixture(autouse=True)
def clock(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TODAY = TODAY.isoformat()
    nine = timezone.make_aware(datetime.datetime.combine(TODAY, datetime.time(9)))
    monkeypatch.setattr("throughline.base.audit.timezone.now", lambda: nine)


@pytest.fixture
def team() -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")


@pytest.fixture
def borough() -> Borough:
    return organisation.borough()


def edits(user: User, action: Any) -> bool:
    action = (
        type(action)
        .objects.select_related("plan__place", "service__parent__parent__parent")
        .get(pk=action.pk)
    )
    return plan_permissions.may(fresh(user), EDIT, action)


def held(user: User, on: datetime.date = TODAY) -> list[tuple[str, str | None, bool]]:
    found = permissions.held_grants(on).filter(user=user).order_by("id")
    return [(one.role, one.place.code if one.place else None, one.by_sign_in) for one in found]


def merge(places: Borough, place: str, into: str, on: datetime.date = TODAY) -> None:
    place_changes.merge(by=None, place=places[place], into=places[into], on=on, today=TODAY)


def listed(by: User, today: datetime.date = TODAY) -> list[tuple[str, str, str | None]]:
    return [
        (str(one.account), one.place.code, one.successor.code if one.successor else None)
        for one in queries.listed(for_user=fresh(by), today=today)
    ]


def test_from_the_day_of_a_merger_to_the_new_role_nobody_gains_a_place_in_silence(
    team: tuple[User, User], borough: Borough
) -> None:
    plan = making.plan(place=borough["wexcombe"])
    theme = making.theme(plan)
    action = making.action(theme, service=borough["repairs"])
    below = making.action(theme, service=borough["boilers"])
    others = making.action(theme, service=borough["lettings"])
    manager = making.account("service_manager", borough["repairs"], making.person("Ada Obi"))

    def reach() -> list[bool]:
        return [edits(manager, one) for one in (action, below, others)]

    assert reach() == [True, True, False]
    merge(borough, "repairs", "lettings")
    assert reach() == [True, False, False]  # what still stands there; teams stand under the successor at once
    moving.follow_mergers(TODAY + DAY)
    assert reach() == [False, False, False]  # the next morning
    assert held(manager) == [("service_manager", "repairs", False)]
    assert listed(team[0]) == [("Ada Obi", "repairs", "lettings")]

    grant = RoleGrant.objects.get(user=manager)
    asked = changes.ask_to_follow(by=fresh(team[0]), grant=grant, today=TODAY)
    assert asked.says == (
        f"Make Ada Obi ({manager.email}) a service manager for Lettings, as for Repairs before."
    )
    assert reach() == [False, False, False]
    [line] = queries.listed(for_user=fresh(team[0]), today=TODAY)
    assert line.waits == asked.pk
    with pytest.raises(approvals.ApprovalRefused, match="somebody else must approve"):
        role_changes.approve(by=fresh(team[0]), approval=asked, today=TODAY)
    role_changes.approve(by=fresh(team[1]), approval=asked, today=TODAY)
    assert reach() == [True, True, True]
    assert held(manager) == [("service_manager", "lettings", False)]
    assert listed(team[0]) == []
    events = AuditEvent.objects.filter(what__startswith="base.role.").order_by("sequence")
    assert [(one.what, one.by, one.reason) for one in events] == [
        ("base.role.given", team[1], ""),
        ("base.role.ended", team[1], "the same role was given for the place that does its work now"),
    ]


def test_it_is_listed_from_the_day_of_closing_even_one_that_was_recorded_late(
    team: tuple[User, User], borough: Borough
) -> None:
    making.account("service_manager", borough["repairs"], making.person("Ada Obi"))
    merge(borough, "repairs", "lettings", on=TODAY - 20 * DAY)
    for days, expected in [(-21, []), (-20, ["repairs"]), (0, ["repairs"]), (400, ["repairs"])]:
        day = TODAY + days * DAY
        assert [one.place.code for one in queries.listed(for_user=fresh(team[0]), today=day)] == expected
        assert queries.number(for_user=fresh(team[0]), today=day) == len(expected)


def test_a_role_that_ended_or_of_a_closed_account_is_not_listed(
    team: tuple[User, User], borough: Borough
) -> None:
    ended = making.account("service_manager", borough["repairs"])
    ended.grants.update(ends_on=TODAY)
    closed = making.account("service_manager", borough["repairs"])
    User.objects.filter(pk=closed.pk).update(is_active=False)
    merge(borough, "repairs", "lettings")
    assert (listed(team[0]), Notice.objects.count()) == ([], 0)


def test_who_gives_roles_is_told_once(borough: Borough) -> None:
    one, other = making.account("equality_team"), making.account("sysadmin")
    making.account("board")
    making.account("service_manager", borough["repairs"])
    making.account("team_manager", borough["keys"])
    merge(borough, "repairs", "lettings")
    merge(borough, "parks", "lettings")  # no role is held for it
    told = Notice.objects.order_by("person")
    assert [(notice.person, notice.text, notice.path) for notice in told] == [
        (
            user.person,
            "Repairs has closed, and roles are held for it. Decide what becomes of them: those that nobody decides about "
            "end after 30 days.",
            "/roles/closed/",
        )
        for user in (one, other)
    ]


def test_the_successor_is_the_last_of_a_chain_and_none_where_the_role_is_not_held(
    team: tuple[User, User], borough: Borough
) -> None:
    for role, place in [("service_manager", "parks"), ("champion", "parks"), ("team_manager", "trees")]:
        making.account(role, borough[place], making.person(role))
    merge(borough, "parks", "repairs")
    merge(borough, "repairs", "lettings")
    place_changes.merge(
        by=None, place=borough["trees"], into=borough["streets"], on=TODAY, today=TODAY
    )  # a team into a directorate: nobody is a team manager of that
    assert sorted(listed(team[0])) == [
        ("champion", "parks", "lettings"),
        ("service_manager", "parks", "lettings"),
        ("team_manager", "trees", None),
    ]
    manager = RoleGrant.objects.get(role="team_manager")
    with pytest.raises(RoleRefused, match="No open place does its work for which this role is held"):
        changes.ask_to_follow(by=fresh(team[0]), grant=manager, today=TODAY)


def test_a_place_that_closed_without_a_successor_leaves_only_the_end(
    team: tuple[User, User], borough: Borough
) -> None:
    making.account("team_manager", borough["boilers"], making.person("Ada Obi", place=borough["keys"]))
    place_changes.close(by=None, place=borough["boilers"], on=TODAY, today=TODAY)
    assert listed(team[0]) == [("Ada Obi", "boilers", None)]
    grant = RoleGrant.objects.get(role="team_manager")
    role_changes.end_role(by=fresh(team[0]), grant=grant, reason="It closed.", today=TODAY)
    assert listed(team[0]) == []


def test_whoever_holds_the_role_there_already_only_ends_the_old_one(
    team: tuple[User, User], borough: Borough
) -> None:
    ada = making.account("service_manager", borough["repairs"], making.person("Ada Obi"))
    RoleGrant.objects.create(
        user=ada, role="service_manager", place=borough["lettings"], given_on=making.LONG_AGO
    )
    merge(borough, "repairs", "lettings")
    assert listed(team[0]) == [("Ada Obi", "repairs", None)]


def test_what_was_ended_meanwhile_does_not_come_back_through_an_approval(
    team: tuple[User, User], borough: Borough
) -> None:
    ada = making.account("service_manager", borough["repairs"])
    merge(borough, "repairs", "lettings")
    grant = ada.grants.get()
    asked = changes.ask_to_follow(by=fresh(team[0]), grant=grant, today=TODAY)
    role_changes.end_role(by=fresh(team[1]), grant=grant, reason="They lead nothing now.", today=TODAY)
    with pytest.raises(RoleRefused, match=r"has ended\. Refuse this"):
        role_changes.approve(by=fresh(team[1]), approval=asked, today=TODAY)
    assert held(ada) == []
    assert Approval.objects.get().state == "waiting"


def test_a_role_about_which_nobody_decides_ends_by_itself(team: tuple[User, User], borough: Borough) -> None:
    one = making.account("service_manager", borough["repairs"])
    other = making.account("team_manager", borough["trees"], making.person(place=borough["keys"]))
    waits = making.account("champion", borough["repairs"])
    merge(borough, "repairs", "lettings", on=TODAY - 400 * DAY)
    place_changes.close(by=None, place=borough["trees"], on=TODAY, today=TODAY)
    changes.ask_to_follow(by=fresh(team[0]), grant=waits.grants.get(), today=TODAY)
    lines = {line.account: line.ends_on for line in queries.listed(for_user=fresh(team[0]), today=TODAY)}
    day = TODAY + 30 * DAY  # from the day on which it was recorded, however late
    assert lines == {one: day, other: day, waits: None}
    changes.end_undecided(day - DAY)
    assert [held(user, day) != [] for user in (one, other, waits)] == [True, True, True]
    changes.end_undecided(day)
    assert [held(user, day) != [] for user in (one, other, waits)] == [False, False, True]
    ended = AuditEvent.objects.filter(what="base.role.ended").order_by("sequence")
    assert [(event.by, event.reason) for event in ended] == [
        (None, "Repairs has closed, and nobody decided"),
        (None, "Trees has closed, and nobody decided"),
    ]
    assert [notice.text for notice in Notice.objects.filter(person=other.person)] == [
        "You are a team manager for Trees no longer: it has closed, and the role ended with it."
    ]
    changes.end_undecided(day + DAY)  # nothing is left to do
    assert AuditEvent.objects.filter(what="base.role.ended").count() == 2
    assert daily.DAILY["end roles for places that closed"] is changes.end_undecided


def test_a_role_of_the_sign_in_service_does_not_or_else_the_next_sign_in_would_give_the_larger_one(
    borough: Borough,
) -> None:
    ada = making.account(someone=making.person("Ada Obi", borough["repairs"]))
    role_changes.follow_sign_in(user=ada, said=["Managers"], mapping=SAID, today=TODAY)
    merge(borough, "repairs", "lettings")
    changes.end_undecided(TODAY + 400 * DAY)
    role_changes.follow_sign_in(user=fresh(ada), said=["Managers"], mapping=SAID, today=TODAY)
    assert held(ada) == [("service_manager", "repairs", True)]


def test_the_end_that_was_set_stays(team: tuple[User, User], borough: Borough) -> None:
    ada = making.account("service_manager", borough["repairs"])
    ada.grants.update(ends_on=TODAY + 30 * DAY)
    merge(borough, "repairs", "lettings")
    asked = changes.ask_to_follow(by=fresh(team[0]), grant=ada.grants.get(), today=TODAY)
    given = role_changes.approve(by=fresh(team[1]), approval=asked, today=TODAY)
    assert (given.place, given.ends_on) == (borough["lettings"], TODAY + 30 * DAY)


@pytest.mark.parametrize("role", ["staff", "service_manager", "board", "facilitator"])
def test_who_may_not_ask(role: str, borough: Borough) -> None:
    ada = making.account("service_manager", borough["repairs"])
    by = making.account(role, borough["keys"] if role == "service_manager" else None)
    merge(borough, "repairs", "lettings")
    with pytest.raises(NotAllowed):
        changes.ask_to_follow(by=fresh(by), grant=ada.grants.get(), today=TODAY)


SAID = {"Managers": "service_manager"}


def test_what_the_sign_in_service_says_does_not_follow_to_a_larger_place_either(
    team: tuple[User, User], borough: Borough
) -> None:
    ada = making.account(someone=making.person("Ada Obi", borough["repairs"]))

    def sign_in(*said: str) -> list[tuple[str, str | None, bool]]:
        role_changes.follow_sign_in(user=fresh(ada), said=said, mapping=SAID, today=TODAY)
        return held(ada)

    assert sign_in("Managers") == [("service_manager", "repairs", True)]
    merge(borough, "repairs", "lettings")  # the register says now that Ada works in Lettings
    assert sign_in("Managers") == [("service_manager", "repairs", True)]
    assert listed(team[0]) == [("Ada Obi", "repairs", "lettings")]
    asked = changes.ask_to_follow(by=fresh(team[0]), grant=ada.grants.get(), today=TODAY)
    role_changes.approve(by=fresh(team[1]), approval=asked, today=TODAY)
    assert held(ada) == [("service_manager", "lettings", True)]
    assert sign_in("Managers") == [("service_manager", "lettings", True)]
    assert sign_in() == []  # the sign-in service still decides whether they hold it at all


def test_the_sign_in_service_takes_a_role_of_a_closed_place_away(borough: Borough) -> None:
    ada = making.account(someone=making.person("Ada Obi", borough["repairs"]))
    role_changes.follow_sign_in(user=ada, said=["Managers"], mapping=SAID, today=TODAY)
    merge(borough, "repairs", "lettings")
    role_changes.follow_sign_in(user=fresh(ada), said=[], mapping=SAID, today=TODAY)
    assert held(ada) == []


def test_a_new_manager_of_the_merged_place_gets_the_role_by_signing_in(borough: Borough) -> None:
    merge(borough, "repairs", "lettings")
    ada = making.account(someone=making.person("Ada Obi", borough["lettings"]))
    role_changes.follow_sign_in(user=ada, said=["Managers"], mapping=SAID, today=TODAY)
    assert held(ada) == [("service_manager", "lettings", True)]


def test_the_page(team: tuple[User, User], borough: Borough) -> None:
    ada = making.account("service_manager", borough["repairs"], making.person("Ada Obi"))
    browser = making.signed_in(team[0])
    assert "closed" not in words(browser.get("/roles/"))
    assert "Nothing to decide" in words(browser.get("/roles/closed/"))
    merge(borough, "repairs", "lettings")
    assert "1 role held for places that have closed . Decide what becomes of them." in words(
        browser.get("/roles/")
    )
    said = words(browser.get("/roles/closed/"))
    assert (
        "Ada Obi Service manager Repairs , closed on 16 Mar 2026 The role ends on 15 Apr 2026 Give the role for Lettings End it"
        in said
    )
    grant = ada.grants.get()
    assert browser.get(f"/roles/{grant.pk}/follow/")["Location"] == "/roles/closed/"
    assert Approval.objects.count() == 0  # looking asks for nothing
    answer = browser.post(f"/roles/{grant.pk}/follow/", follow=True)
    assert "Asked: Make Ada Obi" in words(answer)
    assert "Waits for a second person" in words(answer)
    again = browser.post(f"/roles/{grant.pk}/follow/")
    assert "This is already waiting for a second person." in words(again)
    [reason] = page(browser.get(f"/roles/{grant.pk}/end/")).xpath("//*[@name='reason']/@value")
    assert reason == "Repairs closed on 16 March 2026."


def test_who_only_looks_is_offered_nothing(borough: Borough) -> None:
    ada = making.account("service_manager", borough["repairs"], making.person("Ada Obi"))
    merge(borough, "repairs", "lettings")
    browser = making.signed_in(making.account("board"))
    assert (
        "Ada Obi Service manager Repairs , closed on 16 Mar 2026 The role ends on 15 Apr 2026 Somebody who gives roles decides"
        in words(browser.get("/roles/closed/"))
    )
    assert browser.post(f"/roles/{ada.grants.get().pk}/follow/").status_code == 403
    assert making.signed_in(making.account()).get("/roles/closed/").status_code == 403


def test_the_page_asks_as_many_queries_for_one_as_for_thirty(
    team: tuple[User, User], borough: Borough
) -> None:
    making.account("service_manager", borough["repairs"])
    merge(borough, "repairs", "lettings")
    browser = making.signed_in(team[0])
    counts = []
    for more in (0, 29):
        for _ in range(more):
            making.account("champion", borough["repairs"])
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/roles/closed/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 15
