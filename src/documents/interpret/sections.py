"""Divides the stream of lines and rows into themes, and says what every line outside the grid is."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from documents.interpret import headings, lines
from documents.interpret.stream import Data, Header, Item, Line, Rest
from documents.plan import NOWHERE, Passage, Source

COLUMN_NAMES = "column names"
LABEL = "label"
PAGE = "parts pages"
INTRODUCTION = "introduction"
INTRODUCES_TABLE = "introduces a table"
INTRODUCES_THEME = "introduces a theme"
AFTER_TABLE = "stands after a table, in no action"


@dataclasses.dataclass
class Section:
    """A theme as it is gathered: its rows are read later. `level` of its heading, 0 where the format does not say."""

    title: str = ""
    is_theme: bool = True
    level: int = 0
    source: Source = NOWHERE
    desired_outcome: str | None = None
    recommendations: list[str] = dataclasses.field(default_factory=list)
    rows: list[Data | SubHeading] = dataclasses.field(default_factory=list)


@dataclasses.dataclass(frozen=True)
class SubHeading:
    """A heading inside a theme, under which a service's own table stands."""

    text: str
    source: Source
    is_marked: bool  # as a heading, by the file itself; else it only looks like one


@dataclasses.dataclass
class Divided:
    """What `divide` gives: the sections, and every other line with the reason why it is in none."""

    sections: list[Section] = dataclasses.field(default_factory=list)
    front_matter: list[Passage] = dataclasses.field(default_factory=list)
    leftovers: list[Passage] = dataclasses.field(default_factory=list)
    structure: list[Passage] = dataclasses.field(default_factory=list)


def divide(items: Sequence[Item], *, title_at: int | None) -> Divided:
    """The themes in order. `title_at`: the item that is the document's title, and so belongs to no theme."""
    return _Divider(items, title_at).divide()


class _Divider:
    """Walks the stream once; what it needs to know ahead is worked out first."""

    def __init__(self, items: Sequence[Item], title_at: int | None) -> None:
        self.items = items
        self.title_at = title_at
        self.real_headings = headings.are_marked(items)
        self.headings = headings.positions(items)
        self.of_actions = headings.levels_of_actions(items)
        self.result = Divided()
        self.section: Section | None = None
        self.awaiting: str | None = None  # "outcome" or "recommendations"
        self.in_list = False  # the recommendations are a marked list

    def divide(self) -> Divided:
        for at, item in enumerate(self.items):
            if isinstance(item, Line):
                if at != self.title_at:
                    self._line(at, item)
            elif isinstance(item, Header):
                self.awaiting = None
                if item.text:
                    self.result.structure.append(
                        Passage(text=item.text, source=item.source, reason=COLUMN_NAMES)
                    )
                self._open_nameless()
            elif isinstance(item, Data):
                self.awaiting = None
                self._open_nameless().rows.append(item)
            else:
                self._rest(item)
        return self.result

    def _open_nameless(self) -> Section:
        if self.section is None:
            self.section = Section(is_theme=False)
            self.result.sections.append(self.section)
        return self.section

    def _rest(self, item: Rest) -> None:
        passage = Passage(text=item.text, source=item.source, reason=item.reason)
        if not any(letter.isalnum() for letter in item.text):
            self.result.structure.append(passage)
        elif not self.result.sections:
            self.result.front_matter.append(passage)
        else:
            self.result.leftovers.append(passage)

    def _line(self, at: int, line: Line) -> None:
        if lines.is_separator(line.text) and self.section is not None and self.section.rows:
            self.section, self.awaiting = (
                None,
                None,
            )  # a page that was stored ends, and its last theme with it
            self._passage(self.result.structure, line, PAGE)
            return
        if self.awaiting == "outcome" and line.paragraph.kind != "heading":
            self._awaited(at, line)
            return
        if at in self.headings and not self._is_plain_recommendation(at, line) and self._heading(at, line):
            return
        if self.section is not None or lines.is_sure_outcome(line) or lines.is_recommendations_label(line):
            label = lines.desired_outcome(line)
            if label is not None and (
                self.section is None or not (self.section.rows or self.section.desired_outcome)
            ):
                section = self._open_nameless()
                self._label(label[0], line)
                section.desired_outcome = label[1] or None
                self.awaiting = None if label[1] else "outcome"
                return
            if lines.is_recommendations_label(line):
                self._open_nameless()
                self._label(line.text, line)
                self.awaiting, self.in_list = "recommendations", False
                return
            if self._awaited(at, line):
                return
        self._other(at, line)

    def _heading(self, at: int, line: Line) -> bool:
        """Opens a theme, or a service's part of one; False where the heading is only a line."""
        level = line.paragraph.level
        if self.section is not None and level in self.of_actions and line.paragraph.kind == "heading":
            self.section.rows.append(SubHeading(line.text, line.paragraph.source, is_marked=False))
            return True
        if not self._opens_theme(at):
            if self.section is not None and self.section.rows and not self._inside(line):
                self.section, self.awaiting = None, None
                self._passage(self.result.leftovers, line, AFTER_TABLE)
                return True
            return False
        self.awaiting = None
        if self.section is not None and self._inside(line) and not self._has_own_outcome(at):
            self.section.rows.append(SubHeading(line.text, line.paragraph.source, line.paragraph.level > 0))
            return True
        is_theme = not lines.is_outside_themes(line.text)
        self.section = Section(title=line.text, is_theme=is_theme, level=level, source=line.paragraph.source)
        self.result.sections.append(self.section)
        return True

    def _inside(self, line: Line) -> bool:
        """Whether a heading belongs to the open theme: a deeper one, or in plain text one before its first table."""
        assert self.section is not None
        named = self.section.desired_outcome is not None or bool(self.section.recommendations)
        if self.section.level or line.paragraph.level:
            return named and 0 < self.section.level < line.paragraph.level
        return named and not self.section.rows and not line.in_table

    def _is_plain_recommendation(self, at: int, line: Line) -> bool:
        """A short line under "Recommendations" in a file that marks neither headings nor lists."""
        awaited = self.awaiting == "recommendations" and not self.real_headings and not line.in_table
        return awaited and not self._has_own_outcome(at) and not self._list_follows(at)

    def _opens_theme(self, at: int) -> bool:
        line = self.items[at]
        assert isinstance(line, Line)
        if lines.opens_document(line.text):
            return False
        named = line.paragraph.kind == "heading" and lines.names_theme(line)
        return named or headings.has_plan(self.items, at, self.headings) or self._stands_over_actions(at)

    def _stands_over_actions(self, at: int) -> bool:
        """Whether the next heading is that of one action, and so this one names their theme."""
        following = next(
            (item for item in self.items[at + 1 :] if isinstance(item, Line) and item.paragraph.level), None
        )
        line = self.items[at]
        assert isinstance(line, Line)
        below = (
            following.paragraph if following is not None and following.paragraph.kind == "heading" else None
        )
        return below is not None and below.level in self.of_actions and 0 < line.paragraph.level < below.level

    def _has_own_outcome(self, at: int) -> bool:
        return any(
            isinstance(item, Line) and (lines.is_sure_outcome(item) or lines.is_recommendations_label(item))
            for item in headings.extent(self.items, at, self.headings)
        )

    def _awaited(self, at: int, line: Line) -> bool:
        """Takes the line as the desired outcome or a recommendation, if one of them is expected here."""
        assert self.section is not None or self.awaiting is None
        if self.awaiting is None or self.section is None:
            return False
        if self.awaiting == "outcome":
            self.section.desired_outcome = line.text
            self.awaiting = None
            return True
        self.in_list = self.in_list or lines.is_list_item(line)
        if lines.is_list_item(line) or (not lines.introduces_table(line) and not self._list_follows(at)):
            self.section.recommendations.append(line.text)
            return True
        self.awaiting = None if self.section.recommendations else self.awaiting
        return False

    def _list_follows(self, at: int) -> bool:
        """Whether the recommendations of this section are a list, so that a plain line is none of them."""
        near = headings.extent(self.items, at, self.headings, most=100)
        return self.in_list or any(isinstance(item, Line) and lines.is_list_item(item) for item in near)

    def _other(self, at: int, line: Line) -> None:
        following = self.items[at + 1] if at + 1 < len(self.items) else None
        if lines.is_generic(line):
            self._passage(self.result.structure, line, LABEL)
        elif self.section is None and not self.result.sections:
            self._passage(self.result.front_matter, line, INTRODUCTION)
        elif self.section is None:
            self._passage(self.result.leftovers, line, AFTER_TABLE)
        elif isinstance(following, Header) or lines.introduces_table(line):
            if self.section.is_theme and not self.section.rows and lines.is_outside_themes(line.text):
                self.section.is_theme = False
            self._passage(self.result.front_matter, line, INTRODUCES_TABLE)
        elif not self.section.rows:
            self._passage(self.result.front_matter, line, INTRODUCES_THEME)
        else:
            self._passage(self.result.leftovers, line, AFTER_TABLE)

    def _label(self, text: str, line: Line) -> None:
        self.result.structure.append(Passage(text=text, source=line.paragraph.source, reason=LABEL))

    @staticmethod
    def _passage(passages: list[Passage], line: Line, reason: str) -> None:
        passages.append(Passage(text=line.text, source=line.paragraph.source, reason=reason))
