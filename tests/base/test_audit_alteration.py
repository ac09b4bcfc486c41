"""Whoever alters the audit log with every right on the database is found out; whoever has fewer rights cannot."""

import argparse
import contextlib
import datetime
import os
import random
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import making
from tests.audit_guard import lifted
from throughline.base import audit
from throughline.base.models import AuditEvent, AuditHead, User
from throughline.commands import CommandRefused, deployment, upkeep

pytestmark = pytest.mark.django_db
EVENTS = 6
FAR = 1_000  # a place behind the end


@pytest.fixture
def accounts() -> list[User]:
    """A chain of EVENTS, and the accounts of whoever acted."""
    users = [making.account(), making.account()]
    for number in range(EVENTS):
        audit.record(
            by=users[0] if number else None,
            what="base.place.renamed",
            about=making.place(f"Place {number}"),
            before={"name": "Old", "n": number},
            after={"name": "New", "places": [number, {"deep": None}]},
            reason="because" if number % 2 else "",
        )
    assert audit.faults() == []
    return users


@contextlib.contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def other_text(rng: random.Random, text: str) -> str:
    """With one bit of one letter flipped, or longer or shorter by one; a hash has no room for more."""
    ways = ["flip", "shorter"] if len(text) == 64 else ["flip", "longer", "shorter"]
    way = rng.choice(ways) if text else "longer"
    at = rng.randrange(len(text)) if text else 0
    if way == "flip":
        return text[:at] + chr(ord(text[at]) ^ (1 << rng.randrange(5))) + text[at + 1 :]
    return text[:at] + ("x" if way == "longer" else "") + text[at + (way == "shorter") :]


def other_json(rng: random.Random, values: dict[str, object]) -> dict[str, object]:
    key = rng.choice([*values, "more"])
    if key in values and rng.random() < 0.3:
        return {name: value for name, value in values.items() if name != key}
    return values | {
        key: rng.choice(
            [value for value in (0, 7.5, True, None, "", "Newer", []) if value != values.get(key, -1)]
        )
    }


def alter_a_field(rng: random.Random, users: list[User]) -> None:
    event = AuditEvent.objects.get(sequence=rng.randint(1, EVENTS))
    name = rng.choice([*audit.SEALED, "hash"])
    old = getattr(event, name)
    match name:
        case "sequence":
            new: object = rng.choice([0, FAR])
        case "at":
            new = old + datetime.timedelta(microseconds=rng.choice([-1, 1, 86_400_000_000]))
        case "by_id":
            new = rng.choice([key for key in (None, *(user.pk for user in users)) if key != old])
        case "before" | "after":
            new = other_json(rng, old)
        case _:
            new = other_text(rng, old)
    assert new != old or type(new) is not type(old)
    AuditEvent.objects.filter(pk=event.pk).update(**{name: new})


def alter_and_seal_again(rng: random.Random, users: list[User]) -> None:
    """Cleverer: the seal fits again. What follows, or the end, does not."""
    event = AuditEvent.objects.get(sequence=rng.randint(1, EVENTS))
    event.reason = other_text(rng, event.reason)
    AuditEvent.objects.filter(pk=event.pk).update(reason=event.reason, hash=audit.seal(event))


def remove(rng: random.Random, users: list[User]) -> None:
    AuditEvent.objects.filter(sequence=rng.randint(1, EVENTS)).delete()


def remove_and_close_the_gap(rng: random.Random, users: list[User]) -> None:
    gone = rng.randint(1, EVENTS)
    AuditEvent.objects.filter(sequence=gone).delete()
    for sequence in range(gone + 1, EVENTS + 1):
        AuditEvent.objects.filter(sequence=sequence).update(sequence=sequence - 1)


def cut_off(rng: random.Random, users: list[User]) -> None:
    AuditEvent.objects.filter(sequence__gt=rng.randrange(EVENTS)).delete()


def insert(rng: random.Random, users: list[User]) -> None:
    """An event that never was: before the first, between two, or after the last, as well sealed as it can be."""
    at = rng.randint(1, EVENTS + 1)
    for sequence in range(EVENTS, at - 1, -1):
        AuditEvent.objects.filter(sequence=sequence).update(sequence=sequence + 1)
    before = AuditEvent.objects.filter(sequence=at - 1).first()
    event = AuditEvent(
        sequence=rng.choice([at, 0]) if at == 1 else at,
        at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
        what="base.role.given",
        kind="base.user",
        about="1",
        previous_hash=before.hash if before else "",
    )
    event.hash = audit.seal(event)
    event.save()


def swap(rng: random.Random, users: list[User]) -> None:
    one, other = rng.sample(range(1, EVENTS + 1), 2)
    AuditEvent.objects.filter(sequence=one).update(sequence=FAR)
    AuditEvent.objects.filter(sequence=other).update(sequence=one)
    AuditEvent.objects.filter(sequence=FAR).update(sequence=other)


def move_the_end(rng: random.Random, users: list[User]) -> None:
    head = AuditHead.objects.get()
    ways: list[dict[str, object]] = [
        {"sequence": F("sequence") + 1},
        {"sequence": F("sequence") - 1},
        {"hash": other_text(rng, head.hash)},
        {"id": 2},
    ]
    AuditHead.objects.update(**rng.choice(ways))


def remove_the_end(rng: random.Random, users: list[User]) -> None:
    AuditHead.objects.all().delete()


WAYS: list[Callable[[random.Random, list[User]], None]] = [
    *[alter_a_field] * 4,
    alter_and_seal_again,
    remove,
    remove_and_close_the_gap,
    cut_off,
    insert,
    swap,
    move_the_end,
    remove_the_end,
]


def found(rng: random.Random, users: list[User]) -> bool:
    """Alters the log in one way of WAYS, and looks whether it shows."""
    with undone():
        rng.choice(WAYS)(rng, users)
        return audit.faults() != []


@given(rng=st.randoms(use_true_random=False))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_any_alteration_is_found(accounts: list[User], rng: random.Random) -> None:
    with lifted():
        assert found(rng, accounts)
    assert audit.faults() == []


@pytest.mark.slow
def test_thousands_of_alterations_are_found(accounts: list[User]) -> None:
    many = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "nightly" else 2_000
    with lifted():
        missed = [seed for seed in range(many) if not found(random.Random(seed), accounts)]
    assert missed == []


@pytest.mark.parametrize(
    ("alter", "sentences"),
    [
        (
            lambda: AuditEvent.objects.filter(sequence=3).update(reason="another"),
            ["Event 3 was altered after it was recorded."],
        ),
        (
            lambda: AuditEvent.objects.filter(sequence=3).delete(),
            ["Event 3 is missing.", "Event 4 does not follow the one before it."],
        ),
        (
            lambda: AuditEvent.objects.filter(sequence__in=[2, 3, 4]).delete(),
            ["Events 2 to 4 are missing.", "Event 5 does not follow the one before it."],
        ),
        (
            lambda: AuditEvent.objects.filter(sequence__gt=4).delete(),
            ["The log should end at event 6, but ends at 4, or ends otherwise."],
        ),
        (
            lambda: AuditHead.objects.all().delete(),
            ["The log should end at event 0, but ends at 6, or ends otherwise."],
        ),
    ],
)
def test_what_is_wrong_is_said(
    accounts: list[User], alter: Callable[[], object], sentences: list[str]
) -> None:
    with lifted():
        alter()
    assert audit.faults() == sentences


def test_a_log_that_is_wrong_throughout_is_not_a_page_of_a_million_sentences(accounts: list[User]) -> None:
    audit.record_many([("x", accounts[0], {}, {})] * 300, by=None)
    with lifted():
        AuditEvent.objects.update(reason="another")
    faults = audit.faults()
    assert (len(faults), faults[-1]) == (audit.MOST + 1, "There is more. Only the first faults are listed.")


def test_a_chain_made_anew_is_found_by_an_earlier_checkpoint_only(accounts: list[User]) -> None:
    noted = audit.checkpoint()
    assert audit.faults(noted) == []
    audit.record(by=None, what="later", about=accounts[0])
    assert audit.faults(noted) == []  # an earlier one stays good
    with lifted():
        previous = ""
        for event in AuditEvent.objects.order_by("sequence"):
            event.reason, event.previous_hash = "rewritten", previous
            event.hash = previous = audit.seal(event)
            event.save()
        AuditHead.objects.update(hash=previous)
    assert audit.faults() == []
    assert audit.faults(noted) == ["Event 6 is not the one of your checkpoint: the log was made anew since."]


def test_the_end_cut_off_with_its_mark_is_found_by_an_earlier_checkpoint(accounts: list[User]) -> None:
    noted = audit.checkpoint()
    with lifted():
        AuditEvent.objects.filter(sequence__gt=4).delete()
        AuditHead.objects.update(sequence=4, hash=AuditEvent.objects.get(sequence=4).hash)
    assert audit.faults() == []
    assert audit.faults(noted) == ["Event 6 is not the one of your checkpoint: the log was made anew since."]


REFUSED: dict[str, Callable[[], object]] = {
    "update": lambda: AuditEvent.objects.filter(sequence=2).update(reason="another"),
    "update that changes nothing": lambda: AuditEvent.objects.filter(sequence=2).update(reason=F("reason")),
    "save": lambda: AuditEvent.objects.get(sequence=2).save(),
    "delete": lambda: AuditEvent.objects.filter(sequence=2).delete(),
    "delete all": lambda: AuditEvent.objects.all()._raw_delete("default"),
    "overwrite": lambda: AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                pk=AuditEvent.objects.get(sequence=2).pk, sequence=2, at=datetime.datetime.now(datetime.UTC)
            )
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["at"],
    ),
    "head backwards": lambda: AuditHead.objects.update(sequence=3),
    "head rewritten": lambda: AuditHead.objects.update(hash="0" * 64),
    "head moved": lambda: AuditHead.objects.update(id=2, sequence=9),
    "head removed": lambda: AuditHead.objects.all().delete(),
}


@pytest.mark.parametrize("way", REFUSED)
def test_the_database_itself_refuses(accounts: list[User], way: str) -> None:
    before = list(AuditEvent.objects.order_by("sequence").values()), list(AuditHead.objects.values())
    with pytest.raises(IntegrityError, match=r"append-only|only moves forward"), transaction.atomic():
        REFUSED[way]()
    after = list(AuditEvent.objects.order_by("sequence").values()), list(AuditHead.objects.values())
    assert after == before
    audit.record(by=None, what="still works", about=accounts[0])
    assert audit.faults() == []


BY_STATEMENT = {
    "sqlite": [
        "INSERT OR REPLACE INTO base_auditevent SELECT * FROM base_auditevent WHERE sequence = 2",
        "REPLACE INTO base_auditevent SELECT * FROM base_auditevent",
        "INSERT OR REPLACE INTO base_audithead (id, sequence, hash) VALUES (1, 1, '')",
    ],
    "postgresql": [
        "TRUNCATE base_auditevent",
        "TRUNCATE base_audithead, base_auditevent CASCADE",
        "DELETE FROM base_auditevent USING base_audithead",
    ],
}


def test_the_database_refuses_its_own_ways_round(accounts: list[User]) -> None:
    connection.check_constraints()  # nothing is left to check, which would refuse a TRUNCATE by itself
    for statement in BY_STATEMENT[connection.vendor]:
        refused = pytest.raises(DatabaseError, match=r"append-only|only moves forward")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEvent.objects.count() == EVENTS
    assert audit.faults() == []


def test_a_guard_that_was_taken_away_is_missed(accounts: list[User]) -> None:
    def about_guard() -> list[str]:
        return [line for line in deployment.problems(today=making.TODAY) if "guards the audit log" in line]

    assert about_guard() == []
    with lifted():
        [line] = about_guard()
        assert line.startswith(
            "The database no longer guards the audit log "
            "(audit_head_forward, audit_head_stays, audit_no_delete, audit_no_update is missing)"
        )
    assert about_guard() == []


def verify(checkpoint: str | None = None) -> int:
    return upkeep.verify_audit(argparse.Namespace(checkpoint=checkpoint))


def test_the_command_says_so(accounts: list[User], capsys: pytest.CaptureFixture[str]) -> None:
    sequence, seal = audit.checkpoint()
    assert verify() == 0
    assert capsys.readouterr() == (
        "The audit log is whole: every event follows the one before, and none was altered.\n"
        f"Note this checkpoint somewhere else: {sequence} {seal}\n",
        "",
    )
    for written in (f"{sequence} {seal}", f" Event {sequence}, {seal.upper()}\n"):
        assert verify(written) == 0
    capsys.readouterr()
    assert verify(f"{sequence} {'0' * 64}") == 1
    assert capsys.readouterr() == (
        "",
        "Event 6 is not the one of your checkpoint: the log was made anew since.\n",
    )
    with lifted():
        AuditEvent.objects.filter(sequence=2).update(by=accounts[1])
    assert verify() == 1
    assert capsys.readouterr() == ("", "Event 2 was altered after it was recorded.\n")


@pytest.mark.parametrize("text", ["", "12", "a b", f"1 {'0' * 63}", f"-1.5 {'g' * 64}", f"{'0' * 64} 1"])
def test_a_checkpoint_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError, match="Write the number of the event and its hash"):
        audit.read_checkpoint(text)
    if text:
        with pytest.raises(CommandRefused, match="Write the number of the event and its hash"):
            verify(text)
