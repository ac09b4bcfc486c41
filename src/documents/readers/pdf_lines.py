"""The lines of a PDF page: words side by side, the gaps between them, and paragraphs out of lines."""

from __future__ import annotations

import dataclasses
import itertools
import re
import statistics
from collections.abc import Iterable, Iterator, Sequence

from documents.blocks import Paragraph
from documents.interpret import columns
from documents.plan import Source
from documents.readers.pdf_marks import Word

_BULLET = re.compile(r"^(?:[•●▪◦‣·∙■□❖➢➤✓\uf0b7\uf0a7]|[-–*o](?=\s))\s*")
_BEGINS = re.compile(
    r"^(?:[A-Z][\w’'/()-]*(?:\s[\w’'/()-]+){0,4}:(?:\s|$)|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s)"
)  # a label, a number
_WIDE = 1.3  # times the size of the letters: a gap between two columns
_EARLY = 0.8  # of the width of a page: a line that ends before is short
_ENDED = re.compile(r"[.!?:;]['\"”’)]*$")


@dataclasses.dataclass(frozen=True)
class Line:
    """The words on one base line, from left to right; or a segment of them."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def base(self) -> float:
        return self.words[0].base

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def size(self) -> float:
        return statistics.median(word.size for word in self.words)

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words if word.text[0].isalnum()) and any(
            w.bold for w in self.words
        )

    def segments(self) -> list[Line]:
        """Its parts, each without a wide gap between its words."""
        found: list[list[Word]] = [[self.words[0]]]
        for before, word in itertools.pairwise(self.words):
            if word.left - before.right > max(before.size, word.size) * _WIDE:
                found.append([])
            found[-1].append(word)
        return [Line(tuple(words)) for words in found]


def lines(words: Iterable[Word]) -> list[Line]:
    """The words by line, from the top."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        if found and abs(found[-1][0].base - word.base) < max(2.0, min(found[-1][0].size, word.size) * 0.35):
            found[-1].append(word)
        else:
            found.append([word])
    return [Line(tuple(sorted(words, key=lambda word: word.left))) for words in found]


def paragraphs(
    found: Sequence[Line], source: Source, body: float | None = None, right: float = 0.0
) -> Iterator[Paragraph]:
    """Lines as paragraphs, points and, where `body` says how large usual letters are, headings. `right`: where the page ends."""
    leading = _leading(found)
    text: list[str] = []
    kind, level, apart = "paragraph", 0, True
    before: Line | None = None
    hanging = 0.0

    def close() -> Iterator[Paragraph]:
        said = _joined(text)
        text.clear()
        if said:
            yield Paragraph(text=said, kind=kind, level=level, apart=apart, source=source)  # type: ignore[arg-type]

    for line in found:
        label = _label(line)
        shown = f"{label}: {' '.join(part.text for part in line.segments()[1:])}" if label else line.text
        bullet = _BULLET.match(line.text)
        is_bullet = bool(bullet) and len(line.words) > 1
        heading = 0 if label else _heading(line, body)
        gap = line.base - before.base if before is not None else 0.0
        is_wide = before is not None and gap > leading * 1.35
        goes_on = (
            before is not None
            and not is_bullet
            and not is_wide
            and not _BEGINS.match(line.text)
            and gap >= 0
            and (heading > 0) == (kind == "heading")
            and (not heading or abs(line.size - before.size) < 0.6)
            and not label
            and (
                kind != "list_item"
                or line.left >= hanging + 2
                or (line.left >= hanging - 2 and not _ENDED.search(before.text))
            )
            and not (kind == "paragraph" and body is not None and _ends_short(before, found))
            and not (kind == "paragraph" and _breaks_early(before, line, right))
        )
        if not goes_on:
            yield from close()
            apart = before is None or is_wide or (is_bullet and kind != "list_item")
            kind = "heading" if heading else "list_item" if is_bullet else "paragraph"
            level = heading or (1 if is_bullet else 0)
            hanging = line.left
        text.append(shown[bullet.end() :] if bullet and is_bullet else shown)
        before = line
    yield from close()


def _label(line: Line) -> str:
    """The label that stands in a column of its own before the rest of the line, as beside the values of one action."""
    parts = line.segments()
    name = parts[0].text.strip(" :?")
    is_known = columns.exact(name) is not None or (len(name.split()) <= 6 and columns.role(name) is not None)
    return name if len(parts) == 2 and is_known else ""


def _ends_short(line: Line, found: Sequence[Line]) -> bool:
    """Whether a line ends far before the others do, so that the next one begins a paragraph."""
    widest = max(other.right for other in found)
    return line.right < line.left + (widest - line.left) * 0.72


def _breaks_early(before: Line, line: Line, right: float) -> bool:
    """Whether a line that begins with a capital stands alone: its first word would have had room on the line before."""
    first = line.words[0]
    is_begun = first.text[:1].isupper() and not before.text.endswith((",", "-", "–", "&", "/"))
    has_room = before.right + (first.right - first.left) + line.size * 2 < right
    return is_begun and has_room and before.right - before.left < (right - before.left) * _EARLY


def _leading(found: Sequence[Line]) -> float:
    """The usual distance between two lines of a paragraph."""
    gaps = [two.base - one.base for one, two in itertools.pairwise(found)]
    near = [gap for gap, line in zip(gaps, found, strict=False) if 0 < gap < line.size * 1.9]
    size = statistics.median(line.size for line in found) if found else 10.0
    return max(size, min(statistics.median_low(near), size * 1.5) if near else size * 1.25)


def _heading(line: Line, body: float | None) -> int:
    """The level of a line that stands out by its size, or is bold and short; 0 for any other."""
    if body is None or len(line.text) > 150 or not any(map(str.isalpha, line.text)):
        return 0
    if line.text[-1] in ".,;" and line.size < body * 1.5:
        return 0
    if line.size > body * 1.5:
        return 1
    if line.size > body * (1.12 if line.bold else 1.22):
        return 2
    return 3 if line.bold and len(line.text.split()) <= 14 and line.text[-1] not in ".,;:" else 0


def _joined(text: Sequence[str]) -> str:
    said = ""
    for part in text:
        cut = said.endswith("-") and part[:1].islower() and said[-2:-1].isalpha()
        said = f"{said}{part}" if cut else f"{said} {part}".strip()
    return said.strip()
