"""Which lines are headings over parts of the plan, whether the file marks them or not, and what stands under each."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Sequence

from documents.interpret import lines
from documents.interpret.stream import Data, Header, Item, Line

_MOST_INTRODUCING = 3  # lines between a heading and its table
_FEWEST_PARENTS = 2


def are_marked(items: Sequence[Item]) -> bool:
    """Whether the file itself marks headings, at least one of them over a table or a desired outcome.

    The first does not count, as the title of all, where lines that only look like headings stand over tables.
    """
    marked = [
        at for at, item in enumerate(items) if isinstance(item, Line) and item.paragraph.kind == "heading"
    ]
    over = [at for at in marked if has_plan(items, at, set(marked))]
    return bool(over) and (over != marked[:1] or not _plain_over_tables(items))


def _plain_over_tables(items: Sequence[Item]) -> bool:
    over = [
        _heading_like_over(items, at)
        for at, item in enumerate(items)
        if isinstance(item, Header) and not item.again
    ]
    return len(over) > 1 and all(above is not None and _is_plain(items[above]) for above in over)


def _heading_like_over(items: Sequence[Item], at: int) -> int | None:
    """The line that looks like the heading of a table: right over it, or over a few lines of prose that introduce it."""
    for above in range(at - 1, max(-1, at - 1 - _MOST_INTRODUCING), -1):
        line = items[above]
        if not isinstance(line, Line) or line.in_table:
            return None
        if lines.is_heading(line, real_headings=False):
            return above
    return None


def positions(items: Sequence[Item]) -> set[int]:
    real = are_marked(items)
    on_every_page = _on_every_page(items)
    return {
        at
        for at, item in enumerate(items)
        if isinstance(item, Line)
        and (lines.is_heading(item, real_headings=real) or (real and _names_part_over_table(items, at, item)))
        and (item.paragraph.kind == "heading" or item.text not in on_every_page)
    }


def _names_part_over_table(items: Sequence[Item], at: int, line: Line) -> bool:
    """Whether a line that is not marked names a numbered part of the plan over its table."""
    is_between = (
        0 < at < len(items) - 1 and isinstance(items[at - 1], Data) and isinstance(items[at + 1], Header)
    )
    is_named = is_between or lines.names_theme(line) or lines.names_part(line.text)
    if not is_named or not lines.is_heading(line, real_headings=False):
        return False
    below = range(at + 1, min(len(items), at + 2 + _MOST_INTRODUCING))
    header = next((other for other in below if isinstance(items[other], Header)), None)
    return header is not None and _heading_like_over(items, header) == at


def _on_every_page(items: Sequence[Item]) -> set[str]:
    """In a file of several stored pages the lines that stand on more than one of them: notices, names of the site."""
    found = [item.text for item in items if isinstance(item, Line)]
    if not any(map(lines.is_separator, found)):
        return set()
    return {text for text, count in collections.Counter(found).items() if count > 1}


def extent(items: Sequence[Item], at: int, headings: set[int], most: int | None = None) -> Iterator[Item]:
    """What stands under a heading: up to the next one, or to the end of a page that was stored."""
    end = len(items) if most is None else min(len(items), at + 1 + most)
    for later in range(at + 1, end):
        item = items[later]
        if later in headings or (isinstance(item, Line) and lines.is_separator(item.text)):
            return
        yield item


def has_plan(items: Sequence[Item], at: int, headings: set[int]) -> bool:
    for item in extent(items, at, headings):
        if isinstance(item, Header):
            return True
        if isinstance(item, Line) and (lines.is_sure_outcome(item) or lines.is_recommendations_label(item)):
            return True
    return False


def levels_of_actions(items: Sequence[Item]) -> set[int]:
    """The levels of marked headings that each stand over one action and give it its name, below the headings of themes."""
    marked = [
        (at, item.paragraph.level)
        for at, item in enumerate(items)
        if isinstance(item, Line) and item.paragraph.kind == "heading"
    ]
    places = {at for at, _ in marked}
    counts: dict[int, list[int]] = {}
    parents: dict[int, set[int]] = {}
    above: list[tuple[int, int]] = []
    for at, level in marked:
        above = [(other, of) for other, of in above if of < level]
        counts.setdefault(level, []).append(sum(isinstance(item, Data) for item in extent(items, at, places)))
        if above:
            parents.setdefault(level, set()).add(above[-1][0])
        above.append((at, level))
    return {
        level
        for level, found in counts.items()
        if found.count(1) * 10 >= len(found) * 8 and len(parents.get(level, ())) >= _FEWEST_PARENTS
    }


def _is_plain(item: Item) -> bool:
    return isinstance(item, Line) and item.paragraph.kind == "paragraph"
