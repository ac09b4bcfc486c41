"""How an import of people ends: leavers, refusals, cancelling, the command line."""

import csv
import datetime
import io
import pathlib

import pytest

from tests import making
from tests.base.people_steps import HEAD, TODAY, TWO, accepted, borough, importer, mapped, register, upload
from throughline.base import audit, permissions
from throughline.base.changes import people
from throughline.base.changes.people import ImportRefused
from throughline.base.hr_extract.whereabouts import Decision
from throughline.base.models import (
    AuditEvent,
    Notice,
    PeopleImport,
    Person,
    Place,
)
from throughline.base.queries import people_imports as queries

pytestmark = pytest.mark.django_db
SAMPLES = pathlib.Path(__file__).parents[2] / "samples" / "wexcombe"


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
        match=r"^people\.csv names places that nobody knows: “Place and Environment”\. Import it on the page to decide "
        r"about each, or open all of them: on the command line, with --open-places\.$",
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
