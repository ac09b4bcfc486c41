"""Publishing and withdrawing: two people, exactly what was asked for, names noticed; result, refusal and audit event."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import making
from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, User
from throughline.base.permissions import NotAllowed
from throughline.plan.changes import publishing
from throughline.plan.models import ActionLead, Plan, PublishedVersion, Recommendation
from throughline.plan.queries import publishing as queries
from throughline.plan.rules.names import Names

TODAY = making.TODAY
DAY = datetime.timedelta(days=1)


@pytest.fixture
def people(db: None) -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")


@pytest.fixture
def plan(db: None) -> Plan:
    plan = making.plan(place=making.place("Homes and Streets", "directorate"))
    making.action(making.theme(plan))
    return plan


def asked(plan: Plan, by: User, **fields: object) -> Approval:
    values = {"summary": " What is new. ", "public_from": TODAY} | fields
    return publishing.ask_to_publish(by=by, plan=plan, today=TODAY, **values)


def test_two_people_publish(plan: Plan, people: tuple[User, User]) -> None:
    approval = asked(plan, people[0])
    assert approval.says == "Publish “Fair by Practice”, for anybody to read at once."
    with pytest.raises(approvals.ApprovalRefused):
        publishing.publish(by=people[0], approval=approval, today=TODAY)
    version = publishing.publish(by=people[1], approval=approval, today=TODAY + DAY)
    assert (version.number, version.asked_by, version.approved_by) == (1, *people)
    assert (version.published_on, version.public_from, version.summary) == (
        TODAY + DAY,
        TODAY + DAY,
        "What is new.",
    )
    assert version.snapshot == queries.snapshot(plan, today=TODAY)
    event = audit.history(plan)[-1]
    assert (event.what, event.by, event.after) == (
        "plan.plan.published",
        people[1],
        {"version": 1, "public_from": "2026-03-17", "as_at": "2026-03-16"},
    )
    again = publishing.publish(by=people[1], approval=asked(plan, people[0]), today=TODAY)
    assert again.number == 2


def test_an_embargo_is_kept(plan: Plan, people: tuple[User, User]) -> None:
    approval = asked(plan, people[0], public_from=TODAY + 7 * DAY)
    assert approval.says.endswith("for anybody to read from 23 March 2026.")
    assert publishing.publish(by=people[1], approval=approval, today=TODAY).public_from == TODAY + 7 * DAY
    with pytest.raises(publishing.PublishRefused) as refusal:
        asked(plan, people[0], public_from=TODAY - DAY)
    assert (
        str(refusal.value) == "Choose today or a later day: what is published cannot have been public before."
    )


def test_nothing_agreed_is_nothing_to_publish(plan: Plan, people: tuple[User, User]) -> None:
    plan.actions.update(stage="proposed")
    with pytest.raises(publishing.PublishRefused) as refusal:
        asked(plan, people[0])
    assert str(refusal.value) == "There is nothing to publish: nothing in it is agreed yet."
    draft = queries.draft(plan, for_user=people[0], today=TODAY)
    assert [action.reference for action in draft.left_out] == ["WX-001"]


def test_a_directorate_publishes_its_own_plan_only(plan: Plan) -> None:
    here, beside = making.account("dmt", plan.place), making.account("dmt", plan.place)
    elsewhere = making.account("dmt", making.place("Adults", "directorate"))
    for stranger in (elsewhere, making.account("service_manager", plan.place), making.account("board")):
        with pytest.raises(NotAllowed):
            asked(plan, stranger)
        with pytest.raises(NotAllowed):
            queries.draft(plan, for_user=stranger, today=TODAY)
    approval = asked(plan, here)
    with pytest.raises(NotAllowed):
        publishing.publish(by=elsewhere, approval=approval, today=TODAY)
    assert publishing.publish(by=beside, approval=approval, today=TODAY).number == 1


def test_names_in_the_texts_are_noticed(plan: Plan, people: tuple[User, User]) -> None:
    making.person("Dayo Okafor")
    action = plan.actions.get()
    action.text = "Ask DAYO OKAFOR how it went"
    action.points = ["with Pat Quill’s team"]
    action.save()
    ActionLead.objects.create(action=action, kind="person", name="Pat Quill", position=1)
    ActionLead.objects.create(action=action, kind="team", name="Safe Speak", position=2)
    making.entry(action, "margaret o'neill agreed; Margaret O’Neill too")
    making.person("Margaret O'Neill", left_on=TODAY)
    Recommendation.objects.create(theme=action.theme, text="As Dayo Okafor says", position=1)
    draft = queries.draft(plan, for_user=people[0], today=TODAY)
    assert draft.names == [
        ("Dayo Okafor", "Safe to speak"),
        ("Dayo Okafor", "WX-001"),
        ("Pat Quill", "WX-001"),
        ("Margaret O'Neill", "WX-001"),
    ]
    with pytest.raises(publishing.PublishRefused) as refusal:
        asked(plan, people[0])
    assert str(refusal.value) == (
        "These people are named in the texts: Dayo Okafor, Pat Quill, Margaret O'Neill. "
        "Take their names out, or confirm that they may be public."
    )
    assert asked(plan, people[0], names_seen=True).state == Approval.State.WAITING


def test_names_in_what_is_new_are_noticed_too(plan: Plan, people: tuple[User, User]) -> None:
    making.person("Dayo Okafor")
    draft = queries.draft(plan, for_user=people[0], today=TODAY, summary="Dayo Okafor asked for it")
    assert draft.names == [("Dayo Okafor", "what is new")]
    with pytest.raises(publishing.PublishRefused) as refusal:
        asked(plan, people[0], summary="Dayo Okafor asked for it")
    assert str(refusal.value) == (
        "These people are named in the texts: Dayo Okafor. "
        "Take their names out, or confirm that they may be public."
    )
    confirmed = asked(plan, people[0], summary="Dayo Okafor asked for it", names_seen=True)
    assert confirmed.details["summary"] == "Dayo Okafor asked for it"


def test_names_in_the_reason_of_a_withdrawal_are_noticed(plan: Plan, people: tuple[User, User]) -> None:
    making.person("Dayo Okafor")
    ActionLead.objects.create(action=plan.actions.get(), kind="person", name="Pat Quill", position=1)
    version = publishing.publish(by=people[1], approval=asked(plan, people[0]), today=TODAY)
    reason = "It named Dayo Okafor and Pat Quill; dayo okafor objects."
    with pytest.raises(publishing.PublishRefused) as refusal:
        publishing.ask_to_withdraw(by=people[0], version=version, reason=reason, today=TODAY)
    assert str(refusal.value) == (
        "These people are named in the reason: Dayo Okafor, Pat Quill. "
        "Take their names out, or confirm that they may be public."
    )
    approval = publishing.ask_to_withdraw(
        by=people[0], version=version, reason=reason, today=TODAY, names_seen=True
    )
    assert approval.details["reason"] == reason


def test_withdrawing_needs_two_people_and_a_reason(plan: Plan, people: tuple[User, User]) -> None:
    version = publishing.publish(by=people[1], approval=asked(plan, people[0]), today=TODAY)
    with pytest.raises(publishing.PublishRefused):
        publishing.ask_to_withdraw(by=people[0], version=version, reason=" ", today=TODAY)
    approval = publishing.ask_to_withdraw(
        by=people[0], version=version, reason="A figure was wrong.", today=TODAY
    )
    with pytest.raises(approvals.ApprovalRefused):
        publishing.withdraw(by=people[0], approval=approval, today=TODAY)
    assert PublishedVersion.objects.get().withdrawn_on is None
    publishing.withdraw(by=people[1], approval=approval, today=TODAY)
    version = PublishedVersion.objects.get()
    assert (version.withdrawn_on, version.withdrawn_reason) == (TODAY, "A figure was wrong.")
    event = audit.history(plan)[-1]
    assert (event.what, event.after, event.reason) == (
        "plan.version.withdrawn",
        {"version": 1},
        "A figure was wrong.",
    )
    with pytest.raises(publishing.PublishRefused) as refusal:
        publishing.ask_to_withdraw(by=people[0], version=version, reason="Again", today=TODAY)
    assert str(refusal.value) == "This version was withdrawn before."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Dayo Okafor will ask", ["Dayo Okafor"]),
        ("will okafor ask", []),
        ("Dayo will ask Okafor", []),
        ("by Will May, and may will", ["Will May"]),
        ("it will may be so", []),
        ("with Anne-Marie O’Neill-Smith.", ["Anne-Marie O'Neill-Smith"]),
        ("JEAN DE LA CRUZ spoke", ["Jean de la Cruz"]),
        ("Okafor Dayo", []),
    ],
)
def test_names_within(text: str, found: list[str]) -> None:
    register = ["Dayo Okafor", "Will May", "Anne-Marie O'Neill-Smith", "Jean de la Cruz", "Okafor", ""]
    assert list(Names(register).within(text)) == found


WORDS = st.from_regex(r"[A-Z][a-z]{1,6}", fullmatch=True)


@given(st.lists(WORDS, min_size=2, max_size=4), st.text(max_size=20), st.text(max_size=20))
def test_a_full_name_is_found_wherever_it_stands(name: list[str], before: str, after: str) -> None:
    full = " ".join(name)
    assert full in list(Names([full]).within(f"{before}. {full}. {after}"))
