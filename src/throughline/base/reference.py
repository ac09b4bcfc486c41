"""Pages of docs/reference/ that say what base does; made from its tables."""

from throughline.base import permission_grid, roles
from throughline.base.permission_grid import REACH_IN_WORDS, Reach

INTRODUCTION = """\
# Who may do what

Made from `throughline/base/permissions.csv`; do not edit. What somebody may do is the union of what their roles may do, each
role within the place where it is held. Whatever does not stand here is refused to everybody. The same table, to filter by room
and by role, is the page `/permissions/` of the site.
"""


def permissions_markdown() -> str:
    """The codes, the roles, and the whole grid: a table for each room."""
    return "\n".join([INTRODUCTION, *_codes(), *_roles(), *_grid()])


def _codes() -> list[str]:
    lines = ["## The codes", "", "| code | the role reaches |", "|---|---|"]
    lines += [f"| `{reach}` | {REACH_IN_WORDS[reach]} |" for reach in Reach]
    return [
        *lines,
        "| `K` after it | only with the private key of the person |",
        "| `2` after it | only when a second person agrees |",
        "",
    ]


def _roles() -> list[str]:
    lines = ["## The roles", "", "| role | what it is | held for | given by |", "|---|---|---|---|"]
    for role in roles.ROLES.values():
        place = f"one {' or '.join(role.kinds)}" if role.kinds else "the whole authority"
        if role.kinds and not role.needs_place:
            place += ", or the whole authority"
        lines.append(f"| {role.title} | {role.what} | {place} | {_given_by(role)} |")
    return [*lines, ""]


def _given_by(role: roles.Role) -> str:
    if role.name in roles.IMPLIED:
        return "nobody: it comes with being one"
    if role.name == roles.HANDLER:
        return "two people of the board, or one of them and a handler; never IT"
    if role.sensitive:
        return "two people, at least one of them outside IT"
    return "two people, or the identity provider" if role.by_sign_in else "two people"


def _grid() -> list[str]:
    lines: list[str] = []
    rows = list(permission_grid.grid().values())
    for capability in dict.fromkeys(row.capability for row in rows):
        titles = " | ".join(role.title for role in roles.ROLES.values())
        lines += [f"## {capability.capitalize()}", "", f"| | sensitivity | {titles} | note |"]
        lines.append("|---|---|" + "---|" * len(roles.ROLES) + "---|")
        for row in (row for row in rows if row.capability == capability):
            codes = " | ".join(row.cells[role].code for role in roles.ROLES)
            lines.append(f"| **{row.words}** | {row.sensitivity} | {codes} | {row.note} |")
        lines.append("")
    return lines
