"""Importing the HR extract: upload, map the columns, decide about unknown places, accept or cancel."""

import dataclasses
import datetime
import pathlib
from collections.abc import Collection, Mapping
from typing import Any, Literal

from documents.refusals import Refused
from throughline.base import audit, permissions, rules, transaction
from throughline.base.changes import places
from throughline.base.changes.people import leaving, writing
from throughline.base.hr_extract import fields, reading
from throughline.base.hr_extract.reading import Extract
from throughline.base.hr_extract.rows import Problem
from throughline.base.hr_extract.whereabouts import Decision, New, Where
from throughline.base.models import ColumnMapping, PeopleImport, Person, Place, User
from throughline.base.queries import people_imports as queries

KEEP = datetime.timedelta(days=2)  # how long an upload waits to be accepted before its rows are wiped
State = PeopleImport.State


class ImportRefused(rules.Refused):
    """An import that cannot go on like this. The sentence is fit for the page."""


@dataclasses.dataclass(frozen=True)
class Imported:
    """What accepting did. `left`: who no longer works here because of it; what they led needs somebody else."""

    made: PeopleImport
    left: tuple[Person, ...]


def upload(*, by: User | None, data: bytes, file_name: str, today: datetime.date) -> PeopleImport:
    """Read the file, in documents' own guarded process, and keep its rows, but for the columns that are never read.

    Refused when it is no extract. The database is not held up by the reading.
    """
    _check_may(by)
    return _keep(by, _read(data, file_name), today)


def _read(data: bytes, file_name: str) -> Extract:
    try:
        return reading.read(data, file_name)
    except Refused as refusal:
        raise ImportRefused(str(refusal)) from refusal


@transaction.atomic
def _keep(by: User | None, extract: Extract, today: datetime.date) -> PeopleImport:
    made = PeopleImport.objects.create(
        file_name=extract.file[-200:],
        uploaded_by=by,
        uploaded_on=today,
        rows=queries.packed(extract),
        summary={
            "rows": len(extract.lines),
            "not_read": [[left_out.column, left_out.why] for left_out in extract.not_read],
        },
    )
    audit.record(
        by=by,
        what="base.people_import.uploaded",
        about=made,
        after={"file": made.file_name, "rows": len(extract.lines)},
    )
    return made


@transaction.atomic
def map_columns(
    *, by: User | None, made: PeopleImport, mapping: Mapping[str, str], today: datetime.date
) -> PeopleImport:
    """Say which column holds what. It is remembered for the next extract with the same columns; the other columns go."""
    _check_may(by)
    made = _open(made)
    if queries.kept(made)["mapping"] is not None:
        raise ImportRefused("The columns of this import are mapped. To map them anew, upload the file again.")
    mapping = {field: column for field, column in mapping.items() if column}
    was = queries.kept(made)
    if wrong := fields.mapping_problems(mapping, was["columns"]):
        raise ImportRefused(" ".join(wrong.values()))
    ColumnMapping.objects.update_or_create(
        of=queries.OF, columns_key=fields.columns_key(was["columns"]), defaults={"mapping": mapping}
    )
    made.rows = queries.cut_to(was, mapping)
    made.save()
    audit.record(by=by, what="base.people_import.mapped", about=made, after={"mapping": mapping})
    return made


@transaction.atomic
def decide_places(
    *, by: User | None, made: PeopleImport, decisions: Mapping[str, Decision], today: datetime.date
) -> PeopleImport:
    """Say what to do about places that the extract names and nobody knows."""
    _check_may(by)
    made = _open(made)
    chosen = {decision.place or 0 for decision in decisions.values() if decision.do == "same"}
    if Place.objects.filter(pk__in=chosen, closed_on=None).count() != len(chosen):
        raise ImportRefused("Choose a place that is open for each spelling of a place that you know.")
    was = queries.kept(made)
    made.rows = was | {
        "decisions": was["decisions"] | {key: dataclasses.asdict(d) for key, d in decisions.items()}
    }
    made.save()
    return made


@transaction.atomic
def accept(
    *,
    by: User | None,
    made: PeopleImport,
    seen: str,
    today: datetime.date,
    end: Collection[int] | Literal["all"] = (),
) -> Imported:
    """Do what the preview said: places, people, leavers, in one transaction. Refused when it would do anything else.

    seen: the seal of the preview that the person looked at. end: ids of people who are missing from the file and have
    left, or "all" of them.
    """
    _check_may(by)
    made = _open(made)
    if queries.kept(made)["mapping"] is None:
        raise ImportRefused("Map the columns first.")
    view = queries.read(made, today=today, lock=True)
    if view.whereabouts.unknown:
        raise ImportRefused("Decide first about the places that nobody knows.")
    if seen != view.seal:
        raise ImportRefused(
            "The register has changed since you looked. Look at the new figures, and accept those."
        )
    missing = {known.key for known in view.proposal.missing}
    leaving_now = missing if end == "all" else set(end)
    if not leaving_now <= missing:
        raise ImportRefused("Only people who are missing from the file can be ended here.")
    opened = _open_places(by, view.whereabouts.places.values(), today)
    notes = _record_spellings(by, view.whereabouts.spellings, today)
    written = writing.write(
        by=by, proposal=view.proposal, opened={key: place.pk for key, place in opened.items()}
    )
    gone = list(Person.objects.filter(pk__in=leaving_now))
    leaving.end(by=by, people=gone, on=today, today=today)
    ended = [written.people[change.record.number] for change in view.proposal.ended]
    leaving.settle(by=by, people=ended, today=today)
    counts = {
        "added": len(view.proposal.added),
        "updated": len(view.proposal.updated) - len(ended),
        "unchanged": view.proposal.unchanged,
        "ended": len(ended) + len(gone),
        "left_out": view.proposal.left_out,
        "opened": sorted(place.name for place in opened.values()),
    }
    _finish(
        made, State.DONE, counts | {"notes": notes, "problems": [_kept(p) for p in view.proposal.problems]}
    )
    audit.record(by=by, what="base.people_import.accepted", about=made, after=counts)
    return Imported(made, (*ended, *gone))


@transaction.atomic
def cancel(*, by: User | None, made: PeopleImport, today: datetime.date) -> PeopleImport:
    """Change nothing, and wipe what was uploaded."""
    _check_may(by)
    made = _open(made)
    _finish(made, State.CANCELLED, {})
    audit.record(by=by, what="base.people_import.cancelled", about=made)
    return made


@transaction.atomic
def forget_uploads(today: datetime.date) -> int:
    """Every day: uploads that nobody accepted are cancelled and their rows wiped; gives how many."""
    waiting = PeopleImport.objects.filter(state=State.UPLOADED, uploaded_on__lte=today - KEEP)
    old = list(waiting.select_for_update().defer("rows"))
    for made in old:
        _finish(made, State.CANCELLED, {})
        audit.record(
            by=None, what="base.people_import.cancelled", about=made, reason="Nobody accepted it in two days."
        )
    return len(old)


def import_file(
    path: pathlib.Path,
    by: User | None,
    today: datetime.date,
    *,
    open_places: bool = False,
    end_missing: bool = False,
) -> Imported:
    """The whole import at once, from the command line. Refused, and nothing changed, when a person would have to decide.

    open_places: open every place that the extract names and nobody knows. end_missing: the file holds everybody, so whoever
    is missing has left. `by` None: whoever runs commands on the server.
    """
    try:
        data = path.read_bytes()
    except OSError as trouble:
        raise ImportRefused(
            f"{path.name} cannot be read: {trouble.strerror}. Give the path of the extract."
        ) from trouble
    _check_may(by)
    extract = _read(data, path.name)
    with transaction.atomic():
        made = _keep(by, extract, today)
        columns = queries.kept(made)["columns"]
        mapping = queries.suggested_mapping(made)
        if wrong := fields.mapping_problems(mapping, columns):
            raise ImportRefused(
                f"{path.name}: {' '.join(wrong.values())} Import it once on the page for that."
            )
        made = map_columns(by=by, made=made, mapping=mapping, today=today)
        view = queries.read(made, today=today)
        while view.whereabouts.unknown:
            if not open_places:
                names = ", ".join(f"“{unknown.name}”" for unknown in view.whereabouts.unknown)
                raise ImportRefused(
                    f"{path.name} names places that nobody knows: {names}. Import it on the page to decide about each, "
                    "or open all of them: on the command line, with --open-places."
                )
            new = {unknown.key: Decision("open") for unknown in view.whereabouts.unknown}
            made = decide_places(by=by, made=made, decisions=new, today=today)
            view = queries.read(made, today=today)
        return accept(by=by, made=made, seen=view.seal, end="all" if end_missing else (), today=today)


def _check_may(by: User | None) -> None:
    if by is not None:
        permissions.check_alone(by, queries.IMPORT)


def _open(made: PeopleImport) -> PeopleImport:
    """The import, locked; refused when it is over."""
    made = PeopleImport.objects.select_for_update().get(pk=made.pk)
    if made.state != State.UPLOADED:
        raise ImportRefused(f"This import is {made.get_state_display().lower()}. Upload the file again.")
    return made


def _open_places(by: User | None, where: Collection[Where], today: datetime.date) -> dict[str, Place]:
    """Key of a new place -> the place, opened now with what it stands under."""
    opened: dict[str, Place] = {}

    def make(new: New) -> Place:
        if new.key not in opened:
            parent = make(new.parent) if isinstance(new.parent, New) else None
            if isinstance(new.parent, int):
                parent = Place.objects.select_related("parent__parent").get(pk=new.parent)
            opened[new.key] = places.open_place(
                by=by, name=new.name, kind=new.kind, parent=parent, on=None, today=today
            )
        return opened[new.key]

    for new in where:
        if isinstance(new, New):
            make(new)
    return opened


def _record_spellings(by: User | None, spellings: Mapping[str, int], today: datetime.date) -> list[str]:
    """Remember the spellings; a sentence for each that cannot be, because it means another place already."""
    notes = []
    for spelling, key in spellings.items():
        place = Place.objects.select_related("parent__parent__parent").get(pk=key)
        try:
            places.add_spelling(by=by, place=place, spelling=spelling, today=today)
        except places.PlaceRefused as refusal:
            notes.append(f"“{spelling}” was not remembered as a spelling of {place.name}: {refusal}")
    return notes


def _finish(made: PeopleImport, state: State, summary: dict[str, Any]) -> None:
    made.state, made.rows, made.summary = state, None, made.summary | summary
    made.save()


def _kept(problem: Problem) -> dict[str, Any]:
    return dataclasses.asdict(problem)
