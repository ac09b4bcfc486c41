"""Whether a file that shows progress is what its name says, and can be opened by whoever checks it. Nothing is unpacked."""

import io
import pathlib
import struct
import zipfile
import zlib
from collections.abc import Callable

from throughline.base.rules import Refused

WORD, EXCEL, POWERPOINT = (".docx", "word/"), (".xlsx", "xl/"), (".pptx", "ppt/")
OFFICE = dict((WORD, EXCEL, POWERPOINT))
OPEN = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
CALLED = {
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".xlsx": "an Excel workbook",
    ".pptx": "a PowerPoint presentation",
    ".odt": "an OpenDocument text",
    ".ods": "an OpenDocument spreadsheet",
    ".csv": "text",
    ".txt": "text",
    ".png": "a PNG picture",
    ".jpg": "a JPEG picture",
    ".jpeg": "a JPEG picture",
    ".heic": "a HEIC picture",
}
KINDS = frozenset(CALLED)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also the wrapping of a new file with a password
WITH_PASSWORD = "EncryptedPackage".encode("utf-16-le")
MARKS = (
    b"\xff\xfe",
    b"\xfe\xff",
)  # of text in two bytes a letter, in which zeros are no sign of anything else
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
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


class FileRefused(Refused):
    """A file that shows nothing, because nobody can open it. The sentence is fit for the form."""


def check(name: str, data: bytes) -> None:
    """FileRefused when the content is not what the name says, or is locked away. A name of an unknown kind is not asked for."""
    suffix = pathlib.PurePath(name).suffix.lower()
    if suffix in OFFICE or suffix in OPEN:
        _check_packed(name, suffix, data)
    elif not _LOOKS_LIKE[suffix](data):
        raise _other(name, suffix)


def _check_packed(name: str, suffix: str, data: bytes) -> None:
    """An office file of today: a zip with the parts of its kind."""
    if data.startswith(OLD_OFFICE):
        raise _locked(name) if WITH_PASSWORD in data else _old(name, suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(one.flag_bits & 0x1 for one in archive.infolist()) or _is_encrypted(archive):
                raise _locked(name)
            right = _is_open(archive, suffix) if suffix in OPEN else _is_office(archive, suffix)
    except FileRefused:
        raise
    except DAMAGED as error:
        raise _other(name, suffix) from error
    if not right:
        raise _other(name, suffix)


def _is_office(archive: zipfile.ZipFile, suffix: str) -> bool:
    names = archive.namelist()
    return "[Content_Types].xml" in names and any(one.startswith(OFFICE[suffix]) for one in names)


def _is_open(archive: zipfile.ZipFile, suffix: str) -> bool:
    with archive.open("mimetype") as part:
        return part.read(100).strip() == OPEN[suffix]


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    """An OpenDocument file says of each part that is locked how it was."""
    if MANIFEST not in archive.namelist():
        return False
    with archive.open(MANIFEST) as part:
        return b"encryption-data" in part.read(LONGEST_MANIFEST)


def _is_text(data: bytes) -> bool:
    return data.startswith(MARKS) or b"\0" not in data


def _is_jpeg(data: bytes) -> bool:
    return data.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in data


def _is_png(data: bytes) -> bool:
    return data.startswith(b"\x89PNG\r\n\x1a\n") and b"IEND" in data


def _is_pdf(data: bytes) -> bool:
    """One with a password is one, too: many that only forbid printing say that they are encrypted, and open all the same."""
    return b"%PDF-" in data[:1024] and b"startxref" in data


def _is_heic(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in HEIC


_LOOKS_LIKE: dict[str, Callable[[bytes], bool]] = {
    ".pdf": _is_pdf,
    ".csv": _is_text,
    ".txt": _is_text,
    ".png": _is_png,
    ".jpg": _is_jpeg,
    ".jpeg": _is_jpeg,
    ".heic": _is_heic,
}


def _other(name: str, suffix: str) -> FileRefused:
    called = CALLED[suffix]
    return FileRefused(
        f"{name} is damaged, or is not {called} as its name says. Open it in the program that made it, save it as {called} "
        f"({suffix}), and attach that."
    )


def _old(name: str, suffix: str) -> FileRefused:
    return FileRefused(
        f"{name} is a file of an old kind (before 2007). Open it, save it as {CALLED[suffix]} ({suffix}), and attach that."
    )


def _locked(name: str) -> FileRefused:
    return FileRefused(
        f"{name} is protected with a password, so whoever checks it cannot open it. Open it, take the password off "
        "(File, then Info, then Protect), save it, and attach it again."
    )
