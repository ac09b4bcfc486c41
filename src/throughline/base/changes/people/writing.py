"""Writing what an extract changes into the register: a few statements for thousands of people, each with its audit event."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from throughline.base import audit, rules
from throughline.base.hr_extract.comparing import Change, Proposal
from throughline.base.hr_extract.whereabouts import New
from throughline.base.models import Person, User

FIELDS = ("employee_number", "name", "email", "job_title", "place", "manager", "started_on", "left_on")
COLUMNS = ("name", "name_key", "email", "job_title", "place", "manager", "started_on", "left_on")
BATCH = 500


@dataclasses.dataclass(frozen=True)
class Written:
    """The people as they are now, by employee number."""

    people: Mapping[str, Person]


def write(*, by: User | None, proposal: Proposal, opened: Mapping[str, int]) -> Written:
    """Add and update. `opened`: key of a new place -> its id. Inside the caller's transaction."""
    known = {person.pk: person for person in _known(proposal.updated)}
    befores = {key: audit.fields(person, FIELDS) for key, person in known.items()}
    _free_addresses(proposal)
    added = [_new(change, opened) for change in proposal.added]
    Person.objects.bulk_create(added, batch_size=BATCH)
    people = {str(person.employee_number): person for person in added}
    for change in proposal.updated:
        assert change.known is not None
        person = known[change.known.key]
        _set(person, change, opened)
        people[change.record.number] = person
    late = _set_new_managers([*proposal.added, *proposal.updated], people)
    _update([*known.values(), *late])
    events: list[tuple[str, Person, Mapping[str, Any], Mapping[str, Any]]] = [
        ("base.person.added", person, {}, audit.fields(person, FIELDS)) for person in added
    ]
    for key, person in known.items():
        before, after = audit.changed(befores[key], audit.fields(person, FIELDS))
        events.append(("base.person.updated", person, before, after))
    audit.record_many(events, by=by)
    return Written(people)


def _known(updated: Iterable[Change]) -> Iterable[Person]:
    keys = [change.known.key for change in updated if change.known is not None]
    for start in range(0, len(keys), BATCH):
        yield from Person.objects.filter(pk__in=keys[start : start + BATCH])


def _free_addresses(proposal: Proposal) -> None:
    """Two people may swap addresses: whoever gives one up that another takes has none for a moment."""
    taken = {change.values.get("email") for change in (*proposal.added, *proposal.updated)} - {None}
    giving = [
        change.known.key
        for change in proposal.updated
        if change.known is not None and "email" in change.values and change.known.email in taken
    ]
    for start in range(0, len(giving), BATCH):
        Person.objects.filter(pk__in=giving[start : start + BATCH]).update(email=None)


def _new(change: Change, opened: Mapping[str, int]) -> Person:
    person = Person(employee_number=change.record.number)
    _set(person, change, opened)
    return person


def _set(person: Person, change: Change, opened: Mapping[str, int]) -> None:
    """The values of the row, but for a manager who has no id yet."""
    for name, value in change.values.items():
        if name == "place":
            person.place_id = opened[value.key] if isinstance(value, New) else value
        elif name == "manager":
            person.manager_id = None if isinstance(value, str) else value
        else:
            setattr(person, name, value)
    person.name_key = rules.key(person.name)


def _set_new_managers(changes: Sequence[Change], people: Mapping[str, Person]) -> list[Person]:
    """Managers who were added a moment ago have ids now. Gives those among the added who have to be saved once more."""
    late = []
    for change in changes:
        manager: Any = change.values.get("manager")
        if isinstance(manager, str):
            person = people[change.record.number]
            person.manager_id = people[manager].pk
            if change.known is None:
                late.append(person)
    return late


def _update(people: Sequence[Person]) -> None:
    """One statement for each batch: rows that are there already are written over."""
    if people:
        Person.objects.bulk_create(
            people,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=COLUMNS,
        )
