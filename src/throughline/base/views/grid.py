"""The permission grid as a page: who may do what."""

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base import permission_grid, roles, rooms
from throughline.base.forms.accounts import FindPermissions
from throughline.base.pages import Request, page


@page("system.permission_grid.view")
def grid(request: Request) -> HttpResponse:
    """One row for each permission of the rooms that are built; `?capability=` one room, `?role=` what one role may do."""
    rows = [row for row in permission_grid.grid().values() if rooms.is_built(row.capability)]
    capabilities = dict.fromkeys(row.capability for row in rows)
    form = FindPermissions(request.GET or None, capabilities=capabilities)
    capability, role = request.GET.get("capability", ""), request.GET.get("role", "")
    shown = [row for row in rows if capability in ("", row.capability)]
    if role in roles.ROLES:
        shown = [row for row in shown if row.cells[role].reach is not permission_grid.Reach.NONE]
    context = {
        "form": form,
        "role": roles.ROLES.get(role),
        "role_is": rooms.what(role) if role in roles.ROLES else "",
        "rooms": [
            (name.capitalize(), [_line(row, role) for row in shown if row.capability == name])
            for name in capabilities
            if any(row.capability == name for row in shown)
        ],
        "roles": [(each.title, rooms.what(each.name)) for each in roles.ROLES.values()],
        "not_built": ", ".join(name.capitalize() for name in rooms.not_built()),
    }
    return render(request, "base/grid.html", context)


def _line(row: permission_grid.Permission, role: str) -> dict[str, object]:
    """A row, with the cells that are not "no" gathered by what they say: "all: board, equality team"."""
    gathered: dict[str, list[str]] = {}
    for name, cell in row.cells.items():
        if cell.reach is not permission_grid.Reach.NONE and role in ("", name):
            gathered.setdefault(cell.words, []).append(roles.ROLES[name].title)
    return {
        "row": row,
        "who": [(words[:1].upper() + words[1:], ", ".join(titles)) for words, titles in gathered.items()],
    }
