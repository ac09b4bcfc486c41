"""Makes Word and Excel files, sound and broken, out of a small plan, and what else bad files are made of."""

from __future__ import annotations

import dataclasses
import functools
import io
import random
import struct
import zipfile
from collections.abc import Callable

from documents import write
from documents.plan import Action, Plan, Theme

PLAN = Plan(
    title="Plan of Wexcombe",
    themes=(Theme(title="Trust", actions=(Action(service="Parks", action="Listen"),)),),
)
WORD = "word/document.xml"
ABOUT = "xl/worksheets/sheet1.xml"
SHEET = "xl/worksheets/sheet2.xml"
STRINGS = "xl/sharedStrings.xml"
MEGABYTE = 1024 * 1024
NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bad:
    """A bad file: its ending, how its bytes are made, and the place and the problem that its refusal names."""

    suffix: str
    make: Callable[[], bytes]
    problem: str
    place: str = ""


@functools.cache
def _sound(suffix: str) -> bytes:
    return write(PLAN, suffix)


def docx(changes: dict[str, bytes | None] | None = None, **how: int) -> bytes:
    """A sound Word file with parts replaced, added or (None) taken out."""
    return changed(_sound(".docx"), changes or {}, **how)


def xlsx(changes: dict[str, bytes | None] | None = None, **how: int) -> bytes:
    return changed(_sound(".xlsx"), changes or {}, **how)


def changed(
    data: bytes, changes: dict[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED, level: int = 6
) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression, compresslevel=level) as archive:
        for name, content in (parts | changes).items():
            if content is not None:
                archive.writestr(name, content)
    return packed.getvalue()


def word_xml(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document xmlns:w="{NAMESPACE}">{body}</w:document>'.encode()


def paragraph(text: str) -> str:
    return f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"


def sheet_xml(rows: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def part_of(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def renamed_type(data: bytes, old: str, new: str) -> bytes:
    types = part_of(data, "[Content_Types].xml")
    return changed(data, {"[Content_Types].xml": types.replace(old.encode(), new.encode())})


def ole(*streams: str) -> bytes:
    """The beginning of a file of the old kind, with the names of its streams."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)
    )


def patched(data: bytes, part: str, **values: int) -> bytes:
    """The zip file with other figures for a part in its directory: flags, method, crc, packed, size, at."""
    fields = {
        "flags": (8, "<H"),
        "method": (10, "<H"),
        "crc": (16, "<L"),
        "packed": (20, "<L"),
        "size": (24, "<L"),
        "at": (42, "<L"),
    }
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    content = bytearray(data)
    for key, value in values.items():
        offset, form = fields[key]
        struct.pack_into(form, content, at + offset, value)
    return bytes(content)


def flipped(data: bytes, part: str) -> bytes:
    """The zip file with the packed content of a part overwritten."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo(part).header_offset + 30 + len(part) + 40
    return data[:at] + b"\xff" * 40 + data[at + 40 :]


def overlapping() -> bytes:
    """Many parts that are all the same piece of the file."""
    data = docx({f"word/more{number}.xml": b"<a/>" for number in range(9)})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first = archive.getinfo(WORD)
    for number in range(9):
        data = patched(
            data,
            f"word/more{number}.xml",
            at=first.header_offset,
            packed=first.compress_size,
            size=first.file_size,
            crc=first.CRC,
        )
    return data


def twice() -> bytes:
    packed = io.BytesIO(docx())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("WORD/document.xml", b"<other/>")
    return packed.getvalue()


def nested_zips() -> bytes:
    """A zip of zips of zips of nothing."""
    content = bytes(MEGABYTE)
    for level in range(4):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{level}-{number}.zip", content)
        content = packed.getvalue()
    return content


def noise(size: int) -> str:
    """Letters that do not pack well, so that no ratio gives them away."""
    return random.Random(7).randbytes(size // 2).hex()


def rows(count: int, first: int = 1) -> str:
    return "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c></row>' for at in range(first, first + count))


def bomb(levels: int = 9) -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, levels + 1)
    )
    return f"<!DOCTYPE x [{entities}]>"
