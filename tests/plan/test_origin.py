"""What the document says of an action is never lost: its words beside the corrected ones, its row of the import."""

import pytest
from django.test import Client

from tests import making, reading
from tests.plan.accepted import accepted
from throughline.base.models import User
from throughline.plan.changes import importing
from throughline.plan.models import ImportBatch
from throughline.plan.queries import importing as queries
from throughline.plan.rules import corrections

pytestmark = pytest.mark.django_db


def test_the_words_of_a_target_date_stay_in_sight_when_somebody_corrects_them(
    batch: ImportBatch, people: tuple[User, User], first: Client
) -> None:
    preview = queries.preview(batch, for_user=people[0], today=making.TODAY)
    left, row = preview.rows[0], preview.rows[1]
    decisions = corrections.with_action({}, left, {"left_out": "Done before"})
    new = {"target": {"text": "By May 2027", "day": None}}
    decisions = corrections.with_action(decisions, row, new)
    importing.correct(by=people[0], batch=batch, decisions=decisions, today=making.TODAY)
    batch.refresh_from_db()
    plan = accepted(batch, people)
    action = plan.actions.get(number=1)
    assert row.was is not None
    assert (action.text, action.target_text) == (row.was.action, "By May 2027")
    address = f"/plan/{plan.slug}/1/"
    page = reading.words(first.get(address))
    assert f"By May 2027 In the document: {row.was.target.text} Read as: the last day is 31 May 2027" in page
    assert f"imported the action; its target date in the document: “{row.was.target.text}”" in page
    its_row = f"/plan/import/{batch.pk}/actions/{row.key}/"
    assert its_row in reading.links(first.get(address))
    assert row.was.action in reading.words(first.get(its_row))
    staff = making.signed_in(making.account("staff"))
    assert f"In the document: {row.was.target.text}" in reading.words(staff.get(address))
    assert its_row not in reading.links(staff.get(address))


def test_each_action_knows_its_own_row_and_says_nothing_twice(
    batch: ImportBatch, people: tuple[User, User], first: Client
) -> None:
    plan = accepted(batch, people)
    for action in plan.actions.order_by("number"):
        response = first.get(f"/plan/{plan.slug}/{action.number}/")
        [link] = [one for one in reading.links(response) if "/plan/import/" in one]
        assert action.text in reading.words(first.get(link))
        assert reading.words(response).count("In the document: ") == bool(action.lead_text)
    action.target_text = "By Easter"
    action.save()
    said = reading.words(first.get(f"/plan/{plan.slug}/{action.number}/"))
    assert "By Easter In the document: none" in said


def test_what_was_added_by_hand_has_no_document(plan: making.Plan, team: User) -> None:
    made = making.action(making.theme(plan), target_text="May 2027")
    response = making.signed_in(team).get(f"/plan/{plan.slug}/{made.number}/")
    assert "document" not in reading.words(response)
