"""A change holds the end of the audit chain from its beginning: changes that cross do not wait for each other for ever."""

import datetime
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.db import transaction as djangos
from django.test.utils import CaptureQueriesContext

from tests import making
from throughline.base import audit, rules, transaction
from throughline.base.changes import accounts, people, places
from throughline.base.models import AuditEvent, AuditHead, Person, Place, User

TODAY = datetime.date(2026, 3, 16)
TIMES = 40
Pair = tuple[Callable[[], object], Callable[[], object]]


def leaving_and_losing_the_second_factor(number: int, by: User) -> Pair:
    """One ends the person and then closes the account; the other locks the account."""
    partner = Place.objects.get_or_create(code="partner", name="Partner", kind="partner")[0]
    address = f"sam.{number}@partner.example"
    someone = Person.objects.create(name=f"Sam Example {number}", email=address, place=partner)
    account = making.account(someone=someone)
    return (
        lambda: people.end_person(by=by, person=someone, on=TODAY, today=TODAY),
        lambda: accounts.start_sign_in_again(by=by, account=account, reason="Lost it.", today=TODAY),
    )


def two_places_each_merged_into_the_other(number: int, by: User) -> Pair:
    one, other = making.place(f"One {number}"), making.place(f"Other {number}")
    return (
        lambda: places.merge(by=None, place=one, into=other, on=TODAY, today=TODAY),
        lambda: places.merge(by=None, place=other, into=one, on=TODAY, today=TODAY),
    )


@pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="threads write at once on PostgreSQL only; SQLite lets one transaction write at a time",
)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "cross", [leaving_and_losing_the_second_factor, two_places_each_merged_into_the_other]
)
def test_changes_that_cross_do_not_wait_for_each_other_for_ever(
    cross: Callable[[int, User], Pair],
) -> None:
    by = making.account("sysadmin")
    pairs = [cross(number, by) for number in range(TIMES)]
    together = threading.Barrier(2, timeout=60)
    troubles: list[Exception] = []
    refused: list[int] = []

    def run(which: int) -> None:
        try:
            for number, pair in enumerate(pairs):
                together.wait()
                try:
                    pair[which]()
                except rules.Refused:
                    refused.append(number)
                except Exception as trouble:  # noqa: BLE001 - shown by the test
                    troubles.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert troubles == []
    assert len(refused) == len(set(refused))  # at most one of each pair
    assert audit.faults() == []
    assert AuditEvent.objects.count() >= TIMES


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_asked_for_first_and_once() -> None:
    @transaction.atomic
    def inner() -> None:
        making.place("Trees")

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        making.place("Parks")
        inner()
    tables = [query["sql"] for query in asked.captured_queries if "base_" in query["sql"]]
    heads = [number for number, sql in enumerate(tables) if "base_audithead" in sql]
    assert heads == list(range(len(heads)))  # before any other
    with CaptureQueriesContext(connection) as asked, transaction.atomic(), transaction.atomic():
        pass
    assert sum("base_audithead" in query["sql"] for query in asked.captured_queries) == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_leaves_nothing_and_the_next_asks_for_the_lock_again() -> None:
    @transaction.atomic
    def fails() -> None:
        audit.record(by=None, what="x", about=making.place("Parks"))
        raise KeyError

    for _ in range(2):
        with pytest.raises(KeyError):
            fails()
    assert (AuditEvent.objects.count(), AuditHead.objects.count()) == (0, 0)
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        pass
    assert sum("base_audithead" in query["sql"] for query in asked.captured_queries) > 0


@pytest.mark.django_db(transaction=True)
def test_a_change_inside_a_transaction_of_another_kind_takes_the_lock_too() -> None:
    with djangos.atomic(), CaptureQueriesContext(connection) as asked, transaction.atomic():
        assert connection.in_atomic_block
    assert sum("base_audithead" in query["sql"] for query in asked.captured_queries) > 0
