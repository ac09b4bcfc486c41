"""The child that reads files, as a fork of a process that has imported its modules: the same limits, a quicker start."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
import time
from pathlib import Path
from typing import IO

from documents import limits, sandbox, sandbox_child

_LOOK = 0.002  # seconds between looks at whether the child has ended


def prepare() -> None:
    """Imports what every reader needs, and lets `sandbox` fork from here on. For a process that does nothing else."""
    readers = {f"documents.readers.{name}" for name in (*sandbox_child._READERS.values(), "text")}
    for module in (*sandbox_child._ALWAYS, *sandbox_child._NEEDED, *sorted(readers)):
        importlib.import_module(module)
    sandbox._run = _run


def _run(program: Path, given: IO[bytes], answer: IO[bytes], allowed: limits.OfChild) -> tuple[int, str]:
    """As `sandbox._run`: the exit code of the child, and why it was ended if it was."""
    assert program == sandbox._CHILD
    given.flush()
    until = time.monotonic() + allowed.seconds
    child = os.fork()
    if not child:
        code = 1
        with contextlib.suppress(BaseException):
            os.dup2(given.fileno(), 0)
            os.dup2(answer.fileno(), 1)
            sys.stdin = os.fdopen(0, closefd=False)  # that of a worker is another
            sandbox_child.main()
            code = 0
        os._exit(code)
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), ""
        time.sleep(_LOOK)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return 0, f"reading it takes longer than {allowed.seconds:g} seconds"
