"""Programs that the tests need and that pip cannot bring: a browser, and a PostgreSQL server."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
from pathlib import Path

LIGHT = (
    "chromium-headless-shell"  # it has no windows to keep in order: the journeys cost it about half the time
)
BROWSERS = (
    LIGHT,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
HOW_TO_GET_A_BROWSER = (
    "there is no Chromium, Chrome or Edge on this machine. Debian: sudo apt install chromium-headless-shell; "
    "Ubuntu: sudo apt install chromium; "
    "macOS: brew install --cask chromium; or set CHROMIUM to the path of one"
)
HOW_TO_GET_POSTGRESQL = (
    "there is no PostgreSQL server on this machine. Debian, Ubuntu: sudo apt install postgresql; "
    "macOS: brew install postgresql@15; or set PG_BIN to the folder that holds its initdb"
)


class Missing(Exception):
    """A program that the tests need is not there; the message says how to get it."""


def browser() -> str:
    """The path of a browser: $CHROMIUM, else one on the PATH or in macOS's place, else Debian's, installed where we may.

    CI has the light one installed beside another.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise Missing(f"CHROMIUM is set to {named}, and there is no such program: correct it, or unset it")
    found = _find_browser()
    in_ci = os.environ.get("CI") == "true"  # somebody's own machine is left alone when any browser is there
    if (not found or (in_ci and Path(found).name != LIGHT)) and _install(LIGHT):
        found = _find_browser()
    if not found and _install("chromium"):
        found = _find_browser()
    if not found:
        raise Missing(HOW_TO_GET_A_BROWSER)
    return found


def postgresql() -> Path:
    """The folder of initdb and postgres: $PG_BIN, else the newest found, else Debian's, installed where we may."""
    if named := os.environ.get("PG_BIN"):
        if _is_server(Path(named)):
            return Path(named)
        raise Missing(f"PG_BIN is set to {named}, and there is no initdb in it: correct it, or unset it")
    found = _find_postgresql()
    if not found and _install("postgresql"):
        found = _find_postgresql()
    if not found:
        raise Missing(HOW_TO_GET_POSTGRESQL)
    return found


def _find_browser() -> str | None:
    return next(filter(None, map(shutil.which, (*BROWSERS, *MAC_BROWSERS))), None)


def _find_postgresql() -> Path | None:
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    if servers := [place for place in places if _is_server(place)]:
        return max(servers, key=lambda place: int("".join(re.findall(r"\d", place.parent.name))))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _is_server(folder: Path) -> bool:
    return (folder / "initdb").exists() and (folder / "postgres").exists()


def _install(package: str) -> bool:
    """Install a Debian package, where this user may. True when it was done."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing {package} with apt-get ...", flush=True)
    return _refresh() and _apt("install", "-y", "--no-install-recommends", package)


@functools.cache
def _refresh() -> bool:
    return _apt("update")


def _apt(*arguments: str) -> bool:
    """One run of apt-get that asks nothing. Shows what it said when it fails."""
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments]
    done = subprocess.run(command, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}apt-get {arguments[0]} failed; above is what it said.", flush=True)
    return done.returncode == 0
