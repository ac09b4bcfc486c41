"""Serve the site, do the waiting work, run the day."""

import argparse
import datetime
import errno
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from django.utils import timezone

from throughline.base import clock, rules
from throughline.base import jobs as queue
from throughline.commands import CommandRefused
from throughline.commands.upkeep import migrate_quietly
from throughline.frontdoor import daily as jobs


def serve(chosen: argparse.Namespace) -> int:
    """Serve until stopped; the work is done by a child process beside the web workers."""
    migrate_quietly()
    run_server(chosen.address, chosen.port, chosen.workers, work=not chosen.no_work)
    return 0


def run_server(address: str, port: int, workers: int, *, work: bool) -> None:
    """Serve until interrupted. CommandRefused when the port is taken."""
    from granian import Granian
    from granian.constants import Interfaces

    refuse_taken_port(address, port)
    multiprocessing.set_start_method("spawn", force=True)
    child = (
        subprocess.Popen(
            [sys.executable, "-m", "throughline", "work", "--with-server"], stdin=subprocess.DEVNULL
        )
        if work
        else None
    )
    try:
        Granian(
            "throughline.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=2,
            log_enabled=False,
            websockets=False,
        ).serve()
    finally:
        if child is not None:
            child.terminate()
            child.wait(timeout=20)


def refuse_taken_port(address: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as trouble:
            if trouble.errno in {errno.EADDRINUSE, errno.EACCES}:
                why = (
                    "already used by another program"
                    if trouble.errno == errno.EADDRINUSE
                    else "not yours to use"
                )
                raise CommandRefused(
                    f"Port {port} is {why}. Choose another one: --port {port + 1}."
                ) from trouble
            raise


def work(chosen: argparse.Namespace) -> int:
    """Do the waiting work until stopped, or until nothing waits."""
    if chosen.with_server:
        threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()
    began = timezone.now()
    done = jobs.work(until_empty=chosen.once)
    if chosen.with_server:
        return 0
    failed = queue.failed_since(began)
    said = rules.counted(done, "job")
    print(f"{said} done, {failed} of them failed." if done else "Nothing waited: no job was due.")
    return 1 if failed else 0


def _stop_with(server: int) -> None:
    """A worker that a server started ends with it, however the server ended."""
    while os.getppid() == server:
        time.sleep(2)
    os.kill(os.getpid(), signal.SIGTERM)


def daily(chosen: argparse.Namespace) -> int:
    """Run every daily job of a day that has not run yet. Exit code 1 when one of them failed."""
    try:
        on = datetime.date.fromisoformat(chosen.on) if chosen.on else clock.today()
    except ValueError as trouble:
        raise CommandRefused(f"“{chosen.on}” is not a date. Write it like 2026-03-31.") from trouble
    outcomes = jobs.daily(on)
    words = {
        "done": "done",
        "before": "was done before",
        "elsewhere": "is being done elsewhere",
        "failed": "failed",
    }
    for outcome in outcomes:
        print(f"{outcome.job}: {words[outcome.state]}{': ' if outcome.trouble else ''}{outcome.trouble}")
    return 1 if any(outcome.state == "failed" for outcome in outcomes) else 0
