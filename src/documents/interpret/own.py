"""Reads plans that our own writers wrote, by names and styles and without guessing, also after a person changed them."""

from __future__ import annotations

from documents.blocks import Document
from documents.interpret import own_draft, own_grid, own_word
from documents.plan import Plan


def interpret(document: Document) -> Plan | None:
    """The plan, if the document has our own layout; None if it has any other."""
    draft = own_grid.read(document) or own_word.read(document)
    return own_draft.finish(draft) if draft else None
