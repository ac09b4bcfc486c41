"""The queue with real workers: every job once, however many work; stopping, dying, trying again, the tick."""

import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.base import queue_jobs
from throughline.base import jobs
from throughline.frontdoor import daily

ROOT = pathlib.Path(__file__).parents[2]
START = """
import django; django.setup()
from tests.base import queue_jobs
from throughline.base import jobs
from throughline.frontdoor import daily
"""
Run = Callable[[str], "subprocess.Popen[str]"]


@pytest.fixture(scope="module")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An SQLite database with the tables, in a file, because other processes must see it. Not made on PostgreSQL."""
    path = tmp_path_factory.mktemp("database") / "empty.sqlite3"
    if connection.vendor == "sqlite":
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "-v0"],
            check=True,
            cwd=ROOT,
            env=_env(f"sqlite:///{path}"),
        )
    return path


@pytest.fixture
def run(tmp_path: pathlib.Path, empty_file: pathlib.Path) -> Iterator[Run]:
    """Starts a piece of Python in a process of its own, beside a database that all of them share."""
    if connection.vendor == "postgresql":
        given = urllib.parse.urlsplit(os.environ["DATABASE_URL"])
        url = given._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    else:
        path = tmp_path / "test.sqlite3"
        path.write_bytes(empty_file.read_bytes())
        url = f"sqlite:///{path}"
    started: list[subprocess.Popen[str]] = []

    def start(code: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", START + code],
            cwd=ROOT,
            env=_env(url) | {"NOTES": str(tmp_path / "notes")},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _env(url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }


def said(process: "subprocess.Popen[str]", *, code: int = 0) -> str:
    out, errors = process.communicate(timeout=120)
    assert process.returncode == code, errors
    return out.strip()


def notes(tmp_path: pathlib.Path) -> list[str]:
    path = tmp_path / "notes"
    return path.read_text().split("\n")[:-1] if path.exists() else []


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited for a minute"
        time.sleep(0.05)


STATES = """
import collections, json
from django_tasks_db.models import DBTaskResult
print(json.dumps(collections.Counter(DBTaskResult.objects.values_list("status", flat=True))))
"""


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_do_200_jobs_each_once(run: Run, tmp_path: pathlib.Path) -> None:
    said(run("for number in range(200): queue_jobs.count.enqueue(number)"))
    workers = [run("jobs.work(until_empty=True)") for _ in range(2)]
    for worker in workers:
        said(worker)
    done = [line.split() for line in notes(tmp_path)]
    assert sorted(int(number) for number, _ in done) == list(range(200))
    assert json.loads(said(run(STATES))) == {"SUCCESSFUL": 200}
    if connection.vendor == "postgresql":
        assert len({process for _, process in done}) == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_asked_to_stop_finishes_the_job_in_hand(run: Run, tmp_path: pathlib.Path) -> None:
    said(run("queue_jobs.slow.enqueue(1.5); queue_jobs.count.enqueue(1)"))
    worker = run("jobs.work()")
    wait_for(lambda: notes(tmp_path) == ["began"])
    worker.send_signal(signal.SIGTERM)
    said(worker)
    assert notes(tmp_path) == ["began", "ended"]
    assert json.loads(said(run(STATES))) == {"SUCCESSFUL": 1, "READY": 1}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_was_killed_is_done_by_the_next(run: Run, tmp_path: pathlib.Path) -> None:
    said(run("queue_jobs.slow.enqueue(3)"))
    worker = run("jobs.work()")
    wait_for(lambda: notes(tmp_path) == ["began"])
    worker.kill()
    worker.wait()
    lost = (
        "import datetime; from django.utils import timezone\n"
        "print(jobs.requeue_lost(timezone.now() + datetime.timedelta(minutes={})))"
    )
    assert said(run(lost.format(59))) == "0"
    assert said(run(lost.format(61))) == "1"
    said(run("from django_tasks_db.models import DBTaskResult as R; from django.utils import timezone\n"
             "R.objects.update(run_after=timezone.now()); jobs.work(until_empty=True)"))  # fmt: skip
    assert notes(tmp_path) == ["began", "began", "ended"]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_in_a_thread_beside_writes_from_the_same_process(run: Run, tmp_path: pathlib.Path) -> None:
    """The demo: one process serves and works. 100 jobs while the process writes in between, and a clean stop."""
    code = """
import time
from django_tasks_db.models import DBTaskResult
from throughline.base.models import Place
inside = daily.start_embedded()
for number in range(100):
    queue_jobs.count.enqueue(number)
    Place.objects.create(code=f"t{number}", name="x", kind="team")
end = time.monotonic() + 60
while DBTaskResult.objects.filter(task_path__endswith="count", status="READY").exists() and time.monotonic() < end:
    time.sleep(0.1)
inside.stop()
print(inside.thread.is_alive(), DBTaskResult.objects.filter(task_path__endswith="count", status="SUCCESSFUL").count())
"""
    assert said(run(code)) == "False 100"
    assert sorted(int(line.split()[0]) for line in notes(tmp_path)) == list(range(100))


# A worker closes connections between jobs, as a real one must, so its tests need a database without a surrounding transaction.


@pytest.fixture
def noted(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    return lambda: notes(tmp_path)


def make_due() -> None:
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_a_job_that_fails_is_tried_again_later_each_time_with_the_next_attempt(noted):
    queue_jobs.stubborn.enqueue(until=3)
    waits = []
    for _ in range(4):
        jobs.work(until_empty=True)
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY).first()
        if ready is not None:
            waits.append(round((ready.run_after - timezone.now()).total_seconds() / 60))
            make_due()
    assert (noted(), waits) == (["attempt 1", "attempt 2", "attempt 3"], [1, 5])
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_keeps_failing_ends_as_failed_with_its_reason(noted, caplog):
    queue_jobs.stubborn.enqueue(until=99)
    for _ in range(8):
        jobs.work(until_empty=True)
        make_due()
    assert noted() == [f"attempt {number}" for number in range(1, 6)]
    last = DBTaskResult.objects.get(status=TaskResultStatus.FAILED)
    assert (last.exception_class_path, "not yet" in last.traceback) == ("builtins.ConnectionError", True)


@pytest.mark.django_db
def test_a_job_put_once_is_like_one_that_the_library_puts():
    """enqueue_once writes the library's row itself: this fails when a new version of the library writes it differently."""
    at = timezone.now() + datetime.timedelta(hours=1)
    daily.tick.using(run_after=at).enqueue()
    assert jobs.enqueue_once(daily.tick, name="one", run_after=at) is True
    assert jobs.enqueue_once(daily.tick, name="one", run_after=at) is False
    assert jobs.enqueue_once(daily.tick, name="two", run_after=at) is True
    rows = [
        {name: value for name, value in row.items() if name not in {"id", "enqueued_at"}}
        for row in DBTaskResult.objects.values()
    ]
    assert len(rows) == 3
    assert rows[0] == rows[1] == rows[2]


@pytest.mark.django_db(transaction=True)
def test_the_tick_puts_its_successor_once_and_does_the_day(noted, monkeypatch):
    moment = datetime.datetime(2026, 3, 16, 9, 3, 20, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    did = []
    monkeypatch.setattr(daily, "DAILY", {"say the day": did.append})
    for _ in range(3):
        daily.ensure_tick()
    assert list(DBTaskResult.objects.values_list("run_after", "status")) == [
        (moment.replace(minute=5, second=0), "READY")
    ]
    for minute in (5, 10, 15):
        moment = moment.replace(minute=minute, second=1)
        jobs.work(until_empty=True)
    assert did == [datetime.date(2026, 3, 16)]
    assert list(DBTaskResult.objects.order_by("run_after").values_list("run_after__minute", "status")) == [
        (5, "SUCCESSFUL"), (10, "SUCCESSFUL"), (15, "SUCCESSFUL"), (20, "READY"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_day_begins_at_five(monkeypatch):
    moment = datetime.datetime(2026, 3, 16, 4, 59, tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    did = []
    monkeypatch.setattr(daily, "DAILY", {"say the day": did.append})
    daily.tick.func()
    assert did == []
    moment += datetime.timedelta(minutes=1)
    daily.tick.func()
    assert did == [datetime.date(2026, 3, 16)]


@pytest.mark.django_db(transaction=True)
def test_finished_jobs_are_forgotten_after_two_weeks(noted):
    queue_jobs.count.enqueue(1)
    jobs.work(until_empty=True)
    queue_jobs.count.enqueue(2)
    now = timezone.now()
    assert [jobs.prune(now + datetime.timedelta(days=days)) for days in (13, 15, 15)] == [0, 1, 0]
    assert DBTaskResult.objects.get().args_kwargs["args"] == [2]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_for_a_moment_does_not_end_the_worker(noted, monkeypatch, caplog):
    queue_jobs.count.enqueue(1)
    empty, troubles, stop = (
        jobs._empty_queue,
        [OperationalError("the server is restarting")],
        threading.Event(),
    )

    def flaky(stopping: threading.Event) -> int:
        if troubles:
            raise troubles.pop()
        done = empty(stopping)
        stop.set()
        return done

    monkeypatch.setattr(jobs, "_empty_queue", flaky)
    monkeypatch.setattr(jobs, "AFTER_TROUBLE", 0.01)
    assert jobs.work(stop=stop, interval=0.01) == 1
    assert len(noted()) == 1
    assert "The queue cannot be read: the server is restarting. Trying again." in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_single_round_says_when_the_database_is_away(monkeypatch):
    monkeypatch.setattr(jobs, "_empty_queue", lambda stop: (_ for _ in ()).throw(OperationalError("gone")))
    with pytest.raises(OperationalError, match="gone"):
        jobs.work(until_empty=True)
