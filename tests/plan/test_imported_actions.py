"""The pages of actions that came with a document, whose progress has neither day nor author."""

import pathlib

import pytest

from tests import making, reading
from tests.making import signed_in
from throughline.base import audit
from throughline.plan.changes import importing
from throughline.plan.models import LeadToMatch, Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day")]
TODAY = making.TODAY
FILE = pathlib.Path(__file__).parent / "files" / "wexcombe_plan.txt"


@pytest.fixture
def plan() -> Plan:
    making.place("London Borough of Wexcombe", "authority")
    one, two = making.account("equality_team"), making.account("equality_team")
    return importing.import_file(FILE, by=one, approved_by=two, today=TODAY)


def test_every_action_of_an_import_opens_and_says_where_its_progress_comes_from(plan: Plan) -> None:
    client = signed_in(making.account("equality_team"))
    came_along = 0
    for action in plan.actions.all():
        for page in ("", "progress/", "edit/", "leads/", "hand-over/", "decide/", "link/"):
            assert client.get(f"/plan/{plan.slug}/{action.number}/{page}").status_code == 200
        words = reading.words(client.get(f"/plan/{plan.slug}/{action.number}/"))
        assert ("In the document that was imported" in words) == (action.progress_count > 0)
        came_along += action.progress_count
    assert came_along > 0


def test_progress_on_one_that_came_along_stands_above_what_the_document_said(plan: Plan) -> None:
    action = plan.actions.filter(progress_count__gt=0)[0]
    client = signed_in(making.account("equality_team"))
    data = {"text": "Three teams now", "stage": action.stage}
    words = reading.words(client.post(f"/plan/{plan.slug}/{action.number}/progress/", data, follow=True))
    assert words.find("Three teams now") < words.find("In the document that was imported") != -1


def test_a_name_of_somebody_who_has_left_is_kept_and_asked_for_no_more(plan: Plan) -> None:
    waiting = LeadToMatch.objects.filter(lead__name="Pat Quill").select_related("lead__action")
    one = waiting.first()
    assert one is not None
    client = signed_in(making.account("equality_team"))
    page = client.get(f"/plan/leads-to-match/{one.pk}/")
    assert "Somebody who does not work here, or no longer: the name stays as it is" in reading.words(page)
    client.post(f"/plan/leads-to-match/{one.pk}/", {"lead-choice": "nobody"})
    assert not LeadToMatch.objects.filter(lead__name="Pat Quill").exists()
    lead = type(one.lead).objects.get(pk=one.lead.pk)
    assert (lead.name, lead.kind, lead.person) == ("Pat Quill", "person", None)
    event = audit.history(lead.action)[-1]
    assert (event.what, event.after) == ("plan.lead.matched", {"lead": "Pat Quill", "kind": "person"})
