"""Where the site is served, and the work that waits: refused with a sentence, or done."""

import argparse
import datetime
import os
import pathlib
import subprocess
import sys
from typing import Any

import pytest
from pytest_django import Settings

from tests import making
from tests.commands import console
from throughline.base import clock
from throughline.base.models import Digest
from throughline.commands import about_database, children, demo, serving, upkeep

NONSENSE = (
    "DATABASE_URL names no database. Write it like postgresql://user:password@host/name or sqlite:////path, "
    "or leave it out for SQLite in THROUGHLINE_HOME.\n"
)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["serve", "--port", "80000"], 2, "argument --port: a port is a number from 1 to 65535, not “80000”"),
        (["demo", "--port", "0"], 2, "argument --port: a port is a number from 1 to 65535, not “0”"),
        (["serve", "--workers", "0"], 2, "argument --workers: give a number of workers from 1 to 100, not “0”"),
        (
            ["serve", "--address", "192.0.2.1"],
            1,
            "This machine cannot serve at 192.0.2.1. Give --address one of its own addresses: 127.0.0.1 for this machine "
            "only, 0.0.0.0 for every network that it is in.",
        ),
    ],
)  # fmt: skip
def test_where_nothing_can_be_served(
    tmp_path: pathlib.Path, arguments: list[str], code: int, sentence: str
) -> None:
    refused = console.run(*arguments, **console.settings(tmp_path))
    assert (refused.returncode, refused.stderr.splitlines()[-1].split("error: ")[-1]) == (code, sentence)
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("address", ["nonsense", "nonsense://x", "postgresql://user:secret@host:port/name"])
def test_a_database_that_cannot_be_read_as_one(tmp_path: pathlib.Path, address: str) -> None:
    refused = console.run("daily", **console.settings(tmp_path) | {"DATABASE_URL": address})
    assert (refused.returncode, refused.stderr) == (1, NONSENSE)


@pytest.mark.parametrize("said", ["Is it accepting\n\tTCP/IP connections?", "It is shut", "It is shut."])
def test_what_a_database_says_ends_once(said: str) -> None:
    shown = " ".join(said.split())
    assert about_database(Exception(said)) == (
        f"The database refused: {shown if shown[-1] in '.?' else shown + '.'} "
        "Check DATABASE_URL, and that the database is running."
    )


@pytest.fixture
def started(settings: Settings, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that are started, without starting them."""
    settings.HOME, settings.DEMO = tmp_path, True
    tmp_path.joinpath("demo_people.json").write_text("[]", encoding="utf-8")
    monkeypatch.setattr(upkeep, "migrate_quietly", lambda: None)
    monkeypatch.setattr(serving, "migrate_quietly", lambda: None)
    monkeypatch.setenv("THROUGHLINE_URL", "")
    monkeypatch.setenv("THROUGHLINE_TODAY", "")
    begun: list[list[str]] = []

    def run(commands: list[list[str]], *, patience: float) -> bool:
        begun.extend(commands)
        return True

    monkeypatch.setattr(children, "run", run)
    return begun


@pytest.mark.django_db
def test_links_in_mails_lead_to_where_the_demo_is(started: list[list[str]], settings: Settings) -> None:
    making.account()
    assert demo.demo(argparse.Namespace(plan=None, port=8912, people=600)) == 0
    assert (settings.BASE_URL, os.environ["THROUGHLINE_URL"]) == ("http://127.0.0.1:8912",) * 2
    assert started == [
        ["throughline.commands.web", "127.0.0.1", "8912", "1"],
        ["throughline", "work", "--with-server"],
    ]


@pytest.mark.parametrize(
    ("address", "known", "leads"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8913"),
        ("0.0.0.0", "", "http://127.0.0.1:8913"),
        ("127.0.0.1", "https://wexcombe.example", "https://wexcombe.example"),
    ],
)
def test_links_lead_to_the_public_address_where_there_is_one(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch, address: str, known: str, leads: str
) -> None:
    monkeypatch.setenv("THROUGHLINE_URL", known)
    chosen: dict[str, Any] = {"address": address, "port": 8913, "workers": 1, "no_work": True}
    assert serving.serve(argparse.Namespace(**chosen)) == 0
    assert os.environ["THROUGHLINE_URL"] == leads
    assert [command[0] for command in started] == ["throughline.commands.web"]


def test_mail_that_waits_is_waiting_work(tmp_path: pathlib.Path) -> None:
    """Whatever the clock says: a digest made now goes out, from a process that was told to do what waits."""
    home = console.settings(tmp_path)
    assert console.run("migrate", **home).returncode == 0
    letter = """
import django; django.setup()
from tests import making
from throughline.base import clock
from throughline.base.changes import notices
person = making.person("Ada", email="ada@wexcombe.example")
notices.write(person=person, event="a", subject="S", text="T", html="T", today=clock.today())
"""
    subprocess.run([sys.executable, "-c", letter], env=home | {"PATH": os.environ["PATH"]}, check=True)
    done = console.run("work", "--once", **home)
    assert (done.returncode, done.stdout.endswith(" 1 mail sent.\n"), done.stderr) == (0, True, "")
    [mail] = (tmp_path / "mail").iterdir()
    assert "To: ada@wexcombe.example" in mail.read_text(encoding="utf-8")
    assert "mail sent" not in console.run("work", "--once", **home).stdout


@pytest.mark.django_db
def test_what_the_work_says() -> None:
    assert [serving._said(*counts) for counts in ((0, 0, 0), (2, 1, 0), (0, 0, 2), (1, 0, 1))] == [
        "Nothing waited: no job was due, and no mail.",
        "2 jobs done, 1 of them failed.",
        "No job was due. 2 mails sent.",
        "1 job done, 0 of them failed. 1 mail sent.",
    ]


@pytest.mark.django_db
def test_mail_that_cannot_be_sent_is_said(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    monkeypatch.setattr(serving.jobs, "work", lambda until_empty: 0)
    Digest.objects.create(
        person=making.person("Ada"), event="a", subject="S", text="T", made_on=clock.today()
    )
    Digest.objects.create(person=making.person("Ben"), made_on=clock.today() - datetime.timedelta(days=14))
    assert serving.work(argparse.Namespace(once=True, with_server=False)) == 1
    said = capsys.readouterr()
    assert said.out == "Nothing waited: no job was due, and no mail.\n"
    assert said.err.startswith("Not every mail could be sent: ConnectionRefusedError: ")
    assert said.err.splitlines()[-1] == "Not sent any more, because older than two weeks: 1 mail."
