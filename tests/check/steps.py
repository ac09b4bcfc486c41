"""One step of the check: a program that is run, timed, and shown in full when it fails."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from tests.check.totals import Totals

ROOT = Path(__file__).resolve().parents[2]
TOO_LONG = 20 * 60  # seconds: a step that takes longer hangs


@dataclasses.dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a step ended. `not_run`: why it was not run, and how to have it run; empty when it was. `totals`: of its tests."""

    name: str
    seconds: float = 0.0
    ok: bool = True
    not_run: str = ""
    totals: Totals = dataclasses.field(default_factory=Totals)

    @property
    def word(self) -> str:
        return "NOT RUN" if self.not_run else "ok" if self.ok else "FAILED"


def run(name: str, command: list[str], settings: Mapping[str, str] | None = None) -> Outcome:
    """Run a program of the environment from the root of the project. Its output is shown when it fails."""
    bin_folder = Path(sys.executable).parent
    ours = ("THROUGHLINE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")  # each step sets its own
    kept = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    started = time.monotonic()
    print(f"{name} ...", flush=True)
    with subprocess.Popen(
        [str(bin_folder / command[0]), *command[1:]],
        cwd=ROOT,
        env={**kept, "PATH": f"{bin_folder}{os.pathsep}{kept.get('PATH', '')}", **(settings or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,  # so that its children can be ended with it
    ) as process:
        try:
            output, _ = process.communicate(timeout=TOO_LONG)
        except subprocess.TimeoutExpired:
            _end(process)
            output = f"{process.communicate()[0]}\nStopped: it took longer than {TOO_LONG // 60} minutes."
        except BaseException:
            _end(process)
            raise
    outcome = Outcome(name=name, seconds=time.monotonic() - started, ok=process.returncode == 0)
    if not outcome.ok:
        print(output.rstrip())
    print(f"{name}: {outcome.word} ({outcome.seconds:.1f} s)", flush=True)
    return outcome


def _end(process: subprocess.Popen[str]) -> None:
    """The step and whatever it started."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
            process.wait(timeout=10)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
