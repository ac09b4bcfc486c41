"""Lines that begin with labels found in this document, as rows of a table: the label, and its value with the points below."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping, Sequence

from documents.blocks import Block, Cell, Paragraph, Row
from documents.interpret import discovered
from documents.interpret.columns import Role

_FEWEST = 2


def rows(blocks: Sequence[Block], start: int, found: Mapping[str, Role | None]) -> list[tuple[Row, int]]:
    """The rows that begin with the block at `start`, each with how many blocks it takes; none where too few lines have labels."""
    made: list[tuple[Row, int]] = []
    for block in itertools.islice(blocks, start, None):
        if not isinstance(block, Paragraph) or block.kind == "heading":
            break
        parts = discovered.labelled(block.text)
        if parts and discovered.is_label(parts[0], found):
            cells = tuple(
                Cell(paragraphs=(dataclasses.replace(block, text=text, kind="paragraph", level=0),))
                for text in parts
            )
            made.append((Row(cells=cells, source=block.source), 1))
        elif made and block.kind == "list_item" and parts is None:
            row, count = made[-1]
            value = dataclasses.replace(row.cells[1], paragraphs=(*row.cells[1].paragraphs, block))
            made[-1] = dataclasses.replace(row, cells=(row.cells[0], value)), count + 1
        elif made and not block.text.strip():
            made[-1] = made[-1][0], made[-1][1] + 1
        else:
            break
    return made if len(made) >= _FEWEST else []
