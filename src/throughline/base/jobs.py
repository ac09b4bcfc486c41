"""Background jobs: the one module that knows the library. Working the queue, jobs of the day, trying again.

A job is a function marked with `@task()` from django_tasks; `job.enqueue(...)` puts it into the queue, which is a table
of our own database. Whatever it does must be harmless to do twice: a worker may die before it could say that it is done.
"""

import atexit
import contextlib
import dataclasses
import datetime
import logging
import signal
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from throughline.base.models import DailyRun

log = logging.getLogger(__name__)

WAITS = tuple(
    datetime.timedelta(minutes=minutes) for minutes in (1, 5, 30, 120)
)  # before each further attempt
LOST_AFTER = datetime.timedelta(hours=1)  # a job that runs for longer was lost with its worker
KEEP_FINISHED = datetime.timedelta(days=14)
AFTER_TROUBLE = 5.0  # seconds until the database is asked again
ONCE = uuid.UUID("6d0e1f6e-6f0a-4a52-9d4b-0c8f4f0a2d11")  # names of jobs that are put into the queue once

Job = Callable[[datetime.date], object]


def work(
    *,
    each_minute: Callable[[], object] = lambda: None,
    until_empty: bool = False,
    interval: float = 1.0,
    stop: threading.Event | None = None,
) -> int:
    """Do what is in the queue, until `stop` is set (or Ctrl+C, or SIGTERM), or until nothing is left to do now. Gives how
    many jobs were done or tried.

    each_minute: what makes sure that regular jobs are in the queue. Several workers may run at once on PostgreSQL; on
    SQLite they take turns.
    """
    stop = stop or threading.Event()
    looked, done = None, 0
    with _signals_to(stop):
        while not stop.is_set():
            try:
                now = timezone.now()
                if looked is None or now - looked >= datetime.timedelta(minutes=1):
                    each_minute()
                    looked = now
                done += _empty_queue(stop)
            except DatabaseError as trouble:
                if until_empty:
                    raise
                log.warning("The queue cannot be read: %s. Trying again.", trouble)
                close_old_connections()
                stop.wait(AFTER_TROUBLE)
                continue
            if until_empty:
                break
            stop.wait(interval)
    return done


def _empty_queue(stop: threading.Event) -> int:
    """Do what is ready, one job after the other, and give how many; a stop lets the job in hand finish."""
    done = 0
    while not stop.is_set():
        worker = Worker(
            queue_names=["*"],
            interval=0,
            batch=True,  # return when nothing is ready
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=1,
            worker_id=uuid.uuid4().hex,
            excluded_queue_names=[],
        )
        worker.run()
        if not worker._run_tasks:
            break
        done += worker._run_tasks
    return done


def failed_since(moment: datetime.datetime) -> int:
    """How many jobs have failed for good since then."""
    return DBTaskResult.objects.failed().filter(finished_at__gte=moment).count()


@contextlib.contextmanager
def _signals_to(stop: threading.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set `stop`, in the main thread; a second one kills as usual."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, frame: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@dataclasses.dataclass(frozen=True)
class Embedded:
    """A worker inside another program, the demo's server: `stop` ends it after the job in hand."""

    thread: threading.Thread
    stopping: threading.Event

    def stop(self, wait: float = 5.0) -> None:
        self.stopping.set()
        self.thread.join(wait)


def start_embedded(*, each_minute: Callable[[], object] = lambda: None, interval: float = 1.0) -> Embedded:
    """Work the queue in a thread of this process."""
    stop = threading.Event()

    def run() -> None:
        try:
            work(each_minute=each_minute, interval=interval, stop=stop)
        finally:
            connections.close_all()

    embedded = Embedded(threading.Thread(target=run, name="jobs", daemon=True), stop)
    embedded.thread.start()
    atexit.register(embedded.stop)
    return embedded


def again(job: Task[..., Any], *, attempt: int, trouble: Exception, **arguments: Any) -> None:
    """Inside a job that failed: put it back into the queue for later, with attempt + 1. After the last attempt `trouble` is
    raised, so that the job stands in the queue's table as failed.
    """
    if attempt > len(WAITS):
        raise trouble
    later = timezone.now() + WAITS[attempt - 1]
    job.using(run_after=later).enqueue(attempt=attempt + 1, **arguments)


def enqueue_once(job: Task[..., Any], *, name: str, run_after: datetime.datetime) -> bool:
    """Put a job without arguments into the queue unless one of this name is or was there. Whether it was put."""
    _, new = DBTaskResult.objects.get_or_create(
        id=uuid.uuid5(ONCE, name),
        defaults={
            "args_kwargs": {"args": [], "kwargs": {}},
            "priority": job.priority,
            "task_path": job.module_path,
            "queue_name": job.queue_name,
            "run_after": run_after,
            "backend_name": job.backend,
        },
    )
    return bool(new)


def requeue_lost(now: datetime.datetime) -> int:
    """Jobs whose worker died in the middle are ready once more; gives how many."""
    lost = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, started_at__lt=now - LOST_AFTER)
    return int(lost.update(status=TaskResultStatus.READY, started_at=None, run_after=now))


def prune(now: datetime.datetime) -> int:
    """Finished jobs are forgotten after a while; gives how many."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=now - KEEP_FINISHED)
    return int(old.delete()[0])


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What became of a job of the day. "before": it was done already; "elsewhere": another worker is at it."""

    job: str
    state: Literal["done", "failed", "before", "elsewhere"]
    trouble: str = ""


def run_daily(
    jobs: Mapping[str, Job],
    on: datetime.date,
    *,
    clock: Callable[[], datetime.datetime] = timezone.now,
    patience: datetime.timedelta = datetime.timedelta(0),
) -> list[Outcome]:
    """Every job once for the day `on`, whoever calls and however often. One that fails is noted in words, the others go on,
    and a later call tries it again. patience: how long after its start a failed job is left alone.
    """
    return [_run_one(name, job, on, clock, patience) for name, job in jobs.items()]


def _run_one(
    name: str,
    job: Job,
    on: datetime.date,
    clock: Callable[[], datetime.datetime],
    patience: datetime.timedelta,
) -> Outcome:
    claimed = _claim(name, on, clock(), patience)
    if isinstance(claimed, Outcome):
        return claimed
    try:
        job(on)
    except Exception as trouble:
        log.exception("The daily job “%s” for %s failed", name, on)
        said = f"{type(trouble).__name__}: {trouble}"[:2000]
        DailyRun.objects.filter(pk=claimed.pk).update(trouble=said)
        return Outcome(name, "failed", said)
    DailyRun.objects.filter(pk=claimed.pk).update(ended_at=clock(), trouble="")
    return Outcome(name, "done")


def _claim(
    name: str, on: datetime.date, now: datetime.datetime, patience: datetime.timedelta
) -> DailyRun | Outcome:
    """The run, ours alone; or why it is not to be done now."""
    run, new = DailyRun.objects.get_or_create(job=name, on=on, defaults={"started_at": now, "attempts": 1})
    if new:
        return run
    if run.ended_at is not None:
        return Outcome(name, "before")
    started = run.started_at or now - LOST_AFTER
    wait = patience if run.trouble else LOST_AFTER
    if started > now - wait:
        return Outcome(name, "failed" if run.trouble else "elsewhere", run.trouble)
    free = DailyRun.objects.filter(
        Q(pk=run.pk, ended_at=None, started_at=run.started_at, attempts=run.attempts)
    )
    if not free.update(started_at=now, trouble="", attempts=F("attempts") + 1):
        return Outcome(name, "elsewhere")
    return run
