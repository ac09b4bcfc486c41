"""The file formats that can be read: a suffix to a function from bytes and a file name to a document.

Each format is imported when it is first used, so that importing `documents` stays quick.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from documents.blocks import Document

Reader = Callable[[bytes, str], Document]


def _reader(module: str) -> Reader:
    def read(data: bytes, name: str) -> Document:
        found: Reader = importlib.import_module(f"documents.readers.{module}").read
        return found(data, name)

    return read


READERS: dict[str, Reader] = {
    ".txt": _reader("text"),
    ".md": _reader("text"),
    ".docx": _reader("word"),
    ".xlsx": _reader("excel"),
    ".csv": _reader("csv_file"),
    ".html": _reader("web_page"),
    ".htm": _reader("web_page"),
    ".pdf": _reader("pdf"),
}
