"""The pages of what events of the audit log are about, for whoever may open them: what base itself holds."""

import dataclasses
from collections.abc import Mapping, Set
from typing import Any

from throughline.base import audit_events, permissions
from throughline.base.models import Place, User

REGISTER = "system.people_register.view"
PAGES = {  # what an event is about -> the address of its page, by its key, and who may open that
    "base.person": ("/people/{}/", REGISTER),
    "base.peopleimport": ("/people/imports/{}/", "system.people_register.import"),
    "base.user": ("/accounts/{}/", "system.user_account.view"),
}
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
    return found | _places(keys.get("base.place", set()), for_user)


def _places(keys: Set[str], for_user: User) -> dict[tuple[str, str], Named]:
    if not keys or not permissions.may(for_user, REGISTER):
        return {}
    places: Any = Place.objects.filter(pk__in=keys).values_list("pk", "name", "code")
    return {("base.place", str(key)): Named(name, f"/places/{code}/") for key, name, code in places}
