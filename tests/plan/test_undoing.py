"""Undoing and cancelling an import, and what becomes of names and of the command line."""

from typing import Any

import pytest
from django.test import Client

from tests import making
from tests.frontdoor.public_page import words
from tests.plan.accepted import FILE, accepted
from throughline.base import audit
from throughline.base.changes import approvals, places
from throughline.base.models import Approval, AuditEvent, Person, Place, User
from throughline.base.queries import places as place_queries
from throughline.plan.changes import importing, lead_matching, progress, undoing
from throughline.plan.models import Action, ImportBatch, LeadToMatch, Plan, ProgressEntry, Theme
from throughline.plan.queries import opened_places, plans
from throughline.plan.queries.lead_matching import to_match

pytestmark = pytest.mark.django_db
TODAY = making.TODAY


def undone(batch: ImportBatch, people: tuple[User, User], **fields: Any) -> ImportBatch:
    asked = {"reason": "The wrong file", "keep_history": False} | fields
    approval = undoing.ask_to_undo(by=people[0], batch=batch, today=TODAY, **asked)
    return undoing.undo(by=people[1], approval=approval, today=TODAY)


def test_undone_before_anybody_worked_on_it_leaves_nothing_but_the_log(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    accepted(batch, people)
    gone = undone(ImportBatch.objects.get(), people)
    assert (gone.state, gone.plan) == (ImportBatch.State.UNDONE, None)
    for model in (Plan, Theme, Action, ProgressEntry, LeadToMatch):
        assert model.objects.count() == 0
    assert sorted(Place.objects.values_list("name", flat=True)) == [
        *("Homes and Streets", "Housing Options", "London Borough of Wexcombe"),
    ]
    last = AuditEvent.objects.order_by("sequence").last()
    assert (last.what, last.reason, last.by) == ("plan.import.undone", "The wrong file", people[1])
    assert AuditEvent.objects.filter(what="plan.action.imported").count() == 6
    assert audit.faults() == []


def test_what_people_wrote_since_is_kept_out_of_sight(batch: ImportBatch, people: tuple[User, User]) -> None:
    plan = accepted(batch, people)
    action = plan.actions.get(number=1)
    progress.record_progress(by=people[0], action=action, text="Three teams now", today=TODAY)
    batch = ImportBatch.objects.get()
    with pytest.raises(importing.ImportRefused) as refusal:
        undone(batch, people)
    assert str(refusal.value) == (
        "People have since recorded progress on 1 action of this plan. "
        "Confirm that the plan is to go all the same: what they wrote is kept, out of sight."
    )
    undone(batch, people, keep_history=True)
    plan.refresh_from_db()
    assert plan.removed_on == TODAY
    assert set(plan.actions.values_list("removed_on", flat=True)) == {TODAY}
    assert set(plan.themes.values_list("removed_on", flat=True)) == {TODAY}
    assert ProgressEntry.objects.filter(text="Three teams now").count() == 1
    assert list(plans.plans(for_user=people[0])) == []
    with pytest.raises(Plan.DoesNotExist):
        plans.plan(plan.slug, for_user=people[0])


def test_places_that_it_opened_go_though_the_plan_is_kept(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    plan = accepted(batch, people)
    batch = ImportBatch.objects.get()
    opened = {place.name: place for place in Place.objects.filter(pk__in=batch.made["places"])}
    assert list(opened) == ["Street Care"]
    places.add_spelling(by=None, place=opened["Street Care"], spelling="Streetcare", today=TODAY)
    progress.record_progress(by=people[0], action=plan.actions.get(number=1), text="Begun", today=TODAY)
    undone(batch, people, keep_history=True)
    care = Place.objects.get(name="Street Care")  # a removed action still points at it
    assert (care.closed_on, list(care.aliases.all())) == (TODAY, [])
    assert place_queries.index(today=TODAY).find("Street Care").places == ()
    assert audit.faults() == []


@pytest.mark.parametrize("kept", [False, True])
def test_a_place_where_somebody_is_stays_and_the_page_says_why(
    batch: ImportBatch, people: tuple[User, User], first: Client, kept: bool
) -> None:
    plan = accepted(batch, people)
    batch = ImportBatch.objects.get()
    care = Place.objects.get(pk__in=batch.made["places"])
    page = words(first.get(f"/plan/import/{batch.pk}/undo/").content.decode())
    assert "The places that it opened go too, with their spellings: Street Care." in page
    making.person("Sam Turner", place=care)
    page = words(first.get(f"/plan/import/{batch.pk}/undo/").content.decode())
    assert "These places, which it opened, stay: Street Care: people work there" in page
    if kept:
        progress.record_progress(by=people[0], action=plan.actions.get(number=1), text="Begun", today=TODAY)
    undone(batch, people, keep_history=kept)
    care.refresh_from_db()
    assert care.closed_on is None
    last = AuditEvent.objects.get(what="plan.import.undone")
    assert last.after == {"kept_out_of_sight": kept, "places_stay": ["Street Care"]}


def test_a_place_with_another_below_it_stays_while_that_one_does(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    accepted(batch, people)
    batch = ImportBatch.objects.get()
    care = Place.objects.get(pk__in=batch.made["places"])
    making.place("Bins", "team", parent=care)
    found = opened_places.opened(batch, for_user=people[0], today=TODAY)
    assert ([one.name for one in found.going], found.staying) == ([], [(care, "Bins stands below it")])


def test_progress_recorded_while_the_undoing_waits_stops_it(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    plan = accepted(batch, people)
    batch = ImportBatch.objects.get()
    approval = undoing.ask_to_undo(by=people[0], batch=batch, reason="Wrong", keep_history=False, today=TODAY)
    progress.record_progress(
        by=people[0], action=plan.actions.get(number=1), text="Three teams now", today=TODAY
    )
    with pytest.raises(importing.ImportRefused) as refusal:
        undoing.undo(by=people[1], approval=approval, today=TODAY)
    assert str(refusal.value) == (
        "People have since recorded progress on 1 action of this plan. Who asked did not know that. Refuse it with "
        "that reason: they can then ask that the plan goes all the same, and what was written is kept, out of sight."
    )
    assert Plan.objects.get().removed_on is None
    assert Approval.objects.get(pk=approval.pk).state == Approval.State.WAITING


def test_undoing_needs_a_reason_and_a_second_person(batch: ImportBatch, people: tuple[User, User]) -> None:
    accepted(batch, people)
    batch = ImportBatch.objects.get()
    with pytest.raises(importing.ImportRefused):
        undone(batch, people, reason=" ")
    with pytest.raises(approvals.ApprovalRefused):
        undone(batch, (people[0], people[0]))


def test_cancelling_throws_away_what_was_read(batch: ImportBatch, people: tuple[User, User]) -> None:
    gone = importing.cancel(by=people[0], batch=batch, today=TODAY)
    assert (gone.state, gone.read, gone.corrected, gone.decisions) == ("cancelled", {}, {}, {})


def test_one_name_is_matched_once_for_all_its_actions(batch: ImportBatch, people: tuple[User, User]) -> None:
    plan = accepted(batch, people)
    found = to_match(for_user=people[0], today=TODAY)
    assert [(one.name, len(one.waiting)) for one in found] == [
        (name, 1) for name in ("D. Okafor", "Pat Quill", "Robin Vale", "Sam Turner")
    ]
    dayo = Person.objects.get(name="Dayo Okafor")
    lead_matching.match_person(by=people[0], to_match=found[0].waiting, person=dayo, today=TODAY)
    action = plan.actions.get(number=3)
    assert (action.accountable, action.leads.get().person) == (dayo, dayo)
    event = audit.history(action)[-1]
    assert (event.what, event.before, event.after) == (
        "plan.lead.matched",
        {"person": None, "accountable": None},
        {"lead": "D. Okafor", "person": dayo.pk, "accountable": dayo.pk},
    )
    pat = making.person("Patricia Quill")
    lead_matching.match_person(by=people[0], to_match=found[1].waiting, person=pat, today=TODAY)
    assert plan.actions.get(number=1).accountable == dayo  # named first in the document
    lead_matching.say_team(by=people[0], to_match=found[2].waiting, today=TODAY)
    assert plan.actions.get(number=5).leads.get().kind == "team"
    assert [one.name for one in to_match(for_user=people[0], today=TODAY)] == ["Sam Turner"]


def test_somebody_who_left_is_nobodys_match(batch: ImportBatch, people: tuple[User, User]) -> None:
    accepted(batch, people)
    gone = making.person("Pat Quill", left_on=TODAY)
    found = to_match(for_user=people[0], today=TODAY)
    with pytest.raises(lead_matching.MatchRefused):
        lead_matching.match_person(by=people[0], to_match=found[1].waiting, person=gone, today=TODAY)


def test_the_command_line_needs_two_people(people: tuple[User, User]) -> None:
    for second in (None, people[0]):
        with pytest.raises(importing.ImportRefused) as refusal:
            importing.import_file(FILE, by=people[0], approved_by=second, today=TODAY)
        assert (
            str(refusal.value)
            == "An import needs a second person: name another account with --approved-by EMAIL."
        )
    assert importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY).actions.count() == 6


def test_on_a_site_without_any_place_the_authority_is_opened_too() -> None:
    people = making.account("equality_team"), making.account("equality_team")
    plan = importing.import_file(FILE, by=people[0], approved_by=people[1], today=TODAY)
    tree = {place.name: place.parent.name if place.parent else None for place in Place.objects.all()}
    assert tree == {
        "London Borough of Wexcombe": None,
        "Housing Options (HO)": "London Borough of Wexcombe",
        "Street Care": "London Borough of Wexcombe",
    }
    aliases = Place.objects.get(name="Housing Options (HO)").aliases.values_list("spelling", flat=True)
    assert list(aliases) == ["Housing Options"]
    undone(ImportBatch.objects.get(plan=plan), people)
    assert Place.objects.count() == 0
