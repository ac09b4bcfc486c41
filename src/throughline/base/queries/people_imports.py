"""Imports of the HR extract: what was uploaded, how its columns are mapped, and what accepting it would do."""

import dataclasses
import datetime
from typing import Any

from throughline.base import permissions
from throughline.base.hr_extract import comparing, fields, rows, whereabouts
from throughline.base.hr_extract.comparing import Proposal
from throughline.base.hr_extract.known import Known
from throughline.base.hr_extract.reading import Extract, Line
from throughline.base.hr_extract.whereabouts import Decision, New, Unknown, Where, Whereabouts
from throughline.base.models import ColumnMapping, PeopleImport, Person, Place, User
from throughline.base.queries import authority, people, places

IMPORT = "system.people_register.import"
OF = "people"


@dataclasses.dataclass(frozen=True)
class Reading:
    """An upload read beside the register: what accepting it would do, and what must be decided before."""

    proposal: Proposal
    whereabouts: Whereabouts

    @property
    def seal(self) -> str:
        return self.proposal.seal


def people_import(key: int, *, for_user: User) -> PeopleImport:
    permissions.check(for_user, IMPORT)
    return PeopleImport.objects.get(pk=key)


def latest(*, for_user: User) -> list[PeopleImport]:
    """The last ten imports, the newest first, without their rows."""
    permissions.check(for_user, IMPORT)
    return list(PeopleImport.objects.defer("rows").select_related("uploaded_by__person").order_by("-id")[:10])


def kept(made: PeopleImport) -> dict[str, Any]:
    """What is kept of the file while the import is open."""
    if made.rows is None:
        raise LookupError("The import is over: its rows are gone.")
    return dict(made.rows)


def packed(extract: Extract) -> dict[str, Any]:
    """An extract as PeopleImport.rows keeps it."""
    return {
        "columns": list(extract.columns),
        "width": extract.width,
        "lines": [[line.number, line.width, list(line.cells)] for line in extract.lines],
        "mapping": None,
        "decisions": {},
    }


def cut_to(was: dict[str, Any], mapping: dict[str, str]) -> dict[str, Any]:
    """The same with only the columns that are mapped: the others have served their purpose."""
    where = [was["columns"].index(column) for column in mapping.values()]
    return was | {
        "columns": list(mapping.values()),
        "lines": [
            [number, width, [cells[index] for index in where]] for number, width, cells in was["lines"]
        ],
        "mapping": mapping,
    }


def suggested_mapping(made: PeopleImport) -> dict[str, str]:
    """Field -> column: as it was mapped the last time that an extract had these columns, else as far as can be guessed."""
    was = kept(made)
    columns = was["columns"]
    known = ColumnMapping.objects.filter(of=OF, columns_key=fields.columns_key(columns)).first()
    if known is not None:
        by_words = {fields.words(column): column for column in columns}
        mapping = {
            field: by_words.get(fields.words(column), column) for field, column in known.mapping.items()
        }
        if not fields.mapping_problems(mapping, columns):
            return mapping
    return fields.guess(columns, [cells for _, _, cells in was["lines"]])


def decisions(was: dict[str, Any]) -> dict[str, Decision]:
    return {key: Decision(**decision) for key, decision in was["decisions"].items()}


def read(made: PeopleImport, *, today: datetime.date, lock: bool = False) -> Reading:
    """The mapped rows beside the register as it is now. lock: nobody else may change those people until the transaction ends."""
    was = kept(made)
    mapping = was["mapping"]
    lines = [Line(number, tuple(cells), width) for number, width, cells in was["lines"]]
    extract = rows.read(lines, was["columns"], mapping, width=was["width"], today=today)
    found = whereabouts.find(extract.records, places.index(today=today), decisions(was), top=_top(today))
    proposal = comparing.compare(extract, register(lock=lock), found.places, mapping, today=today)
    return Reading(_with_columns(proposal, mapping), found)


def _with_columns(proposal: Proposal, mapping: dict[str, str]) -> Proposal:
    """Problems of the comparison name the file's own columns."""
    names = {"line manager": mapping.get("manager_number"), "e-mail": mapping.get("email")}
    problems = (
        dataclasses.replace(problem, column=names.get(problem.column) or problem.column)
        for problem in proposal.problems
    )
    return dataclasses.replace(proposal, problems=tuple(problems))


def register(*, lock: bool = False) -> list[Known]:
    """Everybody, those who have left too."""
    found = Person.objects.order_by("id")
    if lock:
        found = found.select_for_update()
    columns = (
        "id",
        "employee_number",
        "name",
        "email",
        "job_title",
        "place",
        "manager",
        "started_on",
        "left_on",
    )
    return [Known(*row) for row in found.values_list(*columns)]


def _top(today: datetime.date) -> Where:
    """The place of the authority itself; on a new site it is opened by the first import."""
    known = Place.objects.filter(places.open_on(today), kind=Place.Kind.AUTHORITY).first()
    return known.pk if known else New("authority", Place.Kind.AUTHORITY, authority.authority().name, None)


def examples(made: PeopleImport) -> list[tuple[str, list[str]]]:
    """Each column with its first three different values, so that a person recognises it."""
    was = kept(made)
    found = []
    for index, column in enumerate(was["columns"]):
        values = dict.fromkeys(cells[index][:40] for _, _, cells in was["lines"][:200] if cells[index])
        found.append((column, list(values)[:3]))
    return found


@dataclasses.dataclass(frozen=True)
class PlaceOptions:
    """What a person may choose for an unknown place, in words."""

    places: dict[int, str]  # id -> full name
    none_yet: bool  # a new site: there is no directorate yet

    def label(self, unknown: Unknown) -> str:
        above = " in ".join(reversed(unknown.path[:-1]))
        return f"{unknown.name} ({unknown.kind}{' in ' + above if above else ''})"

    def hint(self, unknown: Unknown) -> str:
        rows_ = ", ".join(str(row) for row in unknown.rows[:5])
        more = "" if len(unknown.rows) <= 5 else f" and {len(unknown.rows) - 5} more"
        said = f"Row{'s' if len(unknown.rows) > 1 else ''} {rows_}{more}."
        if unknown.choices:
            said += " Several places have this name."
        if unknown.closed:
            said += " A place of this name is closed."
        return said

    def choices(self, unknown: Unknown) -> list[tuple[str, Any]]:
        these = [(str(key), self.places[key]) for key in unknown.choices if key in self.places]
        others = [(str(key), name) for key, name in self.places.items() if key not in unknown.choices]
        above = unknown.path[-2] if len(unknown.path) > 1 else "no place"
        offered: list[tuple[str, Any]] = [("It is one of these", these)] if these else []
        return [
            *offered,
            ("open", f"Open it as a new {unknown.kind}"),
            ("none", f"Neither: leave these people at {above}"),
            ("It is another spelling of", others),
        ]

    def likely(self, unknown: Unknown) -> str:
        if unknown.near is not None:
            return str(unknown.near)
        return "open" if self.none_yet and not unknown.choices else ""


def place_options(*, today: datetime.date) -> PlaceOptions:
    known = dict(places.choices(today=today))
    return PlaceOptions(known, not Place.objects.filter(kind=Place.Kind.DIRECTORATE).exists())


@dataclasses.dataclass(frozen=True)
class Difference:
    """What a row changes about somebody, in words."""

    name: str
    number: str
    says: tuple[str, ...]


WORDS = {
    "name": "name",
    "email": "e-mail",
    "job_title": "job title",
    "place": "place",
    "manager": "manager",
    "started_on": "start date",
    "left_on": "leaving date",
}


def differences(proposal: Proposal, *, most: int = 100) -> list[Difference]:
    """The first updates in words: "job title: Clerk → Senior clerk"."""
    named = dict(Place.objects.values_list("id", "name"))
    managers = dict(Person.objects.filter(pk__in=_manager_ids(proposal, most)).values_list("id", "name"))

    def shown(field: str, value: Any) -> str:
        if isinstance(value, New):
            return value.name
        if field == "place" and value is not None:
            return named[value]
        if field == "manager" and value is not None:
            return managers.get(value, f"number {value}")
        if isinstance(value, datetime.date):
            return f"{value.day} {value:%B %Y}"
        return str(value) if value else "nothing"

    return [
        Difference(
            change.record.name,
            change.record.number,
            tuple(
                f"{WORDS[field]}: {shown(field, getattr(change.known, field))} → {shown(field, value)}"
                for field, value in change.values.items()
            ),
        )
        for change in proposal.updated[:most]
    ]


def _manager_ids(proposal: Proposal, most: int) -> set[int]:
    keys = {change.values.get("manager") for change in proposal.updated[:most]}
    keys |= {change.known.manager for change in proposal.updated[:most] if change.known}
    return {key for key in keys if isinstance(key, int)}


def new_places(found: Whereabouts) -> list[str]:
    """The names of the places that accepting opens."""
    names = {}
    for where in found.places.values():
        while isinstance(where, New):
            names[where.key] = where.name
            where = where.parent
    return sorted(names.values())


def register_size(*, today: datetime.date) -> int:
    """How many people of the HR system work here."""
    return Person.objects.filter(employee_number__isnull=False).filter(people.here(today)).count()
