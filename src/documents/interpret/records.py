"""Actions that stand in lines and not in tables: blocks of labels, numbered lists, one line for each action."""

from __future__ import annotations

import collections
import dataclasses
from collections.abc import Sequence

from documents.interpret import about, bracketed, kinds, labels, lines, themes_of_records
from documents.interpret.columns import Role
from documents.interpret.line_entry import Entry, entry_of
from documents.interpret.record import LISTED, Record, add_parts
from documents.interpret.stream import Header, Item, Line

_KEY = {Role.LEAD, Role.TARGET}
_AFTER_ACTION = {Role.LEAD, Role.TARGET, Role.START, Role.ACHIEVED, Role.STATUS, Role.OUTCOME, Role.SERVICE}
_SHORT = {Role.LEAD, Role.TARGET, Role.START, Role.STATUS}  # what is said in a few words
_LOOK = 8  # lines below an action's first among which a label must stand
_FEWEST_ANNOUNCED = 2


def find(items: Sequence[Item]) -> tuple[Item, ...]:
    """The stream with every action that stands in lines as a row under its labels. Every word stays in it."""
    return _Finder(items).find()


class _Finder:
    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.entries = [
            entry_of(item) if isinstance(item, Line) and not item.in_table else None for item in items
        ]
        entries = [entry for entry in self.entries if entry]
        self.own_starts = sum(1 for entry in entries if entry.start and entry.start.is_own)
        self.action_labels = sum(1 for entry in entries for part in entry.parts if part.role is Role.ACTION)
        self.key_labels = sum(1 for entry in entries for part in entry.parts if part.role in _KEY)
        self.one_line = sum(1 for entry in entries if entry.one_line)
        self.has_gaps = any(entry.line.paragraph.apart for entry in entries)
        self.is_marked = (
            sum(entry.line.paragraph.kind == "heading" for entry in entries) > 1
        )  # one is the title
        self.action_levels = self._levels_of_actions()

    def find(self) -> tuple[Item, ...]:
        found: list[Item] = []
        records: list[int] = []
        at = 0
        while at < len(self.items):
            if (end := self._list(at)) > at:
                found.append(self.items[at])
                for one in range(at + 1, end):
                    records.append(len(found))
                    found.extend(self._announced(one).items())
                at = end
                continue
            gathered = self._gather(at) if self._opens(at) else None
            if gathered is None:
                found.append(self.items[at])
                at += 1
                continue
            record, at = gathered
            records.append(len(found))
            found.extend(record.items())
        if not records:
            return tuple(self.items)
        if not self.is_marked and not any(isinstance(item, Header) for item in self.items):
            return themes_of_records.mark(found, records)
        return tuple(found)

    def _opens(self, at: int) -> bool:
        """Whether an action may begin on this line."""
        entry = self.entries[at]
        if entry is None or (
            entry.line.paragraph.kind == "heading" and lines.names_theme(entry.line) and not entry.start
        ):
            return False
        if entry.start and self._says_who_or_when_in_line(at + 1):
            return False  # it names what the actions below belong to
        if entry.start and (self._stands_over_table(at) or self._stands_over_start(at, entry)):
            return False
        if entry.start:
            return entry.start.is_own or (
                not self.own_starts and not self.action_labels and self.key_labels > 0
            )
        roles = [part.role for part in entry.parts]
        if Role.ACTION in roles or (
            Role.OBJECTIVE in roles and not self.action_labels and not self.own_starts
        ):
            return self.key_labels > 0
        if roles[0] is Role.REFERENCE:
            return self._next_label(at + 1, _LOOK) is Role.ACTION
        if roles[0] is None and set(roles) & _KEY:
            return True
        if entry.one_line:
            return self.one_line >= 2
        if self.one_line >= 2 and self._is_between_one_lines(at):
            return True
        if self.own_starts or self.action_labels or not entry.is_plain:
            return False
        return self._is_action_heading(entry) or self._stands_over_labels(at, entry)

    def _says_who_or_when_in_line(self, at: int) -> bool:
        """Whether a line is a whole action: its text, and behind it labels with the lead or the date."""
        entry = self.entries[at] if at < len(self.entries) else None
        roles = [part.role for part in entry.parts] if entry else []
        return len(roles) > 1 and roles[0] is None and bool(set(roles) & _KEY)

    def _is_between_one_lines(self, at: int) -> bool:
        """Whether a line of a numbered list says neither who nor when, where the entries beside it do."""
        entry = self.entries[at]
        if (
            entry is None
            or not entry.is_plain
            or not bracketed.number(entry.line.text)
            or entry.line.paragraph.kind == "heading"
        ):
            return False
        beside = [self.entries[other] for other in (at - 1, at + 1) if 0 <= other < len(self.entries)]
        return any(other is not None and other.one_line and other.one_line.number for other in beside)

    def _is_action_heading(self, entry: Entry) -> bool:
        """A marked heading of the level at which most headings are actions, with their labels below."""
        paragraph = entry.line.paragraph
        return paragraph.kind == "heading" and paragraph.level in self.action_levels

    def _levels_of_actions(self) -> set[int]:
        over: collections.Counter[int] = collections.Counter()
        count: collections.Counter[int] = collections.Counter()
        for at, entry in enumerate(self.entries):
            if entry and entry.line.paragraph.kind == "heading":
                count[entry.line.paragraph.level] += 1
                over[entry.line.paragraph.level] += self._stands_over_labels(at, entry)
        return {level for level, found in over.items() if found > 1 and found * 10 >= count[level] * 6}

    def _stands_over_labels(self, at: int, entry: Entry) -> bool:
        """Whether the next lines are labels of an action, so that this line is the action."""
        text = entry.line.text[len(bracketed.number(entry.line.text)) :].strip()
        if (
            lines.is_separator(text)
            or text.endswith(":")
            or (len(text.split()) < 3 and not kinds.starts_with_verb(text))
        ):
            return False
        is_numbered = bool(bracketed.number(entry.line.text))
        is_plain = entry.line.paragraph.kind != "heading" and not is_numbered
        if is_plain and (kinds.is_date(text) or kinds.is_lead(text)):
            return False
        below = self.entries[at + 1] if at + 1 < len(self.entries) else None
        if below is None:
            return False
        if below.is_plain:
            is_heading = entry.line.paragraph.kind == "heading" and below.line.paragraph.kind != "heading"
            return is_heading and self._next_label(at + 1, 3) in _KEY and not self._is_named_below(at + 1)
        following = [self._role(later) for later in range(at + 1, min(at + 1 + _LOOK, len(self.items)))]
        if about.labelled(below.line) and Role.LEAD not in following:
            return False  # the date of the document
        enough = _KEY if self.key_labels <= 2 else set(following) & _KEY
        return below.parts[0].role in _AFTER_ACTION and bool(enough) and enough <= set(following)

    def _is_named_below(self, at: int) -> bool:
        """Whether a line further down, right over the labels, is the action: it has a number or begins as one."""
        while at < len(self.entries) and (entry := self.entries[at]) and entry.is_plain:
            text = entry.line.text
            if bracketed.number(text) or kinds.starts_with_verb(text):
                return True
            at += 1
        return False

    def _stands_over_start(self, at: int, entry: Entry) -> bool:
        """Whether an action of another name begins right below: "Commitment 1" over "Action 1.1"."""
        below = self.entries[at + 1] if at + 1 < len(self.entries) else None
        if entry.start is None or below is None or below.start is None or not below.start.is_own:
            return False
        return entry.start.label.split()[0].lower() != below.start.label.split()[0].lower()

    def _stands_over_table(self, at: int) -> bool:
        """Whether a table of actions begins a few lines below, with no label before it: then the line names its theme."""
        for later in range(at + 1, min(at + 4, len(self.items))):
            entry = self.entries[later]
            if entry is None:
                return isinstance(self.items[later], Header)
            if not entry.is_plain or entry.line.paragraph.kind == "heading":
                return False
        return False

    def _role(self, at: int) -> Role | None:
        entry = self.entries[at]
        return entry.parts[0].role if entry else None

    def _next_label(self, at: int, most: int) -> Role | None:
        for later in range(at, min(at + most, len(self.items))):
            entry = self.entries[later]
            if entry is None or entry.line.paragraph.kind == "heading":
                return None
            if not entry.is_plain:
                return entry.parts[0].role
        return None

    def _list(self, first: int) -> int:
        """The line after a list of actions that this line announces; the line itself where it announces none."""
        entry = self.entries[first]
        if entry is None or not lines.announces_actions(entry.line.text):
            return first
        at = first + 1
        while at < len(self.items) and self._is_announced(at, first + 1):
            at += 1
        verbs = sum(kinds.starts_with_verb(self._text(one)) for one in range(first + 1, at))
        return at if at - first > _FEWEST_ANNOUNCED and verbs * 10 >= (at - first - 1) * 6 else first

    def _text(self, at: int) -> str:
        entry = self.entries[at]
        return entry.line.text if entry else ""

    def _is_announced(self, at: int, first: int) -> bool:
        entry, begins = self.entries[at], self.entries[first]
        if entry is None or begins is None or not entry.is_plain or lines.is_separator(entry.line.text):
            return False
        line = entry.line
        if (
            line.paragraph.kind != begins.line.paragraph.kind
            or line.paragraph.kind == "heading"
            or line.text.endswith(":")
        ):
            return False
        return line.paragraph.kind == "list_item" or kinds.starts_with_verb(line.text)

    def _gather(self, first: int) -> tuple[Record, int] | None:
        """The action that begins on this line and the line after it; None if it is none after all."""
        entry = self.entries[first]
        assert entry is not None
        record = Record(first=entry.line)
        if not entry.one_line and self._is_between_one_lines(first):
            number = bracketed.number(entry.line.text)
            one = bracketed.Bracketed(number, entry.line.text[len(number) :].strip(), "", "")
            return self._of_one_line(record, dataclasses.replace(entry, one_line=one), first)
        if entry.one_line and not entry.start and all(part.role is not Role.ACTION for part in entry.parts):
            return self._of_one_line(record, entry, first)
        groups: list[list[Line]] = []
        if entry.start:
            record.reference = entry.start.label
            if entry.start.text:
                inner = labels.parts(entry.start.text)
                if all(part.role is None for part in inner):
                    groups.append(
                        [
                            dataclasses.replace(
                                entry.line,
                                paragraph=dataclasses.replace(entry.line.paragraph, text=entry.start.text),
                            )
                        ]
                    )
                add_parts(record, entry.line, inner)
        else:
            parts = entry.parts
            if number := bracketed.number(entry.line.text):
                record.reference = number
                parts = [dataclasses.replace(parts[0], text=parts[0].text[len(number) :].strip()), *parts[1:]]
            add_parts(record, entry.line, parts)
            groups.append([entry.line])
        end = self._end(first, record)
        below = [self.entries[at] for at in range(first + 1, end)]
        if record.is_labelled or any(later and not later.is_plain for later in below):
            for later in below:
                assert later is not None
                add_parts(record, later.line, later.parts)
        else:
            record.values, record.labels = [], []
            for later in below:
                assert later is not None
                paragraph = later.line.paragraph
                same = groups and groups[-1][-1].paragraph.kind == paragraph.kind and not paragraph.apart
                if same:
                    groups[-1].append(later.line)
                else:
                    groups.append([later.line])
            record.infer(groups)
        is_sure = entry.start is not None and entry.start.is_own and self.own_starts > 1
        is_sure = is_sure or (
            self.action_labels > 1 and any(part.role is Role.ACTION for part in entry.parts)
        )
        is_sure = is_sure or self._is_action_heading(entry)
        if Role.ACTION not in record.roles or not (record.says_more or is_sure):
            return None
        return record, end

    def _announced(self, at: int) -> Record:
        entry = self.entries[at]
        assert entry is not None
        if entry.one_line:
            return self._of_one_line(Record(first=entry.line), entry, at)[0]
        record = Record(first=entry.line, doubts=[LISTED])
        record.open(Role.ACTION, "")
        paragraph = dataclasses.replace(entry.line.paragraph, kind="paragraph")
        record.add(dataclasses.replace(entry.line, paragraph=paragraph))
        return record

    def _of_one_line(self, record: Record, entry: Entry, first: int) -> tuple[Record, int]:
        one = entry.one_line
        assert one is not None
        record.reference = one.number
        for role, text in ((Role.ACTION, one.action), (Role.LEAD, one.lead), (Role.TARGET, one.target)):
            record.open(role, "")
            record.add(
                dataclasses.replace(
                    entry.line, paragraph=dataclasses.replace(entry.line.paragraph, kind="paragraph")
                ),
                text,
            )
        record.labels.extend(one.labels)
        return record, first + 1

    def _end(self, first: int, record: Record) -> int:
        """Where the action ends: at the next one, at a table, at a heading, at the end of a page that was stored."""
        entry = self.entries[first]
        assert entry is not None
        seen = {part.role for part in entry.parts if part.role is not None}
        role = entry.parts[-1].role
        last = role if entry.parts[-1].text else None
        filled = bool(entry.parts[-1].text) and not (entry.start and not entry.start.text)
        for at in range(first + 1, len(self.items)):
            later = self.entries[at]
            if (
                later is None
                or lines.is_separator(later.line.text)
                or _is_over(later, filled=filled or role not in {None, Role.ACTION})
            ):
                return at
            if not later.is_plain:
                roles = {part.role for part in later.parts if part.role is not None}
                if later.start or (roles & seen & {Role.ACTION, Role.REFERENCE, *_KEY} and self._opens(at)):
                    return at
                if not later.start and self._opens(at) and roles & {Role.ACTION}:
                    return at
                seen |= roles
                filled = bool(later.parts[-1].text)
                role = later.parts[-1].role
                last = role if filled else None
                continue
            if filled and (
                self._is_next(at, seen, role)
                or _ends_short(last, later.line, is_over=self._opens_soon(at + 1))
            ):
                return at
            if filled and lines.is_recommendations_label(later.line):
                return at
            filled = True
        return len(self.items)

    def _is_next(self, at: int, seen: set[Role], role: Role | None) -> bool:
        """Whether a line without a label belongs to what comes after: the next action, or the heading over it."""
        entry = self.entries[at]
        assert entry is not None
        if self._opens(at):
            below = self._next_label(at + 1, _LOOK)
            return bool(entry.one_line) or below in seen
        text = entry.line.text
        if self.is_marked or not (
            lines.is_heading(entry.line, real_headings=False) or lines.names_part(text)
        ):
            return False
        if kinds.is_date(text) or kinds.is_state(text) or (role is Role.LEAD and kinds.is_lead(text)):
            return False
        return lines.names_part(text) or self._opens_soon(at + 1)

    def _opens_soon(self, at: int) -> bool:
        """Whether the next action begins right below, so that this line is the heading over it."""
        entry = self.entries[at] if at < len(self.entries) else None
        if entry is None or not self._opens(at):
            return False
        above = self.entries[at - 1]
        return above is not None and (above.line.paragraph.apart or not self.has_gaps)


def _is_over(entry: Entry, *, filled: bool) -> bool:
    """Whether a heading ends an action, which has its own text by now."""
    return entry.line.paragraph.kind == "heading" and entry.is_plain and filled


def _ends_short(role: Role | None, line: Line, *, is_over: bool) -> bool:
    """After a lead, a date or a state on the line of its label: whether the next line stands on its own."""
    if role not in _SHORT or not (lines.is_heading(line, real_headings=False) or lines.names_part(line.text)):
        return False
    return is_over or not (kinds.is_lead(line.text) if role is Role.LEAD else kinds.is_date(line.text))
