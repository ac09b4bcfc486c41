"""What is done every day, and the tick that does it: the one place where the rooms' daily jobs are listed."""

import datetime
import logging

from django.utils import timezone
from django_tasks import task

from throughline.base import clock, jobs, mail
from throughline.base.changes import left_behind, notices, people
from throughline.plan.changes import cycle, files, moving, telling

log = logging.getLogger(__name__)

DAILY: dict[str, jobs.Job] = {  # in this order: what tells people something goes before the digests are made
    "end people whose last day has come": people.end_leavers,
    "end roles for places that closed": left_behind.end_undecided,
    "forget uploads that nobody accepted": people.forget_uploads,
    "delete files that no row points to": files.sweep,
    "bring back the actions of places that opened again": moving.follow_reopenings,
    "move the actions of merged places": moving.follow_mergers,
    "tell leads what is due": telling.tell_due,
    "ask what has become of what is open": cycle.ask,
    "count what was answered this month": cycle.keep_figures,
    "make digests": notices.make_digests,
}
EVERY = datetime.timedelta(minutes=5)
NOT_BEFORE = 5  # o'clock: the day's mail is there when people come to work
PATIENCE = datetime.timedelta(minutes=30)  # before a job that failed is tried again


def daily(on: datetime.date) -> list[jobs.Outcome]:
    """Do the jobs of a day that are not done yet: `throughline daily --on`."""
    return jobs.run_daily(DAILY, on)


@task()
def tick() -> None:
    """Every five minutes: the day's jobs if they are not done, mail that waits, jobs that were lost."""
    ensure_tick()
    now = timezone.now()
    jobs.requeue_lost(now)
    jobs.prune(now)
    if timezone.localtime(now).hour >= NOT_BEFORE:
        jobs.run_daily(DAILY, clock.today(), patience=PATIENCE)
    mail.send_digests()


def ensure_tick() -> None:
    """The next tick stands in the queue, once, whoever asks: each five minutes of the clock have one tick."""
    now = timezone.now()
    passed = datetime.timedelta(minutes=now.minute % 5, seconds=now.second, microseconds=now.microsecond)
    slot = now - passed + EVERY
    jobs.enqueue_once(tick, name=f"tick {slot.isoformat()}", run_after=slot)


def work(*, until_empty: bool = False) -> int:
    """A worker that also keeps the tick going: `throughline work`. Gives how many jobs it did."""
    return jobs.work(each_minute=ensure_tick, until_empty=until_empty)


def start_embedded() -> jobs.Embedded:
    """The same in a thread of the server: for the demo and for a small site."""
    return jobs.start_embedded(each_minute=ensure_tick)
