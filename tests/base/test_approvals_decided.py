"""What is decided stays decided: refusing, withdrawing, lists, and several people at once."""

import datetime
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import making
from tests.base.asking import ask, last_event, manager, unchanged
from tests.organisation import Borough, borough, fresh, holder
from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, AuditEvent, User
from throughline.base.permission_grid import Scope
from throughline.base.queries import approvals as queries

TODAY = making.TODAY
State = Approval.State


# ---- refusing --------------------------------------------------------------------------------------------------------------


def test_another_person_refuses_with_a_reason(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    asked = ask(team[0], homes, places)
    for reason in ("", " \n"):
        with pytest.raises(
            approvals.ApprovalRefused, match=r"^Say why you refuse it: the person who asked will see"
        ):
            approvals.refuse(by=team[1], approval=asked, reason=reason, today=TODAY)
    assert unchanged(asked, 1)
    approvals.refuse(by=team[1], approval=asked, reason=" Not yet ", today=TODAY)
    kept = Approval.objects.get()
    assert (kept.state, kept.decided_by, kept.reason) == (State.REFUSED, team[1], "Not yet")
    about = str(asked.pk)
    assert last_event() == (
        team[1],
        "base.approval.refused",
        "base.approval",
        about,
        {},
        {"state": "refused"},
        "Not yet",
    )


def test_who_asked_takes_it_back_even_without_the_permission(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    asked = ask(team[0], homes, places)
    team[0].grants.all().delete()
    approvals.refuse(by=fresh(team[0]), approval=asked, reason="", today=TODAY)
    kept = Approval.objects.get()
    assert (kept.state, kept.decided_by, kept.decided_on) == (State.WITHDRAWN, team[0], TODAY)
    assert last_event()[1] == "base.approval.withdrawn"


@pytest.mark.parametrize("first", ["approve", "refuse", "withdraw"])
def test_what_is_decided_stays_decided(
    team: tuple[User, User], homes: Scope, places: Borough, first: str
) -> None:
    asked = ask(team[0], homes, places)
    stale = Approval.objects.get()  # as another browser still shows it
    if first == "approve":
        approvals.approve(by=team[1], approval=asked, scope=homes, today=TODAY)
    else:
        approvals.refuse(by=team[first == "refuse"], approval=asked, reason="No", today=TODAY)
    before = Approval.objects.values().get(), AuditEvent.objects.count()
    word = {"approve": "approved", "refuse": "refused", "withdraw": "withdrawn"}[first]
    third = making.account("equality_team")
    for by in (*team, third):
        with pytest.raises(approvals.ApprovalRefused, match=rf"^This was decided before: {word}\.$"):
            approvals.approve(by=by, approval=stale, scope=homes, today=TODAY)
        with pytest.raises(approvals.ApprovalRefused, match=rf"^This was decided before: {word}\.$"):
            approvals.refuse(by=by, approval=stale, reason="Late", today=TODAY)
    assert (Approval.objects.values().get(), AuditEvent.objects.count()) == before


# ---- the database ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"state": State.APPROVED, "decided_by": "asker"}, "approval_by_a_second_person"),
        ({"state": State.REFUSED, "decided_by": "asker"}, "approval_by_a_second_person"),
        ({"state": State.APPROVED, "decided_by": None}, "approval_decided_by_somebody"),
        ({"state": State.WITHDRAWN, "decided_by": None}, "approval_decided_by_somebody"),
        ({"state": State.WAITING, "decided_by": "other"}, "approval_decided_by_somebody"),
    ],
)
def test_what_must_never_be_is_a_constraint(
    team: tuple[User, User], homes: Scope, places: Borough, fields: dict[str, Any], constraint: str
) -> None:
    asked = ask(team[0], homes, places)
    who = {"asker": team[0], "other": team[1], None: None}
    values = fields | {"decided_by": who[fields["decided_by"]]}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Approval.objects.filter(pk=asked.pk).update(**values)


def test_a_withdrawal_by_whoever_asked_is_none_of_that(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    asked = ask(team[0], homes, places)
    assert Approval.objects.filter(pk=asked.pk).update(state=State.WITHDRAWN, decided_by=team[0]) == 1


# ---- who sees what ---------------------------------------------------------------------------------------------------------


def test_it_is_listed_for_who_may_decide_here_and_for_who_asked(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    here, elsewhere = manager(places, "homes"), manager(places, "streets")
    asked = ask(here, homes, places)
    second = ask(team[0], Scope(places=places.lineage("parks")), places, about=places["parks"])
    staff, admin = making.account(), making.account("sysadmin")
    seen = {user: queries.waiting(for_user=fresh(user)) for user in (*team, here, elsewhere, staff, admin)}
    assert seen == {
        team[0]: [asked, second],
        team[1]: [asked, second],
        here: [asked],
        elsewhere: [second],
        staff: [],
        admin: [],
    }
    for user, waiting in seen.items():
        for one in (asked, second):
            if one in waiting:
                assert queries.approval(one.pk, for_user=fresh(user)) == one
            else:
                with pytest.raises(Approval.DoesNotExist):
                    queries.approval(one.pk, for_user=fresh(user))
    here.grants.all().delete()
    assert queries.waiting(for_user=fresh(here)) == [asked]  # their own, to take back


def test_what_was_decided_is_listed_the_newest_first(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    decided = []
    for day in range(4):
        asked = ask(team[0], homes, places, details={"n": day})
        on = TODAY + datetime.timedelta(days=day)
        decided.insert(0, approvals.approve(by=team[1], approval=asked, scope=homes, today=on))
    assert queries.decided(for_user=team[1]) == decided
    assert queries.decided(for_user=team[1], most=2) == decided[:2]
    assert queries.decided(for_user=manager(places, "streets")) == []
    assert queries.approval(decided[0].pk, for_user=team[1]) == decided[0]
    with pytest.raises(Approval.DoesNotExist):
        queries.approval(decided[0].pk, for_user=fresh(manager(places, "streets")))


def test_lists_never_read_what_may_be_a_whole_plan(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    asked = ask(team[0], homes, places)
    [listed] = queries.waiting(for_user=team[1])
    assert listed.get_deferred_fields() == {"details"}
    approvals.approve(by=team[1], approval=asked, scope=homes, today=TODAY)
    [listed] = queries.decided(for_user=team[1])
    assert listed.get_deferred_fields() == {"details"}


# ---- at once ---------------------------------------------------------------------------------------------------------------

at_once = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="two transactions at once are tested on PostgreSQL; SQLite lets one writer in at a time",
)


def together(*works: Any) -> list[str]:
    """Runs them in threads that start together; what each raised, or "done"."""
    ready, said = threading.Barrier(len(works)), ["" for _ in works]

    def run(place: int, work: Any) -> None:
        try:
            ready.wait()
            work()
            said[place] = "done"
        except Exception as trouble:  # noqa: BLE001 - shown by the test
            said[place] = str(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@at_once
@pytest.mark.django_db(transaction=True)
def test_of_those_who_decide_at_once_exactly_one_wins() -> None:
    places = borough()
    homes = Scope(places=places.lineage("lettings"))
    asker, *others = (making.account("equality_team") for _ in range(5))
    for _ in range(10):
        asked = ask(asker, homes, places)
        deciding = [
            lambda by=by, asked=asked: approvals.approve(by=by, approval=asked, scope=homes, today=TODAY)
            for by in others[:2]
        ] + [
            lambda by=by, asked=asked: approvals.refuse(by=by, approval=asked, reason="No", today=TODAY)
            for by in others[2:]
        ]
        said = together(*deciding)
        asked.refresh_from_db()
        winner = said.index("done")
        assert (asked.state, asked.decided_by) == ("approved" if winner < 2 else "refused", others[winner])
        lost = [words for place, words in enumerate(said) if place != winner]
        assert lost == [f"This was decided before: {asked.state}."] * 3
        events = AuditEvent.objects.filter(kind="base.approval", about=str(asked.pk))
        assert list(events.values_list("what", flat=True)) == [
            "base.approval.asked",
            f"base.approval.{asked.state}",
        ]
    assert audit.faults() == []


@at_once
@pytest.mark.django_db(transaction=True)
def test_of_those_who_ask_at_once_exactly_one_is_heard() -> None:
    places = borough()
    homes = Scope(places=places.lineage("lettings"))
    askers = [making.account("equality_team") for _ in range(4)]
    said = together(*(lambda by=by: ask(by, homes, places) for by in askers))
    assert sorted(said) == ["This is already waiting for a second person."] * 3 + ["done"]
    assert Approval.objects.get().asked_by == askers[said.index("done")]
    assert AuditEvent.objects.count() == 1
    assert audit.faults() == []


def test_holders_of_every_other_role_see_nothing(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    ask(team[0], homes, places)
    for role in (
        "team_manager",
        "service_manager",
        "board",
        "facilitator",
        "handler",
        "champion",
        "dpo_auditor",
    ):
        user = holder(role, places)
        assert (role, queries.waiting(for_user=user)) == (role, [])
