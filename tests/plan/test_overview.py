"""A plan in figures: what is counted, where it leads, and what a count means."""

import datetime

import pytest

from tests import making, reading
from tests.making import signed_in
from throughline.base.models import User
from throughline.plan.models import Plan
from throughline.plan.rules import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
DAY = datetime.timedelta(days=1)


def test_the_overview_counts_and_links(plan: Plan, team: User) -> None:
    theme = making.theme(plan)
    making.action(theme, target_kind="tbc", target_text="TBC")
    making.action(theme, target_end=making.TODAY - DAY)
    page = signed_in(team).get("/plan/wx/overview/")
    words = reading.words(page)
    for piece in (
        "1 Overdue",
        "1 Not started",
        "2 with nothing achieved yet",
        "1 without a usable date",
        "Time-bound 1 of 2",
    ):
        assert piece.lower() in words.lower(), piece
    assert 'href="/plan/wx/?status=overdue"' in page.content.decode()


def test_the_overview_says_why_assignable_counts_more_than_those_with_nobody(plan: Plan, team: User) -> None:
    """As the sentence says: without a deputy, and those reported as done too; what is over lacks nothing."""
    theme = making.theme(plan)
    making.action(theme)
    making.action(theme, stage=Stage.STOPPED, stage_reason="No money")
    making.action(theme, stage=Stage.REPORTED_DONE)
    making.action(theme, accountable=team.person)
    making.action(theme, accountable=team.person, deputy=making.person())
    words = reading.words(signed_in(team).get("/plan/wx/overview/"))
    assert "Assignable 3 of 5" in words
    assert "1 with nobody accountable" in words
    assert (
        "Assignable counts every action that has no accountable person or no deputy, whether it is open or "
        "reported as done; “with "
        "nobody accountable” counts only those that are open and have no accountable person."
    ) in words
