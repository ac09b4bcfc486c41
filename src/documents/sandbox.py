"""Reads a file in a child process that has little time, little memory, no files and no network."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TypeVar

from documents import limits, plan_json, watchdog
from documents.plan import Plan
from documents.refusals import Refused

_CHILD = Path(__file__).with_name("sandbox_child.py")
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")  # of the environment: without them some Pythons do not start
_LOOK = 0.05  # seconds between looks at the child's memory
_TOO_MUCH = "copy the action plan alone into a new file, or save it as plain text, and try that"
_Read = TypeVar("_Read")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Child:
    """A program that calls `sandbox_child.serve`, and what to do about a file that is too much for it or breaks it off."""

    program: Path
    too_much: str = _TOO_MUCH
    broken: str = "save it again in another format (Word, Excel, CSV or plain text) and try that"


def read_limited(data: bytes, suffix: str, name: str, allowed: limits.OfChild = limits.OfChild()) -> Plan:  # noqa: B008
    """The plan in these bytes, read by a child process. Raises Refused with its refusal, or with why it was ended."""
    limits.check_size(len(data), name)
    return ask(
        Child(program=_CHILD), data, name, lambda answer: plan_json.from_json(answer["plan"]), allowed, suffix
    )


def ask(
    child: Child,
    data: bytes,
    name: str,
    understand: Callable[[dict[str, Any]], _Read],
    allowed: limits.OfChild = limits.OfChild(),  # noqa: B008
    suffix: str = "",
) -> _Read:
    """What a child process makes of these bytes, as `understand` takes it from the answer. Refused as `read_limited`."""
    request = {"suffix": suffix, "name": name, "memory": allowed.memory, "seconds": allowed.seconds}
    with _memory_file() as given, _memory_file() as answer:
        given.write(json.dumps(request).encode() + b"\n")
        given.write(data)
        given.seek(0)
        try:
            code, ended = _run(child.program, given, answer, allowed)
        except OSError as error:
            raise Refused(
                file=name,
                place="",
                problem=f"no process could be started to read it ({error.strerror})",
                fix="try again in some minutes, and if it happens again tell those who run the service",
            ) from error
        answer.seek(0)
        said = answer.read(limits.MOST_ANSWER + 1)
    if ended:
        raise Refused(file=name, place="", problem=ended, fix=child.too_much)
    return _understood(said, code, name, allowed, child, understand)


def _run(program: Path, given: IO[bytes], answer: IO[bytes], allowed: limits.OfChild) -> tuple[int, str]:
    """The child's exit code, and why it was ended if it was."""
    until = time.monotonic() + allowed.seconds
    child = subprocess.Popen(
        [sys.executable, "-I", str(program)],
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT if name in os.environ},
        cwd=Path(__file__).anchor,
        start_new_session=True,
    )
    try:
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return child.wait(timeout=_LOOK), ""
            if time.monotonic() > until:
                return 0, f"reading it takes longer than {allowed.seconds:g} seconds"
            if watchdog.resident(child) > allowed.memory:
                return 0, _memory(allowed.memory)
    finally:
        child.kill()
        child.wait()


def _understood(
    said: bytes,
    code: int,
    name: str,
    allowed: limits.OfChild,
    child: Child,
    understand: Callable[[dict[str, Any]], _Read],
) -> _Read:
    if code < 0 and code == -getattr(signal, "SIGXCPU", 0):
        raise Refused(file=name, place="", problem="reading it takes too long", fix=child.too_much)
    try:
        answer = json.loads(said)
        if "refused" in answer:
            refused = {key: str(answer["refused"][key]) for key in ("file", "place", "problem", "fix")}
            raise Refused(**refused)
        return understand(answer)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        if code < 0:
            raise Refused(file=name, place="", problem=_memory(allowed.memory), fix=child.too_much) from error
        raise Refused(
            file=name,
            place="",
            problem="the program that reads it broke off without an answer",
            fix=child.broken,
        ) from error


def _memory(bytes_: int) -> str:
    return f"reading it takes more memory than {bytes_ // limits.MEGABYTE} MB"


@contextlib.contextmanager
def _memory_file() -> Iterator[IO[bytes]]:
    """A file that lives in memory where the system has such, so that no document is written to a disk."""
    if sys.platform == "linux":
        with os.fdopen(os.memfd_create("throughline"), "w+b") as file:
            yield file
    else:
        with tempfile.TemporaryFile() as file:
            yield file
