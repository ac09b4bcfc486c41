"""What accepting an extract would do: its people beside those of the register, without touching either."""

import dataclasses
import datetime
import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from throughline.base.hr_extract import managers
from throughline.base.hr_extract.known import Known
from throughline.base.hr_extract.rows import PLACES, People, Problem, Record
from throughline.base.hr_extract.whereabouts import Where


@dataclasses.dataclass(frozen=True)
class Change:
    """What a row changes: `values` differ from what is known (all of them for somebody new, whose `known` is None).

    values["manager"] is the id of somebody known, or the employee number of somebody new; values["place"] an id or a New.
    """

    record: Record
    known: Known | None
    values: Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What accepting would do. `ended`: those among `updated` who no longer work here; `missing`: who works here and is
    not in the file.
    """

    added: tuple[Change, ...]
    updated: tuple[Change, ...]
    unchanged: int
    ended: tuple[Change, ...]
    missing: tuple[Known, ...]
    problems: tuple[Problem, ...]

    @property
    def left_out(self) -> int:
        """How many rows are left out as a whole."""
        return len({problem.row for problem in self.problems if problem.left_out})

    @property
    def seal(self) -> str:
        """The same as long as accepting would do the same: so that nobody accepts what they have not seen."""
        parts = (
            sorted(change.record.number for change in self.added),
            sorted((change.record.number, sorted(change.values)) for change in self.updated),
            sorted(known.key for known in self.missing),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()


def compare(
    people: People,
    register: Iterable[Known],
    places: Mapping[int, Where],
    mapped: Iterable[str],
    *,
    today: datetime.date,
) -> Proposal:
    """The extract beside the register. Only what is mapped is changed; who is in a refused row is left as they are."""
    given = set(mapped)
    register = list(register)
    by_number = {known.number: known for known in register if known.number is not None}
    problems = list(people.problems)
    records = (
        _without_taken_addresses(people.records, register, problems) if "email" in given else people.records
    )
    manager_of = (
        managers.settle(records, register, people.refused, problems) if "manager_number" in given else {}
    )
    added, updated = [], []
    for record in records:
        known = by_number.get(record.number)
        values = _values(record, known, given, places, manager_of, today)
        if known is None:
            added.append(Change(record, None, values))
        elif different := {name: value for name, value in values.items() if getattr(known, name) != value}:
            updated.append(Change(record, known, different))
    in_file = {record.number for record in records} | people.refused
    return Proposal(
        added=tuple(added),
        updated=tuple(updated),
        unchanged=len(records) - len(added) - len(updated),
        ended=tuple(change for change in updated if _ends(change, today)),
        missing=tuple(
            known
            for known in register
            if known.number is not None and known.number not in in_file and not _gone(known.left_on, today)
        ),
        problems=tuple(sorted(problems, key=lambda problem: problem.row)),
    )


def _values(
    record: Record,
    known: Known | None,
    given: set[str],
    places: Mapping[int, Where],
    manager_of: Mapping[str, int | str | None],
    today: datetime.date,
) -> dict[str, Any]:
    values: dict[str, Any] = {"name": record.name}
    for field in ("email", "job_title", "started_on", "left_on"):
        if field in given and field not in record.unread:
            values[field] = getattr(record, field)
    if given & set(PLACES):
        values["place"] = places[record.row]
    if record.number in manager_of:
        values["manager"] = manager_of[record.number]
    if "left_on" not in given and known is not None and _gone(known.left_on, today):
        values["left_on"] = None  # listed among those who work here: they are back
    return values


def _without_taken_addresses(
    records: tuple[Record, ...], register: list[Known], problems: list[Problem]
) -> tuple[Record, ...]:
    """The records, without the e-mail addresses that somebody else in the register keeps."""
    settled = {record.number: record for record in records}
    while True:
        renewed = {number for number, record in settled.items() if "email" not in record.unread}
        held = {
            known.email.lower(): known for known in register if known.email and known.number not in renewed
        }
        clashes = [record for record in settled.values() if record.email in held]
        if not clashes:
            return tuple(settled.values())
        for record in clashes:
            assert record.email is not None
            holder = held[record.email]
            problems.append(
                Problem(
                    record.row,
                    "e-mail",
                    f"The e-mail address belongs to {holder.name}, who is in the register.",
                    "Correct the address in the HR system, or the other person’s first.",
                    left_out=False,
                )
            )
            settled[record.number] = dataclasses.replace(record, email=None, unread=record.unread | {"email"})


def _gone(left_on: datetime.date | None, today: datetime.date) -> bool:
    return left_on is not None and left_on <= today


def _ends(change: Change, today: datetime.date) -> bool:
    assert change.known is not None
    return _gone(change.values.get("left_on"), today) and not _gone(change.known.left_on, today)
