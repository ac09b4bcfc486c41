"""Imports of the HR extract: what was uploaded, how its columns are mapped, and what accepting it would do."""

import dataclasses
import datetime
from typing import Any

from throughline.base import permissions
from throughline.base.hr_extract import comparing, fields, rows, whereabouts
from throughline.base.hr_extract.comparing import Proposal
from throughline.base.hr_extract.known import Known
from throughline.base.hr_extract.reading import Extract, Line
from throughline.base.hr_extract.whereabouts import Decision, New, Where, Whereabouts
from throughline.base.models import ColumnMapping, PeopleImport, Person, Place, User
from throughline.base.queries import authority, places

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
    people = rows.read(lines, was["columns"], mapping, width=was["width"], today=today)
    found = whereabouts.find(people.records, places.index(today=today), decisions(was), top=_top(today))
    proposal = comparing.compare(people, register(lock=lock), found.places, mapping, today=today)
    return Reading(proposal, found)


def register(*, lock: bool = False) -> list[Known]:
    """Everybody, those who have left too."""
    people = Person.objects.order_by("id")
    if lock:
        people = people.select_for_update()
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
    return [Known(*row) for row in people.values_list(*columns)]


def _top(today: datetime.date) -> Where:
    """The place of the authority itself; on a new site it is opened by the first import."""
    known = Place.objects.filter(places.open_on(today), kind=Place.Kind.AUTHORITY).first()
    return known.pk if known else New("authority", Place.Kind.AUTHORITY, authority.authority().name, None)
