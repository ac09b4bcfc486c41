"""The child process of `documents.sandbox`: it limits itself, reads one file from its input and answers in JSON."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import math
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_SPARE = 24 * 1024 * 1024  # bytes kept back, so that there is room for an answer after memory has run out
_SHUT = ("open", "socket.", "subprocess.", "os.", "shutil.", "tempfile.", "ctypes.", "winreg.")
_NEEDED = ("documents.interpret", "documents.read")
_ALWAYS = (  # what is otherwise imported when it is first used, when no file can be opened any more
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
_READERS = {
    ".docx": "word",
    ".xlsx": "excel",
    ".csv": "csv_file",
    ".html": "web_page",
    ".htm": "web_page",
    ".pdf": "pdf",
}
_FIX = "save it again in another format (Word, Excel, CSV or plain text) and try that"
_ALONE = "copy the action plan alone into a new file and try that"

Read = Callable[[bytes, str], dict[str, Any]]  # from a file's bytes and its name to the answer


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    serve(_plan)


def serve(
    prepare: Callable[[str], tuple[Read, Iterable[str]]], *, too_much: str = _ALONE, broken: str = _FIX
) -> None:
    """Limit this process, read what it was given, answer, and end.

    prepare: from the file's suffix to what reads it, and the modules that this needs while no file can be opened.
    too_much, broken: what to do about a file that takes too much memory, and about one that no reader understands.
    """
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request)
    gc.disable()  # the process ends before there is much to collect
    data = sys.stdin.buffer.read()
    read, needed = prepare(request["suffix"])
    for module in (*_ALWAYS, *needed):
        importlib.import_module(module)
    sys.stdout.buffer.write(_answer(read, data, request, too_much, broken))
    sys.stdout.buffer.flush()


def _plan(suffix: str) -> tuple[Read, Iterable[str]]:
    """What reads a plan from a file of this kind."""
    from documents import plan_json
    from documents.read import parse

    def read(data: bytes, name: str) -> dict[str, Any]:
        return {"plan": plan_json.to_json(parse(data, suffix, name))}

    if suffix == ".json":
        return read, ()  # a plan already: nothing has to be understood
    return read, (*_NEEDED, f"documents.readers.{_READERS.get(suffix, 'text')}")


def _answer(read: Read, data: bytes, request: dict[str, Any], too_much: str, broken: str) -> bytes:
    """What was read, or why nothing was."""
    from documents import limits, refusals

    _shut()
    name = request["name"]
    try:
        answer = json.dumps(read(data, name)).encode()
        if len(answer) <= limits.MOST_ANSWER:
            return answer
        return _refused(name, "", "there is more in it than can be handed on", too_much)
    except refusals.Refused as refused:
        return _refused(refused.file, refused.place, refused.problem, refused.fix)
    except MemoryError:
        _use_spare()
        problem = f"reading it takes more memory than {request['memory'] // 1024**2} MB"
        return _refused(name, "", problem, too_much)
    except RecursionError:
        return _refused(name, "", "its parts are nested more deeply than can be read", broken)
    except Exception as error:  # noqa: BLE001  whatever a damaged file makes a library raise is a refusal
        kind = type(error).__name__
        return _refused(name, "", f"it is damaged or of an unknown make ({kind})", broken)


def _refused(file: str, place: str, problem: str, fix: str) -> bytes:
    return json.dumps({"refused": {"file": file, "place": place, "problem": problem, "fix": fix}}).encode()


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
