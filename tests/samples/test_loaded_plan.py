"""The sample plan as the demo loads it."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.samples import wexcombe
from throughline.base.models import Person, Place
from throughline.commands.sample import accounts, plan
from throughline.plan.models import ActionLead, Recommendation

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(settings: Any, tmp_path: Path) -> dict[str, Any]:
    """The plan, for a register that has the people and places only by their keys."""
    settings.MEDIA_ROOT = tmp_path
    Place.objects.bulk_create(
        [Place(code=code, name=code, kind=kind) for code, kind in wexcombe.places().items()]
    )
    Person.objects.bulk_create(
        [Person(employee_number=key, name=key, email=f"{key}@wexcombe.example") for key in wexcombe.people()]
    )
    said = wexcombe.plan()
    today = datetime.date.fromisoformat(said["as_of"])
    accounts.load(said["demo_people"], today=today)
    plan.load(said, today=today)
    return said


def test_a_reply_begins_with_the_decision_and_every_lead_is_somebody(loaded: dict[str, Any]) -> None:
    replies = [one["reply"] for theme in loaded["themes"] for one in theme["recommendations"]]
    expected = [f"{one['decision'].capitalize()}. {one['text']}" if one else "" for one in replies]
    found = Recommendation.objects.order_by("theme__position", "position")
    assert [one.reply for one in found] == expected
    assert {reply.partition(".")[0] for reply in expected if reply} == {
        "Accepted",
        "Accepted in part",
        "Declined",
        "Under consideration",
    }
    leads = [lead for action in wexcombe.actions() for lead in action["other_leads"]]
    assert (ActionLead.objects.count(), ActionLead.objects.filter(name="").count()) == (len(leads), 0)
