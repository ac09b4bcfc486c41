"""A PostgreSQL server of our own: made in a scratch folder, reached by a socket in it, gone afterwards."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

INITDB = ("-U", "throughline", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", "--no-sync")
SETTINGS = (
    "listen_addresses=",  # the socket only
    "fsync=off",  # it is thrown away, so it need not be safe, only fast
    "full_page_writes=off",
    "synchronous_commit=off",
)


class DidNotStart(Exception):
    """The server could not be made or started; the message holds what it said."""


@contextlib.contextmanager
def server(programs: Path) -> Iterator[str]:
    """A running server; what comes back is its DATABASE_URL. No port of the machine is opened."""
    folder = Path(tempfile.mkdtemp(prefix="throughline-pg-", dir="/tmp"))  # a socket's path must be short
    process: subprocess.Popen[bytes] | None = None
    try:
        as_owner = _as_owner(folder)
        data, log = folder / "data", folder / "log"
        made = subprocess.run(
            [str(programs / "initdb"), "-D", str(data), *INITDB],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **as_owner,
        )
        if made.returncode:
            raise DidNotStart(made.stdout)
        settings = (*SETTINGS, f"unix_socket_directories={folder}")
        with open(log, "wb") as log_file:
            process = subprocess.Popen(
                [
                    str(programs / "postgres"),
                    "-D",
                    str(data),
                    *(word for one in settings for word in ("-c", one)),
                ],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log_file,
                stderr=log_file,
                start_new_session=True,  # Ctrl-C is for the tests; the server ends after them
                **as_owner,
            )
        _wait_until_ready(programs, folder, process, log)
        yield f"postgresql://throughline@{urllib.parse.quote(str(folder), safe='')}/postgres"
    finally:
        if process and process.poll() is None:
            process.send_signal(signal.SIGQUIT)  # at once: nothing is worth keeping
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner(folder: Path) -> dict[str, Any]:
    """How to start its programs: PostgreSQL refuses to run as root, so root lends the folder to another user."""
    if os.geteuid() != 0:
        return {}
    names = {user.pw_name: user for user in pwd.getpwall()}
    owner = names.get("postgres") or names["nobody"]
    os.chown(folder, owner.pw_uid, owner.pw_gid)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def _wait_until_ready(programs: Path, folder: Path, process: subprocess.Popen[bytes], log: Path) -> None:
    ask = [str(programs / "pg_isready"), "-q", "-h", str(folder)]
    for _ in range(300):
        if process.poll() is not None:
            raise DidNotStart(log.read_text(encoding="utf-8", errors="replace"))
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise DidNotStart(
        "It did not answer within 30 seconds.\n" + log.read_text(encoding="utf-8", errors="replace")
    )
