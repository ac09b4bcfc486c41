"""A document becomes a live plan: what accepting makes, by equality; who must agree; and undoing it as a whole."""

import datetime
from typing import Any

import pytest

from tests import making
from tests.plan.accepted import FILE, accepted, rows
from throughline.base import audit
from throughline.base.changes import approvals
from throughline.base.models import Approval, AuditEvent, Person, Place, User
from throughline.base.permissions import NotAllowed
from throughline.base.rules import Refused
from throughline.plan.changes import importing
from throughline.plan.models import Action, ImportBatch, LeadToMatch, Plan, ProgressEntry, Theme
from throughline.plan.queries import importing as queries
from throughline.plan.queries import plans
from throughline.plan.rules import corrections

pytestmark = pytest.mark.django_db
TODAY = making.TODAY


def test_what_is_made(batch: ImportBatch, people: tuple[User, User], directorate: Place) -> None:
    plan = accepted(batch, people)
    assert (plan.title, plan.slug, plan.organisation, plan.place, plan.document_date, plan.made_on) == (
        "FAIR BY PRACTICE: HOMES AND STREETS DIRECTORATE ACTION PLAN - JANUARY 2026",
        "fbphsd",
        "London Borough of Wexcombe",
        directorate,
        "2026-01",
        TODAY,
    )
    assert plan.introduction.split("\n\n")[1:] == [
        "1. CONTEXT",
        "Our staff told us where it hurts. This plan says what we will do about it.",
    ]
    assert [(theme.title, theme.desired_outcome) for theme in plan.themes.all()][1] == (
        "Fair jobs",
        "Posts at every grade are open to everybody.",
    )
    assert [[row.text for row in theme.recommendations.all()] for theme in plan.themes.all()] == [
        [
            "Publish every June who was appointed and who applied",
            "Give every manager an hour a month for conversations",
        ],
        ["Advertise every acting-up post"],
    ]
    assert rows(plan, "number", "theme__title", "service__name", "service_text", "target_text") == [
        (1, "Safe to speak", "Housing Options", "Housing Options (HO)", "June 2026"),
        (2, "Safe to speak", "Housing Options", "Housing Options (HO)", "Completed November 2025"),
        (3, "Safe to speak", "Housing Options", "Housing Options (HO)", "Ongoing"),
        (4, "Safe to speak", "Street Care", "Street Care", "TBC"),
        (5, "Fair jobs", "Housing Options", "Housing Options", "Underway - completion by March 2026"),
        (6, "Fair jobs", "Street Care", "Street Care", ""),
    ]
    assert rows(plan, "target_kind", "target_end", "stage", "next_review_on", "progress_count") == [
        ("month", datetime.date(2026, 6, 30), "in_progress", None, 1),
        ("completed", datetime.date(2025, 11, 30), "reported_done", None, 0),
        ("ongoing", None, "ongoing", datetime.date(2026, 6, 16), 1),
        ("tbc", None, "agreed", None, 0),
        ("by_month", datetime.date(2026, 3, 31), "in_progress", None, 0),
        ("none", None, "agreed", None, 0),
    ]
    assert rows(plan, "accountable__name", "deputy", "made_on", "updated_on") == [
        (name, None, TODAY, None) for name in ("Dayo Okafor", None, None, None, None, None)
    ]
    entries = ProgressEntry.objects.order_by("action__number").values_list("text", "said_on", "author")
    assert list(entries) == [
        ("Two teams have had theirs.", None, None),
        ("The log is open to all staff.", None, None),
    ]
    leads = plan.actions.order_by("number", "leads__position")
    assert list(leads.values_list("leads__name", "leads__kind", "leads__person__name")) == [
        ("Dayo Okafor", "person", "Dayo Okafor"),
        ("Pat Quill", "person", None),
        ("Housing Options SMT", "team", None),
        ("D. Okafor", "person", None),
        ("Sam Turner", "person", None),
        ("Robin Vale", "person", None),
        ("Street Care managers", "team", None),
    ]
    names = {person.pk: person.name for person in Person.objects.all()}
    found = LeadToMatch.objects.order_by("id").values_list("lead__name", "suggestions")
    assert [(name, [names[key] for key in keys]) for name, keys in found] == [
        ("Pat Quill", []),
        ("D. Okafor", ["Dayo Okafor"]),
        ("Sam Turner", ["Sam Turner", "Sam Turner"]),
        ("Robin Vale", []),
    ]


def test_new_services_are_opened_and_spellings_remembered(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    accepted(batch, people)
    place = Place.objects.get(name="Street Care")
    assert (place.kind, place.parent.name, place.opened_on) == ("service", "Homes and Streets", None)
    assert Place.objects.filter(kind="service").count() == 2
    event = AuditEvent.objects.get(what="base.place.opened")
    assert (event.by, event.about) == (people[0], str(place.pk))


def test_the_smarter_counts(batch: ImportBatch, people: tuple[User, User]) -> None:
    plan = accepted(batch, people)
    overview = plans.overview(plan, for_user=people[0], today=TODAY, cycle_days=31)
    assert (overview.total, overview.no_date, overview.nothing_achieved) == (6, 3, 4)


def test_everything_made_is_in_the_audit_log(batch: ImportBatch, people: tuple[User, User]) -> None:
    accepted(batch, people)
    events = AuditEvent.objects.order_by("sequence").values_list("what", "by")
    first, second = people[0].pk, people[1].pk
    assert list(events) == [
        ("plan.import.uploaded", first),
        ("base.approval.asked", first),
        ("base.approval.approved", second),
        ("base.place.opened", first),
        ("plan.plan.imported", second),
        *[("plan.theme.imported", second)] * 2,
        *[("plan.recommendation.imported", second)] * 3,
        *[("plan.action.imported", second)] * 6,
        ("plan.import.accepted", second),
    ]
    one = audit.history(Action.objects.get(number=4))[0].after
    assert (one["source"], one["file"]) == ({"line": 24, "table": 1, "row": 7}, "wexcombe_plan.txt")
    assert audit.faults() == []


def test_the_same_person_cannot_accept_it(batch: ImportBatch, people: tuple[User, User]) -> None:
    approval = importing.ask_to_accept(by=people[0], batch=batch, today=TODAY)
    with pytest.raises(approvals.ApprovalRefused):
        importing.accept(by=people[0], approval=approval, today=TODAY)
    with pytest.raises(NotAllowed):
        importing.accept(by=making.account("board"), approval=approval, today=TODAY)
    assert Plan.objects.count() == 0


def test_while_it_waits_nobody_corrects_it(batch: ImportBatch, people: tuple[User, User]) -> None:
    approval = importing.ask_to_accept(by=people[0], batch=batch, today=TODAY)
    for change in (importing.cancel, importing.ask_to_accept):
        with pytest.raises(Refused):
            change(by=people[0], batch=batch, today=TODAY)
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.correct(by=people[0], batch=batch, decisions={"title": "Other"}, today=TODAY)
    assert str(refusal.value) == (
        "This waits for a second person, who must see what was asked for. To change it, take the request back first."
    )
    approvals.refuse(by=people[1], approval=approval, reason="Dates are wrong", today=TODAY)
    importing.correct(by=people[0], batch=batch, decisions={"title": "Other"}, today=TODAY)
    assert accepted(ImportBatch.objects.get(), people).title == "Other"


def test_a_directorates_own_team_imports_for_itself_only(directorate: Place) -> None:
    elsewhere = making.place("Adults", "directorate", directorate.parent)
    here = making.account("dmt", directorate)
    data = FILE.read_bytes()
    for place in (elsewhere, None):
        with pytest.raises(NotAllowed):
            importing.upload(by=here, name=FILE.name, data=data, place=place, today=TODAY)
    batch = importing.upload(by=here, name=FILE.name, data=data, place=directorate, today=TODAY)
    with pytest.raises(NotAllowed):
        importing.belongs_to(by=here, batch=batch, place=elsewhere, today=TODAY)
    assert [one.pk for one in queries.imports(for_user=here)] == [batch.pk]
    assert list(queries.imports(for_user=making.account("dmt", elsewhere))) == []
    plan = accepted(batch, (here, making.account("dmt", directorate)))
    assert [row[0] for row in rows(plan, "service__name")] == [
        *["Housing Options"] * 3,
        None,
        "Housing Options",
        None,
    ]
    assert not Place.objects.filter(name="Street Care").exists()  # they may not open places


def test_a_directorates_import_puts_no_action_into_another_directorate(directorate: Place) -> None:
    elsewhere = making.place("Adults", "directorate", directorate.parent)
    parks = making.place("Parks", "service", elsewhere)
    here, beside = making.account("dmt", directorate), making.account("dmt", directorate)
    everywhere = making.account("equality_team")
    batch = importing.upload(by=here, name=FILE.name, data=FILE.read_bytes(), place=directorate, today=TODAY)
    decisions = corrections.with_service({}, "Street Care", {"place": parks.pk})
    batch = importing.correct(by=here, batch=batch, decisions=decisions, today=TODAY)
    why = (
        "{} may not add actions to these places: Parks. "
        "Say of these services that they are other places, or keep only the words."
    )
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.ask_to_accept(by=here, batch=batch, today=TODAY)
    assert (str(refusal.value), Approval.objects.count()) == (why.format(here), 0)
    approval = importing.ask_to_accept(by=everywhere, batch=batch, today=TODAY)
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.accept(by=beside, approval=approval, today=TODAY)
    assert (str(refusal.value), Plan.objects.count()) == (why.format(beside), 0)
    approvals.refuse(by=beside, approval=approval, reason="Not our service", today=TODAY)
    both = corrections.with_service(decisions, "Housing Options (HO)", {"place": elsewhere.pk})
    batch = importing.correct(by=here, batch=batch, decisions=both, today=TODAY)
    with pytest.raises(importing.ImportRefused, match="places: Adults, Parks"):
        importing.ask_to_accept(by=here, batch=batch, today=TODAY)
    plan = accepted(batch, (everywhere, making.account("equality_team")))
    assert {row[0] for row in rows(plan, "service__name")} == {"Adults", "Parks"}


def test_a_file_that_is_no_plan_is_refused(people: tuple[User, User]) -> None:
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.upload(by=people[0], name="letter.txt", data=b"Dear all,\n\nthank you.\n", today=TODAY)
    assert str(refusal.value) == (
        "letter.txt: no action was found in it. A plan is read from tables whose columns say what the action is, "
        "who leads it and by when; check that this is the right file."
    )
    with pytest.raises(importing.ImportRefused) as refusal:
        importing.upload(by=people[0], name="plan.xlsx", data=b"not a workbook", today=TODAY)
    assert str(refusal.value).startswith("plan.xlsx: ")
    assert ImportBatch.objects.count() == 0


def test_what_was_decided_is_what_is_made(batch: ImportBatch, people: tuple[User, User]) -> None:
    preview = queries.preview(batch, for_user=people[0], today=TODAY)
    sam = Person.objects.filter(name="Sam Turner", place__name="Homes and Streets").get()
    decisions = corrections.with_service({"slug": "fbp"}, "Street Care", {"create": False})
    decisions = corrections.with_lead(decisions, "Sam Turner", {"person": sam.pk})
    decisions = corrections.with_lead(decisions, "Robin Vale", {"team": True})
    decisions = corrections.with_leftover(decisions, "0", become="recommendation", theme=1, reason="")
    decisions = corrections.with_action(decisions, preview.rows[5], {"left_out": "Said twice"})
    batch = importing.correct(by=people[0], batch=batch, decisions=decisions, today=TODAY)
    plan = accepted(batch, people)
    assert plan.actions.order_by("number").last().reference == "FBP-005"
    assert rows(plan, "service__name", "accountable")[3] == (None, sam.pk)
    assert plan.actions.get(number=5).leads.get().kind == "team"
    assert [row.text for row in Theme.objects.get(title="Fair jobs").recommendations.all()] == [
        "Advertise every acting-up post",
        preview.leftovers[0].passage.text,
    ]
    assert [one.lead.name for one in LeadToMatch.objects.order_by("id")] == ["Pat Quill", "D. Okafor"]


def test_two_people_who_correct_at_once_both_have_their_way(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    decisions = corrections.with_lead({"title": "First", "slug": "one"}, "Robin Vale", {"team": True})
    importing.correct(by=people[0], batch=batch, decisions=decisions, today=TODAY)
    copies = [ImportBatch.objects.get(), ImportBatch.objects.get()]  # as two browsers show it
    seen = queries.preview(copies[0], for_user=people[0], today=TODAY).rows
    mine = corrections.with_action(copies[0].decisions, seen[0], {"action": "Said by one"})
    mine = corrections.with_lead(mine, "Robin Vale", None)
    theirs = corrections.with_action(copies[1].decisions, seen[1], {"action": "Said by the other"})
    theirs = corrections.with_service({**theirs, "title": "Second"}, "Street Care", {"create": False})
    importing.correct(by=people[0], batch=copies[0], decisions=mine, today=TODAY)
    both = importing.correct(by=people[1], batch=copies[1], decisions=theirs, today=TODAY)
    assert both.decisions == {
        "title": "Second",
        "slug": "one",
        "leads": {},
        "services": {"street care": {"create": False}},
        "actions": {seen[0].key: {"action": "Said by one"}, seen[1].key: {"action": "Said by the other"}},
    }
    assert both == ImportBatch.objects.get()
    rows_now = queries.preview(both, for_user=people[0], today=TODAY).rows
    assert [row.now.action for row in rows_now[:2]] == ["Said by one", "Said by the other"]
    last = audit.history(both)[-1]
    assert (last.by, sorted(last.after)) == (people[1], ["actions", "services", "title"])


def test_two_imports_of_one_file_make_two_plans_and_say_so(
    batch: ImportBatch, people: tuple[User, User]
) -> None:
    accepted(batch, people)
    again = importing.upload(by=people[0], name="copy.txt", data=FILE.read_bytes(), today=TODAY)
    assert queries.preview(again, for_user=people[0], today=TODAY).earlier == [batch]
    assert accepted(again, people).slug == "fbphsd2"


def test_an_import_that_fails_makes_nothing(
    batch: ImportBatch, people: tuple[User, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    approval = importing.ask_to_accept(by=people[0], batch=batch, today=TODAY)

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("throughline.plan.changes.making._leads", fail)
    with pytest.raises(RuntimeError):
        importing.accept(by=people[1], approval=approval, today=TODAY)
    assert (Plan.objects.count(), Place.objects.filter(name="Street Care").count()) == (0, 0)
    assert Approval.objects.get().state == Approval.State.WAITING
