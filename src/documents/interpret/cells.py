"""The paragraphs and points of a table cell, freed of stray HTML and of bullet marks inside the text."""

from __future__ import annotations

import dataclasses
import html
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from documents.blocks import Cell, Paragraph

_INLINE = "b|i|em|strong|u|span|a|sup|sub|font|small"
_TAGS = f"p|ul|ol|li|br|div|h[1-6]|{_INLINE}"
TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HTML = re.compile(
    rf"{TAG.pattern}|&(?:amp|lt|gt|quot|apos|nbsp|#39|#x27|[lr][sd]quo|[nm]dash|hellip|bull|pound);", re.I
)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|h[1-6])(?:\s[^<>]*)?/?>", re.IGNORECASE)
_NOT_A_TAG = re.compile(rf"<(?!/?(?:{_TAGS})(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_NOT_AN_ENTITY = re.compile(r"&(?!#?\w+;)")
_MOST_TAGS = 200  # nobody writes a cell with more; each may nest inside the last
_PARAGRAPH_TAGS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6"}
_LIST_TAGS = {"ul", "ol"}
_BULLET = re.compile(r"\s*[•●▪◦‣·](?:\s+|$)")
_LEADING_MARK = re.compile(r"^[-–*]\s+(?=\S)")
_GERUND = re.compile(r"[A-Z][a-z]+ing\b")
_RUN_ON_GERUND = re.compile(r"(?<=[a-z]) (?=[A-Z][a-z]+ing )")


@dataclasses.dataclass(frozen=True)
class Piece:
    """A paragraph of a cell, or one point of a list in it. `doubt`: what is not certain about where it ends."""

    text: str
    is_point: bool = False
    doubt: str | None = None


RUN_TOGETHER = "a list has lost its marks, so points may have run together"


def pieces(cell: Cell) -> tuple[Piece, ...]:
    """The cell's paragraphs and points in order. No piece is empty."""
    return _part_run_on_points([piece for paragraph in cell.paragraphs for piece in pieces_of(paragraph)])


def pieces_of(paragraph: Paragraph) -> list[Piece]:
    """One paragraph, in or outside a table; several pieces where its text holds lines, bullets or HTML."""
    if paragraph.kind == "list_item":
        return _with_html(paragraph.text, is_point=True)
    return _lines(paragraph.text)


def _lines(text: str) -> list[Piece]:
    if _HTML.search(text):
        return _with_html("<br>".join(text.splitlines()), is_point=False)
    lines = [line for line in text.splitlines() if line.strip()]
    found: list[Piece] = []
    for line in lines:
        marked = len(lines) > 1 and _LEADING_MARK.match(line.strip())
        found.extend(
            _split_at_bullets(line.strip()[marked.end() :] if marked else line, is_point=bool(marked))
        )
    return found


def _with_html(text: str, *, is_point: bool) -> list[Piece]:
    if not _HTML.search(text):
        return _split_at_bullets(text, is_point=is_point)
    if len(TAG.findall(text)) > _MOST_TAGS:
        return _split_at_bullets(without_html(text), is_point=is_point)
    safe = _NOT_AN_ENTITY.sub("&amp;", _NOT_A_TAG.sub("&lt;", text))
    body = LexborHTMLParser(_BLOCK_TAG.sub(r" \g<0>", safe)).body
    found: list[Piece] = []
    if body is not None:
        _walk(body, [], found, in_list=is_point)
    return found


def without_html(text: str) -> str:
    """The words of a text, whose HTML, if it has any, goes. Tags of paragraphs and lists leave a space."""
    if not _HTML.search(text):
        return text
    return html.unescape(_NOT_AN_ENTITY.sub("&amp;", TAG.sub(" ", _INLINE_TAG.sub("", text))))


def _walk(node: LexborNode, inline: list[str], found: list[Piece], *, in_list: bool) -> None:
    """Collects the text under a node: inline text gathers until a paragraph, a list or a list item ends it."""

    def close(*, as_point: bool) -> None:
        text = "".join(inline)
        inline.clear()
        parts = _split_at_bullets(text, is_point=as_point)
        if as_point and len(parts) == 1 and not _BULLET.match(text) and _sentences(parts[0].text) > 1:
            parts = [dataclasses.replace(parts[0], doubt=RUN_TOGETHER)]
        found.extend(parts)

    child = node.child
    while child is not None:
        tag = child.tag
        if tag == "-text":
            inline.append(child.text_content or "")
        elif tag == "br":
            close(as_point=in_list)
        elif tag in _PARAGRAPH_TAGS or tag in _LIST_TAGS or tag == "li":
            close(as_point=in_list)
            nested: list[str] = []
            inside_list = tag in _LIST_TAGS or tag == "li"
            _walk(child, nested, found, in_list=inside_list)
        else:
            _walk_inline(child, inline, found, in_list=in_list)
        child = child.next
    close(as_point=in_list)


def _walk_inline(node: LexborNode, inline: list[str], found: list[Piece], *, in_list: bool) -> None:
    """Bold, links and the like belong to the text around them. A link keeps its address."""
    inner: list[Piece] = []
    _walk(node, [], inner, in_list=False)
    address = node.attributes.get("href") if node.tag == "a" else None
    text = " ".join(piece.text for piece in inner)
    raw = node.text(deep=True)
    if raw[:1].isspace():
        text = f" {text}"
    if address and address not in text:
        text = f"{text} ({address})"
    inline.append(f"{text} " if raw[-1:].isspace() else text)


def _split_at_bullets(text: str, *, is_point: bool) -> list[Piece]:
    first, *points = _BULLET.split(text)
    found = [Piece(text=collapse(first), is_point=is_point)]
    found.extend(Piece(text=collapse(point), is_point=True) for point in points)
    return [piece for piece in found if piece.text]


def collapse(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def _sentences(text: str) -> int:
    return len(re.findall(r"[.!?](?=\s+[A-Z]|$)|\)(?=\s+[A-Z])", text))


def _part_run_on_points(found: list[Piece]) -> tuple[Piece, ...]:
    """Where all points begin with a doing word ("Sharing", "Agreeing"), a later one inside a point begins a new one."""
    points = [piece for piece in found if piece.is_point]
    if len(points) < 2 or not all(_GERUND.match(piece.text) for piece in points):
        return tuple(found)
    parted: list[Piece] = []
    for piece in found:
        if not piece.is_point:
            parted.append(piece)
            continue
        parts = _RUN_ON_GERUND.split(piece.text)
        doubt = f"a point was taken to begin at “{parts[1].split()[0]}”" if len(parts) > 1 else piece.doubt
        parted.extend(dataclasses.replace(piece, text=part, doubt=doubt) for part in parts)
    return tuple(parted)
