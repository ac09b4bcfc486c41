"""What tests of the public pages start from: the day, the authority's name, a plan, two people who may publish it."""

import datetime
from collections.abc import Iterator

import pytest

from tests import making
from throughline.base.models import Authority, User
from throughline.frontdoor import kept
from throughline.plan.models import Plan, Recommendation


@pytest.fixture
def on_the_day(db: None, the_day: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The site's clock stands at making.TODAY; a change shows at once; nothing is kept from another test."""
    monkeypatch.setattr(kept, "TRUSTED", 0)
    Authority.objects.create(pk=1, name="London Borough of Wexcombe")
    kept.forget()
    yield
    kept.forget()


@pytest.fixture
def plan() -> Plan:
    """Two actions, one with a word on it and one overdue, and a recommendation with its reply."""
    plan = making.plan("Fair by Practice", slug="wx", place=making.place("Homes and Streets", "directorate"))
    theme = making.theme(plan, "Safe to speak", desired_outcome="Everybody is heard.")
    Recommendation.objects.create(
        theme=theme,
        text="Publish who is appointed.",
        position=1,
        reply="We will, each June.",
        replied_on=making.TODAY,
    )
    service = making.place("Housing Options", parent=plan.place)
    first = making.action(
        theme, "Offer every team a conversation", service=service, target_text="By June 2026"
    )
    making.entry(first, "Two teams have had theirs", making.TODAY - datetime.timedelta(days=40))
    making.action(
        theme, "Train every panel", target_text="January 2026", target_end=datetime.date(2026, 1, 31)
    )
    return plan


@pytest.fixture
def people() -> tuple[User, User]:
    return making.account("equality_team"), making.account("equality_team")
