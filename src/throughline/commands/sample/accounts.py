"""The sample people who can sign in: one for each role, two where a second person is needed."""

import datetime
from typing import Any

from throughline.base import audit
from throughline.base.models import Person, Place, RoleGrant, User

SINCE = datetime.date(2025, 4, 1)


def load(people: list[dict[str, Any]], *, today: datetime.date) -> list[dict[str, str]]:
    """Opens the accounts. Returns what the sign-in page of the demo lists: e-mail, role, name, what to try."""
    shown = []
    for one in people:
        person = _person(one)
        user = _account(person, apart=one["role"] == "sysadmin")
        if one["role"] != "staff":
            place = Place.objects.get(code=one["scope"])
            grant = RoleGrant.objects.create(
                user=user, role=one["role"], place=place, given_on=min(SINCE, today)
            )
            audit.record(
                by=None,
                what="base.role.given",
                about=grant,
                after={"user": user.pk, "role": one["role"], "place": place.pk},
                reason="sample borough",
            )
        shown.append({"email": user.email, "role": one["role"], "name": person.name, "what": one["try"]})
    return shown


def _person(one: dict[str, Any]) -> Person:
    if one["employee_number"]:
        return Person.objects.get(employee_number=one["employee_number"])
    contact = one["partner_contact"]
    place = Place.objects.get(code=contact["place"])
    names = {name: contact[name] for name in ("name", "job_title")}
    return Person.objects.get_or_create(email=contact["email"], defaults=names | {"place": place})[0]


def _account(person: Person, *, apart: bool) -> User:
    """Their own account; a system administrator's is kept apart from it."""
    email = f"admin.{person.email}" if apart else str(person.email)
    whose = {"keeper": person} if apart else {"person": person}
    user, new = User.objects.get_or_create(
        email=email, defaults={**whose, "opened_on": SINCE, "password": "!"}
    )
    if new:
        audit.record(
            by=None, what="base.account.opened", about=user, after={"email": email}, reason="sample borough"
        )
    return user
