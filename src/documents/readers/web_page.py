"""Reads web pages (.html): headings, paragraphs, list items and tables of what the page is about, in order."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from documents import limits
from documents.blocks import Block, Document, Paragraph, ParagraphKind, Table
from documents.plan import Source
from documents.readers import text, web_table
from documents.refusals import Refused

_LEFT_OUT = {
    "script", "style", "template", "noscript", "nav", "footer", "aside", "svg", "button", "select", "option", "input",
    "textarea", "iframe", "object", "dialog", "head", "-comment", "!doctype", "canvas", "audio", "video",
}  # fmt: skip
_INLINE = {
    "-text", "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "tt",
}  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_KNOWN_CHARSETS = {"iso-8859-1", "latin1", "windows-1252", "us-ascii", "cp1252"}
_MOST_BYTES = limits.MOST_UNZIPPED_PART


def read(data: bytes, name: str) -> Document:
    """The page as blocks: what stands in its main part where it names one, without menus and hidden parts."""
    if len(data) > _MOST_BYTES:
        problem = f"the page has more than {_MOST_BYTES // limits.MEGABYTE} MB"
        raise Refused(file=name, place="", problem=problem, fix="copy the action plan alone into a Word file")
    tree = LexborHTMLParser(_decode(data, name))
    body = tree.css_first("main") or tree.css_first("[role=main]") or tree.body
    found = list(_Reading(name).blocks(body)) if body is not None else []
    if not found and tree.body is not None:
        found = list(_Reading(name).blocks(tree.body))
    if not found:
        problem, fix = "there is no text on the page", "choose the file that holds the action plan"
        raise Refused(file=name, place="", problem=problem, fix=fix)
    title = tree.css_first("head title")
    return Document(blocks=tuple(found), title=" ".join(title.text().split()) if title is not None else "")


def _decode(data: bytes, name: str) -> str:
    said = _CHARSET.search(data[:4096])
    charset = said[1].decode("ascii").lower() if said else ""
    if charset in _KNOWN_CHARSETS and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return data.decode("cp1252", errors="replace")
    return text.decode(data, name)


def is_left_out(node: LexborNode) -> bool:
    """Whether no reader of the page sees this part, or it is no part of what the page says."""
    if node.tag in _LEFT_OUT:
        return True
    attributes = node.attributes
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return attributes.get("role") in {
        "navigation",
        "banner",
        "contentinfo",
        "search",
        "dialog",
        "alertdialog",
    }


class _Reading:
    """The reading of one page: it gathers inline text until a block ends it."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._tables = 0
        self._rows = 0

    def blocks(self, node: LexborNode) -> Iterator[Block]:
        yield from self._inside(node, "paragraph", 0)

    def _inside(self, around: LexborNode, kind: ParagraphKind, level: int) -> Iterator[Block]:
        inline: list[str] = []
        begins = True

        def paragraph() -> Iterator[Paragraph]:
            nonlocal begins
            said = " ".join("".join(inline).split())
            inline.clear()
            if said:
                yield Paragraph(text=said, kind=kind, level=level, apart=begins or kind == "paragraph")
                begins = False

        child = around.child
        while child is not None:
            tag = child.tag or ""
            if is_left_out(child):
                pass
            elif tag == "-text":
                inline.append(child.text_content or "")
            elif tag == "br":
                yield from paragraph()
            elif tag == "img":
                inline.append(f" {child.attributes.get('alt') or ''} ")
            elif tag in _INLINE and not _holds_blocks(child):
                inline.append(inline_text(child))
            else:
                yield from paragraph()
                yield from self._block(child, tag, kind, level)
            child = child.next
        yield from paragraph()

    def _block(self, node: LexborNode, tag: str, kind: ParagraphKind, level: int) -> Iterator[Block]:
        if tag in _HEADINGS:
            yield from self._inside(node, "heading", _HEADINGS[tag])
        elif tag in {"ul", "ol", "menu"}:
            yield from self._list(node, level if kind == "list_item" else 0)
        elif tag == "table" and not web_table.is_layout(node):
            yield from self._table(node)
        elif tag == "dt":
            for block in self._inside(node, kind, level):
                if isinstance(block, Paragraph) and not block.text.endswith((":", "?")):
                    block = dataclasses.replace(block, text=f"{block.text}:")
                yield block
        else:
            yield from self._inside(node, kind, level)

    def _list(self, node: LexborNode, level: int) -> Iterator[Block]:
        first = True
        child = node.child
        while child is not None:
            if not is_left_out(child) and child.tag != "-text":
                for block in self._inside(child, "list_item", level + 1):
                    if isinstance(block, Paragraph) and block.kind == "list_item":
                        block = Paragraph(text=block.text, kind=block.kind, level=block.level, apart=first)
                        first = False
                    yield block
            child = child.next

    def _table(self, node: LexborNode) -> Iterator[Block]:
        self._tables += 1
        caption = node.css_first("caption")
        if caption is not None and (said := inline_text(caption).strip()):
            yield Paragraph(text=" ".join(said.split()), kind="heading", level=6)
        rows = tuple(web_table.rows(node, self._tables, self._cell, self._name))
        self._rows += len(rows)
        if self._rows > limits.MOST_ROWS:
            raise Refused(
                file=self._name,
                place=f"table {self._tables}",
                problem=f"the tables have more than {limits.MOST_ROWS:,} rows",
                fix="copy the action plan alone into a new file",
            )
        if rows:
            yield Table(rows=rows, source=Source(table=self._tables))

    def _cell(self, node: LexborNode) -> tuple[Paragraph, ...]:
        """The paragraphs and points of a cell; a table inside it comes as its paragraphs."""
        found: list[Paragraph] = []
        for block in self._inside(node, "paragraph", 0):
            if isinstance(block, Paragraph):
                found.append(block)
            else:
                found.extend(part for row in block.rows for cell in row.cells for part in cell.paragraphs)
        return tuple(found)


def _holds_blocks(node: LexborNode) -> bool:
    child = node.child
    while child is not None:
        tag = child.tag or ""
        if (
            tag == "br"
            or (tag not in _INLINE and tag not in _LEFT_OUT)
            or (tag in _INLINE and _holds_blocks(child))
        ):
            return True
        child = child.next
    return False


def inline_text(node: LexborNode) -> str:
    """The words of a run of text, hidden ones left out."""
    found: list[str] = []
    child = node.child
    while child is not None:
        if child.tag == "-text":
            found.append(child.text_content or "")
        elif child.tag == "img":
            found.append(f" {child.attributes.get('alt') or ''} ")
        elif not is_left_out(child):
            found.append(inline_text(child))
        child = child.next
    return "".join(found)
