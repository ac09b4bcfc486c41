"""Reads a plan out of a file: by its suffix, in a child process with limits, refused with a sentence where it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

from documents import plan_json
from documents.plan import Plan
from documents.readers import READERS
from documents.refusals import Refused

_SAVE_AS = "save it as Word (.docx), Excel (.xlsx), PDF, CSV or plain text and choose that file"
_NEAR = {
    ".doc": "this is the format of Word before 2007",
    ".xls": "this is the format of Excel before 2007",
    ".docm": "this Word file can hold macros",
    ".xlsm": "this Excel file can hold macros",
}


def read(source: Path | str | bytes, suffix: str | None = None, *, name: str | None = None) -> Plan:
    """The plan in a file or in its bytes. Raises Refused with a sentence for the person who brought it.

    suffix: ".docx" and so on; needed for bytes, else the file's own. name: what to call the file in messages.
    """
    if isinstance(source, bytes):
        data, found = source, suffix or Path(name or "").suffix
        name = name or f"the file{suffix or ''}"
    else:
        path = Path(source)
        name = name or path.name
        found = suffix or path.suffix
        check_suffix(found, name)
        data = _bytes(path, name)
    from documents import limits, sandbox

    kind = check_suffix(found, name)
    return sandbox.read_limited(data, kind, name, limits.of_child(kind))


def parse(data: bytes, suffix: str, name: str) -> Plan:
    """The plan in these bytes, without limits: `read` calls it where time and memory are bounded."""
    suffix = check_suffix(suffix, name)
    if suffix == ".json":
        return _parse_json(data, name)
    from documents import interpret

    return interpret.interpret(READERS[suffix](data, name))


def check_suffix(suffix: str, name: str) -> str:
    """The suffix as READERS has it, or a refusal that says what to do."""
    found = suffix.strip().lower()
    found = found if found.startswith(".") or not found else f".{found}"
    if found == ".json" or found in READERS:
        return found
    problem = _NEAR.get(
        found, "this kind of file cannot be read" if found else "the file's name does not say what kind it is"
    )
    raise Refused(file=name, place="", problem=problem, fix=_SAVE_AS)


def _bytes(path: Path, name: str) -> bytes:
    from documents import limits

    try:
        limits.check_size(path.stat().st_size, name)
        return path.read_bytes()
    except OSError as error:
        reason = {FileNotFoundError: "there is no such file", IsADirectoryError: "this is a folder"}.get(
            type(error)
        )
        problem = reason or f"the file cannot be opened ({error.strerror or error})"
        raise Refused(
            file=name, place="", problem=problem, fix="check the name and that you may open it"
        ) from error


def _parse_json(data: bytes, name: str) -> Plan:
    fix = "choose a file that Throughline wrote, or the original document"
    try:
        return plan_json.from_json(json.loads(data))
    except plan_json.NotAPlan as error:
        raise Refused(file=name, place="", problem=str(error), fix=fix) from error
    except (ValueError, RecursionError) as error:
        line = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused(file=name, place=line, problem="this is not JSON", fix=fix) from error
