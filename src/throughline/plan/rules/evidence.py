"""Whether a file that shows progress is what its name says, and can be opened by whoever checks it. Nothing is unpacked."""

import io
import pathlib
import zipfile

from throughline.base.rules import Refused
from throughline.plan.rules import office_packages as packages
from throughline.plan.rules.file_signatures import LOOKS_LIKE

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


class FileRefused(Refused):
    """A file that shows nothing, because nobody can open it. The sentence is fit for the form."""


def check(name: str, data: bytes) -> None:
    """FileRefused when the content is not what the name says, or is locked away. A name of an unknown kind is not asked for."""
    suffix = pathlib.PurePath(name).suffix.lower()
    if suffix in packages.OFFICE or suffix in packages.OPEN:
        _check_packed(name, suffix, data)
    elif not LOOKS_LIKE[suffix](data):
        raise _other(name, suffix)


def _check_packed(name: str, suffix: str, data: bytes) -> None:
    """An office file of today: a zip with the parts of its kind."""
    if data.startswith(OLD_OFFICE):
        raise _locked(name) if WITH_PASSWORD in data else _old(name, suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(one.flag_bits & 0x1 for one in archive.infolist()) or packages.is_encrypted(archive):
                raise _locked(name)
            right = packages.is_right(archive, suffix)
    except FileRefused:
        raise
    except packages.DAMAGED as error:
        raise _other(name, suffix) from error
    if not right:
        raise _other(name, suffix)


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
