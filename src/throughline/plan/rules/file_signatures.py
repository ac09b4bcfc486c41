"""By what the content of a file shows which kind it is: how it begins, and that it does not end in the middle."""

from collections.abc import Callable

MARKS = (
    b"\xff\xfe",
    b"\xfe\xff",
)  # of text in two bytes a letter, in which zeros are no sign of anything else
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


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


LOOKS_LIKE: dict[str, Callable[[bytes], bool]] = {
    ".pdf": _is_pdf,
    ".csv": _is_text,
    ".txt": _is_text,
    ".png": _is_png,
    ".jpg": _is_jpeg,
    ".jpeg": _is_jpeg,
    ".heic": _is_heic,
}
