"""What changed since a day: every event of it, none before, in words."""

import datetime

import pytest

from tests import making, reading
from tests.making import TODAY
from throughline.base import terms
from throughline.base.models import AuditEvent, User
from throughline.plan.changes import actions, progress
from throughline.plan.models import Plan
from throughline.plan.queries import history
from throughline.plan.rules import Stage

DAY = datetime.timedelta(days=1)


@pytest.fixture
def plan(db: None, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Something was done on each of three days."""
    plan = making.plan()
    theme = making.theme(plan)
    user = making.account("equality_team", someone=making.person("Ada Obi"))
    first, second, _ = (making.action(theme, f"Meet ward {number}") for number in (1, 2, 3))
    for day, change in (
        (1, lambda: record(user, first, "Two have met")),
        (8, lambda: record(user, second, "None has met")),
        (8, lambda: record(user, first, "Three have met")),
        (15, lambda: stop(user, second)),
    ):
        moment = datetime.datetime(2026, 3, day, 12, tzinfo=datetime.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        change()
    return plan


def record(user: User, action, text: str) -> None:
    progress.record_progress(by=user, action=action, text=text, today=TODAY)


def stop(user: User, action) -> None:
    actions.move(by=user, action=action, stage=Stage.STOPPED, reason="No money", today=TODAY)


def found(plan: Plan, day: datetime.date) -> list[tuple[str, list[tuple[str, str]]]]:
    since = history.since(plan, day, for_user=making.account("staff"), words=terms.words({}))
    return [
        (one.action.reference, [(each.said.split(":")[0], each.text) for each in one.happened])
        for one in since.changed
    ]


def test_every_event_since_the_day_and_none_before(plan: Plan) -> None:
    assert AuditEvent.objects.filter(kind="plan.action").count() == 4
    assert found(plan, datetime.date(2026, 3, 8)) == [
        ("WX-002", [("decided about the action", ""), ("recorded progress", "None has met")]),
        ("WX-001", [("recorded progress", "Three have met")]),
    ]
    assert found(plan, datetime.date(2026, 3, 9)) == [("WX-002", [("decided about the action", "")])]
    assert found(plan, datetime.date(2026, 3, 16)) == []


@pytest.mark.usefixtures("the_day")
def test_the_page(plan: Plan, django_assert_max_num_queries) -> None:
    client = making.signed_in(making.account("staff"))
    client.get("/plan/wx/changes/")
    with django_assert_max_num_queries(15):
        shown = reading.words(client.get("/plan/wx/changes/?since_day=8&since_month=3&since_year=2026"))
    assert "What changed since 8 March 2026" in shown
    assert "2 actions in all 0 new 2 with progress 0 verified as done 1 decided about" in shown
    assert "WX-002 Meet ward 2 15 March 2026, Ada Obi: decided about the action" in shown
    assert "8 March 2026, Ada Obi: recorded progress: None has met" in shown
    assert "What changed since 1 February 2026" in reading.words(client.get("/plan/wx/changes/"))
    assert "There is a problem" in reading.words(
        client.get("/plan/wx/changes/?since_day=31&since_month=2&since_year=2026")
    )
