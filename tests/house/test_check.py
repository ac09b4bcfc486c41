"""The check tells the truth: what it counts, what it could not run, and that it leaves nothing running."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest

from tests.check import closing, machine, postgresql, steps, totals
from tests.check.steps import Outcome
from tests.check.totals import Totals

ROOT = Path(__file__).resolve().parents[2]


def _report(folder: Path, source: str) -> Totals:
    """What the check makes of a real run of pytest over one file."""
    (folder / "test_it.py").write_text(textwrap.dedent(source))
    report = folder / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:django",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
    ]
    subprocess.run(
        [*command, f"--junitxml={report}", "--rootdir", folder, folder], capture_output=True, check=False
    )
    return totals.read(report)


def test_tests_are_counted_and_skipped_ones_named(tmp_path: Path) -> None:
    counted = _report(
        tmp_path,
        """
        import pytest

        def test_one(): pass
        def test_two(): pass
        def test_three(): assert 1 == 2
        def test_four(): pytest.skip("no such folder")
        @pytest.fixture
        def broken(): raise ValueError
        def test_five(broken): pass
        @pytest.mark.xfail(reason="not yet")
        def test_six(): assert 1 == 2
        """,
    )
    skipped = {
        "no such folder": ("test_it::test_four",),
        "known to be wrong: not yet": ("test_it::test_six",),
    }
    assert counted == Totals(passed=2, failed=2, skipped=skipped)
    assert counted.line == "2 passed, 2 failed, 2 skipped"


def test_a_file_that_cannot_be_read_as_python_is_a_failure(tmp_path: Path) -> None:
    assert _report(tmp_path, "def test_one(: pass") == Totals(failed=1)


def test_a_run_that_broke_off_is_a_failure(tmp_path: Path) -> None:
    broken = _report(tmp_path, "import os\n\ndef test_one(): os._exit(3)\n")
    assert broken == Totals(failed=1)


def test_runs_add_up() -> None:
    one = Totals(passed=5, failed=1, skipped={"why": ("a",)})
    other = Totals(passed=2, skipped={"why": ("a",), "else": ("b", "c")})
    assert totals.add([one, other]) == Totals(
        passed=7, failed=1, skipped={"why": ("a", "a"), "else": ("b", "c")}
    )
    assert totals.add([one, other]).line == "7 passed, 1 failed, 4 skipped"
    assert Totals(passed=3).line == "3 passed, 0 failed"


def test_a_failing_step_shows_its_output_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = steps.run("sums", ["python", "-c", "print('2 + 2 is 5\\n' * 500); raise SystemExit(1)"])
    assert (outcome.name, outcome.ok, outcome.word) == ("sums", False, "FAILED")
    assert capsys.readouterr().out.count("2 + 2 is 5") == 500


def test_a_step_sees_no_setting_of_the_person_who_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://the-real-one")
    monkeypatch.setenv("THROUGHLINE_DEMO", "1")
    ask = "import os; raise SystemExit({'DATABASE_URL', 'THROUGHLINE_DEMO'} & set(os.environ) != set())"
    assert steps.run("settings", ["python", "-c", ask]).ok


def test_the_end_says_what_was_skipped_left_out_and_not_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [
        Outcome(name="lint", seconds=1.25),
        Outcome(name="tests", seconds=60.0, totals=Totals(passed=9, skipped={"no folder": ("t::a",)})),
        Outcome(name="journeys", not_run="there is no browser"),
    ]
    monkeypatch.delenv("CI", raising=False)
    assert closing.close(outcomes, ("postgresql",)) is True
    assert capsys.readouterr().out.splitlines() == [
        "",
        "-" * 60,
        "lint                                    ok            1.2 s",
        "tests                                   ok           60.0 s",
        "journeys                                NOT RUN       0.0 s",
        "together                                             61.2 s",
        "",
        "SKIPPED, 1 tests: no folder",
        "    t::a",
        "",
        "!" * 60,
        "NOT RUN: journeys, because there is no browser",
        "!" * 60,
        "",
        "LEFT OUT, as asked: postgresql. Run `python3 dev.py check` before you propose a change.",
        "",
        "All that was run held.",
        "9 passed, 0 failed, 1 skipped",
    ]
    monkeypatch.setenv("CI", "true")
    assert closing.close(outcomes, ()) is False
    assert capsys.readouterr().out.splitlines()[-2:] == ["FAILED: journeys", "9 passed, 0 failed, 1 skipped"]


def test_without_a_browser_the_check_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(machine, "MAC_BROWSERS", ())
    with pytest.raises(machine.Missing) as missing:
        machine.browser()
    assert str(missing.value) == machine.HOW_TO_GET_A_BROWSER
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(
        machine.Missing, match="CHROMIUM is set to /no/such/browser, and there is no such program"
    ):
        machine.browser()


def test_a_browser_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("google-chrome", "chromium"):
        shutil.copy("/bin/true", tmp_path / name)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.browser() == str(tmp_path / "chromium")
    shutil.copy("/bin/true", tmp_path / "chromium-headless-shell")
    assert machine.browser() == str(tmp_path / "chromium-headless-shell")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "google-chrome"))
    assert machine.browser() == str(tmp_path / "google-chrome")


def test_ci_gets_the_light_browser_and_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root, with an apt-get that brings it: CI has it installed; a person who has a browser keeps theirs."""
    apt = tmp_path / "apt-get"
    copies = f"/bin/cp /bin/true {tmp_path}/{machine.LIGHT}"
    apt.write_text(f'#!/bin/sh\ncase "$*" in *"install "*{machine.LIGHT}) {copies} ;; esac\n')
    apt.chmod(0o755)
    shutil.copy("/bin/true", tmp_path / "chromium")
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.delenv("CI", raising=False)
    assert machine.browser() == str(tmp_path / "chromium")
    monkeypatch.setenv("CI", "true")
    assert machine.browser() == str(tmp_path / machine.LIGHT)


@pytest.fixture
def programs() -> Path:
    try:
        return machine.postgresql()
    except machine.Missing as missing:
        pytest.skip(str(missing))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_server_answers_and_is_gone_afterwards(programs: Path) -> None:
    ask = "SELECT current_setting('unix_socket_directories'), current_setting('listen_addresses'), pg_read_file('postmaster.pid')"
    with postgresql.server(programs) as url:
        with psycopg.connect(url) as connection:
            folder, addresses, about = connection.execute(ask).fetchone() or ("", "", "")
        server = int(about.splitlines()[0])
        assert (addresses, _is_running(server), Path(folder).is_dir()) == ("", True, True)  # no port is open
    assert (_is_running(server), Path(folder).exists()) == (False, False)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_a_check_that_is_stopped_leaves_nothing_running(
    programs: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    """Stopped in the middle of a step, while the server runs."""
    step = (
        "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'w'), flush=True); time.sleep(600)"
    )
    program = f"""
        import pathlib, signal, urllib.parse
        from tests.check import postgresql, steps
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with postgresql.server(pathlib.Path({str(programs)!r})) as url:
            print(urllib.parse.unquote(urllib.parse.urlsplit(url).netloc.partition("@")[2]), flush=True)
            steps.run("long", ["python", "-c", {step!r}, {str(tmp_path / "step")!r}])
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        folder = Path(process.stdout.readline().strip())
        server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        while not (tmp_path / "step").exists() or not (text := (tmp_path / "step").read_text()):
            assert process.poll() is None
            time.sleep(0.05)
        assert (_is_running(server), _is_running(int(text))) == (True, True)
        process.send_signal(ending)
    assert (_is_running(server), _is_running(int(text)), folder.exists()) == (False, False, False)
