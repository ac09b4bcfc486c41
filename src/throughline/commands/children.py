"""The programs beside the console: each in a session of its own, so that one Ctrl-C stops all of them, and surely.

A terminal sends Ctrl-C to every program of its group at once, and the system may give a signal to any thread. Python acts
on signals in its main thread alone; where another thread took it (the web server has some that are not Python's), a main
thread that waits for a lock sleeps on, and whoever waits for that program waits for ever. So this program alone takes the
terminal's signal, never waits without end, tells each child, and after `patience` ends it hard; and a child wakes up.
"""

import contextlib
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK = 0.1  # seconds
AT_ONCE = 0.3
ENDS = 20.0  # seconds that a child has whose parent is gone


@dataclasses.dataclass
class Asked:
    """How often somebody asked to stop: Ctrl-C, SIGTERM, or a terminal that was closed. Two signals at once are one."""

    times: int = 0
    last: float = -AT_ONCE


def run(commands: Sequence[Sequence[str]], *, patience: float) -> bool:
    """Run these modules' commands until one ends or somebody asks to stop. Whether somebody asked.

    patience: how many seconds a child has for what it has in hand; a second Ctrl-C ends it at once.
    """
    with _asked() as asked:
        children: list[subprocess.Popen[bytes]] = []
        try:
            for command in commands:
                children.append(_start(command))  # noqa: PERF401 - if one cannot start, those before it are stopped
            while not asked.times and all(child.poll() is None for child in children):
                time.sleep(LOOK)
            return asked.times > 0
        finally:
            _stop(children, asked, patience)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *command], stdin=subprocess.DEVNULL, start_new_session=True
    )


def _stop(children: Sequence[subprocess.Popen[bytes]], asked: Asked, patience: float) -> None:
    """Tell every child to end; what is left after `patience`, or when asked again, is killed with all that it began."""
    before, deadline = asked.times, time.monotonic() + patience
    for child in children:
        child.terminate()  # nothing happens to one that has ended
    while any(child.poll() is None for child in children):
        if time.monotonic() >= deadline or asked.times > before:
            break
        time.sleep(LOOK)
    for child in children:  # also when it has ended: a worker of its own may have outlived it
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextlib.contextmanager
def _asked() -> Iterator[Asked]:
    """Signals are only counted: no lock is taken inside a handler, and nothing waits for longer than LOOK."""
    asked = Asked()

    def note(number: int, frame: object) -> None:
        if (
            time.monotonic() - asked.last >= AT_ONCE
        ):  # `timeout` and some shells tell the program and then its group
            asked.times += 1
            asked.last = time.monotonic()

    before = {number: signal.getsignal(number) for number in STOPS}
    for number, handler in before.items():
        if number != signal.SIGHUP or handler != signal.SIG_IGN:  # nohup
            signal.signal(number, note)
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_with_parent() -> None:
    """Called in a child: it ends with the program that started it, however that one ended, and all it began with it."""
    threading.Thread(target=_watch, args=(os.getppid(),), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(ENDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def wake_for_signals() -> None:
    """Called in a program with threads that are not Python's: SIGTERM is acted on whichever thread the system gave it to."""
    reading, writing = socket.socketpair()
    writing.setblocking(False)
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    threading.Thread(target=_act, args=(reading, writing), daemon=True).start()


def _act(reading: socket.socket, writing: socket.socket) -> None:
    """`writing` is only kept open."""
    while numbers := reading.recv(64):
        handler = signal.getsignal(signal.SIGTERM)
        if signal.SIGTERM in numbers and callable(handler):
            handler(signal.SIGTERM, None)
