"""What is inside an office file, which is a zip: looked at in its list of parts, without unpacking it."""

import struct
import zipfile
import zlib

WORD, EXCEL, POWERPOINT = (".docx", "word/"), (".xlsx", "xl/"), (".pptx", "ppt/")
OFFICE = dict((WORD, EXCEL, POWERPOINT))
OPEN = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
MANIFEST, LONGEST_MANIFEST = "META-INF/manifest.xml", 1024 * 1024

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    ValueError,
    EOFError,
    OSError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)


def is_right(archive: zipfile.ZipFile, suffix: str) -> bool:
    """Whether it has the parts of its kind."""
    return _is_open(archive, suffix) if suffix in OPEN else _is_office(archive, suffix)


def _is_office(archive: zipfile.ZipFile, suffix: str) -> bool:
    names = archive.namelist()
    return "[Content_Types].xml" in names and any(one.startswith(OFFICE[suffix]) for one in names)


def _is_open(archive: zipfile.ZipFile, suffix: str) -> bool:
    with archive.open("mimetype") as part:
        return part.read(100).strip() == OPEN[suffix]


def is_encrypted(archive: zipfile.ZipFile) -> bool:
    """An OpenDocument file says of each part that is locked how it was."""
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as part:
        return b"encryption-data" in part.read(LONGEST_MANIFEST)
