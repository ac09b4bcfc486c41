"""Changes of actions and progress: the result, the refusal, and the audit event, by equality."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from tests import making
from tests.plan.recorded import last_event
from throughline.base import audit
from throughline.base.models import Approval, AuditEvent, User
from throughline.base.permissions import NeedsSecondPerson, NotAllowed
from throughline.base.rules import Refused
from throughline.plan import rules
from throughline.plan.changes import actions, approvals, asking, progress, recommendations, themes
from throughline.plan.models import Action, Theme
from throughline.plan.rules import Stage

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
SOON = TODAY + datetime.timedelta(days=90)


def test_add_action(theme: Theme, team: User) -> None:
    service = making.place("Housing Options", parent=theme.plan.place)
    ada, bo = making.person("Ada Obi"), making.person("Bo Li")
    made = actions.add_action(
        by=team,
        theme=theme,
        text="Ask every landlord we work with to sign the pledge",
        service=service,
        accountable=ada,
        deputy=bo,
        target_text="by the end of May 2026",
        success_measure="40 of 52 landlords signed",
        today=TODAY,
    )
    assert made.reference == "WX-001"
    assert (made.stage, made.target_text, made.target_end) == (
        "agreed",
        "by the end of May 2026",
        datetime.date(2026, 5, 31),
    )
    what, before, after, _ = last_event()
    assert (what, before) == ("plan.action.added", {})
    assert after["text"] == "Ask every landlord we work with to sign the pledge"
    assert after["accountable"] == ada.pk
    assert after["target_end"] == "2026-05-31"


def test_numbers_are_never_used_again(theme: Theme, team: User) -> None:
    first = actions.add_action(by=team, theme=theme, text="One", today=TODAY)
    Action.objects.filter(pk=first.pk).update(removed_on=TODAY)
    assert actions.add_action(by=team, theme=theme, text="Two", today=TODAY).reference == "WX-002"


def test_a_day_that_a_person_gives_is_what_counts(theme: Theme, team: User) -> None:
    made = actions.add_action(
        by=team, theme=theme, text="One", target_text="Before the festival", target_day=SOON, today=TODAY
    )
    assert (made.target_text, made.target_kind, made.target_end) == ("Before the festival", "by_day", SOON)
    unsaid = actions.add_action(
        by=team, theme=theme, text="Two", target_day=datetime.date(2026, 6, 1), today=TODAY
    )
    assert unsaid.target_text == "1 June 2026"


def edited(action: Action, **changes):
    values = dict(
        theme=action.theme,
        text=action.text,
        points=action.points,
        service=action.service,
        accountable=action.accountable,
        deputy=action.deputy,
        target_text=action.target_text,
        target_day=None,
        success_measure=action.success_measure,
        next_review_on=action.next_review_on,
    )
    return values | changes


def test_edit_records_only_what_changed(theme: Theme, team: User) -> None:
    action = making.action(theme, target_text="TBC", target_kind="tbc")
    actions.edit_action(by=team, action=action, today=TODAY, **edited(action, target_text="June 2026"))
    assert last_event() == (
        "plan.action.edited",
        {"target_end": None, "target_kind": "tbc", "target_text": "TBC"},
        {"target_end": "2026-06-30", "target_kind": "month", "target_text": "June 2026"},
        "",
    )


def test_an_edit_that_changes_nothing_records_nothing(theme: Theme, team: User) -> None:
    action = making.action(theme)
    actions.edit_action(by=team, action=action, today=TODAY, **edited(action))
    assert AuditEvent.objects.count() == 0


def test_words_of_a_date_that_did_not_change_keep_their_reading(theme: Theme, team: User) -> None:
    """A reading that a person accepted at import is not made anew with another document date."""
    action = making.action(
        theme, target_text="December", target_kind="month", target_end=datetime.date(2020, 12, 31)
    )
    actions.edit_action(
        by=team, action=action, today=TODAY, **edited(action, text="Something else entirely now")
    )
    assert action.target_end == datetime.date(2020, 12, 31)


def test_the_deputy_is_somebody_else(theme: Theme, team: User) -> None:
    action, ada = making.action(theme), making.person()
    with pytest.raises(Refused, match="The deputy must be somebody other than the accountable person"):
        actions.hand_over(by=team, action=action, accountable=ada, deputy=ada, today=TODAY)
    with pytest.raises(IntegrityError, match="deputy_is_somebody_else"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(accountable=ada, deputy=ada)


def test_nobody_who_has_left_becomes_accountable(theme: Theme, team: User) -> None:
    gone = making.person("Dee Gone", left_on=TODAY)
    with pytest.raises(Refused) as refusal:
        actions.hand_over(by=team, action=making.action(theme), accountable=gone, deputy=None, today=TODAY)
    assert str(refusal.value) == "Dee Gone has left. Choose somebody who works here."


def test_a_service_manager_changes_her_own_service_only(theme: Theme) -> None:
    own, other = making.place("Own", parent=theme.plan.place), making.place("Other", parent=theme.plan.place)
    manager = making.account("service_manager", own)
    action = making.action(theme, service=own)
    with pytest.raises(NotAllowed):
        actions.edit_action(
            by=manager, action=making.action(theme, service=other), today=TODAY, **edited(action)
        )
    with pytest.raises(NotAllowed):  # nor may she push it to somebody else's
        actions.edit_action(by=manager, action=action, today=TODAY, **edited(action, service=other))
    action.refresh_from_db()
    assert action.service == own
    actions.edit_action(
        by=manager, action=action, today=TODAY, **edited(action, text="Ours, and said better now")
    )
    assert Action.objects.get(pk=action.pk).text == "Ours, and said better now"


def test_an_action_in_somebody_elses_plan_is_only_proposed(theme: Theme) -> None:
    outside = making.place("Parks", parent=making.place("Elsewhere", "directorate"))
    manager = making.account("service_manager", outside)
    made = actions.add_action(by=manager, theme=theme, text="Mow for all", service=outside, today=TODAY)
    assert made.stage == Stage.PROPOSED
    inside = making.place("Repairs", parent=theme.plan.place)
    own = making.account("service_manager", inside)
    assert (
        actions.add_action(by=own, theme=theme, text="Mend", service=inside, today=TODAY).stage
        == Stage.AGREED
    )


def test_stopping_needs_a_reason(theme: Theme, team: User) -> None:
    action = making.action(theme)
    with pytest.raises(rules.MoveRefused, match="Say why"):
        actions.move(by=team, action=action, stage=Stage.STOPPED, today=TODAY)
    actions.move(by=team, action=action, stage=Stage.STOPPED, reason="The grant ended", today=TODAY)
    assert last_event() == (
        "plan.action.moved",
        {"stage": "agreed", "stage_reason": ""},
        {"stage": "stopped", "stage_reason": "The grant ended"},
        "The grant ended",
    )


def test_links_are_made_once_and_never_with_oneself(theme: Theme, team: User) -> None:
    one, two = making.action(theme), making.action(theme)
    made = actions.link(by=team, action=one, other=two, kind="depends", today=TODAY)
    actions.link(by=team, action=one, other=two, kind="depends", today=TODAY)
    assert AuditEvent.objects.count() == 1
    with pytest.raises(Refused, match="cannot be linked with itself"):
        actions.link(by=team, action=one, other=one, kind="depends", today=TODAY)
    actions.unlink(by=team, made=made, today=TODAY)
    assert last_event() == ("plan.action.unlinked", {"other": "WX-002", "kind": "depends"}, {}, "")


def test_removing_needs_a_second_person(theme: Theme, team: User) -> None:
    action = making.action(theme)
    approval = actions.ask_to_remove(by=team, action=action, reason="Twice in the plan", today=TODAY)
    carry_out = approvals.APPROVALS[approval.change]
    with pytest.raises(Refused, match="somebody else must approve it"):
        carry_out(by=team, approval=approval, today=TODAY)
    action.refresh_from_db()
    assert action.removed_on is None
    with pytest.raises(NotAllowed):
        carry_out(by=making.account("service_manager", theme.plan.place), approval=approval, today=TODAY)
    carry_out(by=making.account("equality_team"), approval=approval, today=TODAY)
    action.refresh_from_db()
    assert action.removed_on == TODAY
    assert last_event() == (
        "plan.action.removed",
        {"removed_on": None},
        {"removed_on": "2026-03-16"},
        "Twice in the plan",
    )
    assert Approval.objects.get().state == "approved"


def test_a_theme_is_the_equality_teams_alone_and_the_dmts_with_another(theme: Theme, team: User) -> None:
    themes.edit_theme(
        by=team, theme=theme, title="Heard", desired_outcome="All are", sponsor=None, today=TODAY
    )
    assert last_event() == (
        "plan.theme.edited",
        {"title": "Safe to speak", "desired_outcome": ""},
        {"title": "Heard", "desired_outcome": "All are"},
        "",
    )
    director = making.account("dmt", theme.plan.place)
    with pytest.raises(NeedsSecondPerson):
        themes.edit_theme(by=director, theme=theme, title="x", desired_outcome="", sponsor=None, today=TODAY)


def test_a_directorate_changes_a_theme_with_a_second_person(theme: Theme) -> None:
    director, other = (making.account("dmt", theme.plan.place) for _ in range(2))
    values = {"title": "Heard", "desired_outcome": "All are", "sponsor": making.person("Ada Obi")}
    asked = asking.ask(
        by=director, about=theme, change="edit_theme", values=values, says="Change the theme", today=TODAY
    )
    with pytest.raises(Refused, match="somebody else must approve it"):
        approvals.APPROVALS["edit_theme"](by=director, approval=asked, today=TODAY)
    elsewhere = making.account("dmt", making.place("Elsewhere", "directorate"))
    with pytest.raises(NotAllowed):
        approvals.APPROVALS["edit_theme"](by=elsewhere, approval=asked, today=TODAY)
    theme.refresh_from_db()
    assert theme.title == "Safe to speak"
    approvals.APPROVALS["edit_theme"](by=other, approval=asked, today=TODAY)
    theme.refresh_from_db()
    assert (theme.title, theme.desired_outcome, str(theme.sponsor)) == ("Heard", "All are", "Ada Obi")


def test_a_reply_is_dated_and_signed(theme: Theme, team: User) -> None:
    asked = recommendations.add_recommendation(
        by=team, theme=theme, text="Pay interview panels for their time", today=TODAY
    )
    recommendations.reply(by=team, recommendation=asked, text="Agreed from April", today=TODAY)
    asked.refresh_from_db()
    assert (asked.reply, asked.replied_on, asked.replied_by) == ("Agreed from April", TODAY, team.person)


def test_every_change_stands_in_the_chain(theme: Theme, team: User) -> None:
    action = actions.add_action(by=team, theme=theme, text="One", today=TODAY)
    progress.record_progress(by=team, action=action, text="Begun", stage=Stage.IN_PROGRESS, today=TODAY)
    actions.move(by=team, action=action, stage=Stage.STOPPED, reason="No money", today=TODAY)
    assert [event.what for event in audit.history(action)] == [
        "plan.action.added",
        "plan.progress.recorded",
        "plan.action.moved",
    ]
    assert audit.faults() == []
