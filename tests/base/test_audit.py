"""The audit chain: what is recorded, never alone, and in one line whatever happens at once."""

import datetime
import decimal
import hashlib
import json
import math
import os
import pathlib
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests import making
from throughline.base import audit
from throughline.base.models import AuditEvent, AuditHead, Person

ROOT = pathlib.Path(__file__).parents[2]
WRITERS, EACH = 4, 50


@pytest.mark.django_db
def test_an_event_says_who_what_when_before_and_after() -> None:
    user, about = making.account(), making.person("Ada Obi")
    start = datetime.datetime.now(datetime.UTC)
    event = audit.record(
        by=user, what="base.person.changed", about=about, before={"a": 1}, after={"a": None}, reason="moved"
    )
    end = datetime.datetime.now(datetime.UTC)
    kept = AuditEvent.objects.get()
    assert start <= kept.at <= end
    values = (kept.sequence, kept.by, kept.what, kept.kind, kept.about, kept.before, kept.after, kept.reason)
    wanted = (1, user, "base.person.changed", "base.person", str(about.pk), {"a": 1}, {"a": None}, "moved")
    assert values == wanted
    assert (kept.previous_hash, kept.hash) == ("", audit.seal(event))
    assert audit.checkpoint() == (1, kept.hash)
    assert audit.faults() == []


@pytest.mark.django_db
def test_the_seal_is_over_every_field_in_a_form_that_never_changes() -> None:
    """Written out here by hand: an auditor can check the chain without this program."""
    about = making.place("Parks")
    with transaction.atomic():
        audit.record(by=None, what="base.place.opened", about=about)
        audit.record(by=None, what="base.place.renamed", about=about, after={"name": "Pärks", "b": [1, True]})
    first, second = AuditEvent.objects.order_by("sequence")
    at = second.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    text = (
        f'{{"about":"{about.pk}","after":{{"b":[1,true],"name":"Pärks"}},"at":"{at}","before":{{}},"by_id":null,'
        f'"kind":"base.place","previous_hash":"{first.hash}","reason":"","sequence":2,"what":"base.place.renamed"}}'
    )
    assert second.hash == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.django_db
def test_every_field_of_an_event_is_sealed() -> None:
    fields = {field.attname for field in AuditEvent._meta.concrete_fields}
    assert fields - set(audit.SEALED) == {
        "id",
        "hash",
    }  # the row's own number, which means nothing, and the seal


@pytest.mark.django_db
def test_what_is_kept_is_the_same_on_every_database() -> None:
    about = making.place("Parks")
    values = {
        "day": datetime.date(2026, 3, 1),
        "sum": decimal.Decimal("1.10"),
        "part": 1e22,
        "nothing": -0.0,
        3: "three",
        "deep": {"list": [0.1, None]},
    }
    audit.record(by=None, what="x", about=about, after=values)
    kept = AuditEvent.objects.get().after
    assert json.dumps(kept, sort_keys=True) == json.dumps(
        {
            "3": "three",
            "day": "2026-03-01",
            "deep": {"list": ["0.1", None]},
            "nothing": "-0.0",
            "part": "1e+22",
            "sum": "1.10",
        }
    )
    assert audit.faults() == []
    with pytest.raises(ValueError, match="cannot keep NaN"):
        audit.record(by=None, what="x", about=about, after={"part": float("nan")})


@pytest.mark.django_db
def test_the_seal_does_not_hang_on_the_time_zone_of_the_site(settings: object) -> None:
    audit.record(by=None, what="x", about=making.place("Parks"))
    settings.TIME_ZONE = "Asia/Tokyo"  # type: ignore[attr-defined]
    assert audit.faults() == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    about = making.place("Parks")
    with pytest.raises(RuntimeError, match="inside the transaction of the change"):
        audit.record(by=None, what="x", about=about)
    assert (AuditEvent.objects.count(), AuditHead.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_event_and_no_gap() -> None:
    def change(name: str, *, fails: bool) -> None:
        with transaction.atomic():
            person = making.person(name)
            audit.record(by=None, what=f"made {name}", about=person)
            if fails:
                raise KeyError(name)

    change("One", fails=False)
    with pytest.raises(KeyError):
        change("Two", fails=True)
    change("Three", fails=False)
    with transaction.atomic():
        with pytest.raises(KeyError):
            change("Four", fails=True)  # a savepoint only
        change("Five", fails=False)
    events = AuditEvent.objects.order_by("sequence")
    assert [(one.sequence, one.what) for one in events] == [
        (1, "made One"),
        (2, "made Three"),
        (3, "made Five"),
    ]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Five", "One", "Three"]
    assert audit.faults() == []


@pytest.mark.django_db
def test_many_events_cost_few_queries_and_little_time() -> None:
    about = making.place("Parks")
    audit.record(by=None, what="first", about=about)
    start = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        made = audit.record_many([("x", about, {}, {"n": n}) for n in range(5000)], by=None)
    took = time.perf_counter() - start
    assert len(made) == 5000
    columns = [field for field in AuditEvent._meta.concrete_fields if not field.primary_key]
    at_a_time = min(500, connection.ops.bulk_batch_size(columns, made))  # SQLite takes fewer
    assert len(asked) == 1 + math.ceil(5000 / at_a_time) + 1  # the end of the chain, the events, the new end
    assert took < 4, f"{took:.1f} s"
    assert audit.checkpoint()[0] == 5001
    assert audit.faults() == []


@pytest.mark.django_db
def test_no_event_is_no_write() -> None:
    assert audit.record_many([], by=None) == []
    assert AuditHead.objects.count() == 0


@pytest.mark.django_db
def test_the_history_of_a_thing_is_its_own() -> None:
    one, other = making.place("Parks"), making.place("Trees")
    someone = making.person()
    for about, what in [(one, "a"), (other, "b"), (one, "c"), (someone, "d")]:
        audit.record(by=None, what=what, about=about)
    assert [event.what for event in audit.history(one)] == ["a", "c"]


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="threads write at once on PostgreSQL only; SQLite is tested with processes, below",
)
@pytest.mark.django_db(transaction=True)
def test_events_written_at_once_stand_in_one_line() -> None:
    about = making.place("Parks")
    ready, troubles = threading.Barrier(WRITERS + 1), []

    def write(name: str) -> None:
        try:
            ready.wait()
            for number in range(EACH):
                with transaction.atomic():
                    audit.record(by=None, what=name, about=about, after={"n": number})
        except Exception as trouble:  # noqa: BLE001 - shown by the test
            troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(f"writer {name}",)) for name in range(WRITERS)]
    for thread in threads:
        thread.start()
    ready.wait()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen.append(audit.faults())  # checking while others write finds nothing wrong
    assert troubles == []
    assert len(seen) > 1
    assert [faults for faults in seen if faults] == []
    _one_line()


WRITER = """
import sys, django
django.setup()
from django.db import transaction
from throughline.base import audit
from throughline.base.models import Authority
for number in range({each}):
    with transaction.atomic():
        audit.record(by=None, what=sys.argv[1], about=Authority(pk=1), after={{"n": number}})
"""


@pytest.mark.slow
def test_processes_that_write_at_once_into_a_file_of_sqlite_stand_in_one_line(tmp_path: pathlib.Path) -> None:
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("THROUGHLINE", "DATABASE"))
        },
        "THROUGHLINE_HOME": str(tmp_path),
        "THROUGHLINE_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "throughline.settings",
        "PYTHONPATH": str(ROOT / "src"),
    }

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, *arguments]
        return subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def finish(process: "subprocess.Popen[str]") -> tuple[int | None, str]:
        said = "".join(process.communicate(timeout=120))
        return process.returncode, said

    assert finish(start("-m", "throughline", "migrate")) == (0, "The tables are up to date.\n")
    writers = [start("-c", WRITER.format(each=EACH), f"writer {name}") for name in range(WRITERS)]
    while any(writer.poll() is None for writer in writers):
        assert finish(start("-m", "throughline", "verify-audit"))[0] == 0
    assert [finish(writer) for writer in writers] == [(0, "")] * WRITERS
    code, said = finish(start("-m", "throughline", "verify-audit"))
    assert code == 0
    assert (
        said.splitlines()[0]
        == "The audit log is whole: every event follows the one before, and none was altered."
    )
    assert said.splitlines()[1].startswith(f"Note this checkpoint somewhere else: {WRITERS * EACH} ")


def _one_line() -> None:
    events = list(AuditEvent.objects.order_by("sequence"))
    assert [event.sequence for event in events] == list(range(1, WRITERS * EACH + 1))
    assert [event.previous_hash for event in events] == ["", *(event.hash for event in events[:-1])]
    for name in range(WRITERS):
        assert [event.after["n"] for event in events if event.what == f"writer {name}"] == list(range(EACH))
    assert audit.checkpoint() == (events[-1].sequence, events[-1].hash)
    assert audit.faults() == []
