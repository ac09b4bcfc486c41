"""Files are read by a child process that cannot take much time or memory, open a file, reach the network or start a program."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import documents
from documents import limits, parse, read, sandbox, watchdog, write
from documents.plan import Plan
from documents.refusals import Refused
from tests.documents.making_files import PLAN

SOURCES = Path(documents.__file__).parents[1]
MEGABYTE = limits.MEGABYTE


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv", ".json"])
def test_a_sound_file_is_read_as_without_limits(suffix: str) -> None:
    data = write(PLAN, suffix)
    plan = read(data, suffix, name="plan")
    assert plan == parse(data, suffix, "plan")
    assert [action.action for action in plan.actions] == ["Listen"]


def test_a_text_is_read_as_without_limits(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("Trust\n\nActivity\tLead\tTarget Date\nHold a listening circle\tParks DMT\tMay 2021\n")
    assert read(path) == parse(path.read_bytes(), ".txt", "plan.txt")


def _with_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, **allowed: float) -> Refused:
    """The refusal when the child is another program."""
    child = tmp_path / "child.py"
    child.write_text(textwrap.dedent(program))
    monkeypatch.setattr(sandbox, "_CHILD", child)
    with pytest.raises(Refused) as refused:
        sandbox.read_limited(b"plan", ".txt", "plan.txt", limits.OfChild(**allowed))  # type: ignore[arg-type]
    return refused.value


def test_a_child_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begun = time.monotonic()
    refused = _with_child(monkeypatch, tmp_path, "while True: pass", seconds=0.5)
    assert 0.5 <= time.monotonic() - begun < 1.5
    assert str(refused) == (
        "plan.txt: reading it takes longer than 0.5 seconds; copy the action plan alone into a new file, "
        "or save it as plain text, and try that."
    )


def test_a_child_that_takes_too_much_memory_is_ended_where_the_system_sets_no_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = "import time\nhoard = b'x' * 200_000_000\ntime.sleep(60)"
    refused = _with_child(monkeypatch, tmp_path, program, memory=100 * MEGABYTE)
    assert refused.problem == "reading it takes more memory than 100 MB"


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        ("import os; os.abort()", "reading it takes more memory than 512 MB"),
        ("import os; os.kill(os.getpid(), 9)", "reading it takes more memory than 512 MB"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "reading it takes too long"),
        ("raise SystemExit(3)", "the program that reads it broke off without an answer"),
        ("print('{\"plan\": [')", "the program that reads it broke off without an answer"),
        ("print('[1]')", "the program that reads it broke off without an answer"),
        ('print(\'{"plan": {"themes": 7}}\')', "the program that reads it broke off without an answer"),
        ('print(\'{"refused": {"file": 1}}\')', "the program that reads it broke off without an answer"),
    ],
)
def test_a_child_that_breaks_off_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, problem: str
) -> None:
    assert _with_child(monkeypatch, tmp_path, program).problem == problem


def test_a_child_that_cannot_be_started_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(Refused) as refused:
        sandbox.read_limited(b"plan", ".txt", "plan.txt")
    assert refused.value.problem == "no process could be started to read it (No such file or directory)"


def test_the_child_knows_nothing_of_the_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the server")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    program = """
        import json, os, sys
        known = sorted(set(os.environ) - {"LC_CTYPE", "LD_LIBRARY_PATH"})
        said = {"file": os.getcwd(), "place": str(sys.flags.isolated), "problem": str(known), "fix": str(sys.argv[1:])}
        print(json.dumps({"refused": said}))
    """
    refused = _with_child(monkeypatch, tmp_path, program)
    assert (refused.file, refused.place, refused.problem, refused.fix) == ("/", "1", "[]", "[]")


ATTEMPTS: dict[str, object] = {
    "1 + 1": 2,
    "open('/etc/hostname').read()": "PermissionError",
    "os.open('/etc/hostname', os.O_RDONLY)": "PermissionError",
    "open('/etc/evil', 'w')": "PermissionError",
    "os.listdir('/')": "PermissionError",
    "os.remove('/etc/nothing')": "PermissionError",
    "socket.socket()": "PermissionError",
    "socket.getaddrinfo('example.org', 80)": "PermissionError",
    "subprocess.run(['true'])": "PermissionError",
    "os.fork()": "PermissionError",
    "os.system('true')": "PermissionError",
    "etree.parse('/etc/hostname')": "OSError",
    "etree.parse('http://192.0.2.1/x')": "OSError",
    "c_socket(2, 1, 0)": -1,
    "c_open(b'/etc/hostname', 0)": -1,
    "bytes(600_000_000)": "MemoryError",
    "resource.getrlimit(resource.RLIMIT_CORE)": [0, 0],
    "resource.getrlimit(resource.RLIMIT_CPU)": [5, 6],
    "resource.getrlimit(resource.RLIMIT_AS)[1]": 512 * MEGABYTE,
    "resource.getrlimit(resource.RLIMIT_FSIZE)": [limits.MOST_ANSWER, limits.MOST_ANSWER],
}


@pytest.fixture(scope="module")
def inside() -> dict[str, object]:
    """What each attempt ends in, in a process that has limited itself and shut its doors as the child does."""
    program = f"""
        import ctypes, json, os, resource, socket, subprocess, sys
        sys.path.insert(0, {str(SOURCES)!r})
        from lxml import etree
        from documents import sandbox_child
        c_socket, c_open = ctypes.CDLL(None).socket, ctypes.CDLL(None).open
        sandbox_child._limit({{"memory": {512 * MEGABYTE}, "seconds": 4.5}})
        sandbox_child._shut()
        results = {{}}
        for attempt in {list(ATTEMPTS)!r}:
            try:
                results[attempt] = eval(attempt)
            except Exception as error:
                results[attempt] = type(error).__name__
        print(json.dumps(results))
    """
    done = subprocess.run(
        [sys.executable, "-I", "-c", textwrap.dedent(program)], capture_output=True, check=True, timeout=20
    )
    said: dict[str, object] = json.loads(done.stdout)
    return said


@pytest.mark.skipif(sys.platform == "win32", reason="the limits of a process are those of Unix")
@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_the_child_cannot_do(attempt: str, inside: dict[str, object]) -> None:
    assert inside[attempt] == ATTEMPTS[attempt]


def test_the_memory_of_another_process() -> None:
    program = "import sys; hoard = b'x' * 50_000_000; print('ready', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        taken = watchdog.resident(process)
        process.communicate()
    assert 50_000_000 < taken < 150_000_000
    assert watchdog.resident(process) == 0


def test_the_whole_plan_comes_back_from_the_child() -> None:
    plan = sandbox.read_limited(write(PLAN, ".json"), ".json", "plan.json")
    assert plan == Plan(title=PLAN.title, themes=PLAN.themes, services=plan.services)
