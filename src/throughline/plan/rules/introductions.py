"""Passages before the first theme that nobody wrote as an introduction: lines of a table of contents, stock sentences."""

import collections
import re
from collections.abc import Sequence

from throughline.base.rules import counted, key

LEADERS = re.compile(r"(?:[.·…_]\s?){4,}\s*(?:\d{1,3}|[ivx]{1,5})?\s*$|…{2,}\s*\d{1,3}\s*$", re.IGNORECASE)
CONTENTS = {"contents", "table of contents", "list of contents"}
MANY = 3  # times; what stands there twice may be meant
POINTING = {"grid", "grids", "table", "tables", "below", "following"}  # words of what leads over to a grid
START = 5  # words by which two such sentences are known as one

IN_CONTENTS = "it is a line of the table of contents"


def reasons(texts: Sequence[str]) -> list[str]:
    """For each passage why it is no introduction; empty for what is."""
    lines = [_is_contents(text) for text in texts]
    stock = [_stock(text) for text in texts]
    times = collections.Counter(stock)
    found = []
    for text, is_line, sentence in zip(texts, lines, stock, strict=True):
        if is_line or (any(lines) and key(text) in CONTENTS):
            found.append(IN_CONTENTS)
        elif sentence and times[sentence] >= MANY:
            found.append(f"the same stands there {counted(times[sentence], 'time')}")
        else:
            found.append("")
    return found


def _is_contents(text: str) -> bool:
    """Every line of it ends in leaders and a page number, but for a heading above them."""
    lines = [line for line in text.splitlines() if line.strip() and key(line) not in CONTENTS]
    return bool(lines) and all(LEADERS.search(line) for line in lines)


def _stock(text: str) -> str:
    """What tells passages apart: all words without figures, or the first ones of what leads over to a grid."""
    words = [word for word in key(text).split() if not word.isdigit()]
    return " ".join(words[:START] if POINTING & set(words[:START]) else words)
