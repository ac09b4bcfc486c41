"""`dev.py` meets what machines do to it: the real file, real uv and pip, and a project with one small package."""

import ast
import base64
import hashlib
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASE_PYTHON = Path(os.path.realpath(sys.executable))  # the one that the environment was made from
PROGRAM = """
import json, multiprocessing, os, sys, time
import ballast

def main():
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(0,))  # as the server does
    child.start()
    child.join()
    assert child.exitcode == 0
    home, demo = os.environ["THROUGHLINE_HOME"], os.environ["THROUGHLINE_DEMO"]
    print(json.dumps([*sys.argv[1:], home, demo, ballast.__name__]), flush=True)
    time.sleep(float(os.environ.get("STAY", "0")))
"""
MAKING = {
    "uv": "Making the environment in .venv with uv. This happens once, and needs the network.",
    "pip": "Making the environment in .venv with pip. This happens once, and needs the network.",
}
AGAIN = "The environment in .venv is out of date or half-made: making it again."

pytestmark = pytest.mark.slow


class Project:
    """A copy of dev.py with a program that says how it was started, and a lock of one package that lies in a folder."""

    def __init__(self, root: Path, wheels: Path, installer: str) -> None:
        self.root, self.wheels, self.installer = root, wheels, installer
        wheels.mkdir(parents=True)
        (root / "src" / "throughline").mkdir(parents=True)
        (root / "src" / "throughline" / "cli.py").write_text(PROGRAM)
        shutil.copy(ROOT / "dev.py", root)
        wheel = _wheel(wheels)
        self.lock(hashlib.sha256(wheel.read_bytes()).hexdigest())
        empty = root / "empty"
        empty.mkdir()
        self.settings = {
            "PATH": os.environ["PATH"] if installer == "uv" else str(empty),
            "HOME": str(root / "home"),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheels),
            "PIP_NO_CACHE_DIR": "1",
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": str(wheels),
            "UV_NO_CACHE": "1",
        }

    def lock(self, digest: str) -> None:
        (self.root / "requirements.lock").write_text(f"ballast==1.0 \\\n    --hash=sha256:{digest}\n")

    def start(
        self, *arguments: str, python: str = str(BASE_PYTHON), **settings: str
    ) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [python, str(self.root / "dev.py"), *arguments],
            env={**self.settings, **settings},
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *arguments: str, python: str = str(BASE_PYTHON), **settings: str
    ) -> tuple[int, list[str], str]:
        """Exit code, lines said, and the complaint."""
        return _end(self.start(*arguments, python=python, **settings))

    @property
    def started(self) -> str:
        """What the program says when it was started as it should be."""
        words = [
            "demo",
            "--port",
            str(PORT),
            "--people",
            "600",
            str(self.root / "var" / "demo"),
            "1",
            "ballast",
        ]
        return json.dumps(words)


def _end(process: "subprocess.Popen[str]") -> tuple[int, list[str], str]:
    said, complaint = process.communicate(timeout=120)
    lines = [line for line in said.splitlines() if not line.startswith("The environment is ready (")]
    return process.returncode, lines, complaint


def _wheel(folder: Path) -> Path:
    """A package of 8 MB, so that it does not fit on a small disk."""
    path = folder / "ballast-1.0-py3-none-any.whl"
    files = {
        "ballast.py": b'"""Weight."""\n' + b"#" * 8_000_000,
        "ballast-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: ballast\nVersion: 1.0\n",
        "ballast-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\n"
        for name, data in files.items()
    )
    files["ballast-1.0.dist-info/RECORD"] = (record + "ballast-1.0.dist-info/RECORD,,\n").encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for name, data in files.items():
            wheel.writestr(name, data)
    return path


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


PORT = _free_port()


@pytest.fixture(params=["uv", "pip"])
def project(request: pytest.FixtureRequest, tmp_path: Path) -> Project:
    """In a folder whose name has a space and an apostrophe, as on a council's shared drive."""
    if request.param == "uv" and not shutil.which("uv"):
        pytest.skip("uv is not on this machine: installing with pip is tried, installing with uv is not")
    return Project(tmp_path / "Sam's plan", tmp_path / "wheels", request.param)


@pytest.fixture
def with_pip(tmp_path: Path) -> Project:
    return Project(tmp_path / "Sam's plan", tmp_path / "wheels", "pip")


@pytest.fixture
def hanging_server() -> Iterator[socket.socket]:
    """Takes a call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def test_the_first_start_makes_the_environment_and_the_second_uses_it(project: Project) -> None:
    demo = ("demo", "--port", str(PORT))
    assert project.run(*demo) == (0, [MAKING[project.installer], project.started], "")
    assert project.run(*demo) == (0, [project.started], "")


def test_a_plan_has_a_home_of_its_own(with_pip: Project, tmp_path: Path) -> None:
    plan = tmp_path / "our plan.docx"
    plan.write_bytes(b"")
    code, said, _ = with_pip.run("demo", "--port", str(PORT), "--plan", str(plan), "--people", "4500")
    home = with_pip.root / "var" / f"plan-{hashlib.sha256(bytes(plan)).hexdigest()[:8]}"
    words = ["demo", "--port", str(PORT), "--people", "4500", "--plan", str(plan), str(home), "1", "ballast"]
    assert (code, said[-1]) == (0, json.dumps(words))


def test_a_home_that_is_named_holds_the_demo(with_pip: Project, tmp_path: Path) -> None:
    _, said, _ = with_pip.run("demo", "--port", str(PORT), THROUGHLINE_HOME=str(tmp_path / "data"))
    assert json.loads(said[-1])[-3:] == [str(tmp_path / "data" / "demo"), "1", "ballast"]


def test_a_plan_that_is_not_there(with_pip: Project) -> None:
    assert with_pip.run("demo", "--plan", "/nowhere/plan.docx") == (
        1,
        [],
        "There is no file /nowhere/plan.docx.\nGive --plan the path of a .docx, .xlsx, .pdf, .html, .csv, .txt or .md file.\n",
    )


def test_a_change_of_the_lock_and_a_move_of_the_folder_make_it_again(
    with_pip: Project, tmp_path: Path
) -> None:
    demo = ("demo", "--port", str(PORT))
    with_pip.run(*demo)
    lock = with_pip.root / "requirements.lock"
    lock.write_text(f"# changed\n{lock.read_text()}")
    assert with_pip.run(*demo) == (0, [AGAIN, MAKING["pip"], with_pip.started], "")
    with_pip.root = with_pip.root.rename(tmp_path / "Moved")
    assert with_pip.run(*demo) == (0, [AGAIN, MAKING["pip"], with_pip.started], "")


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_start_is_made_good_by_the_next(
    project: Project, hanging_server: socket.socket, ending: signal.Signals
) -> None:
    slow = f"http://127.0.0.1:{hanging_server.getsockname()[1]}/index"
    fast, project.settings = (
        project.settings,
        {**project.settings, "PIP_INDEX_URL": slow, "UV_INDEX_URL": slow},
    )
    for name in ("PIP_NO_INDEX", "UV_NO_INDEX"):
        del project.settings[name]
    process = project.start("demo", "--port", str(PORT))
    hanging_server.settimeout(60)
    call, _ = hanging_server.accept()  # the installer waits for an answer now
    with call:
        os.killpg(process.pid, ending)
        code, _, complaint = _end(process)
    if ending == signal.SIGKILL:
        assert code == -signal.SIGKILL
    else:
        stopped = "\nStopped. The same command, run again, starts afresh where it has to.\n"
        assert (code, complaint) == (130, stopped)
    project.settings = fast
    assert project.run("demo", "--port", str(PORT)) == (
        0,
        [AGAIN, MAKING[project.installer], project.started],
        "",
    )


def test_no_network(project: Project) -> None:
    nobody = f"http://127.0.0.1:{_free_port()}/index"
    good = dict(project.settings)
    for name in ("PIP_NO_INDEX", "UV_NO_INDEX", "PIP_FIND_LINKS", "UV_FIND_LINKS"):
        del project.settings[name]
    code, said, complaint = project.run(
        "demo",
        "--port",
        str(PORT),
        PIP_INDEX_URL=nobody,
        PIP_RETRIES="1",
        UV_INDEX_URL=nobody,
        UV_HTTP_RETRIES="0",
    )
    assert (code, said) == (1, [MAKING[project.installer]])
    assert complaint.splitlines()[:2] == [
        "The packages could not be downloaded. The first start needs the network, once; later starts do not.",
        "Connect this machine (behind a proxy: set HTTPS_PROXY to its address) and run the same command again.",
    ]
    project.settings = good
    assert project.run("demo", "--port", str(PORT)) == (0, [MAKING[project.installer], project.started], "")


def test_a_package_that_is_not_the_one_in_the_lock(project: Project) -> None:
    project.lock("0" * 64)
    code, said, complaint = project.run("demo", "--port", str(PORT))
    assert (code, said) == (1, [MAKING[project.installer]])
    first = "A package that was downloaded is not the one that requirements.lock names: it was damaged on the way, or changed."
    assert complaint.splitlines()[0] == first
    assert not (project.root / ".venv").exists()


def _on_a_small_disk(project: Project, then: str) -> tuple[int, list[str], str]:
    """Run the demo where the project stands on a disk of 4 MB, and then again after `then`."""
    root = shlex.quote(str(project.root))
    copy = shlex.quote(f"{project.root}.copy")
    demo = f"{BASE_PYTHON} {root}/dev.py demo --port {PORT}"
    if project.installer == "pip":
        demo = f"PATH= {demo}"
    script = (
        f"cp -r {root} {copy} && mount -t tmpfs -o size=4m tmpfs {root} && cp -r {copy}/. {root} && "
        + then.format(root=root, demo=demo)
    )
    settings = {**project.settings, "PATH": f"{project.settings['PATH']}:/usr/bin:/bin"}
    unshare = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    done = subprocess.run(
        [*unshare, "sh", "-c", script], env=settings, capture_output=True, text=True, timeout=120
    )
    if "unshare:" in done.stderr or "mount:" in done.stderr:
        pytest.skip(f"this user may not mount a small disk here ({done.stderr.strip()})")
    lines = [line for line in done.stdout.splitlines() if not line.startswith("The environment is ready (")]
    return done.returncode, lines, done.stderr


def test_a_full_disk_and_then_room(project: Project) -> None:
    code, said, complaint = _on_a_small_disk(
        project,
        "if {demo}; then exit 9; fi; test ! -e {root}/.venv && mount -o remount,size=100m {root} && {demo}",
    )
    assert complaint.splitlines()[:2] == [
        f"The disk is full. The environment needs about 500 MB in {project.root} and, while it is made, "
        "200 MB for temporary files.",
        "Make room and run the same command again: it starts afresh.",
    ]
    assert (code, said) == (0, [MAKING[project.installer], MAKING[project.installer], project.started])


def test_a_folder_that_may_not_be_written(with_pip: Project) -> None:
    code, said, complaint = _on_a_small_disk(with_pip, "mount -o remount,ro {root} && {demo}")
    assert (code, said, complaint) == (
        1,
        [],
        f"This user may not write to {with_pip.root}/var.\n"
        f"Copy the folder {with_pip.root} to a place that is yours, or ask its owner for the right to write, "
        "then run the same command again.\n",
    )


def test_a_port_in_use(with_pip: Project) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert with_pip.run("demo", "--port", str(port)) == (
            1,
            [],
            f"Port {port} is in use by another program. "
            f"Choose another, for example: python3 dev.py demo --port {port + 1}\n",
        )


def test_a_second_demo_on_the_same_data(with_pip: Project) -> None:
    with with_pip.start("demo", "--port", str(PORT), STAY="60") as first:
        assert first.stdout
        while first.stdout.readline().rstrip() != with_pip.started:
            assert first.poll() is None
        second = with_pip.run("demo", "--port", str(_free_port()))
        first.kill()
    assert second == (
        1,
        [],
        f"A demo is already running on this data: http://127.0.0.1:{PORT}/ (process {first.pid})\n"
        "Open that address, or stop that demo (Ctrl-C in its window) and run the same command again.\n",
    )
    assert with_pip.run("demo", "--port", str(PORT)) == (0, [with_pip.started], "")


def test_two_commands_at_once_make_one_environment(project: Project, tmp_path: Path) -> None:
    plans = [tmp_path / "one.txt", tmp_path / "two.txt"]
    for plan in plans:
        plan.write_text("a plan")
    both = [project.start("demo", "--port", str(_free_port()), "--plan", str(plan)) for plan in plans]
    ended = [_end(one) for one in both]
    assert [(code, complaint) for code, _, complaint in ended] == [(0, ""), (0, "")]
    assert sum(MAKING[project.installer] in said for _, said, _ in ended) == 1


def _python_without_pip(folder: Path, **modules: str) -> tuple[str, dict[str, str]]:
    """A Python whose pip and ensurepip are what `modules` say."""
    subprocess.run([BASE_PYTHON, "-m", "venv", "--without-pip", folder / "bare"], check=True)
    (folder / "modules").mkdir()
    for name, text in modules.items():
        (folder / "modules" / f"{name}.py").write_text(text)
    return str(folder / "bare" / "bin" / "python"), {"PYTHONPATH": str(folder / "modules")}


@pytest.mark.parametrize(
    ("pip", "found"),
    [("raise SystemExit(1)", "neither uv nor pip"), ("print('pip 22.0.4 from here')", "only pip 22.0")],
)
def test_nothing_to_install_with(with_pip: Project, tmp_path: Path, pip: str, found: str) -> None:
    python, settings = _python_without_pip(tmp_path, pip=pip, ensurepip="raise SystemExit(1)")
    assert with_pip.run("demo", "--port", str(PORT), python=python, **settings) == (
        1,
        [],
        "To install its packages, Throughline needs uv, or pip 22.3 or newer; "
        f"this machine has {found} for {python}.\n"
        "Install pip (Debian, Ubuntu: sudo apt install python3-pip; elsewhere: python3 -m ensurepip --upgrade)\n"
        "or uv (https://docs.astral.sh/uv/), then run the same command again.\n",
    )


def test_a_python_without_pip_that_can_make_one(with_pip: Project, tmp_path: Path) -> None:
    python, _ = _python_without_pip(tmp_path)
    if subprocess.run([python, "-m", "ensurepip", "--version"], capture_output=True).returncode:
        pytest.skip(
            "this Python has no ensurepip (on Debian: python3-venv), so it cannot make a pip of its own"
        )
    assert with_pip.run("demo", "--port", str(PORT), python=python) == (
        0,
        [MAKING["pip"], with_pip.started],
        "",
    )


def test_an_old_python_is_told(tmp_path: Path) -> None:
    source = (ROOT / "dev.py").read_text()
    ast.parse(
        source, feature_version=(3, 6)
    )  # else an old Python would show a syntax error and not the sentence
    old = f"import runpy, sys; sys.version_info = (3, 8, 18, 'final', 0); runpy.run_path({str(ROOT / 'dev.py')!r})"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True)
    first = "Throughline needs Python 3.11 or newer, and this is Python 3.8."
    assert (done.returncode, done.stdout, done.stderr.splitlines()[0]) == (1, "", first)


def test_ci_runs_the_check_and_nothing_else() -> None:
    assert (ROOT / ".ci" / "run").read_text().splitlines() == [
        "#!/usr/bin/env bash",
        "set -euo pipefail",
        'cd "$(dirname "${BASH_SOURCE[0]}")/.."',
        "exec python3 dev.py check",
    ]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
