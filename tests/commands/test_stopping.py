"""One Ctrl-C stops the server and all that it began, whatever its children do with their signals."""

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest

from tests.commands.console import run, settings

STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if sys.argv[1:] != ["inner"]:
    inner = subprocess.Popen([sys.executable, "-m", "stubborn", "inner"])
    print(inner.pid, flush=True)
time.sleep(60)
"""
PARENT = """
import sys
from throughline.commands import children
sys.exit(7 if children.run([["stubborn"]], patience=float(sys.argv[1])) else 8)
"""
ASLEEP = """
import signal, sys, threading
from throughline.commands import children
ended = threading.Event()
signal.signal(signal.SIGTERM, lambda number, frame: ended.set())
if sys.argv[1] == "woken":
    children.wake_for_signals()
threading.Thread(target=threading.Event().wait, daemon=True).start()
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])  # the system gives the signal to another thread
print("ready", flush=True)
ended.wait()
"""


@contextlib.contextmanager
def started(*arguments: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """A program with a group of its own, as a terminal starts it; its group is gone afterwards."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        env=dict(os.environ) | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as program:
        try:
            yield program
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)


def lives(process: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked for yet does not."""
    shown = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return shown.stdout.strip()[:1] not in ("", "Z")


def ctrl_c(program: "subprocess.Popen[str]") -> None:
    os.killpg(program.pid, signal.SIGINT)


@pytest.mark.parametrize(("patience", "asked"), [("1", 1), ("60", 2)])
def test_a_child_that_does_not_listen_is_ended_with_all_that_it_began(
    tmp_path: pathlib.Path, patience: str, asked: int
) -> None:
    tmp_path.joinpath("stubborn.py").write_text(STUBBORN, encoding="utf-8")
    path = os.pathsep.join([str(tmp_path), *sys.path])
    with started("-c", PARENT, patience, PYTHONPATH=path) as program:
        assert program.stdout
        inner = int(program.stdout.readline())
        assert lives(inner)
        for _ in range(asked):
            ctrl_c(program)
            time.sleep(0.5)
        assert program.wait(10) == 7
        assert not lives(inner)


def test_a_child_ends_with_its_parent(tmp_path: pathlib.Path) -> None:
    child = "import time; from throughline.commands import children; children.end_with_parent()\n"
    tmp_path.joinpath("stubborn.py").write_text(
        f"import os; {child}print(os.getpid(), flush=True); time.sleep(60)", encoding="utf-8"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    with started("-c", PARENT, "1", PYTHONPATH=path) as program:
        assert program.stdout
        process = int(program.stdout.readline())
        program.kill()
        deadline = time.monotonic() + 10
        while lives(process) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not lives(process)


def test_a_signal_that_another_thread_took_is_acted_on() -> None:
    """The fault itself: without being woken, the program sleeps on for ever."""
    path = os.pathsep.join(sys.path)
    for how, ends in (("woken", True), ("asleep", False)):
        with started("-c", ASLEEP, how, PYTHONPATH=path) as program:
            assert program.stdout
            assert program.stdout.readline() == "ready\n"
            time.sleep(1)  # it waits for its lock now
            program.terminate()
            try:
                ended = program.wait(10 if ends else 2) == 0
            except subprocess.TimeoutExpired:
                ended = False
        assert ended is ends, how


@pytest.mark.slow
def test_ctrl_c_stops_the_site(tmp_path: pathlib.Path) -> None:
    """The site answers, gets the terminal's signal, and is gone with its port; its children never saw the signal."""
    home = settings(tmp_path)
    assert run("migrate", **home).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    for _ in range(3):
        with started("-m", "throughline", "serve", "--port", port, "--workers", "1", **home) as program:
            answers(port)
            group = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True).stdout
            mine = [line.split()[0] for line in group.splitlines() if line.split()[1] == str(program.pid)]
            assert mine == [str(program.pid)]
            ctrl_c(program)
            assert (program.wait(5), program.stderr and program.stderr.read()) == (0, "")
        with socket.socket() as free:
            free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            free.bind(("127.0.0.1", int(port)))


def answers(port: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health/") as site:
            assert site.status == 200
            return
        time.sleep(0.2)
    pytest.fail("the site did not answer within a minute")
