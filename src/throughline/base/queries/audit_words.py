"""Events of the audit log in words, and the pages of what they are about: what base itself records."""

import dataclasses
from collections.abc import Mapping, Set
from typing import Any

from throughline.base import permissions
from throughline.base.models import Place, User

KINDS = [  # how the names of events begin, and what they are of
    ("base.account.", "Accounts"),
    ("base.approval.", "What was asked of a second person, and decided"),
    ("base.notices.", "Choices about mail"),
    ("base.people_import.", "Imports of people"),
    ("base.person.", "People"),
    ("base.place.", "Places"),
    ("base.role.", "Roles"),
    ("base.settings.", "Settings"),
]
EVENTS = {
    "base.account.closed": "Account closed",
    "base.account.invited": "Invitation sent",
    "base.account.linked": "Account linked with the work account",
    "base.account.opened": "Account opened",
    "base.account.reopened": "Account opened again",
    "base.account.sign_in_begun_again": "Sign-in begun again",
    "base.approval.approved": "Agreed to by a second person",
    "base.approval.asked": "A second person asked",
    "base.approval.refused": "Refused by a second person",
    "base.approval.withdrawn": "Request taken back",
    "base.notices.chosen": "Choice about mail made",
    "base.people_import.accepted": "Import of people accepted",
    "base.people_import.cancelled": "Import of people cancelled",
    "base.people_import.mapped": "Columns of an import of people named",
    "base.people_import.uploaded": "File of people uploaded",
    "base.person.added": "Person added",
    "base.person.left": "Person left",
    "base.person.moved": "Person moved to another place",
    "base.person.updated": "Person’s details changed",
    "base.place.closed": "Place closed",
    "base.place.merged": "Place merged into another",
    "base.place.moved": "Place moved",
    "base.place.opened": "Place opened",
    "base.place.removed": "Place removed",
    "base.place.renamed": "Place renamed",
    "base.place.reopened": "Place opened again",
    "base.place.spelling_added": "Spelling of a place added",
    "base.place.spelling_removed": "Spelling of a place removed",
    "base.role.ended": "Role ended",
    "base.role.given": "Role given",
    "base.settings.changed": "Settings changed",
}
THINGS = {
    "base.approval": "Request",
    "base.authority": "Settings",
    "base.noticepreference": "Choice about mail",
    "base.peopleimport": "Import of people",
    "base.person": "Person",
    "base.place": "Place",
    "base.rolegrant": "Role",
    "base.user": "Account",
}
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
    for kind, word in THINGS.items():
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
