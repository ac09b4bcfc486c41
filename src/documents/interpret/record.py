"""One action gathered from lines: what each label says, or, where the labels were lost, what each group of lines is."""

from __future__ import annotations

import dataclasses

from documents.interpret import cells, kinds, labels
from documents.interpret.cells import Piece
from documents.interpret.columns import Columns, Role
from documents.interpret.stream import Data, Header, Line

BY_WORDS = (
    "no label says which lines are the lead, the date and the progress: they were told apart by their words"
)
LISTED = "a line of a list was taken as an action: nothing says who leads it or when it is due"
_SAID = {Role.LEAD, Role.TARGET, Role.ACHIEVED, Role.STATUS, Role.OUTCOME, Role.NEXT_STEPS, Role.START}


@dataclasses.dataclass
class Record:
    """The action as it is gathered. `groups`: lines without a label, parted where they stand apart."""

    first: Line
    reference: str = ""
    labels: list[str] = dataclasses.field(default_factory=list)
    values: list[tuple[Role | None, str, list[Piece]]] = dataclasses.field(default_factory=list)
    doubts: list[str] = dataclasses.field(default_factory=list)

    @property
    def roles(self) -> set[Role]:
        return {role for role, _, pieces in self.values if role is not None and pieces}

    @property
    def is_labelled(self) -> bool:
        return any(name for _, name, _ in self.values)

    @property
    def says_more(self) -> bool:
        """Whether more is known than the action's text."""
        return bool(self.roles & _SAID)

    def open(self, role: Role | None, name: str) -> None:
        self.values.append((role, name, []))
        if name:
            self.labels.append(name)

    def add(self, line: Line, text: str | None = None) -> None:
        """The line under the label above it."""
        if not self.values:
            self.open(Role.ACTION, "")
        text = line.text if text is None else text
        found = cells.pieces_of(dataclasses.replace(line.paragraph, text=text)) if text else []
        self.values[-1][2].extend(
            dataclasses.replace(piece, is_point=line.paragraph.kind == "list_item") for piece in found
        )

    def infer(self, groups: list[list[Line]]) -> None:
        """What each group of lines is where no label says it: the action, who leads it, when it is due, how it goes."""
        if len(groups) > 1:
            self.doubts.append(BY_WORDS)
        for at, group in enumerate(groups):
            texts = [line.text for line in group]
            if at == 0:
                role: Role | None = Role.ACTION
            elif Role.TARGET in self.roles:
                role = Role.ACHIEVED
            elif len(group) == 1 and kinds.is_date(texts[0]):
                role = Role.TARGET
            elif Role.LEAD not in self.roles and all(kinds.is_lead(t) or kinds.may_be_lead(t) for t in texts):
                role = Role.LEAD
            elif all(kinds.is_state(text) for text in texts):
                role = Role.ACHIEVED
            else:
                role = None
            self.open(role, "")
            for line in group:
                self.add(line)

    def items(self) -> tuple[Header, Data]:
        """The record as a row under column names of its own."""
        roles: list[Role | None] = []
        names: list[str] = []
        row: list[tuple[Piece, ...]] = []
        if self.reference:
            roles.append(Role.REFERENCE)
            names.append("")
            row.append((Piece(self.reference),))
        for role, name, pieces in sorted(self.values, key=lambda value: value[0] is None):
            if not pieces:
                continue
            if role in roles and role in {Role.ACTION, Role.LEAD, Role.TARGET}:
                row[roles.index(role)] += tuple(pieces)
                continue
            roles.append(role)
            names.append(name)
            row.append(tuple(pieces))
        columns = Columns(roles=tuple(roles), names=tuple(names))
        source = self.first.paragraph.source
        return (
            Header(columns=columns, text=" | ".join(self.labels), source=source),
            Data(columns=columns, cells=tuple(row), source=source, is_last=True, doubts=tuple(self.doubts)),
        )


def add_parts(record: Record, line: Line, parts: list[labels.Part]) -> None:
    """The parts of a line: each label opens what stands after it."""
    for part in parts:
        if part.role is Role.REFERENCE and not record.reference:
            record.reference = part.text
            record.labels.append(part.label)
        elif part.role is not None:
            record.open(
                Role.ACTION if part.role is Role.OBJECTIVE and Role.ACTION not in record.roles else part.role,
                part.label,
            )
            record.add(line if not part.text else dataclasses.replace(line), part.text)
        else:
            record.add(line, part.text)
