"""The pages of what events of the audit log are about, for whoever may open them: what base itself holds."""

import dataclasses
from collections.abc import Mapping, Set
from typing import Any

from throughline.base import audit_events, permissions
from throughline.base.models import PeopleImport, Person, Place, User

REGISTER = "system.people_register.view"
PAGES = {  # what an event is about -> the address of its page, by its key, and who may open that
    "base.person": ("/people/{}/", REGISTER),
    "base.peopleimport": ("/people/imports/{}/", "system.people_register.import"),
    "base.user": ("/accounts/{}/", "system.user_account.view"),
}
REFERS = {  # values of events that are keys -> of what
    **dict.fromkeys(("accountable", "deputy", "manager", "person", "sponsor"), "base.person"),
    **dict.fromkeys(("merged_into", "parent", "place", "service"), "base.place"),
    "user": "base.user",
}
NAMED: dict[str, Any] = {"base.person": Person, "base.peopleimport": PeopleImport, "base.user": User}
ALONG = {"base.user": ("person",)}
Keys = Mapping[str, Set[str]]  # what events are about: by the kind of thing, the keys of those things


@dataclasses.dataclass(frozen=True)
class Named:
    """What an event is about: in words, and the address of its page, if whoever asks may open it."""

    words: str
    url: str = ""


def named(keys: Keys, *, for_user: User) -> dict[tuple[str, str], Named]:
    """The things that base holds. At most one query for each kind of thing."""
    found: dict[tuple[str, str], Named] = {}
    for kind, word in audit_events.THINGS.items():
        address, permission = PAGES.get(kind, ("", ""))
        may = bool(permission) and permissions.may(for_user, permission)
        for key in keys.get(kind, ()):
            found[kind, key] = Named(f"{word} {key}", address.format(key) if may else "")
    for kind, model in NAMED.items():
        if keys.get(kind) and permissions.may(for_user, PAGES[kind][1]):
            rows: Any = model.objects.filter(pk__in=keys[kind]).select_related(*ALONG.get(kind, ()))
            found |= {(kind, str(row.pk)): Named(_called(row), found[kind, str(row.pk)].url) for row in rows}
    return found | _places(keys.get("base.place", set()), for_user)


def _called(row: Any) -> str:
    return f"Import of {row.file_name}" if isinstance(row, PeopleImport) else str(row)


def _places(keys: Set[str], for_user: User) -> dict[tuple[str, str], Named]:
    if not keys or not permissions.may(for_user, REGISTER):
        return {}
    places: Any = Place.objects.filter(pk__in=keys).values_list("pk", "name", "code")
    return {("base.place", str(key)): Named(name, f"/places/{code}/") for key, name, code in places}
