"""A start that was interrupted, or met a full disk, says so in a sentence, and the next one makes it good."""

import contextlib
import os
import resource
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "throughline"]

pytestmark = pytest.mark.slow


def _settings(home: Path) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "THROUGHLINE_HOME": str(home), "THROUGHLINE_DEMO": "1"}


def _free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return str(probe.getsockname()[1])


@contextlib.contextmanager
def _demo(home: Path, port: str) -> Iterator["subprocess.Popen[str]"]:
    """A demo, which is gone afterwards whatever happens."""
    command, pipe = [*COMMAND, "demo", "--port", port], subprocess.PIPE
    with subprocess.Popen(
        command, cwd=home, env=_settings(home), stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _wait_for(process: "subprocess.Popen[str]", start: str) -> None:
    """Until the program says a line that begins so."""
    assert process.stdout
    for line in process.stdout:
        if line.startswith(start):
            return
    pytest.fail(
        f"it ended ({process.wait()}) before it said {start!r}: {process.stderr and process.stderr.read()}"
    )


def _shows_the_borough(home: Path) -> None:
    """The demo starts, its first page answers, and Ctrl-C ends it without a complaint."""
    port = _free_port()
    with _demo(home, port) as process:
        _wait_for(process, "Stop it with Ctrl-C.")
        page = _get(f"http://127.0.0.1:{port}/")
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, "")
    assert "<h1" in page


def _get(address: str) -> str:
    """A page, as soon as the server takes calls."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode())
        except ConnectionRefusedError:
            continue
        except urllib.error.URLError as trouble:
            if not isinstance(trouble.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    pytest.fail(f"nobody answers at {address}")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_loading_that_is_interrupted_is_done_again(tmp_path: Path, ending: signal.Signals) -> None:
    with _demo(tmp_path, _free_port()) as process:
        _wait_for(process, "Loading the sample borough")
        time.sleep(0.5)
        process.send_signal(ending)
        _, complaint = process.communicate(timeout=60)
    expected = (130, "Stopped. Nothing was left half done.\n") if ending == signal.SIGINT else (-9, "")
    assert (process.returncode, complaint) == expected
    _shows_the_borough(tmp_path)


def test_a_key_is_whole_or_not_there(tmp_path: Path) -> None:
    """The disk takes a name and no content: what a full one does first."""
    load = [sys.executable, "-c", "import throughline.settings"]
    full = subprocess.run(
        load,
        env=_settings(tmp_path),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )
    assert full.stderr.splitlines()[-1] == "OSError: [Errno 27] File too large"
    assert list(tmp_path.iterdir()) == []
    subprocess.run(load, env=_settings(tmp_path), check=True)
    key = tmp_path / "secret_key"
    assert (len(key.read_text()), key.stat().st_mode & 0o777) == (67, 0o600)
    assert list(tmp_path.glob("secret_key*")) == [key]


@pytest.mark.parametrize("size", ["4k", "300k", "3m"])
def test_a_full_disk_and_then_room(tmp_path: Path, size: str) -> None:
    """Full at the key, at the tables, at the sample borough."""
    home, demo = shlex.quote(str(tmp_path)), shlex.join([*COMMAND, "demo", "--port", _free_port()])
    again = shlex.join([*COMMAND, "migrate"])
    script = (
        f"mount -t tmpfs -o size={size} tmpfs {home} && cd {home} && if {demo}; then exit 9; fi; "
        f"mount -o remount,size=100m {home} && {again}"
    )
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    done = subprocess.run(
        [*unshare, "sh", "-c", script], env=_settings(tmp_path), capture_output=True, text=True, timeout=300
    )
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"this user may not mount a small disk here ({done.stderr.strip()})")
    sentence = "The disk is full. Free some space, then run the command again: nothing was half done.\n"
    assert (done.returncode, done.stderr) == (0, sentence)
    assert done.stdout.splitlines()[-1] == "The tables are up to date."
