"""People who are in no HR extract: contacts of partner bodies and providers. Everybody else comes from the HR system."""

import datetime

from throughline.base import audit, permissions, rules, transaction
from throughline.base.changes.people import leaving
from throughline.base.models import Person, Place, User
from throughline.base.queries import people as queries
from throughline.base.queries import places

FIELDS = ("employee_number", "name", "email", "job_title", "place", "manager", "started_on", "left_on")
OUTSIDE = {Place.Kind.PARTNER, Place.Kind.PROVIDER}


class PersonRefused(rules.Refused):
    """A change to a person that would make no sense. The sentence is fit for the form."""


@transaction.atomic
def add_person(
    *, by: User, name: str, email: str, job_title: str, place: Place, today: datetime.date
) -> Person:
    """Somebody who works for a partner body or a provider."""
    _check_may(by, place)
    person = Person(name=_name(name), email=_address(email, None), job_title=job_title.strip(), place=place)
    person.save()
    audit.record(by=by, what="base.person.added", about=person, after=audit.fields(person, FIELDS))
    return person


@transaction.atomic
def edit_person(
    *, by: User, person: Person, name: str, email: str, job_title: str, place: Place, today: datetime.date
) -> Person:
    """What is known about somebody of a partner body or a provider."""
    person = _own(person)
    _check_may(by, place)
    before = audit.fields(person, FIELDS)
    person.name, person.job_title, person.place = _name(name), job_title.strip(), place
    person.email = _address(email, person)
    old, new = audit.changed(before, audit.fields(person, FIELDS))
    if new:
        person.save()
        audit.record(by=by, what="base.person.updated", about=person, before=old, after=new)
    return person


@transaction.atomic
def end_person(*, by: User, person: Person, on: datetime.date, today: datetime.date) -> Person:
    """They no longer work with us from `on`: the account is closed, and what they led is listed for somebody else."""
    person = _own(person)
    _check_may(by, person.place)
    if person.left_on is not None and person.left_on <= today:
        raise PersonRefused(f"{person.name} has left already.")
    leaving.end(by=by, people=[person], on=on, today=today)
    return person


def _check_may(by: User, place: Place | None) -> None:
    permissions.check_alone(by, queries.EDIT, places.scope(place) if place else None)
    if place is None or not any(above.kind in OUTSIDE for above in places.lineage(place)):
        raise PersonRefused("Choose a partner body or a provider. Staff come from the HR system’s extract.")


def _own(person: Person) -> Person:
    """The person, locked; refused for somebody of the HR system, which would undo the change with its next extract."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.employee_number is not None:
        raise PersonRefused(
            f"{person.name} comes from the HR system. Correct it there, and import the extract."
        )
    return person


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not rules.key(name):
        raise PersonRefused("Enter the name.")
    return name


def _address(email: str, person: Person | None) -> str | None:
    email = email.strip().lower()
    if not email:
        return None
    holder = Person.objects.filter(email__iexact=email).first()
    if holder is not None and holder != person:
        raise PersonRefused(f"That e-mail address belongs to {holder.name}.")
    return email
