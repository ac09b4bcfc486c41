#!/usr/bin/env python3
"""The two commands, `python3 dev.py demo` and `python3 dev.py check`, with the standard library only.

Both first see to the environment, the folder .venv: exactly the packages of requirements.lock, each compared with its
hash. It is made once; a stamp that is written last tells a whole environment from a half-made one, which is made again.
"""

import sys

if sys.version_info < (3, 11):  # this file has to stay readable for Python 3.6, so that it can say this
    sys.exit(
        "Throughline needs Python 3.11 or newer, and this is Python %d.%d.\n"
        "If you have a newer one, name it: python3.11 dev.py demo. If not, install one from python.org, or with your\n"
        "system's packages (Debian, Ubuntu: apt install python3; macOS: brew install python)."
        % sys.version_info[:2]
    )

import argparse
import contextlib
import errno
import hashlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn

if sys.platform == "win32":
    sys.exit(
        "Throughline runs on Linux and macOS. On Windows, run it in the Windows Subsystem for Linux (wsl --install)."
    )

import fcntl

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LAUNCHER = ENVIRONMENT / "bin" / "throughline"
STAMP = ENVIRONMENT / "made-by-dev.py"
LOCK = ROOT / "requirements.lock"
# The certificates of the system, for networks at work that have their own; the second name is for older versions of uv.
TRUST = {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"}
OLDEST_PIP = (22, 3)  # the first that can install into another environment (--python)

NO_SPACE = (
    "The disk is full. The environment needs about 500 MB in {root} and, while it is made, 200 MB for temporary files.\n"
    "Make room and run the same command again: it starts afresh."
)
NO_PERMISSION = (
    "This user may not write to {name}.\n"
    "Copy the folder {root} to a place that is yours, or ask its owner for the right to write, then run the same command again."
)
WHY_INSTALLING_FAILED = (  # what installers print, and what it means for the person
    (r"No space left on device|Disk quota exceeded|os error 28\b", NO_SPACE),
    (
        r"DO NOT MATCH THE HASHES|Hash mismatch",
        "A package that was downloaded is not the one that requirements.lock names: it was damaged on the way, or changed.\n"
        "Nothing of it was run. Run the same command again; if it happens twice, do not work round it: tell the maintainers.",
    ),
    (
        r"UnknownIssuer|CERTIFICATE_VERIFY_FAILED|invalid peer certificate",
        "The packages could not be downloaded safely: the network here puts certificates of its own in place of the real ones,\n"
        "as web filters at work do. Ask IT for the filter's root certificate, set SSL_CERT_FILE and PIP_CERT to a file with the\n"
        "certificates to trust, that one among them, and run the same command again.",
    ),
    (
        r"(?i)connection (refused|broken|reset|error)|NewConnectionError|name resolution|dns error|error sending request|"
        r"network is unreachable|timed out|connect timeout|ProxyError|tunnel error|client error|Failed to fetch",
        "The packages could not be downloaded. The first start needs the network, once; later starts do not.\n"
        "Connect this machine (behind a proxy: set HTTPS_PROXY to its address) and run the same command again.",
    ),
    (r"Permission denied|Read-only file system", NO_PERMISSION.format(name=ENVIRONMENT, root="{root}")),
    (
        r"No matching distribution|no wheels with a matching|doesn't have a (source distribution or )?wheel",
        "A package has no build for this machine ({machine}, Python {python}).\n"
        "Throughline is tested with Python 3.11, 3.12 and 3.13: name one of them, for example python3.12 dev.py demo.",
    ),
)


class Stop(Exception):
    """The command cannot go on; the message says why, and what to do."""


# The environment


def environment() -> None:
    """Make .venv as requirements.lock says, unless it is there, whole and current."""
    if _is_current():
        return
    with _one_at_a_time() as lock:
        if _is_current():  # somebody else made it while we waited
            return
        if ENVIRONMENT.exists():
            print("The environment in .venv is out of date or half-made: making it again.", flush=True)
        started = time.monotonic()
        install, create = _installer()
        _remove(ENVIRONMENT)
        print(f"Making the environment in .venv with {install[0] if install[0] == 'uv' else 'pip'}. ", end="")
        print("This happens once, and needs the network.", flush=True)
        _run(create, lock)
        _run(install, lock)
        _make_importable()
        STAMP.write_text(_stamp(), encoding="utf-8")
        print(f"The environment is ready ({time.monotonic() - started:.0f} s).", flush=True)


def _stamp() -> str:
    """What the environment depends on: the lock, this Python, and the folder (scripts in it hold its path)."""
    parts = (LOCK.read_bytes(), sys.version.encode(), os.fsencode(ROOT))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _is_current() -> bool:
    return PYTHON.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == _stamp()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[IO[str]]:
    """Two commands at once make the environment once. Installers inherit the lock, so one that outlives us keeps it."""
    with open(__file__, "r+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another dev.py is making the environment: waiting for it.", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


def _installer() -> "tuple[list[str], list[str]]":
    """The commands that install the packages and that make the empty environment: with uv, else with pip."""
    # A Python inside .venv is about to be removed: use the one that it was made from.
    python = sys._base_executable if Path(sys.prefix) == ENVIRONMENT else sys.executable  # type: ignore[attr-defined]
    only_these = ["--require-hashes", "--only-binary", ":all:"]
    if _answers(["uv", "--version"]):
        create = ["uv", "venv", "--quiet", "--python", python, str(ENVIRONMENT)]
        return ["uv", "pip", "sync", "--quiet", "--python", str(PYTHON), *only_these, str(LOCK)], create
    pip = _answers([python, "-m", "pip", "--version"])
    version = tuple(int(part) for part in re.findall(r"\d+", pip)[:2])
    empty = [python, "-m", "venv", str(ENVIRONMENT)]
    # The lock names everything, so nothing is left to resolve; compiling waits until a module is used.
    install = ["install", "--no-deps", "--no-compile", "--disable-pip-version-check", "--progress-bar=off"]
    install += [*only_these, "-r", str(LOCK)]
    if version >= OLDEST_PIP:
        return [python, "-m", "pip", "--python", str(PYTHON), *install], [*empty, "--without-pip"]
    if _answers([python, "-m", "ensurepip", "--version"]):
        return [str(PYTHON), "-m", "pip", *install], empty
    found = f"only pip {'.'.join(map(str, version))}" if version else "neither uv nor pip"
    raise Stop(
        f"To install its packages, Throughline needs uv, or pip 22.3 or newer; this machine has {found} for {python}.\n"
        "Install pip (Debian, Ubuntu: sudo apt install python3-pip; elsewhere: python3 -m ensurepip --upgrade)\n"
        "or uv (https://docs.astral.sh/uv/), then run the same command again."
    )


def _answers(command: "list[str]") -> str:
    """What a program says, or nothing when it is not there or fails."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def _run(command: "list[str]", lock: "IO[str]") -> None:
    """Run one step of the installation; when it fails, say why."""
    said = []
    process = subprocess.Popen(
        command,
        env={**TRUST, **os.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        pass_fds=[lock.fileno()],
        cwd=ROOT,
    )
    try:
        assert process.stdout
        for line in process.stdout:
            said.append(line)
            if line.startswith("Collecting ") and sys.stdout.isatty():
                print(f"\r\x1b[K  downloading {line.split()[1]} ", end="", flush=True)
        if sys.stdout.isatty():
            print("\r\x1b[K", end="")
        if process.wait() == 0:
            return
    finally:
        process.kill()
        process.wait()
    output = "".join(said)
    _remove(ENVIRONMENT, if_possible=True)
    for pattern, sentence in WHY_INSTALLING_FAILED:
        if re.search(pattern, output):
            raise Stop(
                sentence.format(root=ROOT, machine=os.uname().machine, python=sys.version.split()[0])
                + f"\n\nThe installer's last words:\n  {_last_words(output)}"
            )
    raise Stop(
        f"{output}\nThe packages could not be installed; above is what this command said:\n{shlex.join(command)}"
    )


def _last_words(output: str) -> str:
    lines = [
        line.strip()
        for line in output.splitlines()
        if line.strip() and not line.startswith("WARNING: Location")
    ]
    return "\n  ".join(lines[-4:])[-1000:]


def _make_importable() -> None:
    """Our own packages are used where they stand, and `throughline` becomes a command of the environment."""
    packages = ENVIRONMENT / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    (packages / "throughline.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    LAUNCHER.write_text(  # for sh the second line is all, for Python a string: #! alone cannot hold a path with spaces
        f"#!/bin/sh\n'''exec' {shlex.quote(str(PYTHON))} \"$0\" \"$@\"\n' '''\n"
        "import sys\n\nfrom throughline.cli import main\n\nif __name__ == '__main__':  # a child process reads this file too\n"
        "    sys.exit(main())\n",
        encoding="utf-8",
    )
    LAUNCHER.chmod(0o755)


def _remove(folder: Path, if_possible: bool = False) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder, ignore_errors=if_possible)


# The commands


def demo(port: int, plan: "str | None", people: int) -> NoReturn:
    """Start the site with the sample borough, or with the plan in a file, on this machine only."""
    arguments = ["demo", "--port", str(port), "--people", str(people)]
    homes = Path(os.environ.get("THROUGHLINE_HOME") or ROOT / "var").expanduser().resolve()
    home = homes / "demo"
    if plan:
        file = Path(plan).expanduser().resolve()
        if not file.is_file():
            raise Stop(
                f"There is no file {file}.\nGive --plan the path of a .docx, .xlsx, .pdf, .html, .csv, .txt or .md file."
            )
        arguments += ["--plan", str(file)]
        home = homes / f"plan-{hashlib.sha256(os.fsencode(file)).hexdigest()[:8]}"
    home.mkdir(parents=True, exist_ok=True)
    _only_demo_on(home, port)
    _port_is_free(port)
    environment()
    _become([str(LAUNCHER), *arguments], THROUGHLINE_HOME=str(home), THROUGHLINE_DEMO="1")


def check(only: "str | None", fast: bool) -> NoReturn:
    """Lint, types, import contracts, tests, browser journeys."""
    environment()
    os.chdir(ROOT)
    arguments = (["--only", only] if only else []) + (["--fast"] if fast else [])
    _become([str(PYTHON), "-m", "tests.check", *arguments])


def _only_demo_on(home: Path, port: int) -> None:
    """Hold a lock for as long as the demo runs: the program that we become inherits it, open."""
    lock = os.open(home / "running", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Stop(
            f"A demo is already running on this data: {os.read(lock, 1000).decode().strip()}\n"
            "Open that address, or stop that demo (Ctrl-C in its window) and run the same command again."
        ) from None
    os.truncate(lock, 0)
    os.write(lock, f"http://127.0.0.1:{port}/ (process {os.getpid()})\n".encode())
    os.set_inheritable(lock, True)


def _port_is_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except PermissionError:
            raise Stop(
                f"This user may not open port {port}. Choose one from 1024 up: --port {port + 8000}"
            ) from None
        except OSError:
            raise Stop(
                f"Port {port} is in use by another program. Choose another, for example: python3 dev.py demo --port {port + 1}"
            ) from None


def _become(command: "list[str]", **settings: str) -> NoReturn:
    """Replace this process, so that Ctrl-C and signals reach the program itself."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
    sys.stdout.flush()
    os.execve(command[0], command, {**kept, **settings})


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 dev.py", description="Try Throughline, or check it.")
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser(
        "demo", help="start the site on this machine, with a sample borough", description=demo.__doc__
    )
    one.add_argument("--port", type=_port, default=8000, help="where to serve (8000)")
    one.add_argument("--plan", metavar="FILE", help="start with your own action plan instead of the sample")
    one.add_argument(
        "--people", type=int, choices=(600, 4500), default=600, help="size of the sample borough (600)"
    )
    two = commands.add_parser(
        "check", help="lint, types, contracts, tests, journeys", description=check.__doc__
    )
    steps = ("lint", "types", "contracts", "tests", "journeys", "postgresql")
    two.add_argument("--only", choices=steps, help="this part only")
    two.add_argument("--fast", action="store_true", help="without slow tests, journeys and PostgreSQL")
    given = vars(parser.parse_args())
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) != signal.SIG_IGN:  # nohup
            signal.signal(ending, signal.default_int_handler)
    try:
        if given.pop("command") == "demo":
            demo(**given)
        else:
            check(**given)
    except Stop as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        print("\nStopped. The same command, run again, starts afresh where it has to.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            sys.exit(NO_SPACE.format(root=ROOT))
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit(NO_PERMISSION.format(name=error.filename or ROOT, root=ROOT))
        raise


if __name__ == "__main__":
    main()
