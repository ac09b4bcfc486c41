"""Files beside progress entries to which no row points: what a crash or a failed deletion left is swept away each day."""

import datetime
import logging

from django.core.files.storage import default_storage

from throughline.base import clock
from throughline.base.rules import counted
from throughline.plan.models import Attachment

log = logging.getLogger(__name__)

FOLDER = "evidence"  # where Attachment.file is kept
KEEP = datetime.timedelta(days=1)  # by the real clock: a file is there before its row is
FEW = 20  # so many may go at once; more only where they are the smaller part
BATCH = 500


class SweepStopped(Exception):
    """Files were not deleted. The sentence is for whoever keeps the site running."""


def sweep(today: datetime.date) -> int:
    """A daily job: gives how many files it deleted. The files are looked at before the rows, so that a row that comes while it
    looks keeps its file.

    Nothing is deleted where most files have no row: then the database does not belong to this folder, as after restoring one
    of the two. A file that cannot be deleted does not keep the others; SweepStopped says so at the end.
    """
    names = _names()
    before = clock.now() - KEEP
    old = [name for name in names if _is_older(name, before)]
    left = [name for start in range(0, len(old), BATCH) for name in _without_row(old[start : start + BATCH])]
    if len(left) > FEW and len(left) * 2 > len(names):
        raise SweepStopped(
            f"{counted(len(left), 'file')} of {len(names)} in {FOLDER} have no row in the database, so nothing was deleted. Was "
            "the database or the folder restored without the other? If not, delete by hand what is not needed."
        )
    failed = [name for name in left if not _deleted(name)]
    if failed:
        raise SweepStopped(
            f"{counted(len(failed), 'file')} to which no row points could not be deleted, {failed[0]} among them. See that the "
            "program may write in the folder of uploads."
        )
    return len(left)


def _names() -> list[str]:
    try:
        _, files = default_storage.listdir(FOLDER)
    except FileNotFoundError:  # nobody has attached anything yet
        return []
    return [f"{FOLDER}/{file}" for file in sorted(files)]


def _is_older(name: str, than: datetime.datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) < than
    except FileNotFoundError:  # gone since the list was made: a change that failed took its own file away
        return False


def _without_row(names: list[str]) -> list[str]:
    known = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
    return [name for name in names if name not in known]


def _deleted(name: str) -> bool:
    try:
        default_storage.delete(name)
    except OSError:
        log.exception("A file in %s to which no row points cannot be deleted", FOLDER)
        return False
    return True
