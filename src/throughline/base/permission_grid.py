"""Who may do what: the engine that reads permissions.csv. Values only: no Django, no database, no clock.

A permission is named capability.object.action, as in the file: "plan.activity.update_progress". A cell says how far a
role reaches: - none, P published only, O own, T team, S service, D directorate, A all, C assigned, M metadata only,
G time-boxed grant; K after it: a private key is needed too; 2: a second person must approve.
"""

from __future__ import annotations

import csv
import dataclasses
import enum
import functools
import pathlib
from collections.abc import Iterable

from throughline.base.roles import PUBLIC, ROLES


class Reach(enum.StrEnum):
    NONE = "-"
    PUBLISHED = "P"
    OWN = "O"
    TEAM = "T"
    SERVICE = "S"
    DIRECTORATE = "D"
    ALL = "A"
    ASSIGNED = "C"
    METADATA = "M"
    GRANT = "G"


REACH_IN_WORDS = {
    Reach.NONE: "no",
    Reach.PUBLISHED: "what is published",
    Reach.OWN: "their own",
    Reach.TEAM: "their team's",
    Reach.SERVICE: "their service's",
    Reach.DIRECTORATE: "their directorate's",
    Reach.ALL: "all",
    Reach.ASSIGNED: "what is assigned to them",
    Reach.METADATA: "only that it exists",
    Reach.GRANT: "what is lent to them for a time",
}


@dataclasses.dataclass(frozen=True)
class Cell:
    """One cell of the grid: how far a role reaches, and on what condition."""

    reach: Reach
    key_needed: bool = False
    second_person: bool = False

    @classmethod
    def read(cls, code: str) -> Cell:
        """ "A2" -> Cell(ALL, second_person=True). ValueError when the code is not one."""
        suffix = code[1:]
        if code[:1] not in set(Reach) or suffix not in {"", "K", "2", "K2"}:
            raise ValueError(f"permissions.csv: {code!r} is not a code")
        return cls(Reach(code[0]), "K" in suffix, "2" in suffix)

    @property
    def code(self) -> str:
        return self.reach + "K" * self.key_needed + "2" * self.second_person

    @property
    def words(self) -> str:
        """ "their directorate's, with a second person"."""
        key = ", with their own key" if self.key_needed else ""
        return REACH_IN_WORDS[self.reach] + key + (", with a second person" if self.second_person else "")


@dataclasses.dataclass(frozen=True)
class Permission:
    """A row of the grid."""

    name: str
    sensitivity: str
    cells: dict[str, Cell]  # role -> cell
    note: str

    @property
    def capability(self) -> str:
        return self.name.partition(".")[0]

    @property
    def words(self) -> str:
        """ "Activity: update progress"."""
        _, thing, action = (part.replace("_", " ") for part in self.name.split("."))
        return f"{thing.capitalize()}: {action}"


@dataclasses.dataclass(frozen=True)
class Held:
    """A role that somebody holds, and the place where (None: the whole authority)."""

    role: str
    place: int | None = None


@dataclasses.dataclass(frozen=True)
class Actor:
    """Somebody as the grid sees them. `grants`: permissions lent for a time, each logged."""

    person: int | None = None
    user: int | None = None
    roles: frozenset[Held] = frozenset()
    grants: frozenset[str] = frozenset()


NOBODY = Actor(roles=frozenset({Held(PUBLIC)}))


@dataclasses.dataclass(frozen=True)
class Scope:
    """A thing as the grid sees it.

    owners: ids of people whose own it is; accounts: ids of users whose own it is, for what hangs on an account;
    places: the ids of the place where it belongs and of everything above that place; assigned: ids of users it is
    assigned to; published: whether everybody may see it in its published form.
    """

    owners: frozenset[int] = frozenset()
    accounts: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    assigned: frozenset[int] = frozenset()
    published: bool = False


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What the grid answers. `published_only`, `metadata_only`: how much may be seen.

    `second_person`: somebody else must approve. `key_needed`: whoever has it sees ciphertext without their own private key.
    """

    allowed: bool
    second_person: bool = False
    key_needed: bool = False
    published_only: bool = False
    metadata_only: bool = False

    @property
    def in_part(self) -> bool:
        """Not the thing itself: only its published form, or only that it exists."""
        return self.published_only or self.metadata_only


DENIED = Verdict(False)


class UnknownPermission(LookupError):
    """A permission that the grid does not have: a fault in the program, so the answer is no and the alarm."""


SENSITIVITIES = ("open", "internal", "commercial", "confidential", "special", "secret")


@functools.cache
def grid() -> dict[str, Permission]:
    """permissions.csv: permission name -> row."""
    return read(pathlib.Path(__file__).with_name("permissions.csv"))


def read(path: pathlib.Path) -> dict[str, Permission]:
    """A grid from a file. ValueError at a bad code, a repeated or incomplete row, an unknown role or sensitivity."""
    rows: dict[str, Permission] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        fixed = ["capability", "object", "action", "sensitivity", *ROLES, "note"]
        if reader.fieldnames != fixed:
            raise ValueError(f"permissions.csv: the columns must be {', '.join(fixed)}")
        for row in reader:
            name = f"{row['capability']}.{row['object']}.{row['action']}"
            if name in rows:
                raise ValueError(f"permissions.csv: {name} stands twice")
            if None in row or None in row.values():
                raise ValueError(f"permissions.csv: {name} is not complete, or has too much")
            if row["sensitivity"] not in SENSITIVITIES:
                raise ValueError(f"permissions.csv: {name}: {row['sensitivity']} is not a sensitivity")
            cells = {role: Cell.read(row[role]) for role in ROLES}
            rows[name] = Permission(name, row["sensitivity"], cells, row["note"])
    return rows


def permission(name: str) -> Permission:
    try:
        return grid()[name]
    except KeyError:
        raise UnknownPermission(f"{name} is not in permissions.csv") from None


def decide(actor: Actor, name: str, scope: Scope | None = None) -> Verdict:
    """What `actor` may do: the union over the roles held, the least conditions winning.

    Without a scope the question is whether there is any thing at all for which the answer would be yes: what a page or a
    menu asks before it knows which thing.
    """
    row = permission(name)
    verdicts = [
        verdict
        for held in actor.roles
        if (verdict := _verdict(row.cells[held.role], held, actor, name, scope)).allowed
    ]
    return min(verdicts, key=_conditions, default=DENIED)


def _conditions(verdict: Verdict) -> tuple[bool, ...]:
    return verdict.published_only, verdict.metadata_only, verdict.second_person, verdict.key_needed


def _verdict(cell: Cell, held: Held, actor: Actor, name: str, scope: Scope | None) -> Verdict:
    if cell.reach is Reach.NONE or not (scope is None or _reaches(cell.reach, held, actor, name, scope)):
        return DENIED
    if scope is None and cell.reach is Reach.GRANT and name not in actor.grants:
        return DENIED
    return Verdict(
        allowed=True,
        second_person=cell.second_person,
        key_needed=cell.key_needed,
        published_only=cell.reach is Reach.PUBLISHED,
        metadata_only=cell.reach is Reach.METADATA,
    )


def _reaches(reach: Reach, held: Held, actor: Actor, name: str, scope: Scope) -> bool:
    match reach:
        case Reach.ALL | Reach.METADATA:
            return True
        case Reach.PUBLISHED:
            return scope.published
        case Reach.OWN:
            return actor.person in scope.owners or actor.user in scope.accounts
        case Reach.TEAM | Reach.SERVICE | Reach.DIRECTORATE:
            return held.place is not None and held.place in scope.places
        case Reach.ASSIGNED:
            return actor.user is not None and actor.user in scope.assigned
        case Reach.GRANT:
            return name in actor.grants
        case _:
            return False


def roles_that_reach(name: str, among: Iterable[str] = ROLES) -> list[str]:
    """The roles whose cell is not "-", in the order of the grid."""
    return [role for role in among if permission(name).cells[role].reach is not Reach.NONE]
