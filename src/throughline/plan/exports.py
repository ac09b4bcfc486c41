"""A plan, or a service's part of it, as a file that others can work with, in the familiar layout."""

import dataclasses
import datetime
import pathlib

import documents
from throughline.base.queries import authority
from throughline.base.rules import Refused
from throughline.plan.queries import exporting, standing
from throughline.plan.queries.plans import User


class ExportRefused(Refused):
    """A file that cannot be written. The sentence is fit for the page."""


@dataclasses.dataclass(frozen=True)
class Export:
    """A kind of file: what people call it, who may have it, and how browsers know it."""

    title: str
    permission: str
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
EXPORTS = {
    "docx": Export("Word", exporting.EXPORT, f"{OFFICE}.wordprocessingml.document"),
    "xlsx": Export("Excel", exporting.EXPORT, f"{OFFICE}.spreadsheetml.sheet"),
    "csv": Export("CSV", exporting.EXPORT, "text/csv; charset=utf-8"),
    "json": Export("JSON, for programs", exporting.EXPORT, "application/json"),
}


def export(thing: exporting.Exported, kind: str, *, for_user: User, today: datetime.date) -> bytes:
    """The file's bytes. `kind` is a key of EXPORTS. today: the status of each action stands beside it, for readers."""
    if kind not in EXPORTS:
        this = authority.words()["an_plan"]
        raise ExportRefused(
            f"{this[:1].upper()}{this[1:]} cannot be written as “{kind}”. Choose one of {', '.join(EXPORTS)}."
        )
    document = exporting.to_document(thing, for_user=for_user)
    beside = standing.standing(thing, for_user=for_user, today=today)
    return documents.write(document, f".{kind}", name=f"{document.title}.{kind}", standing=beside)


def export_file(
    plan: exporting.Exported, path: pathlib.Path, *, for_user: User, today: datetime.date
) -> None:
    """Write the plan into a file; its suffix says which kind."""
    data = export(plan, path.suffix.lower().removeprefix("."), for_user=for_user, today=today)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ExportRefused(f"{path} cannot be written ({error.strerror}). Choose another place.") from error
