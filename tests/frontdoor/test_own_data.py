"""The file of one's own data holds what every room knows about whoever asks, and nothing about anybody else."""

import pytest
from django.core.files.base import ContentFile

from tests import making
from throughline.frontdoor import own_data
from throughline.plan.models import ActionLead, Attachment, ProgressEntry

pytestmark = pytest.mark.django_db


def test_what_a_lead_finds_of_the_plan() -> None:
    user, other = making.account(), making.account()
    theme = making.theme(making.plan(), sponsor=user.person)
    mine = making.action(theme, "Train every panel", accountable=user.person)
    both = making.action(theme, "Publish the figures", accountable=other.person, deputy=user.person)
    led = making.action(theme, "Ask who left", removed_on=making.TODAY)
    making.action(theme, "Somebody else's", accountable=other.person)
    for action, name in ((both, "A. Obi"), (led, "Ada O")):
        ActionLead.objects.create(action=action, kind="person", name=name, person=user.person, position=1)
    said = ProgressEntry.objects.create(
        action=mine, text="Two panels trained", said_on=making.TODAY, author=user.person
    )
    Attachment.objects.create(entry=said, file=ContentFile(b"x", "list.txt"), name="list.txt", size=1)
    making.entry(mine, "What another said")

    found = making.signed_in(user).get("/account/data.json").json()

    assert found["actions"] == [
        {
            "reference": "WX-001",
            "text": "Train every panel",
            "you_are": ["accountable"],
            "named_as": [],
            "removed_on": None,
        },
        {
            "reference": "WX-002",
            "text": "Publish the figures",
            "you_are": ["deputy", "lead"],
            "named_as": ["A. Obi"],
            "removed_on": None,
        },
        {
            "reference": "WX-003",
            "text": "Ask who left",
            "you_are": ["lead"],
            "named_as": ["Ada O"],
            "removed_on": "2026-03-16",
        },
    ]
    assert found["themes_sponsored"] == [
        {"plan": "Fair by Practice", "title": "Safe to speak", "removed_on": None}
    ]
    assert found["progress_entries"] == [
        {"action": "WX-001", "said_on": "2026-03-16", "text": "Two panels trained", "files": ["list.txt"]}
    ]
    assert found["account"]["address"] == user.email  # what base knows stands beside it


def test_no_room_hides_what_another_says() -> None:
    user = making.account()
    names = [name for part in own_data.OWN.values() for name in part(for_user=user)]
    assert sorted(names) == sorted(set(names))
