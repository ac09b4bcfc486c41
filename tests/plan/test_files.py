"""The daily sweep of files beside progress entries: what no row points to goes, what a row points to never does."""

import datetime
import os
import pathlib
import time
from typing import Any

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import FileField
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import making
from throughline.base import audit, jobs
from throughline.frontdoor import daily
from throughline.plan.changes import files, progress
from throughline.plan.models import Action, Attachment

pytestmark = pytest.mark.django_db
TODAY = making.TODAY
HOUR = 3600


@pytest.fixture
def folder(tmp_path: pathlib.Path, settings: Any) -> pathlib.Path:
    """Where the files are kept. It comes into being with the first."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "evidence"


@pytest.fixture
def action() -> Action:
    return making.action(making.theme(making.plan()))


def attach(action: Action, name: str = "minutes.pdf") -> str:
    entry = progress.record_progress(
        by=making.account("equality_team"),
        action=action,
        text="Done",
        files=[progress.File(name, b"%PDF-1.7 minutes startxref")],
        today=TODAY,
    )
    return str(entry.attachments.get().file.name)


def lost(folder: pathlib.Path, name: str, hours: float) -> pathlib.Path:
    """A file without a row, written so many hours ago."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(b"what is left")
    age(path, hours)
    return path


def age(path: pathlib.Path, hours: float) -> None:
    then = time.time() - hours * HOUR
    os.utime(path, (then, then))


def there(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_older_than_a_day_and_has_no_row_goes(folder: pathlib.Path, action: Action) -> None:
    kept = pathlib.Path(attach(action)).name
    age(folder / kept, 1000)
    lost(folder, "old.pdf", 24.1)
    lost(folder, "young.pdf", 23.9)
    lost(folder, "to-come.pdf", -5)
    (folder / "a folder").mkdir()
    elsewhere = lost(folder.parent, "not ours.pdf", 1000)
    assert files.sweep(TODAY) == 1
    assert there(folder) == sorted([kept, "young.pdf", "to-come.pdf", "a folder"])
    assert elsewhere.exists()
    assert files.sweep(TODAY) == 0


def test_whatever_day_the_job_is_for_the_real_clock_counts(folder: pathlib.Path) -> None:
    lost(folder, "young.pdf", 1)
    assert files.sweep(datetime.date(2099, 1, 1)) == 0
    assert there(folder) == ["young.pdf"]


def test_nothing_was_ever_attached(folder: pathlib.Path) -> None:
    assert files.sweep(TODAY) == 0


def test_a_row_that_is_gone_leaves_its_file_and_a_row_that_stays_keeps_it(
    folder: pathlib.Path, action: Action
) -> None:
    gone, stays = attach(action), attach(action)
    Attachment.objects.get(file=gone).entry.delete()
    for path in folder.iterdir():
        age(path, 48)
    assert files.sweep(TODAY) == 1
    assert [f"evidence/{name}" for name in there(folder)] == [stays]
    with Attachment.objects.get(file=stays).file.open() as file:
        assert file.read() == b"%PDF-1.7 minutes startxref"


def test_what_a_change_could_not_take_away_itself_is_taken_later(
    folder: pathlib.Path, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The change fails after it stored its file, and the file cannot be deleted then: as when the program is killed."""

    def fails(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(audit, "record", fails)
        patch.setattr(default_storage, "delete", fails)
        with pytest.raises(OSError, match="the disk is gone"):
            attach(action)
    assert (Attachment.objects.count(), len(there(folder))) == (0, 1)
    assert files.sweep(TODAY) == 0  # it might be the file of a change that is under way
    age(next(folder.iterdir()), 25)
    assert files.sweep(TODAY) == 1
    assert there(folder) == []


def test_one_that_cannot_be_deleted_does_not_keep_the_others(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        lost(folder, name, 48)
    delete = default_storage.delete

    def refuses_b(name: str) -> None:
        if name.endswith("b.pdf"):
            raise PermissionError(13, "Permission denied")
        delete(name)

    monkeypatch.setattr(default_storage, "delete", refuses_b)
    [outcome] = jobs.run_daily({"sweep": files.sweep}, TODAY)
    assert (outcome.state, outcome.trouble) == (
        "failed",
        "SweepStopped: 1 file to which no row points could not be deleted, evidence/b.pdf among them. See that the program "
        "may write in the folder of uploads.",
    )
    assert there(folder) == ["b.pdf"]


def test_when_the_database_does_not_answer_nothing_is_deleted(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(folder, "a.pdf", 48)

    def fails(*_: object, **__: object) -> None:
        raise DatabaseError("the connection is lost")

    monkeypatch.setattr(Attachment.objects, "filter", fails)
    with pytest.raises(DatabaseError):
        files.sweep(TODAY)
    assert there(folder) == ["a.pdf"]


def test_a_file_that_goes_while_it_looks_is_no_trouble(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(folder, "a.pdf", 48)
    monkeypatch.setattr(files, "_names", lambda: ["evidence/a.pdf", "evidence/gone.pdf"])
    assert files.sweep(TODAY) == 1


def test_a_row_that_comes_while_it_looks_keeps_its_file(
    folder: pathlib.Path, action: Action, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are listed before the rows are asked for: a file that is new in between is not among them."""
    names = files._names
    made: list[str] = []

    def list_then_somebody_attaches() -> list[str]:
        found = names()
        made.append(attach(action))
        age(folder / pathlib.Path(made[0]).name, 48)
        return found

    lost(folder, "a.pdf", 48)
    monkeypatch.setattr(files, "_names", list_then_somebody_attaches)
    assert files.sweep(TODAY) == 1
    assert [f"evidence/{name}" for name in there(folder)] == made


def test_nothing_goes_where_the_database_is_another(folder: pathlib.Path, action: Action) -> None:
    kept = attach(action)
    for number in range(files.FEW):
        lost(folder, f"lost-{number}.pdf", 48)
    assert files.sweep(TODAY) == files.FEW
    for number in range(files.FEW + 1):
        lost(folder, f"lost-{number}.pdf", 48)
    with pytest.raises(files.SweepStopped) as stopped:
        files.sweep(TODAY)
    assert str(stopped.value) == (
        "21 files of 22 in evidence have no row in the database, so nothing was deleted. Was the database or the folder "
        "restored without the other? If not, delete by hand what is not needed."
    )
    assert len(there(folder)) == 22
    assert f"evidence/{pathlib.Path(kept).name}" == kept


def test_many_go_where_more_stay(folder: pathlib.Path, action: Action) -> None:
    entry = making.entry(action)
    for number in range(files.FEW * 2):
        path = lost(folder, f"kept-{number}.pdf", 48)
        Attachment.objects.create(entry=entry, file=f"evidence/{path.name}", name="Minutes.pdf", size=1)
    for number in range(files.FEW + 5):
        lost(folder, f"lost-{number}.pdf", 48)
    assert files.sweep(TODAY) == files.FEW + 5
    assert there(folder) == sorted(f"kept-{number}.pdf" for number in range(files.FEW * 2))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.booleans(), st.floats(0, 23.9) | st.floats(24.1, 100)), max_size=12))
def test_whatever_lies_there_only_old_files_without_a_row_go(
    folder: pathlib.Path, action: Action, found: list[tuple[bool, float]]
) -> None:
    Attachment.objects.all().delete()
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    entry = making.entry(action)
    expected = []
    for number, (has_row, hours) in enumerate(found):
        path = lost(folder, f"{number}.pdf", hours)
        if has_row:
            Attachment.objects.create(entry=entry, file=f"evidence/{path.name}", name="Minutes.pdf", size=1)
        if has_row or hours <= 24:
            expected.append(path.name)
    files.sweep(TODAY)
    assert there(folder) == sorted(expected)


def test_it_is_a_job_of_the_day_and_there_is_no_other_folder_of_files() -> None:
    assert daily.DAILY["delete files that no row points to"] is files.sweep
    fields = [
        (f"{model._meta.label}.{field.name}", field.upload_to)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    ]
    assert fields == [("plan.Attachment.file", f"{files.FOLDER}/")]
