"""A line with all that it may be: a labelled value, the start of an action, a whole action."""

from __future__ import annotations

import dataclasses
import re

from documents.interpret import bracketed, kinds, labels
from documents.interpret.stream import Line

_NUMBERED = re.compile(r"^\(?\d{1,3}(?:\.\d{1,3})*[.)]?\s+\S")


@dataclasses.dataclass(frozen=True)
class Entry:
    """A line with what it may be."""

    line: Line
    parts: list[labels.Part]
    start: labels.Start | None
    one_line: bracketed.Bracketed | None

    @property
    def is_plain(self) -> bool:
        return self.start is None and all(part.role is None for part in self.parts)


def entry_of(line: Line) -> Entry:
    text = line.text
    is_entry = (
        line.paragraph.kind == "list_item"
        or bool(_NUMBERED.match(text))
        or kinds.starts_with_verb(text)
        or bracketed.is_in_three(text)
    )
    one = bracketed.read(text) if is_entry and line.paragraph.kind != "heading" else None
    return Entry(line, labels.parts(text), labels.start(text), one)
