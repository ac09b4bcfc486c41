"""The themes of actions that stand in lines, in a file that marks no headings: which line above them names the theme."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from documents.interpret import about, kinds, lines
from documents.interpret.stream import Item, Line


def mark(items: Sequence[Item], records: Sequence[int]) -> tuple[Item, ...]:
    """The items with the heading of each theme marked as one. `records`: where each action begins."""
    found = list(items)
    title = about.title(items)
    texts = collections.Counter(item.text for item in items if isinstance(item, Line))
    before = 0
    for at in records:
        candidates: list[int] = []
        for place in range(before, at):
            item = found[place]
            if isinstance(item, Line) and item.text.startswith(("[", "http")):
                candidates.clear()
            elif isinstance(item, Line) and (title is None or place > title) and _may_name(item, texts):
                candidates.append(place)
        numbered = [place for place in candidates if lines.names_part(_text(found[place]))]
        if candidates:
            place = (numbered or candidates)[-1]
            line = found[place]
            assert isinstance(line, Line)
            heading = dataclasses.replace(line.paragraph, kind="heading", level=1)
            found[place] = dataclasses.replace(line, paragraph=heading)
        before = at + 2
    return tuple(found)


def _may_name(line: Line, texts: collections.Counter[str]) -> bool:
    if texts[line.text] > 1 or about.labelled(line) or lines.is_context(line.text):
        return False
    is_heading = lines.is_heading(line, real_headings=False) or lines.names_part(line.text)
    return is_heading and not kinds.is_date(line.text)


def _text(item: Item) -> str:
    return item.text if isinstance(item, Line) else ""
