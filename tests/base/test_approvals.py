"""Second person: what one person asks for happens only when another agrees; every way to ask and to decide."""

import datetime
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests import making
from tests.organisation import Borough, borough, fresh, holder
from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, AuditEvent, Notice, Place, User
from throughline.base.permission_grid import Scope
from throughline.base.permissions import NotAllowed
from throughline.base.queries import approvals as queries

TODAY = making.TODAY
PERMISSION = "plan.activity.delete"  # D2 for the management team, A2 for the equality team
State = Approval.State


@pytest.fixture
def places(db: None) -> Borough:
    return borough()


@pytest.fixture
def homes(places: Borough) -> Scope:
    """Something of the directorate Homes."""
    return Scope(places=places.lineage("lettings"))


@pytest.fixture
def team(places: Borough) -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")


def manager(places: Borough, code: str) -> User:
    return making.account("dmt", places[code])


def ask(by: User, scope: Scope, places: Borough, **also: Any) -> Approval:
    values: dict[str, Any] = {
        "change": "remove",
        "details": {"n": 1},
        "says": "Remove it.",
        "about": places["lettings"],
    }
    return approvals.ask(by=by, permission=PERMISSION, scope=scope, today=TODAY, **(values | also))


def last_event() -> tuple[Any, ...]:
    event = AuditEvent.objects.latest("sequence")
    return event.by, event.what, event.kind, event.about, event.before, event.after, event.reason


def unchanged(approval: Approval, events: int) -> bool:
    approval.refresh_from_db()
    return (approval.state, approval.decided_by, AuditEvent.objects.count()) == (State.WAITING, None, events)


# ---- asking ----------------------------------------------------------------------------------------------------------------


def test_asking_waits_and_is_recorded(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    asked = ask(team[0], homes, places)
    kept = Approval.objects.get()
    values = (
        kept.permission,
        kept.kind,
        kept.about,
        kept.change,
        kept.details,
        kept.says,
        kept.asked_by,
        kept.asked_on,
    )
    about = str(places["lettings"].pk)
    assert values == (PERMISSION, "base.place", about, "remove", {"n": 1}, "Remove it.", team[0], TODAY)
    assert (kept.state, kept.decided_by, kept.decided_on, kept.reason) == (State.WAITING, None, None, "")
    assert queries.scope(kept) == homes
    after = {"change": "remove", "about": about, "says": "Remove it."}
    assert last_event() == (team[0], "base.approval.asked", "base.approval", str(asked.pk), {}, after, "")


def test_who_may_not_do_it_may_not_ask_for_it(homes: Scope, places: Borough) -> None:
    others = [
        making.account(),
        manager(places, "streets"),
        making.account("sysadmin"),
        making.account("board"),
    ]
    for by in others:
        with pytest.raises(NotAllowed):
            ask(by, homes, places)
    assert (Approval.objects.count(), AuditEvent.objects.count()) == (0, 0)


def test_the_same_is_not_asked_twice_while_it_waits(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    first = ask(team[0], homes, places)
    for details in ({"n": 1}, {"n": 2}):
        with pytest.raises(
            approvals.ApprovalRefused, match=r"^This is already waiting for a second person\.$"
        ):
            ask(team[1], homes, places, details=details)
    assert (list(Approval.objects.all()), AuditEvent.objects.count()) == ([first], 1)
    ask(team[1], homes, places, change="rename")
    ask(team[1], homes, places, about=places["repairs"])
    approvals.refuse(by=team[1], approval=first, reason="No", today=TODAY)
    ask(team[1], homes, places)
    assert Approval.objects.filter(state=State.WAITING).count() == 3
    assert audit.faults() == []


def test_several_of_one_kind_may_wait_when_their_details_differ(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    for details in ({"n": 1}, {"n": 2}, {}):
        ask(team[0], homes, places, several=True, details=details)
    for details in ({"n": 2}, {}):
        with pytest.raises(approvals.ApprovalRefused, match="already waiting"):
            ask(team[1], homes, places, several=True, details=details)


def test_whoever_may_decide_hears_of_it(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    here, elsewhere = manager(places, "homes"), manager(places, "streets")
    left = making.account("equality_team")
    left.is_active = False
    left.save()
    asked = ask(team[0], homes, places)
    told = [(one.person, one.text, one.path) for one in Notice.objects.order_by("person__name")]
    text = f"{team[0]} asked for something that needs a second person."
    wanted = sorted([team[1].person, here.person], key=lambda one: str(one.name))  # type: ignore[union-attr]
    assert told == [(person, text, f"/approvals/{asked.pk}/") for person in wanted]
    assert elsewhere.person not in {person for person, _, _ in told}


# ---- deciding --------------------------------------------------------------------------------------------------------------


def test_another_person_approves(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    later = TODAY + datetime.timedelta(days=1)
    asked = ask(team[0], homes, places)
    done = approvals.approve(by=team[1], approval=asked, scope=homes, today=later)
    kept = Approval.objects.get()
    assert kept == done
    assert (kept.state, kept.decided_by, kept.decided_on, kept.reason) == (State.APPROVED, team[1], later, "")
    wanted = (
        team[1],
        "base.approval.approved",
        "base.approval",
        str(asked.pk),
        {},
        {"state": "approved"},
        "",
    )
    assert last_event() == wanted
    told = Notice.objects.get(person=team[0].person)
    assert told.text == "What you asked for was decided: approved."


def test_nobody_approves_what_they_asked_for(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    asked = ask(team[0], homes, places)
    with pytest.raises(
        approvals.ApprovalRefused, match=r"^You asked for this, so somebody else must approve it\.$"
    ):
        approvals.approve(by=fresh(team[0]), approval=asked, scope=homes, today=TODAY)
    assert unchanged(asked, 1)


def test_nor_with_a_second_account_of_theirs(homes: Scope, places: Borough) -> None:
    """A system administrator's account is kept apart from their own: the same person all the same."""
    own = making.account("dpo_auditor")
    apart = User.objects.create(email="apart@wexcombe.example", keeper=own.person, opened_on=making.LONG_AGO)
    apart.grants.create(role="sysadmin", given_on=making.LONG_AGO)
    give = "system.role_grant.give"
    asked = approvals.ask(
        by=own, permission=give, scope=Scope(), about=own, change="x", says="Do it.", today=TODAY
    )
    with pytest.raises(approvals.ApprovalRefused, match="somebody else must approve it"):
        approvals.approve(by=apart, approval=asked, scope=Scope(), today=TODAY)
    assert unchanged(asked, 1)
    taken = approvals.refuse(by=apart, approval=asked, reason="", today=TODAY)
    assert taken.state == State.WITHDRAWN


def test_who_may_not_do_it_may_not_approve_it(team: tuple[User, User], homes: Scope, places: Borough) -> None:
    asked = ask(team[0], homes, places)
    for by in (making.account(), manager(places, "streets"), making.account("sysadmin")):
        with pytest.raises(NotAllowed):
            approvals.approve(by=by, approval=asked, scope=homes, today=TODAY)
        with pytest.raises(NotAllowed):
            approvals.refuse(by=by, approval=asked, reason="No", today=TODAY)
    assert unchanged(asked, 1)
    approvals.approve(by=manager(places, "homes"), approval=asked, scope=homes, today=TODAY)


def test_a_role_that_has_ended_approves_nothing(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    asked = ask(team[0], homes, places)
    team[1].grants.update(ends_on=making.LONG_AGO)
    with pytest.raises(NotAllowed):
        approvals.approve(by=fresh(team[1]), approval=asked, scope=homes, today=TODAY)
    assert unchanged(asked, 1)


def _account_closed(asker: User) -> None:
    User.objects.filter(pk=asker.pk).update(is_active=False)


def _role_ended(asker: User) -> None:
    asker.grants.update(ends_on=making.LONG_AGO)


def _role_elsewhere(asker: User) -> None:
    asker.grants.update(role="dmt", place=Place.objects.get(code="streets"))


def _person_left(asker: User) -> None:
    assert asker.person is not None
    asker.person.left_on = making.LONG_AGO
    asker.person.save()


@pytest.mark.parametrize("happens", [_account_closed, _role_ended, _role_elsewhere, _person_left])
def test_nothing_is_approved_whose_asker_may_not_do_it_any_more(
    team: tuple[User, User], homes: Scope, places: Borough, happens: Callable[[User], None]
) -> None:
    asked = ask(team[0], homes, places)
    happens(team[0])
    with pytest.raises(
        approvals.ApprovalRefused, match=r"^Who asked for this may not do it any more\. Ask again\.$"
    ):
        approvals.approve(by=team[1], approval=asked, scope=homes, today=TODAY)
    assert unchanged(asked, 1)
    refused = approvals.refuse(by=team[1], approval=asked, reason="They have left", today=TODAY)
    assert refused.state == State.REFUSED


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
    with pytest.raises(Approval.DoesNotExist):
        queries.approval(decided[0].pk, for_user=team[1])


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
        assert user is not None
        assert (role, queries.waiting(for_user=user)) == (role, [])
