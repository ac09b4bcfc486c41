"""Labels that no list knows, found because they come again and again: what each means is told from its values."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator, Mapping, Sequence

from documents.blocks import Block, Paragraph, Table
from documents.interpret import columns, kinds
from documents.interpret import labels as known_labels
from documents.interpret.columns import Role

_LABELLED = re.compile(
    r"^(?P<label>[^\W\d_][^:\n]{1,48}?)\s*(?::|\?\s|\?:|\s[–—]\s)\s*(?P<value>\S.*)$", re.DOTALL
)
_MOST_WORDS = 7
_SHARE = 0.6
_MAIN = {Role.ACTION, Role.OBJECTIVE}


def labelled(text: str) -> tuple[str, str] | None:
    """ "Who's on it: Ann" as label and value, if the label is short enough to be one."""
    found = _LABELLED.match(text)
    if found is None or len(found["label"].split()) > _MOST_WORDS:
        return None
    if len([part for part in known_labels.parts(text) if part.role is not None]) > 1:
        return None  # several labels in one line
    return found["label"].strip(), found["value"].strip()


def role(label: str, found: Mapping[str, Role | None]) -> Role | None:
    """What a label means: as it is known, else as it was found in this document."""
    name = label.strip(" :?")
    return columns.exact(name) or found.get(columns.plain(name))


def labels(blocks: Sequence[Block]) -> dict[str, Role | None]:
    """The labels of this document that are in no list, with what they mean; none where they make no actions."""
    values: dict[str, list[str]] = {}
    for label, value in _pairs(blocks):
        values.setdefault(columns.plain(label), []).append(value)
    usual = {label: said for label, said in values.items() if label and len(said) > 1}
    unknown = [label for label in usual if columns.exact(label) is None]
    numbered = (known_labels.start(block.text) for block in blocks if isinstance(block, Paragraph))
    if not unknown or sum(1 for begun in numbered if begun and begun.is_own) > 1:
        return {}  # "Action 1" begins each
    roles = {label: columns.exact(label) or _told(label, said) for label, said in usual.items()}
    if not _MAIN & set(roles.values()) and (first := _first_long(usual, roles)):
        roles[first] = Role.ACTION
    told = set(roles.values())
    if not (_MAIN & told and {Role.LEAD, Role.TARGET, Role.LEAD_AND_TARGET} & told):
        return {}
    return {label: roles[label] for label in unknown}


def is_label(label: str, found: Mapping[str, Role | None]) -> bool:
    """Whether the words are a label, perhaps one that has no place in a plan."""
    return role(label, found) is not None or columns.plain(label) in found


def _pairs(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.kind != "heading" and (found := labelled(block.text)):
                yield found
        elif _is_narrow(block):
            for row in block.rows:
                said = [cell.text.strip() for cell in row.cells if cell.text.strip()]
                if len(said) == 2 and len(said[0].split()) <= _MOST_WORDS:
                    yield said[0].strip(" :?"), said[1]


def _is_narrow(table: Table) -> bool:
    return len(table.rows) > 1 and all(
        sum(1 for cell in row.cells if cell.text.strip()) <= 2 for row in table.rows
    )


def _told(label: str, said: Sequence[str]) -> Role | None:
    by_name = columns.role(label)
    shares: collections.Counter[Role] = collections.Counter()
    for value in said:
        shares[Role.TARGET] += kinds.is_date(value)
        shares[Role.LEAD] += kinds.is_lead(value)
        shares[Role.STATUS] += kinds.is_state(value) and not kinds.has_day(value)
        shares[Role.ACTION] += kinds.starts_with_verb(value) and len(value.split()) > 3
    best, count = shares.most_common(1)[0]
    if by_name is not None and not (
        by_name in _MAIN and best in {Role.LEAD, Role.TARGET} and count == len(said)
    ):
        return by_name
    return best if count >= len(said) * _SHARE else None


def _first_long(values: Mapping[str, Sequence[str]], roles: Mapping[str, Role | None]) -> str | None:
    """The first label without a meaning whose values are as long as actions are."""
    return next(
        (
            label
            for label, said in values.items()
            if roles[label] is None and sum(len(value.split()) for value in said) >= 4 * len(said)
        ),
        None,
    )
