"""The XML inside Word and Excel files: parsing it safely, finding children and attributes, the file's properties."""

from __future__ import annotations

import dataclasses
import functools
import re

from lxml import etree

from documents.refusals import Refused

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TEMPLATE_DAYS = {
    "2013-12-23",
    "2006-09-16",
    "2000-01-01",
}  # of widespread empty templates: no date of the document


@dataclasses.dataclass(frozen=True, kw_only=True)
class Properties:
    """What a file says of itself: its title, and the day on which it was begun."""

    title: str = ""
    created: str | None = None


def parse(content: bytes, part: str, name: str) -> etree._Element:
    """An XML part, parsed without entities, without the network and without great depth."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(
            file=name,
            place=part,
            problem="the file is damaged: this part inside it cannot be read",
            fix="open it in Word or Excel, which may repair it, and save it again",
        ) from error


def part(parts: dict[str, bytes], wanted: str, name: str) -> etree._Element | None:
    """The part of that name, parsed; None where the file has none."""
    return parse(parts[wanted], wanted, name) if wanted in parts else None


def main_part(parts: dict[str, bytes], usual: str) -> str:
    """The part that the file names as its main one, else the usual one."""
    folder = re.escape(usual.partition("/")[0])
    for found in re.finditer(rb"<(?:\w+:)?Relationship\b[^>]*>", parts.get("_rels/.rels", b"")):
        target = re.search(rf"Target=[\"']/?({folder}/[\w.]+)[\"']".encode(), found[0])
        if target and b'/officeDocument"' in found[0].replace(b"'", b'"') and target[1].decode() in parts:
            return target[1].decode()
    return usual


def properties(parts: dict[str, bytes], name: str) -> Properties:
    core = part(parts, "docProps/core.xml", name)
    created = _DAY.match(_text(child(core, "created")))
    day = created[0] if created and created[0] not in _TEMPLATE_DAYS else None
    return Properties(title=_text(child(core, "title")), created=day)


def _text(element: etree._Element | None) -> str:
    return (element.text or "").strip() if element is not None else ""


def name(element: etree._Element) -> str:
    """The element's name without its namespace, which differs between the two standards. Comments have none."""
    return _local(element.tag)


@functools.cache
def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *names: str) -> etree._Element | None:
    """The first child of that name, and of it the first child of the next name, and so on."""
    for wanted in names:
        if element is None:
            return None
        for found in element:
            if _local(found.tag) == wanted:
                element = found
                break
        else:
            return None
    return element


def attribute(element: etree._Element | None, wanted: str) -> str | None:
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == wanted:
            return str(value)
    return None


def number(element: etree._Element | None, wanted: str = "val") -> int | None:
    value = attribute(element, wanted)
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,9}", value) else None


def is_on(element: etree._Element | None) -> bool:
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
