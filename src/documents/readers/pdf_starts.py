"""Where the columns of a table without lines begin, and which words of a line belong to which."""

from __future__ import annotations

import bisect
import collections
import itertools
from collections.abc import Sequence

from documents.readers.pdf_lines import Line
from documents.readers.pdf_marks import Word


def of_header(header: Sequence[Line]) -> tuple[float, ...]:
    """Where the columns of a header begin, whose names may have several lines."""
    found: list[float] = []
    for line in header:
        for segment in line.segments():
            if not any(abs(segment.left - start) < segment.words[0].size for start in found):
                found.append(segment.left)
    return tuple(sorted(found))


def names(header: Sequence[Line], starts: tuple[float, ...]) -> tuple[str, ...]:
    found = [""] * len(starts)
    for line in header:
        for segment in line.segments():
            for part in cut(segment.words, starts):
                at = column(part[0].left, starts)
                found[at] = f"{found[at]} {' '.join(word.text for word in part)}".strip()
    return tuple(found)


def with_close(starts: tuple[float, ...], header: Sequence[Line], body: Sequence[Line]) -> tuple[float, ...]:
    """The starts with those of columns whose names nearly touch: below them gaps are wide, and a word of the names is above."""
    words = [word.left for line in header for word in line.words]
    below = collections.Counter(
        round(segment.left)
        for line in body
        for segment in line.segments()[1:]
        if not any(abs(segment.left - start) < segment.words[0].size for start in starts)
    )
    found = {
        word
        for place, count in below.items()
        for word in words
        if count > 1 and count * 4 >= len(body) and abs(word - place) < 3
    }
    return tuple(sorted({*starts, *found}))


def is_between(before: Word, start: float, word: Word) -> bool:
    """Whether a column begins between two words, or with the second."""
    return abs(word.left - start) < 4 or before.right - 1 <= start <= word.left


def cut(words: tuple[Word, ...], starts: tuple[float, ...]) -> list[list[Word]]:
    """Words that run on from one column into the next, cut where the next begins."""
    found: list[list[Word]] = [[words[0]]]
    for before, word in itertools.pairwise(words):
        if (
            any(is_between(before, start, word) for start in starts)
            and word.left - before.right > word.size * 0.25
        ):
            found.append([])
        found[-1].append(word)
    return found


def column(left: float, starts: tuple[float, ...]) -> int:
    return max(0, bisect.bisect_right(starts, left + 6) - 1)
