"""Walks the XML of a Word file: the words of a paragraph, its style, and whether it is a heading or a list item."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from lxml import etree

from documents.blocks import ParagraphKind
from documents.readers import office_xml

_HEADING = re.compile(r"^(?:heading|überschrift|titre)\s*([1-9])$", re.IGNORECASE)
_LIST_STYLE = re.compile(r"^list (?:bullet|number)\s*([1-9])?$", re.IGNORECASE)
_LEFT_OUT = {
    "del",
    "moveFrom",
    "rPr",
    "pPr",
    "sdtPr",
    "Fallback",
    "instrText",
    "delText",
    "rt",
    "txbxContent",
    "binData",
}
_AS_TEXT = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_MOST_BASES = 20  # styles that a style may be based on, one upon another


def words(paragraph: etree._Element) -> str:
    """What a reader of the paragraph sees, with insertions accepted and deletions gone."""
    return "".join(_words(paragraph))


def _words(element: etree._Element) -> Iterator[str]:
    for part in element:
        kind = office_xml.name(part)
        if kind == "t":
            yield part.text or ""
        elif kind == "br":
            if office_xml.attribute(part, "type") in (None, "textWrapping"):
                yield "\n"
        elif kind in _AS_TEXT:
            yield _AS_TEXT[kind]
        elif kind == "sym":
            yield (
                "•" if (office_xml.attribute(part, "char") or "").upper() in ("F0B7", "00B7", "F0A7") else ""
            )
        elif kind and kind not in _LEFT_OUT:
            yield from _words(part)


def page_breaks(element: etree._Element) -> tuple[int, int]:
    """How many pages Word began inside the element when it last saved the file: before its first word, and in all."""
    before = total = 0
    has_words = False
    for part in element.iter():
        kind = office_xml.name(part)
        if kind == "lastRenderedPageBreak":
            total += 1
            before += not has_words
        elif kind == "t" and (part.text or "").strip():
            has_words = True
    return before, total


def inside_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The contents of text boxes that hang on the paragraph, each once."""
    for part in paragraph:
        kind = office_xml.name(part)
        if kind == "txbxContent":
            yield part
        elif kind not in ("Fallback", "del", "moveFrom"):
            yield from inside_boxes(part)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Style:
    """A paragraph style: what Word calls it, and the outline level (from 0) and list level that it brings."""

    called: str
    based_on: str | None = None
    outline: int | None = None
    list_level: int | None = None  # -1: the style takes a list away


class Styles:
    """The paragraph styles of a document, each with what it inherits."""

    def __init__(self, part: etree._Element | None) -> None:
        self._found: dict[str, Style] = {}
        self._default: str | None = None
        for element in part if part is not None else ():
            if office_xml.name(element) == "style" and office_xml.attribute(element, "type") in (
                None,
                "paragraph",
            ):
                key = office_xml.attribute(element, "styleId") or ""
                self._found.setdefault(key, _style(element))
                if office_xml.attribute(element, "default") in ("1", "true", "on"):
                    self._default = key

    def called(self, paragraph: etree._Element) -> str:
        style = self._found.get(self._key(paragraph) or "")
        return style.called if style else ""

    def kind(self, paragraph: etree._Element) -> tuple[ParagraphKind, int]:
        """Heading, list item or paragraph, and its level. What the paragraph says itself goes before its style."""
        properties = office_xml.child(paragraph, "pPr")
        chain = list(self._chain(self._key(paragraph)))
        outline = office_xml.number(office_xml.child(properties, "outlineLvl"))
        if outline is None:
            outline = next((style.outline for style in chain if style.outline is not None), None)
        if outline is not None and 0 <= outline <= 8:
            return "heading", outline + 1
        if any(style.called.lower() in ("title", "subtitle") for style in chain):
            return "heading", 0
        own = _list_level(properties)
        level = (
            own if own is not None else next((s.list_level for s in chain if s.list_level is not None), None)
        )
        if level is not None:
            return ("list_item", level + 1) if level >= 0 else ("paragraph", 0)
        return "paragraph", 0

    def _key(self, paragraph: etree._Element) -> str | None:
        return office_xml.attribute(office_xml.child(paragraph, "pPr", "pStyle"), "val") or self._default

    def _chain(self, key: str | None) -> Iterator[Style]:
        for _ in range(_MOST_BASES):
            style = self._found.get(key or "")
            if style is None:
                return
            yield style
            key = style.based_on


def _style(element: etree._Element) -> Style:
    called = office_xml.attribute(office_xml.child(element, "name"), "val") or ""
    heading, listed = _HEADING.match(called), _LIST_STYLE.match(called)
    outline = office_xml.number(office_xml.child(element, "pPr", "outlineLvl"))
    level = _list_level(office_xml.child(element, "pPr"))
    if listed and level != -1:
        level = max(level or 0, int(listed[1] or 1) - 1)
    return Style(
        called=called,
        based_on=office_xml.attribute(office_xml.child(element, "basedOn"), "val"),
        outline=int(heading[1]) - 1 if outline is None and heading else outline,
        list_level=level,
    )


def _list_level(properties: etree._Element | None) -> int | None:
    """The depth of the list from 0; -1 where the paragraph is taken out of its list; None where nothing is said."""
    numbering = office_xml.child(properties, "numPr")
    if numbering is None:
        return None
    if office_xml.number(office_xml.child(numbering, "numId")) == 0:
        return -1
    return max(0, office_xml.number(office_xml.child(numbering, "ilvl")) or 0)
