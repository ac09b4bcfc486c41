"""The HR extract from upload to acceptance: what is written, audited, asked, refused, wiped; and that it is fast."""

import csv
import datetime
import io
import json
import pathlib
import time

import pytest

from tests import making
from throughline.base import audit, permissions
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
    User,
)
from throughline.base.queries import people_imports as queries

pytestmark = pytest.mark.django_db
SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "wexcombe"
TODAY = datetime.date(2026, 10, 31)
HEAD = "Employee Number,Forename,Surname,Work Email,Job Title,Directorate,Service,Team,Line Manager Employee Number,Leaving Date"


def importer() -> User:
    return making.account("sysadmin")


def upload(by: User | None, *lines: str, head: str = HEAD, name: str = "people.csv") -> PeopleImport:
    return people.upload(by=by, data="\n".join([head, *lines]).encode(), file_name=name, today=TODAY)


def mapped(by: User | None, *lines: str, head: str = HEAD) -> PeopleImport:
    made = upload(by, *lines, head=head)
    return people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)


def accepted(by: User | None, *lines: str, head: str = HEAD, end: object = ()) -> people.Imported:
    made = mapped(by, *lines, head=head)
    return people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY, end=end)


def register() -> dict[str, tuple]:
    return {
        p.employee_number: (
            p.name,
            p.email,
            p.job_title,
            p.place and p.place.name,
            p.manager and p.manager.name,
            p.left_on,
        )
        for p in Person.objects.select_related("place", "manager")
        if p.employee_number and p.employee_number.isdigit()
    }


def borough() -> dict[str, Place]:
    top = making.place("Wexcombe", "authority")
    green = making.place("Place and Environment", "directorate", top)
    return dict(top=top, green=green, parks=making.place("Parks", "service", green))


TWO = (
    "1,Ngozi,Okafor,Ngozi.Okafor@wexcombe.example,Head of Parks,Place and Environment,Parks,,,",
    "2,Renée,Łuczak,renee@wexcombe.example,Gardener,Place & Environment,parks,,1,",
)


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


def test_who_is_missing_from_the_file_is_ended_only_if_ticked_and_the_rest_follows():
    by, was = importer(), borough()
    accepted(by, *TWO, "3,Piers,Long,piers@wexcombe.example,,,,,1,", "4,Ada,Stays,,,,,,3,")
    piers = Person.objects.get(employee_number="3")
    account = making.account("service_manager", was["parks"], piers)
    made = mapped(by, *TWO)
    view = queries.read(made, today=TODAY)
    assert [known.name for known in view.proposal.missing if known.number.isdigit()] == [
        "Piers Long",
        "Ada Stays",
    ]
    done = people.accept(by=by, made=made, seen=view.seal, today=TODAY, end={piers.pk})
    account.refresh_from_db()
    assert ([p.name for p in done.left], register()["3"][5], register()["4"][5]) == (
        ["Piers Long"],
        TODAY,
        None,
    )
    assert (account.is_active, done.made.summary["ended"]) == (False, 1)
    assert list(Notice.objects.values_list("person__name", "text", "path")) == [
        (
            "Ngozi Okafor",
            "Piers Long has left. If they led anything, somebody else must take it over.",
            f"/people/{piers.pk}/",
        )
    ]
    event = AuditEvent.objects.get(what="base.person.left")
    assert (event.about, event.before, event.after) == (
        str(piers.pk),
        {"left_on": None},
        {"left_on": "2026-10-31"},
    )
    assert audit.faults() == []


def test_when_manager_and_report_leave_together_the_next_above_is_told():
    by = importer()
    borough()
    accepted(by, *TWO, "3,Piers,Long,,,,,,2,")
    accepted(by, TWO[0], TWO[1].replace(",1,", ",1,2026-10-01"), "3,Piers,Long,,,,,,2,2026-10-30")
    assert sorted(Notice.objects.values_list("person__name", "event")) == sorted(
        ("Ngozi Okafor", f"person.left {p.pk} {p.left_on}") for p in Person.objects.exclude(left_on=None)
    )
    assert Notice.objects.count() == 2


def test_somebody_who_is_not_missing_cannot_be_ended_by_an_import():
    by = importer()
    borough()
    accepted(by, *TWO)
    here = Person.objects.get(employee_number="1")
    made = mapped(by, *TWO)
    with pytest.raises(ImportRefused, match="Only people who are missing"):
        people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY, end={here.pk})
    assert register()["1"][5] is None


def test_a_leaving_date_to_come_ends_on_its_day_and_once():
    by, was = importer(), borough()
    accepted(by, *TWO)
    renee = Person.objects.get(employee_number="2")
    account = making.account("staff", was["parks"], renee)
    accepted(by, TWO[0], TWO[1].replace(",1,", ",1,2026-11-03"))
    for day, closed in [(2, 0), (3, 1), (4, 0)]:
        assert people.end_leavers(datetime.date(2026, 11, day)) == closed
        account.refresh_from_db()
        assert account.is_active == (day < 3)
    assert list(Notice.objects.values_list("person__name", "event")) == [
        ("Ngozi Okafor", f"person.left {renee.pk} 2026-11-03")
    ]


def test_somebody_comes_back():
    by = importer()
    borough()
    accepted(by, *TWO)
    accepted(by, TWO[0], end="all")
    assert register()["2"][5] == TODAY
    accepted(by, *TWO)
    assert register()["2"][5] is None


def test_refused_rows_change_nothing_and_end_nobody():
    by = importer()
    borough()
    accepted(by, *TWO)
    done = accepted(by, TWO[0], TWO[1].replace("1,", "1,31/02/2026"), end="all")
    assert (register()["2"][2:], done.made.summary["left_out"]) == (
        ("Gardener", "Parks", "Ngozi Okafor", None),
        1,
    )
    assert [(p["row"], p["column"], p["left_out"]) for p in done.made.summary["problems"]] == [
        (3, "Leaving Date", True)
    ]


def test_what_was_not_seen_is_not_accepted():
    by = importer()
    borough()
    made = mapped(by, *TWO)
    seen = queries.read(made, today=TODAY).seal
    Person.objects.create(employee_number="77", name="X Y")
    with pytest.raises(ImportRefused, match="The register has changed since you looked"):
        people.accept(by=by, made=made, seen=seen, today=TODAY)
    assert set(register()) == {"77"}


def test_an_import_is_over_once():
    by = importer()
    borough()
    done = accepted(by, *TWO)
    for again in (
        lambda: people.accept(by=by, made=done.made, seen="", today=TODAY),
        lambda: people.cancel(by=by, made=done.made, today=TODAY),
        lambda: people.map_columns(by=by, made=done.made, mapping={}, today=TODAY),
    ):
        with pytest.raises(ImportRefused, match=r"^This import is done\. Upload the file again\.$"):
            again()


def test_a_fault_halfway_leaves_everything_as_it_was(monkeypatch):
    by = importer()
    borough()
    made = mapped(by, *TWO, "3,New,Man,,,Culture,,,,")
    made = people.decide_places(
        by=by, made=made, decisions={"directorate|culture": Decision("open")}, today=TODAY
    )
    before = (list(Person.objects.values()), list(Place.objects.values()), AuditEvent.objects.count())
    from throughline.base.changes.people import importing

    monkeypatch.setattr(importing, "_finish", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY)
    assert (list(Person.objects.values()), list(Place.objects.values()), AuditEvent.objects.count()) == before
    assert audit.faults() == []


def test_cancelled_and_forgotten_uploads_are_wiped():
    by = importer()
    first, second, third = upload(by, *TWO), upload(by, *TWO), upload(by, *TWO)
    people.cancel(by=by, made=first, today=TODAY)
    PeopleImport.objects.filter(pk=second.pk).update(uploaded_on=TODAY - datetime.timedelta(days=2))
    assert people.forget_uploads(TODAY) == 1
    assert list(PeopleImport.objects.order_by("id").values_list("state", "rows__columns__0")) == [
        ("cancelled", None), ("cancelled", None), ("uploaded", "Employee Number"),
    ]  # fmt: skip
    assert third.state == "uploaded"


def test_a_file_that_is_no_extract_is_refused_and_nothing_kept():
    with pytest.raises(ImportRefused, match=r"^notes\.csv: no row with columns was found; "):
        people.upload(by=importer(), data=b"hello", file_name="notes.csv", today=TODAY)
    assert PeopleImport.objects.count() == 0


@pytest.mark.parametrize(
    "role", ["staff", "service_manager", "dmt", "board", "commissioner", "champion", "dpo_auditor"]
)
def test_others_may_not_import(role):
    by = making.account(role, making.place("Parks", "directorate"))
    with pytest.raises(permissions.NotAllowed):
        upload(by, *TWO)
    assert PeopleImport.objects.count() == 0


def test_the_command_line_imports_a_file_or_changes_nothing(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("\n".join([HEAD, *TWO]))
    with pytest.raises(
        ImportRefused,
        match=r"^people\.csv names places that nobody knows: “Place and Environment”\. Import it on the page to decide",
    ):
        people.import_file(path, None, TODAY)
    assert (Person.objects.count(), PeopleImport.objects.count(), Place.objects.count()) == (0, 0, 0)


def test_the_command_line_on_a_new_site_opens_the_places(tmp_path):
    done = people.import_file(SAMPLES / "people_600.csv", None, TODAY, open_places=True)
    assert {key: done.made.summary[key] for key in ("added", "left_out", "problems", "notes")} == {
        "added": 600, "left_out": 0, "problems": [], "notes": [],
    }  # fmt: skip
    kinds = dict.fromkeys(["authority", "directorate", "service", "team"], 0)
    for kind in Place.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert (kinds["authority"], kinds["directorate"]) == (1, 5)
    assert Person.objects.filter(place=None).count() == 0
    again = people.import_file(SAMPLES / "people_600.csv", None, TODAY)
    assert again.made.summary["unchanged"] == 600


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(
        ImportRefused, match=r"^none\.csv cannot be read: No such file or directory\. Give the path"
    ):
        people.import_file(tmp_path / "none.csv", None, TODAY)


def many(number: int, job: str = "Officer") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    for n in range(1, number + 1):
        row = [
            n,
            f"Forename{n}",
            f"Surname{n}",
            f"p{n}@wexcombe.example",
            job,
            "Place and Environment",
            "Parks",
            "",
        ]
        writer.writerow([*row, n // 10 or "", ""])
    return out.getvalue().encode()


def test_statements_do_not_grow_with_people(django_assert_max_num_queries):
    """A row-by-row import of 300 would need more than 900."""
    by = importer()
    borough()
    for job in ("Officer", "Senior Officer"):
        made = people.upload(by=by, data=many(300, job), file_name="people.csv", today=TODAY)
        made = people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)
        seen = queries.read(made, today=TODAY).seal
        with django_assert_max_num_queries(60):
            people.accept(by=by, made=made, seen=seen, today=TODAY)


@pytest.mark.slow
def test_4500_people_in_under_10_seconds():
    by = importer()
    borough()
    for job in ("Officer", "Senior Officer"):
        start = time.process_time()
        made = people.upload(by=by, data=many(4500, job), file_name="people.csv", today=TODAY)
        made = people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)
        people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY)
        assert time.process_time() - start < 10
    assert AuditEvent.objects.filter(kind="base.person").count() == 9000
