"""The real site as a child process, started as its user starts it: the demo, loaded once and copied for each file of stories."""

import contextlib
import dataclasses
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from tests.check import steps

OUR_OWN = ("THROUGHLINE_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
PATIENCE = 240  # seconds: a machine that does eight other things at the same time
LOG = "log.txt"


class DidNotStart(Exception):
    """The demo ended, or did not answer in time; the message holds what it said."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Site:
    """A demo that answers. `home`: its folder, with database and uploads."""

    address: str
    home: Path

    def people(self, role: str) -> list[str]:
        """The names of the sample people who hold a role."""
        everybody = json.loads((self.home / "demo_people.json").read_text(encoding="utf-8"))
        return [one["name"] for one in everybody if one["role"] == role]


@contextlib.contextmanager
def running(home: Path, *words: str, host: str = "127.0.0.1") -> Iterator[Site]:
    """`throughline demo` on the data in `home` (loaded at the first start), or another command that serves."""
    port = _free_port()
    site = Site(address=f"http://{host}:{port}", home=home)
    command = [sys.executable, "-m", "throughline", *(words or ("demo",)), "--port", str(port)]
    with (
        open(home / LOG, "ab") as log,
        subprocess.Popen(
            command,
            env=_settings(home, site.address, demo=words[:1] in ((), ("demo",))),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        ) as process,
    ):
        try:
            _wait_until_ready(process, site)
            yield site
        finally:
            process.terminate()
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()


def load(home: Path) -> None:
    """Start the demo for the first time, and stop it."""
    with running(home):
        pass


def run(home: Path, *words: str, said: str = "") -> str:
    """One command of the console script on this home, to its end. `said`: what is typed. Returns what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "throughline", *words],
        env=_settings(home, "http://localhost", demo=False),
        input=said,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    ).stdout


@contextlib.contextmanager
def copy_of(loaded: Path, into: Path) -> Iterator[Path]:
    """A home with the same data; with PostgreSQL a database of its own too, gone afterwards."""
    shutil.copytree(loaded, into, ignore=shutil.ignore_patterns(LOG))
    with _database(into, template=loaded):
        yield into


@contextlib.contextmanager
def fresh(home: Path) -> Iterator[Path]:
    """An empty home; with PostgreSQL an empty database for it, gone afterwards."""
    home.mkdir(parents=True)
    with _database(home):
        yield home


def _settings(home: Path, address: str, *, demo: bool) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OUR_OWN)}
    settings = {
        "PYTHONPATH": str(steps.ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
        "THROUGHLINE_HOME": str(home),
        "THROUGHLINE_URL": address,
    }
    if demo:
        settings["THROUGHLINE_DEMO"] = "1"
    if url := os.environ.get("DATABASE_URL"):
        settings["DATABASE_URL"] = _address(url, home)
    return kept | settings


def _wait_until_ready(process: subprocess.Popen[bytes], site: Site) -> None:
    started = time.monotonic()
    while time.monotonic() < started + PATIENCE:
        if process.poll() is not None:
            break
        if _answers(site):
            return
        time.sleep(0.1)
    raise DidNotStart((site.home / LOG).read_text(encoding="utf-8", errors="replace"))


def _answers(site: Site) -> bool:
    try:
        with urllib.request.urlopen(f"{site.address}/health/", timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _database(home: Path, template: Path | None = None) -> Iterator[None]:
    """With DATABASE_URL: a database on that server for this home, and gone afterwards. With SQLite the home is all."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield
        return
    import psycopg
    from psycopg import sql

    name = sql.Identifier(_name(home))
    with psycopg.connect(url, autocommit=True) as server:
        copied = sql.SQL(" TEMPLATE {}").format(sql.Identifier(_name(template))) if template else sql.SQL("")
        server.execute(sql.SQL("CREATE DATABASE {}").format(name) + copied)
        try:
            yield
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _name(home: Path) -> str:
    return f"journey_{os.getpid()}_{home.name}".replace("-", "_").lower()


def _address(url: str, home: Path) -> str:
    return urllib.parse.urlsplit(url)._replace(path=f"/{_name(home)}").geturl()
