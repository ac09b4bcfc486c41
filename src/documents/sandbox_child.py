"""The child process of `documents.sandbox`: it limits itself, reads one file from its input and answers in JSON."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import sys
from pathlib import Path
from typing import Any

_SPARE = 24 * 1024 * 1024  # bytes kept back, so that there is room for an answer after memory has run out
_SHUT = ("open", "socket.", "subprocess.", "os.", "shutil.", "tempfile.", "ctypes.", "winreg.")
_NEEDED = (  # what is otherwise imported when it is first used, when no file can be opened any more
    "documents.interpret",
    "documents.read",
    "rapidfuzz.distance",
    "rapidfuzz.fuzz",
    "rapidfuzz.process",
    "encodings.ascii",
    "encodings.cp1252",
    "encodings.cp437",
    "encodings.utf_16",
    "encodings.utf_16_be",
    "encodings.utf_16_le",
    "encodings.utf_8_sig",
)
_READERS = {".docx": "word", ".xlsx": "excel", ".csv": "csv_file"}
_FIX = "save it again in another format (Word, Excel, CSV or plain text) and try that"


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request)
    gc.disable()  # the process ends before there is much to collect
    data = sys.stdin.buffer.read()
    sys.stdout.buffer.write(json.dumps(_answer(data, request)).encode())
    sys.stdout.buffer.flush()


def _answer(data: bytes, request: dict[str, Any]) -> dict[str, Any]:
    """The plan, or why there is none."""
    from documents import plan_json, refusals
    from documents.read import parse

    for module in _NEEDED:
        importlib.import_module(module)
    importlib.import_module(f"documents.readers.{_READERS.get(request['suffix'], 'text')}")
    _shut()
    name = request["name"]
    try:
        return {"plan": plan_json.to_json(parse(data, request["suffix"], name))}
    except refusals.Refused as refused:
        return _refused(refused.file, refused.place, refused.problem, refused.fix)
    except MemoryError:
        _use_spare()
        problem = f"reading it takes more memory than {request['memory'] // 1024**2} MB"
        return _refused(name, "", problem, "copy the action plan alone into a new file and try that")
    except RecursionError:
        return _refused(name, "", "its parts are nested more deeply than can be read", _FIX)
    except Exception as error:  # noqa: BLE001  whatever a damaged file makes a library raise is a refusal
        kind = type(error).__name__
        return _refused(name, "", f"it is damaged or of an unknown make ({kind})", _FIX)


def _refused(file: str, place: str, problem: str, fix: str) -> dict[str, Any]:
    return {"refused": {"file": file, "place": place, "problem": problem, "fix": fix}}


def _limit(request: dict[str, Any]) -> None:
    """Limits memory, time and what may be written. Where a system has no such limit the parent watches."""
    from documents import limits

    try:
        import resource
    except ImportError:
        return
    seconds = math.ceil(request["seconds"])
    for what, soft, hard in (
        (resource.RLIMIT_AS, request["memory"] - _SPARE, request["memory"]),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, limits.MOST_ANSWER, limits.MOST_ANSWER),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))


def _use_spare() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _shut() -> None:
    """From here on no file, no connection and no program can be opened, by Python or by a library."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_SHUT):
        raise PermissionError(f"{event} is not allowed while a file is read")


if __name__ == "__main__":
    main()
