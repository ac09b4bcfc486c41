"""Proves that nothing was lost: finds words of a document that are nowhere in the plan made of it."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterator

from documents.blocks import Document, Paragraph
from documents.interpret import cells
from documents.interpret.rows import SERVICE_HEADING
from documents.plan import Action, Passage, Plan, Source, Theme

LOST = "these words are nowhere in the plan"
_WORD = re.compile(r"\w+")


def unaccounted(document: Document, plan: Plan) -> tuple[Passage, ...]:
    """What was lost, paragraph by paragraph: the words that the plan holds fewer times than the document. Normally nothing."""
    left = collections.Counter(word for text in _texts(plan) for word in words(text))
    lost: list[Passage] = []
    for paragraph in _paragraphs(document):
        missing = []
        for word in words(cells.without_html(paragraph.text)):
            if left[word]:
                left[word] -= 1
            else:
                missing.append(word)
        if missing:
            lost.append(Passage(text=" ".join(missing), source=paragraph.source, reason=LOST))
    return tuple(lost)


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def sources(plan: Plan) -> Iterator[Source]:
    """Every place that some part of the plan names as its own."""
    found = [theme.source for theme in plan.themes]
    found += [action.source for action in plan.actions]
    found += [passage.source for passage in (*plan.front_matter, *plan.leftovers, *plan.structure)]
    for source in found:
        yield source
        yield from source.more


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from (one for row in block.rows for cell in row.cells for one in cell.paragraphs)


def _texts(plan: Plan) -> Iterator[str]:
    """The texts of the plan as often as they stand in the document: a service as often as its heading."""
    headed = {passage.text for passage in plan.structure if passage.reason == SERVICE_HEADING}
    yield plan.title
    for theme in plan.themes:
        yield from _theme(theme)
        for action in theme.actions:
            yield from _action(action)
            if action.service and action.service not in headed:
                yield action.service
    for passage in (*plan.front_matter, *plan.leftovers, *plan.structure):
        yield passage.text


def _theme(theme: Theme) -> Iterator[str]:
    from_column = theme.source.row is not None  # then its name stands on every row
    for _ in range(max(1, len(theme.actions)) if from_column else 1):
        yield theme.title
        yield theme.desired_outcome or ""
    yield from theme.recommendations


def _action(action: Action) -> Iterator[str]:
    yield from (action.reference, action.action, *action.points, action.lead_text)
    yield from (action.target.text, *action.achieved, action.outcome)
