"""The same plan in many layouts: what one body writes as a grid another writes as blocks, lists or a table for each action."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Literal


@dataclasses.dataclass(frozen=True)
class Said:
    """A row of a plan as its author wrote it."""

    theme: str
    action: str
    lead: str = ""
    target: str = ""
    progress: str = ""


@dataclasses.dataclass(frozen=True)
class Part:
    """A piece of a document: a heading, a paragraph, a list item or a table with its header first."""

    kind: Literal["title", "heading", "subheading", "paragraph", "item", "table"]
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


Layout = Callable[[Sequence[Said]], list[Part]]
TITLE = "Fair Wexcombe: race equality action plan"
PROSE = (
    "We asked our staff and residents what gets in their way, and we listened to what they told us over many months. "
    "This plan sets out what each part of the organisation is going to change, and it is looked at every month."
)


def _opening() -> list[Part]:
    return [Part("title", TITLE), Part("paragraph", PROSE)]


def _by_theme(rows: Sequence[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for row in rows:
        found.setdefault(row.theme, []).append(row)
    return found


def grids(rows: Sequence[Said]) -> list[Part]:
    """A heading and a grid for each theme, its columns in another order and under other names."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        table = [("Responsible officer", "Proposed action", "Progress update", "By when")]
        table += [(row.lead, row.action, row.progress, row.target) for row in members]
        parts += [Part("heading", theme), Part("table", rows=tuple(table))]
    return parts


def one_grid(rows: Sequence[Said]) -> list[Part]:
    """One grid with the theme in the first row of its group, as merged cells are."""
    table = [("Priority area", "Action", "Owner", "Timescale", "Status")]
    before = ""
    for row in rows:
        table.append(
            (row.theme if row.theme != before else "", row.action, row.lead, row.target, row.progress)
        )
        before = row.theme
    return [*_opening(), Part("table", rows=tuple(table))]


def themes_in_rows(rows: Sequence[Said]) -> list[Part]:
    """A table for each objective, whose name stands in a row of its own over the column names."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        table = [(theme, "", "", ""), ("What we will do", "Who will lead", "Deadline", "What has happened")]
        table += [(row.action, row.lead, row.target, row.progress) for row in members]
        parts += [Part("table", rows=tuple(table)), Part("paragraph", "")]
    return parts


def blocks(rows: Sequence[Said]) -> list[Part]:
    """Labels, each with its value behind it, line by line."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for row in members:
            parts.append(Part("paragraph", f"Action: {row.action}"))
            parts += [Part("paragraph", f"Lead: {row.lead}")] if row.lead else []
            parts += [Part("paragraph", f"By when: {row.target}")] if row.target else []
            parts += [Part("paragraph", f"Progress: {row.progress}")] if row.progress else []
    return parts


def labels_alone(rows: Sequence[Said]) -> list[Part]:
    """Labels as lines of their own, the values below them."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for number, row in enumerate(members, start=1):
            parts += [Part("paragraph", f"Action {number}"), Part("paragraph", row.action)]
            parts += [Part("paragraph", "Lead"), Part("paragraph", row.lead)] if row.lead else []
            parts += [Part("paragraph", "Date"), Part("paragraph", row.target)] if row.target else []
            parts += [Part("paragraph", "Progress"), Part("paragraph", row.progress)] if row.progress else []
    return parts


def a_table_each(rows: Sequence[Said]) -> list[Part]:
    """A small table for each action, labels down its side."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for row in members:
            said = (
                ("Action", row.action),
                ("Lead officer", row.lead),
                ("Timescale", row.target),
                ("Progress", row.progress),
            )
            parts += [Part("table", rows=said), Part("paragraph", "")]
    return parts


def actions_as_headings(rows: Sequence[Said]) -> list[Part]:
    """The action as a heading, and labels below it."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for row in members:
            parts.append(Part("subheading", row.action))
            parts += [Part("paragraph", f"Responsible: {row.lead}")] if row.lead else []
            parts += [Part("paragraph", f"Target date: {row.target}")] if row.target else []
            parts += [Part("paragraph", f"Our progress: {row.progress}")] if row.progress else []
    return parts


def brackets(rows: Sequence[Said]) -> list[Part]:
    """A numbered list with lead and date in brackets at the end."""
    parts = _opening()
    number = 0
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for row in members:
            number += 1
            who = [f"Lead: {row.lead}"] if row.lead else []
            when = [f"by when: {row.target}"] if row.target else []
            end = f" ({'; '.join(who + when)})" if who + when else ""
            parts.append(Part("paragraph", f"{number}. {row.action}{end}"))
    return parts


def one_line(rows: Sequence[Said]) -> list[Part]:
    """Everything about an action in one paragraph, with labels inside it."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        parts.append(Part("heading", theme))
        for row in members:
            said = [
                f"Action: {row.action}",
                f"Owner: {row.lead}",
                f"Deadline: {row.target}",
                f"Update: {row.progress}",
            ]
            parts.append(Part("paragraph", " | ".join(part for part in said if not part.endswith(": "))))
    return parts


def slashes(rows: Sequence[Said]) -> list[Part]:
    """Lines with slashes between the values."""
    parts = _opening()
    for theme, members in _by_theme(rows).items():
        lines = ["Action / Lead / Target date / Progress"]
        lines += [f"{row.action} / {row.lead} / {row.target} / {row.progress or '-'}" for row in members]
        parts += [Part("heading", theme), *(Part("paragraph", line) for line in lines)]
    return parts


def periods(rows: Sequence[Said]) -> list[Part]:
    """A column for each stretch of time, the actions in the cells: only for rows whose dates are such stretches."""
    dates = list(dict.fromkeys(row.target for row in rows))
    table = [("Workstream", *dates)]
    for theme, members in _by_theme(rows).items():
        left = list(members)
        while left:
            line = [next((row for row in left if row.target == date), None) for date in dates]
            table.append(
                ("" if len(left) < len(members) else theme, *(row.action if row else "" for row in line))
            )
            left = [row for row in left if row not in line]
    return [*_opening(), Part("table", rows=tuple(table))]


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        grids, one_grid, themes_in_rows, blocks, labels_alone, a_table_each, actions_as_headings, brackets, one_line, slashes,
    )
}  # fmt: skip
WITHOUT_PROGRESS = {"brackets", "periods"}
