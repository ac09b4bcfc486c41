"""Somebody leaves: the day is recorded, the account closed, the manager told. What they led is listed by the plan."""

import datetime
from collections.abc import Iterable, Mapping

from django.db.models import Q

from throughline.base import audit, transaction
from throughline.base.changes import accounts, notices
from throughline.base.models import Person, User

LOOK_BACK = datetime.timedelta(
    days=14
)  # how long ago somebody may have left for the manager still to be told


def end(*, by: User | None, people: list[Person], on: datetime.date, today: datetime.date) -> None:
    """They no longer work here from `on`. Inside the caller's transaction."""
    befores = [{"left_on": person.left_on} for person in people]
    for person in people:
        person.left_on = on
    Person.objects.bulk_update(people, ["left_on"], batch_size=500)
    audit.record_many(
        [
            ("base.person.left", person, before, {"left_on": on})
            for person, before in zip(people, befores, strict=True)
        ],
        by=by,
    )
    settle(by=by, people=people, today=today)


def settle(*, by: User | None, people: Iterable[Person], today: datetime.date) -> None:
    """What follows when people have left: their accounts are closed and their managers told. Doing it twice is harmless."""
    left = [person for person in people if person.left_on is not None and person.left_on <= today]
    if not left:
        return
    keys = [person.pk for person in left]
    for user in User.objects.filter(Q(person__in=keys) | Q(keeper__in=keys), is_active=True):
        accounts.close(user, by=by, reason="The register says that they have left.", today=today)
    above = {manager.pk: manager for manager in Person.objects.filter(reports__isnull=False).distinct()}
    told = []
    for person in left:
        manager = _first_who_stays(person, above, today)
        if manager is not None:
            text = f"{person.name} has left. If they led anything, somebody else must take it over."
            told.append((manager, f"person.left {person.pk} {person.left_on}", text, f"/people/{person.pk}/"))
    notices.tell_many(told, today=today)


@transaction.atomic
def end_leavers(today: datetime.date) -> int:
    """Every day: whose last day has come without anybody importing anything; gives how many accounts were closed."""
    left = Person.objects.filter(left_on__lte=today)
    open_accounts = User.objects.filter(Q(person__in=left) | Q(keeper__in=left), is_active=True)
    closing = open_accounts.count()
    lately = left.filter(left_on__gt=today - LOOK_BACK)
    late = left.filter(Q(account__is_active=True) | Q(kept_accounts__is_active=True))
    settle(by=None, people=(lately | late).distinct(), today=today)
    return closing


def _first_who_stays(person: Person, above: Mapping[int, Person], today: datetime.date) -> Person | None:
    """The manager, or theirs if they left too, and so on up."""
    seen: set[int] = set()
    key = person.manager_id
    while key is not None and key in above and key not in seen:
        seen.add(key)
        manager = above[key]
        if manager.left_on is None or manager.left_on > today:
            return manager
        key = manager.manager_id
    return None
