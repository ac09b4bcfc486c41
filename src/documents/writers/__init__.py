"""The file formats that can be written: a suffix to a function from a plan to the bytes of a file.

Each format is imported when it is first used, so that importing `documents` stays quick.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from documents.plan import Plan
from documents.standing import Standing

Writer = Callable[[Plan, Standing], bytes]


def _writer(module: str) -> Writer:
    def write(plan: Plan, standing: Standing) -> bytes:
        found: Writer = importlib.import_module(f"documents.writers.{module}").write
        return found(plan, standing)

    return write


WRITERS: dict[str, Writer] = {
    ".docx": _writer("word"),
    ".xlsx": _writer("excel"),
    ".csv": _writer("csv_file"),
    ".json": _writer("json_file"),
}
