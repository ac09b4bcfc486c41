"""Word and Excel files that are bad as a whole: something else, locked, cut short, with macros."""

from __future__ import annotations

import io
import zipfile

from tests.documents.making_files import (
    MEGABYTE,
    WORD,
    Bad,
    docx,
    flipped,
    ole,
    patched,
    renamed_type,
    twice,
    word_xml,
    xlsx,
)

LOCKED = "the file is protected by a password"
EMPTY = "the file is empty"
MACROS = "the file contains macros (small programs), and such files are not read"
OLD = "this is a file of an old kind (before 2007), not {} of today"
WORD_DOCUMENT, WORKBOOK = "a Word document", "an Excel workbook"
DAMAGED = "the file is damaged: "
ELSE = "the file does not hold what its name says: this is something else, not "

BAD_PACKAGES: dict[str, Bad] = {
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
}
