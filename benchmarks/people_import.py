"""How long the HR extract takes, beside the loop that one would write first: look up, compare, save and audit row by row.

    python benchmarks/people_import.py [people] [--runs 3]

Uses the database of DATABASE_URL, or else a new SQLite file; everything is rolled back. Both ways read the same file with
the same reader, write the same people and one audit event for each; the run ends with an error when they do not.
"""

import argparse
import contextlib
import datetime
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

HERE = pathlib.Path(__file__).parent
TODAY = datetime.date(2026, 10, 31)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("people", nargs="?", type=int, default=4500)
    parser.add_argument("--runs", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        _set_up(home)
        extract = home / "people.csv"
        subprocess.run(
            [sys.executable, HERE.parent / "samples" / "make_people.py", str(wanted.people), extract],
            check=True,
        )
        _compare(extract.read_bytes(), wanted.people, wanted.runs)


def _set_up(home: pathlib.Path) -> None:
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{home / 'benchmark.sqlite3'}")
    os.environ |= {
        "THROUGHLINE_HOME": str(home),
        "THROUGHLINE_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "throughline.settings",
    }
    sys.path.insert(0, str(HERE.parent / "src"))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _compare(data: bytes, people: int, runs: int) -> None:
    from django.db import connection

    changed = data.replace(b"Officer", b"Adviser")  # a second extract in which many job titles differ
    print(f"{people} people on {connection.vendor}, seconds (median of {runs}, and the slowest)")
    print(f"{'':34}{'Throughline':>20}{'row by row':>20}")
    figures: dict[str, list[list[float]]] = {}
    for _ in range(runs):
        ours, first = _timed(_throughline, [data, changed, changed])
        naive, second = _timed(_row_by_row, [data, changed, changed])
        if first != second:
            raise SystemExit("The two ways did not write the same register.")
        for name, pair in zip(
            ("everybody new", "job titles changed", "nothing changed"),
            zip(ours, naive, strict=True),
            strict=True,
        ):
            figures.setdefault(name, []).append(list(pair))
    for name, pairs in figures.items():
        ways = list(zip(*pairs, strict=True))
        shown = [f"{statistics.median(way):.2f} ({max(way):.2f})" for way in ways]
        print(f"{name:34}{shown[0]:>20}{shown[1]:>20}")


def _timed(way: Callable[[bytes], None], files: list[bytes]) -> tuple[list[float], list[tuple[object, ...]]]:
    """Seconds for each file, one after the other, and the register afterwards; the database is as it was before."""
    from throughline.base.models import Person

    with _rolled_back():
        _organisation()
        seconds = []
        for data in files:
            start = time.perf_counter()
            way(data)
            seconds.append(time.perf_counter() - start)
        columns = (
            "employee_number",
            "name",
            "email",
            "job_title",
            "place__code",
            "manager__employee_number",
            "started_on",
            "left_on",
        )
        register = list(Person.objects.order_by("employee_number").values_list(*columns))
    return seconds, register


@contextlib.contextmanager
def _rolled_back() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _organisation() -> None:
    """The sample borough's places, so that neither way has to ask."""
    import json

    from throughline.base.changes import places
    from throughline.base.models import Place

    told = json.loads(
        (HERE.parent / "samples" / "wexcombe" / "organisation.json").read_text(encoding="utf-8")
    )

    def put(part: dict[str, object], kind: str, parent: Place | None) -> Place:
        made = Place.objects.create(code=part["code"], name=part["name"], kind=kind, parent=parent)
        for spelling in {part.get("short_name"), *part.get("aliases", [])} - {None, part["name"]}:
            with contextlib.suppress(places.PlaceRefused):
                places.add_spelling(by=None, place=made, spelling=str(spelling), today=TODAY)
        return made

    top = put(told["authority"], "authority", None)
    for directorate in told["directorates"]:
        over = put(directorate, "directorate", top)
        for service in directorate["services"]:
            below = put(service, "service", over)
            for team in service["teams"]:
                put(team, "team", below)


def _throughline(data: bytes) -> None:
    from throughline.base.changes import people
    from throughline.base.queries import people_imports

    made = people.upload(by=None, data=data, file_name="people.csv", today=TODAY)
    mapping = people_imports.suggested_mapping(made)
    made = people.map_columns(by=None, made=made, mapping=mapping, today=TODAY)
    view = people_imports.read(made, today=TODAY)
    if view.whereabouts.unknown:
        raise SystemExit(f"Unknown places: {[unknown.name for unknown in view.whereabouts.unknown]}")
    people.accept(by=None, made=made, seen=view.seal, today=TODAY)


def _row_by_row(data: bytes) -> None:
    """One look-up, one save and one audit event for each person, then the same again for managers."""
    from django.db import transaction

    from throughline.base import audit
    from throughline.base.changes.people.writing import FIELDS
    from throughline.base.hr_extract import fields, reading, rows, whereabouts
    from throughline.base.models import Person, Place
    from throughline.base.queries import places

    extract = reading.read(data, "people.csv")
    mapping = fields.guess(extract.columns, [line.cells for line in extract.lines])
    people = rows.read(extract.lines, extract.columns, mapping, width=extract.width, today=TODAY)
    top = Place.objects.get(kind="authority").pk
    where = whereabouts.find(people.records, places.index(today=TODAY), {}, top=top).places
    with transaction.atomic():
        for record in people.records:
            person = Person.objects.filter(employee_number=record.number).first() or Person(
                employee_number=record.number
            )
            before = audit.fields(person, FIELDS) if person.pk else {}
            person.name, person.email, person.job_title = record.name, record.email, record.job_title
            person.place_id, person.started_on, person.left_on = (
                where[record.row],
                record.started_on,
                record.left_on,
            )
            person.save()
            old, new = audit.changed(before, audit.fields(person, FIELDS))
            if new:
                audit.record(by=None, what="base.person.updated", about=person, before=old, after=new)
        for record in people.records:
            person = Person.objects.get(employee_number=record.number)
            manager = Person.objects.filter(employee_number=record.manager_number).first()
            if person.manager_id != (manager.pk if manager else None):
                person.manager = manager
                person.save()
                audit.record(
                    by=None, what="base.person.updated", about=person, after={"manager": person.manager_id}
                )


if __name__ == "__main__":
    main()
