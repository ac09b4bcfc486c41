"""The pages of docs/reference/ that are made from the code, so that they cannot be out of date."""

import pathlib
from collections.abc import Callable

from throughline.base import reference as base_reference
from throughline.commands import CommandRefused
from throughline.plan import rules

FOLDER = pathlib.Path(__file__).parents[3] / "docs" / "reference"


def stages() -> str:
    """The stages of an action, drawn from TRANSITIONS."""
    lines = [
        "# The stages of an action",
        "",
        "Made from `throughline/plan/rules/stages.py`; do not edit.",
        "Overdue, review due and not started are derived from a stage and the dates.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> proposed",
        "    [*] --> agreed",
    ]
    lines += [
        f"    {old} --> {new}" for old in rules.Stage for new in rules.Stage if new in rules.TRANSITIONS[old]
    ]
    lines += ["```", "", "| from | may become | which needs |", "|---|---|---|"]
    for old in rules.Stage:
        for new in (stage for stage in rules.Stage if stage in rules.TRANSITIONS[old]):
            lines.append(f"| {rules.NAMES[old]} | {rules.NAMES[new]} | {rules.needs(new) or ''} |")
    lines += ["", "| shown as | when |", "|---|---|"]
    for name, (words, _) in rules.STATUSES.items():
        lines.append(f"| {words} | {rules.WHEN[name]} |")
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "action-stages.md": stages,
    "permissions.md": base_reference.permissions_markdown,
}


def stale() -> list[pathlib.Path]:
    """Pages that are not what the code would write."""
    paths = [(FOLDER / name, make()) for name, make in PAGES.items()]
    return [path for path, text in paths if not path.exists() or path.read_text(encoding="utf-8") != text]


def write() -> list[pathlib.Path]:
    """Writes what is out of date; returns what was written."""
    if not FOLDER.is_dir():
        raise CommandRefused(
            "The reference is written in a copy of the repository, which has docs/reference/."
        )
    written = stale()
    for path in written:
        path.write_text(PAGES[path.name](), encoding="utf-8")
    return written
