"""Second person: what one person asks for happens only when another agrees; every way to ask and to decide."""

import datetime
from collections.abc import Callable

import pytest

from tests import making
from tests.base.asking import PERMISSION, ask, last_event, manager, unchanged
from tests.organisation import Borough, fresh
from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, AuditEvent, Notice, Place, User
from throughline.base.permission_grid import Scope
from throughline.base.permissions import NotAllowed
from throughline.base.queries import approvals as queries

TODAY = making.TODAY
State = Approval.State


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
    text = f"{team[0]} asked for something that needs a second person: Remove it."
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
    assert told.text == f"{team[1]} agreed to what you asked for: Remove it."


def test_whoever_asked_hears_why_it_is_refused(
    team: tuple[User, User], homes: Scope, places: Borough
) -> None:
    asked = ask(team[0], homes, places, says="Remove “Train everybody”, " + "which is long, " * 40)
    approvals.refuse(by=team[1], approval=asked, reason="It is under way", today=TODAY)
    told = Notice.objects.get(person=team[0].person).text
    beginning, _, reason = told.partition(" The reason: ")
    assert reason == "It is under way."
    assert beginning.startswith(f"{team[1]} refused what you asked for: Remove “Train everybody”, which")
    assert (beginning[-1], len(beginning) < 400) == ("…", True)


def test_what_is_confidential_goes_by_no_mail(places: Borough) -> None:
    """A notice is mailed: of a confidential matter it says that something waits, and who decided, no more."""
    asker, other = making.account("facilitator"), making.account("facilitator")
    scope = Scope(assigned=frozenset({asker.pk, other.pk}))
    asked = approvals.ask(
        by=asker,
        permission="listening.story_postcard.moderate_publish",
        scope=scope,
        about=places["lettings"],
        change="publish",
        says="Publish the story of the depot.",
        today=TODAY,
    )
    approvals.refuse(by=other, approval=asked, reason="The depot is too small", today=TODAY)
    assert [(one.person, one.text) for one in Notice.objects.order_by("id")] == [
        (other.person, f"{asker} asked for something that needs a second person."),
        (asker.person, f"{other} refused what you asked for."),
    ]


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
