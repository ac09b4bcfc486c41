"""Whether the site does its work in the background: jobs of the day, the queue, mail that nobody took yet."""

import dataclasses
import datetime

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from throughline.base import permissions
from throughline.base.models import DailyRun, Digest, User
from throughline.base.queries import notices

VIEW = "system.administration.view"
LATE = datetime.timedelta(minutes=15)  # the tick comes every five


@dataclasses.dataclass(frozen=True)
class Run:
    """A job of a day. `state`: done, failed or begun."""

    job: str
    on: datetime.date
    state: str
    attempts: int
    trouble: str


@dataclasses.dataclass(frozen=True)
class Failed:
    """A job of the queue that failed for good: what it was and how it ended, without what it was about."""

    job: str
    at: datetime.datetime | None
    error: str


@dataclasses.dataclass(frozen=True)
class Upkeep:
    """What the page of jobs and mail shows. `last_tick`: when the worker last came round; `late`: it should have since.

    `mails`: how many are to be sent yet; `given_up`: how many nobody sent in time.
    """

    runs: list[Run]
    waiting: int
    failed: list[Failed]
    unsent: list[Digest]
    last_tick: datetime.datetime | None
    late: bool
    mails: int
    given_up: int


def upkeep(*, for_user: User, today: datetime.date, now: datetime.datetime) -> Upkeep:
    """The last week of jobs, what waits in the queue now, and what went wrong."""
    permissions.check(for_user, VIEW)
    week = DailyRun.objects.filter(on__gt=today - datetime.timedelta(days=7)).order_by("-on", "job")
    ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lte=now)
    failed = DBTaskResult.objects.failed().order_by("-finished_at")[:20]
    ticks = DBTaskResult.objects.finished().filter(task_path__endswith=".tick").order_by("-finished_at")
    last = ticks.values_list("finished_at", flat=True).first()
    return Upkeep(
        runs=[_run(run) for run in week],
        waiting=ready.count(),
        failed=[
            Failed(job.task_path.rpartition(".")[2], job.finished_at, _error(job.exception_class_path))
            for job in failed
        ],
        unsent=list(notices.unsent()[:50]),
        last_tick=last,
        late=last is None or last < now - LATE,
        mails=notices.waiting(now),
        given_up=notices.given_up(now),
    )


def _run(run: DailyRun) -> Run:
    state = "done" if run.ended_at else "failed" if run.trouble else "begun"
    return Run(run.job, run.on, state, run.attempts, run.trouble)


def _error(path: str) -> str:
    return path.rpartition(".")[2]
