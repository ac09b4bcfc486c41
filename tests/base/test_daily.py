"""Jobs of the day: each once a day whoever starts them; one that fails stops no other and is tried again."""

import datetime
import threading

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import making
from throughline.base import jobs
from throughline.base.jobs import Outcome
from throughline.base.models import DailyRun, Digest, Notice, PeopleImport
from throughline.frontdoor import daily

MONDAY = datetime.date(2026, 3, 16)
NOON = datetime.datetime(2026, 3, 16, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.mark.django_db
def test_each_job_runs_once_a_day_in_its_order():
    did: list[tuple[str, datetime.date]] = []
    table = {name: (lambda on, name=name: did.append((name, on))) for name in ("first", "second")}
    assert jobs.run_daily(table, MONDAY) == [Outcome("first", "done"), Outcome("second", "done")]
    assert jobs.run_daily(table, MONDAY) == [Outcome("first", "before"), Outcome("second", "before")]
    jobs.run_daily(table, MONDAY + datetime.timedelta(days=1))
    assert did == [
        (name, MONDAY + datetime.timedelta(days=day)) for day in (0, 1) for name in ("first", "second")
    ]


@pytest.mark.django_db
def test_a_job_that_fails_is_noted_in_words_and_the_next_start_tries_again(caplog):
    faults = [ConnectionError("the file share is away")]

    def shaky(on: datetime.date) -> None:
        making.place("Half a job")
        if faults:
            raise faults.pop()

    did: list[datetime.date] = []
    table = {"shaky": shaky, "steady": did.append}
    said = "ConnectionError: the file share is away"
    assert jobs.run_daily(table, MONDAY, clock=lambda: NOON) == [
        Outcome("shaky", "failed", said),
        Outcome("steady", "done"),
    ]
    run = DailyRun.objects.get(job="shaky")
    assert (run.trouble, run.ended_at, run.attempts) == (said, None, 1)
    assert "The daily job “shaky” for 2026-03-16 failed" in caplog.text
    making.Place.objects.all().delete()
    assert jobs.run_daily(table, MONDAY, clock=lambda: NOON + HOUR) == [
        Outcome("shaky", "done"),
        Outcome("steady", "before"),
    ]
    run.refresh_from_db()
    assert (run.trouble, run.ended_at, run.attempts, did) == ("", NOON + HOUR, 2, [MONDAY])


@pytest.mark.django_db
def test_patience_leaves_a_failed_job_alone_for_a_while(caplog):
    table = {"broken": lambda on: 1 / 0}
    state = [
        jobs.run_daily(
            table, MONDAY, clock=lambda at=minutes: NOON + datetime.timedelta(minutes=at), patience=HOUR / 2
        )[0].state
        for minutes in (0, 5, 29, 30, 45, 60)
    ]
    assert state == ["failed"] * 6
    assert DailyRun.objects.get().attempts == 3


class Died(BaseException):
    """A worker is killed: nothing catches it."""


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_over_after_an_hour():
    def dies(on: datetime.date) -> None:
        raise Died

    with pytest.raises(Died):
        jobs.run_daily({"job": dies}, MONDAY, clock=lambda: NOON)
    did: list[datetime.date] = []
    table = {"job": did.append}
    assert jobs.run_daily(table, MONDAY, clock=lambda: NOON + HOUR * 0.99) == [Outcome("job", "elsewhere")]
    assert jobs.run_daily(table, MONDAY, clock=lambda: NOON + HOUR) == [Outcome("job", "done")]
    assert did == [MONDAY]


class AnyFaults(TestCase):
    """A class because hypothesis asks for one to roll the database back after each example."""

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from(["works", "fails", "dies"]), max_size=6))
    def test_whatever_happens_a_job_succeeds_once_and_no_more(self, fates):
        done = []

        def job(on: datetime.date) -> None:
            fate = fates.pop(0) if fates else "works"
            if fate == "fails":
                raise ValueError(fate)
            if fate == "dies":
                raise Died
            done.append(on)

        for hour in range(12):
            try:
                jobs.run_daily({"job": job}, MONDAY, clock=lambda hour=hour: NOON + hour * HOUR)
            except Died:
                continue
        assert done == [MONDAY]
        run = DailyRun.objects.get()
        assert (run.ended_at is not None, run.trouble) == (True, "")


@pytest.mark.django_db(transaction=True)
def test_workers_that_start_the_day_together_do_each_job_once():
    if connection.vendor != "postgresql":
        pytest.skip("Several writers at once need PostgreSQL; SQLite lets one write at a time.")
    did, start = [], threading.Barrier(5)

    def worker() -> None:
        try:
            start.wait()
            jobs.run_daily({f"job {n}": lambda on, n=n: did.append(n) for n in range(10)}, MONDAY)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=worker) for _ in range(5)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join()
    assert sorted(did) == list(range(10))


@pytest.mark.django_db
def test_the_day_of_the_house_ends_leavers_and_puts_what_that_tells_into_todays_digests():
    boss = making.person("Ngozi Okafor")
    gone = making.person("Piers Long", manager=boss, left_on=MONDAY)
    account = making.account("staff", someone=gone)
    old = PeopleImport.objects.create(
        file_name="old.csv", uploaded_on=MONDAY - datetime.timedelta(days=3), rows={}
    )
    states = {outcome.job: outcome.state for outcome in daily.daily(MONDAY)}
    assert set(states.values()) == {"done"}
    account.refresh_from_db()
    old.refresh_from_db()
    assert (account.is_active, old.state, old.rows) == (False, "cancelled", None)
    assert Digest.objects.get().person == boss
    assert Notice.objects.get().digest == Digest.objects.get()
    assert list(daily.DAILY)[-1] == "make digests"
    assert {outcome.state for outcome in daily.daily(MONDAY)} == {"before"}
