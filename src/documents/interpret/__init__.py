"""Makes a plan of a document's blocks. It knows plans and no file formats."""

from __future__ import annotations

from documents.blocks import Document
from documents.interpret import about, actions, flattened, own, records, sections
from documents.interpret.items import items
from documents.interpret.stream import Item, Line
from documents.plan import Passage, Plan

NOT_A_PLAN = "no table of actions and no theme was found in the document"


def interpret(document: Document) -> Plan:
    """The plan that the document holds. A document without one is a plan with nothing but leftovers."""
    if plan := own.interpret(document):
        return plan
    stream = records.find(flattened.find(items(document)))
    title_at = about.title(stream)
    title = _text(stream, title_at) or document.title
    divided = sections.divide(stream, title_at=title_at)
    if not divided.sections:
        return Plan(leftovers=tuple(_leftover(item) for item in stream))
    date = about.date(stream, title, document.date)
    return actions.plan(
        divided, title=title, organisation=about.organisation(stream, title), document_date=date
    )


def _text(stream: tuple[Item, ...], at: int | None) -> str:
    item = stream[at] if at is not None else None
    return item.text if isinstance(item, Line) else ""


def _leftover(item: Item) -> Passage:
    if isinstance(item, Line):
        return Passage(text=item.text, source=item.paragraph.source, reason=NOT_A_PLAN)
    text = getattr(item, "text", "")
    return Passage(text=text, source=item.source, reason=NOT_A_PLAN)
