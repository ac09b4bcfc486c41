"""The HR extract from upload to acceptance: what is written, audited, asked, refused, wiped; and that it is fast."""

import json

import pytest

from tests import making
from tests.base.people_steps import TODAY, TWO, accepted, borough, importer, mapped, register, upload
from throughline.base import audit
from throughline.base.changes import people, places
from throughline.base.changes.people import ImportRefused
from throughline.base.hr_extract.whereabouts import Decision
from throughline.base.models import (
    AuditEvent,
    ColumnMapping,
    Notice,
    PeopleImport,
    Person,
    Place,
    PlaceAlias,
)
from throughline.base.queries import people_imports as queries

pytestmark = pytest.mark.django_db


def test_an_extract_is_written_whole_and_audited():
    by, was = importer(), borough()
    done = accepted(by, *TWO)
    assert register() == {
        "1": ("Ngozi Okafor", "ngozi.okafor@wexcombe.example", "Head of Parks", "Parks", None, None),
        "2": ("Renée Łuczak", "renee@wexcombe.example", "Gardener", "Parks", "Ngozi Okafor", None),
    }
    ngozi = Person.objects.get(employee_number="1")
    assert (ngozi.name_key, done.left) == ("ngozi okafor", ())
    event = AuditEvent.objects.get(what="base.person.added", about=str(ngozi.pk))
    assert (event.by, event.before, event.after) == (
        by,
        {},
        {"employee_number": "1", "name": "Ngozi Okafor", "email": "ngozi.okafor@wexcombe.example",
         "job_title": "Head of Parks", "place": was["parks"].pk, "manager": None, "started_on": None, "left_on": None},
    )  # fmt: skip
    assert AuditEvent.objects.get(what="base.people_import.accepted").after == {
        "added": 2, "updated": 0, "unchanged": 0, "ended": 0, "left_out": 0, "opened": [],
    }  # fmt: skip
    assert audit.faults() == []


def test_a_second_extract_updates_only_what_differs():
    by = importer()
    borough()
    accepted(by, *TWO)
    done = accepted(by, TWO[0].replace("Head of Parks", "Director"), TWO[1], "3,New,Person,,,,,,2,")
    assert {key: done.made.summary[key] for key in ("added", "updated", "unchanged", "ended")} == {
        "added": 1, "updated": 1, "unchanged": 1, "ended": 0,
    }  # fmt: skip
    event = AuditEvent.objects.get(what="base.person.updated")
    assert (event.before, event.after) == ({"job_title": "Head of Parks"}, {"job_title": "Director"})
    assert register()["3"] == ("New Person", None, "", "Wexcombe", "Renée Łuczak", None)
    count = AuditEvent.objects.filter(kind="base.person").count()
    again = accepted(by, TWO[0].replace("Head of Parks", "Director"), TWO[1], "3,New,Person,,,,,,2,")
    assert (again.made.summary["unchanged"], AuditEvent.objects.filter(kind="base.person").count()) == (
        3,
        count,
    )


def test_two_people_swap_their_addresses_in_one_import():
    by = importer()
    borough()
    accepted(by, *TWO)
    swapped = [
        TWO[0].replace("Ngozi.Okafor@wexcombe.example", "renee@wexcombe.example"),
        TWO[1].replace("renee@wexcombe.example", "ngozi.okafor@wexcombe.example"),
    ]
    accepted(by, *swapped)
    assert [row[1] for row in register().values()] == [
        "renee@wexcombe.example",
        "ngozi.okafor@wexcombe.example",
    ]


def test_the_mapping_is_remembered_for_the_same_columns():
    by = importer()
    head = "Ref,Called,Box"
    made = upload(by, "1,A B,a@x.example", head=head)
    assert queries.suggested_mapping(made) == {}
    chosen = {"number": "Ref", "name": "Called", "email": "Box"}
    people.map_columns(by=by, made=made, mapping=chosen, today=TODAY)
    assert queries.suggested_mapping(upload(by, "1,A B,a@x.example", head=head)) == chosen
    assert queries.suggested_mapping(upload(by, "a@x.example,1,A B", head="BOX,ref,called")) == {
        "number": "ref", "name": "called", "email": "BOX",
    }  # fmt: skip
    assert ColumnMapping.objects.count() == 1


def test_after_the_mapping_only_mapped_columns_are_kept_and_after_acceptance_nothing():
    by = importer()
    head = "Employee Number,Full Name,Cost Code,Grade"
    made = upload(by, "1,A B,CC-77,SO1", head=head)
    assert made.rows["columns"] == head.split(",")
    made = people.map_columns(
        by=by, made=made, mapping={"number": "Employee Number", "name": "Full Name"}, today=TODAY
    )
    assert (made.rows["columns"], made.rows["lines"]) == (
        ["Employee Number", "Full Name"],
        [[2, 4, ["1", "A B"]]],
    )
    done = people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY)
    assert (done.made.rows, done.made.state) == (None, "done")


EQUALITY = {
    "Ethnicity": "Zamboangueño", "Religion": "Zoroastrian", "Sexual Orientation": "Pansexual", "Gender": "Agender",
    "Disability": "Tetraplegia", "Date of Birth": "07/08/1971", "NI Number": "QQ123456C", "Category 9": "White British",
    "Title": "Mrs", "Marital Status": "Widowed", "Age": "55",
}  # fmt: skip


def test_equality_data_is_nowhere_in_the_database_whatever_becomes_of_the_upload():
    """Create what could leak, then look for it in every column of every table that an import touches."""
    by = importer()
    head = ",".join(["Employee Number", "Forename", "Surname", *EQUALITY])
    made = upload(by, ",".join(["1", "Ngozi", "Okafor", *EQUALITY.values()]), head=head)
    assert [column for column, _ in made.summary["not_read"]] == list(EQUALITY)
    made = people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)
    people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY)
    upload(by, ",".join(["2", "A", "B", *EQUALITY.values()]), head=head)
    for model in (PeopleImport, Person, AuditEvent, ColumnMapping, Notice, Place, PlaceAlias):
        stored = json.dumps(list(model.objects.values()), default=str, ensure_ascii=False)
        assert [
            value for value in EQUALITY.values() if f'"{value}"' in stored or f" {value} " in stored
        ] == []
    assert {f.name for f in Person._meta.get_fields() if f.concrete} == {
        "id", "employee_number", "name", "name_key", "email", "job_title", "place", "manager", "started_on", "left_on",
    }  # fmt: skip


def test_unknown_places_are_asked_and_nothing_happens_before_the_answer():
    by, was = importer(), borough()
    lines = [
        "1,A,B,,,Place and Environment,Parkes,,,",
        "2,C,D,,,Culture,Museums,Front Desk,,",
        "3,E,F,,,Place and Environment,Typing Pool,,,",
    ]
    made = mapped(by, *lines)
    view = queries.read(made, today=TODAY)
    assert [(u.key, u.rows, u.near) for u in view.whereabouts.unknown] == [
        ("service|place and environment|parkes", (2,), was["parks"].pk),
        ("directorate|culture", (3,), None),
        ("service|place and environment|typing pool", (4,), None),
    ]
    with pytest.raises(ImportRefused, match="Decide first about the places that nobody knows"):
        people.accept(by=by, made=made, seen=view.seal, today=TODAY)
    decisions = {
        "service|place and environment|parkes": Decision("same", was["parks"].pk),
        "directorate|culture": Decision("open"),
        "service|place and environment|typing pool": Decision("none"),
    }
    made = people.decide_places(by=by, made=made, decisions=decisions, today=TODAY)
    done = people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY)
    assert done.made.summary["opened"] == ["Culture", "Front Desk", "Museums"]
    where = {p.employee_number: p.place for p in Person.objects.filter(employee_number__in="123")}
    assert (where["1"], where["3"]) == (was["parks"], was["green"])
    desk = where["2"]
    assert [desk.name, desk.parent.name, desk.parent.parent.name, desk.parent.parent.parent] == [
        "Front Desk", "Museums", "Culture", was["top"],
    ]  # fmt: skip
    assert list(PlaceAlias.objects.values_list("place__name", "spelling")) == [("Parks", "Parkes")]
    assert queries.read(mapped(by, lines[0]), today=TODAY).whereabouts.unknown == ()


def test_a_decision_for_a_place_that_is_closed_is_refused():
    by, was = importer(), borough()
    places.close(by=by, place=was["parks"], on=TODAY, today=TODAY)
    made = mapped(by, "1,A,B,,,Place and Environment,Green,,,")
    decision = {"service|place and environment|green": Decision("same", was["parks"].pk)}
    with pytest.raises(ImportRefused, match="Choose a place that is open"):
        people.decide_places(by=by, made=made, decisions=decision, today=TODAY)


def test_a_merged_place_leads_to_its_successor():
    by, was = importer(), borough()
    lawns = making.place("Lawns", "service", was["green"])
    places.merge(by=by, place=lawns, into=was["parks"], on=TODAY, today=TODAY)
    accepted(by, "1,A,B,,,Place and Environment,Lawns,,,")
    assert register()["1"][3] == "Parks"
