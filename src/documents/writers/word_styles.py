"""The look of a plan in Word: its page, its fonts, and a paragraph style for each thing that a plan says."""

from __future__ import annotations

import dataclasses
import functools
import io

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from documents import layout
from documents.layout import Style

_FONT = "Arial"
_DARK = RGBColor(0x1D, 0x29, 0x3D)
_THEME_FONTS = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_UNWANTED = (
    "thumbnail",
    "customXml",
    "stylesWithEffects",
    "extended-properties",
)  # of the library's own template


@dataclasses.dataclass(frozen=True, kw_only=True)
class Look:
    """How a style looks: what it is based on, its size in points, the space below it, and whether it is bold."""

    base: str = "Normal"
    size: int = 11
    below: int = 4
    bold: bool = False


_LOOKS: dict[Style, Look] = {
    Style.TITLE: Look(base="Title", size=24, below=10),
    Style.ORGANISATION: Look(size=14),
    Style.DATE: Look(size=14, below=12),
    Style.INTRODUCTION: Look(size=12, below=8),
    Style.THEME: Look(base="Heading 1", size=18, below=6, bold=True),
    Style.OUTSIDE: Look(base="Heading 1", size=18, below=6, bold=True),
    Style.UNTITLED: Look(base="Heading 1", size=18, below=6, bold=True),
    Style.UNTITLED_OUTSIDE: Look(base="Heading 1", size=18, below=6, bold=True),
    Style.DESIRED_OUTCOME: Look(size=12, below=8),
    Style.RECOMMENDATION: Look(base="List Bullet", size=12),
    Style.REPLY: Look(base="List Continue", size=12),
    Style.LABEL: Look(base="Heading 2", size=14, below=6, bold=True),
    Style.GRID: Look(size=12, below=6),
    Style.COLUMN: Look(bold=True),
    Style.SERVICE: Look(bold=True),
    Style.NO_SERVICE: Look(bold=True),
    Style.POINT: Look(base="List Bullet"),
    Style.RECORDED_LEAD: Look(size=9, below=0),
    Style.RECORDED_TARGET: Look(size=9, below=0),
    Style.NOT_PLACED: Look(size=12),
    Style.REASON: Look(size=9, below=8),
}


def empty_document(title: str) -> Document:
    """A document in British English with our styles, without a word in it and without the properties of any person."""
    document = docx.Document(io.BytesIO(_shell()))
    document.core_properties.title = title[: layout.MOST_IN_A_TITLE]
    return document


@functools.cache
def _shell() -> bytes:
    document = docx.Document()
    _page(document)
    _language(document)
    _without_properties(document)
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in ("Normal Table", "Table Grid"):
            style.delete()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        _font(document.styles[name].element)
    for ours in Style:
        _add(document, ours, _LOOKS.get(ours, Look()))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _add(document: Document, style: Style, look: Look) -> None:
    added = document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = document.styles[look.base]
    added.quick_style = True
    added.font.name = _FONT
    added.font.size = Pt(look.size)
    added.font.bold = look.bold
    added.font.color.rgb = _DARK
    added.paragraph_format.space_before = Pt(12 if look.base.startswith("Heading") else 0)
    added.paragraph_format.space_after = Pt(look.below)
    added.paragraph_format.keep_with_next = look.bold


def _font(style: object) -> None:
    """Takes the template's theme fonts away, which would win over a font that is named."""
    for fonts in style.iter(qn("w:rFonts")):  # type: ignore[attr-defined]
        for theme in _THEME_FONTS:
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), _FONT)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)


def _language(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), "en-GB")


def _without_properties(document: Document) -> None:
    """Leaves the language and nothing else: no author, no dates, no preview picture."""
    element = document.core_properties._element
    for child in list(element):
        element.remove(child)
    document.core_properties.language = "en-GB"
    for owner in (document.part.package, document.part):
        for key, relation in list(owner.rels.items()):
            if any(unwanted in relation.reltype for unwanted in _UNWANTED):
                del owner.rels[key]
