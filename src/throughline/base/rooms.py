"""Which rooms of the permission grid this site has: rows for rooms that are not built yet are not shown to people."""

from django.apps import apps

from throughline.base import permission_grid, roles

BASE = "system"  # what base itself holds


def is_built(capability: str) -> bool:
    return capability == BASE or apps.is_installed(f"throughline.{capability}")


def not_built() -> list[str]:
    """The rooms of the grid that are still to come, in its order."""
    named = dict.fromkeys(row.capability for row in permission_grid.grid().values())
    return [name for name in named if not is_built(name)]


def waits(role: str) -> bool:
    """Whether the role is for a room that is still to come."""
    room = roles.ROLES[role].room
    return bool(room) and not is_built(room)


def what(role: str) -> str:
    """What the role is, for people; also that its room is still to come."""
    one = roles.ROLES[role]
    return (
        f"{one.what} ({one.room.capitalize()}, the room for it, is not built yet)"
        if waits(role)
        else one.what
    )
