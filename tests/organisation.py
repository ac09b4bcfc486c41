"""A small borough for tests: two directorates with services and teams, a provider, and somebody who holds each role."""

import dataclasses

from tests import making
from throughline.base.models import Place, RoleGrant, User

KINDS = Place.Kind
LAYOUT = [
    ("Wexcombe", KINDS.AUTHORITY, None),
    ("Homes", KINDS.DIRECTORATE, "wexcombe"),
    ("Lettings", KINDS.SERVICE, "homes"),
    ("Keys", KINDS.TEAM, "lettings"),
    ("Rent", KINDS.TEAM, "lettings"),
    ("Repairs", KINDS.SERVICE, "homes"),
    ("Boilers", KINDS.TEAM, "repairs"),
    ("Streets", KINDS.DIRECTORATE, "wexcombe"),
    ("Parks", KINDS.SERVICE, "streets"),
    ("Trees", KINDS.TEAM, "parks"),
    ("Kind Care", KINDS.PROVIDER, None),
    ("Rota", KINDS.TEAM, "kind-care"),
]
WHERE = {  # where each role is held, in these tests: as high as it can be
    "team_manager": "keys",
    "service_manager": "lettings",
    "dmt": "homes",
    "commissioner": "homes",
    "champion": "homes",
    "learning_provider": "kind-care",
    "provider_contact": "kind-care",
}


@dataclasses.dataclass(frozen=True)
class Borough:
    """The places of LAYOUT by code."""

    places: dict[str, Place]

    def __getitem__(self, code: str) -> Place:
        return self.places[code]

    def lineage(self, code: str) -> frozenset[int]:
        """The ids of the place and of everything above it."""
        place: Place | None = self.places[code]
        found = set()
        while place is not None:
            found.add(place.pk)
            place = place.parent
        return frozenset(found)


def borough() -> Borough:
    """Makes the places."""
    places: dict[str, Place] = {}
    for name, kind, parent in LAYOUT:
        made = making.place(name, kind, places[parent] if parent else None)
        places[made.code] = made
    return Borough(places)


def anybody(role: str, places: Borough) -> User | None:
    """An account that holds this role. None for the public, who have none."""
    return None if role == "public" else holder(role, places)


def holder(role: str, places: Borough, *also: str) -> User:
    """An account that holds this role (and others), and staff where the role is held by staff."""
    who = making.person(place=places["kind-care" if WHERE.get(role) == "kind-care" else "keys"])
    user = making.account(someone=who)
    for one in (role, *also):
        if one != "staff":
            place = places[WHERE[one]] if one in WHERE else None
            RoleGrant.objects.create(user=user, role=one, place=place, given_on=making.LONG_AGO)
    return user


def fresh(user: User) -> User:
    """The account as the next request finds it: roles are looked up anew."""
    return User.objects.get(pk=user.pk)
