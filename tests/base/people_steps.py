"""Steps of an import that several test files take: upload, map, accept; and what the register says."""

import datetime

from tests import making
from throughline.base.changes import people
from throughline.base.models import PeopleImport, Person, Place, User
from throughline.base.queries import people_imports as queries

TODAY = datetime.date(2026, 10, 31)
HEAD = "Employee Number,Forename,Surname,Work Email,Job Title,Directorate,Service,Team,Line Manager Employee Number,Leaving Date"


def importer() -> User:
    return making.account("sysadmin")


def upload(by: User | None, *lines: str, head: str = HEAD, name: str = "people.csv") -> PeopleImport:
    return people.upload(by=by, data="\n".join([head, *lines]).encode(), file_name=name, today=TODAY)


def mapped(by: User | None, *lines: str, head: str = HEAD) -> PeopleImport:
    made = upload(by, *lines, head=head)
    return people.map_columns(by=by, made=made, mapping=queries.suggested_mapping(made), today=TODAY)


def accepted(by: User | None, *lines: str, head: str = HEAD, end: object = ()) -> people.Imported:
    made = mapped(by, *lines, head=head)
    return people.accept(by=by, made=made, seen=queries.read(made, today=TODAY).seal, today=TODAY, end=end)


def register() -> dict[str, tuple]:
    return {
        p.employee_number: (
            p.name,
            p.email,
            p.job_title,
            p.place and p.place.name,
            p.manager and p.manager.name,
            p.left_on,
        )
        for p in Person.objects.select_related("place", "manager")
        if p.employee_number and p.employee_number.isdigit()
    }


def borough() -> dict[str, Place]:
    top = making.place("Wexcombe", "authority")
    green = making.place("Place and Environment", "directorate", top)
    return dict(top=top, green=green, parks=making.place("Parks", "service", green))


TWO = (
    "1,Ngozi,Okafor,Ngozi.Okafor@wexcombe.example,Head of Parks,Place and Environment,Parks,,,",
    "2,Renée,Łuczak,renee@wexcombe.example,Gardener,Place & Environment,parks,,1,",
)
