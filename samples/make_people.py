"""Writes an HR system's extract for the fictional borough: the named people of the sample plan, and as many more as asked for.

python samples/make_people.py 600 samples/wexcombe/people_600.csv
The same number always gives the same file. Standard library only.
"""

from __future__ import annotations

import csv
import dataclasses
import datetime
import json
import math
import pathlib
import random
import sys
from collections.abc import Callable, Iterator

HERE = pathlib.Path(__file__).parent
AS_OF = datetime.date(2026, 10, 31)  # the day on which the extract was taken
COLUMNS = (
    "Employee Number",
    "Forename",
    "Surname",
    "Work Email",
    "Job Title",
    "Directorate",
    "Service",
    "Team",
    "Line Manager Employee Number",
    "Start Date",
    "Leaving Date",
    "FTE",
    "Grade",
)
STILL_CALLED = {"early-help": "Early Intervention and Family Support"}  # HR has not taken up the new name
LARGEST_TEAM = 20  # above this, a team has deputy managers
REPORTS_OF_A_DEPUTY = 7.5
GRADES = ("SC4", "SC5", "SC6", "SO1", "SO2", "PO1", "PO2", "PO3")
JOBS = {
    "childrens-social-care": (
        "Social Worker",
        "Family Practitioner",
        "Contact Supervisor",
        "Business Support Officer",
    ),
    "early-help": ("Family Worker", "Early Years Practitioner", "Hub Receptionist", "Parenting Worker"),
    "schools": ("School Adviser", "Attendance Officer", "Education Caseworker", "Business Support Officer"),
    "youth-justice": (
        "Youth Justice Officer",
        "Youth Worker",
        "Restorative Practice Worker",
        "Case Administrator",
    ),
    "adult-social-care": ("Social Worker", "Care Assessor", "Occupational Therapist", "Carers' Officer"),
    "commissioning": ("Commissioning Officer", "Contract Officer", "Brokerage Officer"),
    "public-health": ("Public Health Practitioner", "Health Trainer", "Public Health Analyst"),
    "housing-needs": (
        "Housing Options Officer",
        "Lettings Officer",
        "Tenancy Sustainment Officer",
        "Visiting Officer",
    ),
    "landlord": ("Housing Officer", "Caretaker", "Repairs Operative", "Repairs Planner", "Estate Officer"),
    "community-safety": ("Antisocial Behaviour Officer", "Neighbourhood Warden", "Camera Room Operator"),
    "planning": (
        "Planner",
        "Planning Enforcement Officer",
        "Employment Adviser",
        "Technical Support Officer",
    ),
    "regulatory": ("Environmental Health Officer", "Licensing Officer", "Enforcement Officer"),
    "libraries": ("Library Assistant", "Librarian", "Adult Learning Tutor", "Collections Assistant"),
    "parks-leisure": ("Gardener", "Street Cleaner", "Waste Loader", "Leisure Assistant", "Park Ranger"),
    "hr": ("HR Adviser", "Recruitment Officer", "Learning Officer", "Payroll Officer"),
    "procurement": ("Procurement Officer", "Contract Officer"),
    "equality-strategy": ("Policy Officer", "Community Organiser", "Communications Officer"),
    "customer-digital": (
        "Contact Centre Adviser",
        "Benefits Officer",
        "Council Tax Officer",
        "Software Developer",
    ),
    "legal": ("Lawyer", "Legal Assistant", "Committee Officer", "Electoral Services Officer"),
}

Namer = Callable[[], tuple[str, str]]  # draws a forename and a surname


@dataclasses.dataclass(frozen=True, kw_only=True)
class Employee:
    """One row of the extract. `place`: the code of a team, service or directorate; `manager`: an employee number."""

    number: str
    forename: str
    surname: str
    job_title: str
    place: str
    manager: str
    started_on: str
    left_on: str
    grade: str
    fte: str = "1.00"


@dataclasses.dataclass(frozen=True)
class Team:
    code: str
    service: str
    share: float  # how large it is beside the others
    manager: str


def places() -> dict[str, tuple[str, str, str]]:
    """Code of a place -> what the extract's columns Directorate, Service and Team say for it."""
    organisation = json.loads((HERE / "wexcombe" / "organisation.json").read_text(encoding="utf-8"))
    names = {organisation["authority"]["code"]: ("", "", "")}
    for directorate in organisation["directorates"]:
        names[directorate["code"]] = (directorate["name"], "", "")
        for service in directorate["services"]:
            said = STILL_CALLED.get(service["code"], service["name"])
            names[service["code"]] = (directorate["name"], said, "")
            for team in service["teams"]:
                names[team["code"]] = (directorate["name"], said, team["name"])
    return names


def services_of_teams() -> dict[str, str]:
    organisation = json.loads((HERE / "wexcombe" / "organisation.json").read_text(encoding="utf-8"))
    services = [
        service for directorate in organisation["directorates"] for service in directorate["services"]
    ]
    return {team["code"]: service["code"] for service in services for team in service["teams"]}


def named() -> list[Employee]:
    """Everybody whom the sample plan names, and every manager down to the teams."""
    with open(HERE / "wexcombe" / "named_people.csv", encoding="utf-8", newline="") as file:
        return [Employee(**row) for row in csv.DictReader(file)]


def shares(total: int, weights: list[float]) -> list[int]:
    """Whole numbers that add up to total and stand to each other as the weights do (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [math.floor(value) for value in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: parts[index] - exact[index])
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def make(count: int, *, seed: int = 2026) -> list[Employee]:
    """The extract of `count` people. Refuses fewer than the plan needs."""
    people = named()
    if count < len(people):
        raise SystemExit(
            f"The sample plan names {len(people)} people: ask for at least that many, not {count}."
        )
    draw = random.Random(f"{seed} {count}")
    name_of = _names(draw, taken={(person.forename, person.surname) for person in people})
    numbers = iter(range(int(people[-1].number) + 5, 10**7, 3))
    managers = {person.place: person.number for person in reversed(people)}  # the first named leads the place
    teams = [
        Team(code, service, draw.uniform(0.5, 1.6), managers[code])
        for code, service in services_of_teams().items()
    ]
    for team, members in zip(teams, shares(count - len(people), [team.share for team in teams]), strict=True):
        people += _members(team, members, draw=draw, name_of=name_of, numbers=numbers)
    return people


def _members(
    team: Team, members: int, *, draw: random.Random, name_of: Namer, numbers: Iterator[int]
) -> list[Employee]:
    deputies = round(members / (REPORTS_OF_A_DEPUTY + 1)) if members > LARGEST_TEAM else 0
    leaders = [
        _employee(team, team.manager, "Deputy Team Manager", draw, name_of, numbers) for _ in range(deputies)
    ]
    leads = [leader.number for leader in leaders] or [team.manager]
    others = [
        _employee(team, leads[index % len(leads)], draw.choice(JOBS[team.service]), draw, name_of, numbers)
        for index in range(members - deputies)
    ]
    return leaders + others


def _employee(
    team: Team, manager: str, job_title: str, draw: random.Random, name_of: Namer, numbers: Iterator[int]
) -> Employee:
    deputy = job_title == "Deputy Team Manager"
    started = AS_OF - datetime.timedelta(days=int(draw.triangular(20, 9000, 900)))
    left = ""
    if not deputy and draw.random() < 0.03:  # left in the last months, or gave notice
        left_on = AS_OF + datetime.timedelta(days=draw.randint(-90, 40))
        left = left_on.isoformat() if left_on > started else ""
    forename, surname = name_of()
    return Employee(
        number=str(next(numbers)),
        forename=forename,
        surname=surname,
        job_title=job_title,
        place=team.code,
        manager=manager,
        started_on=started.isoformat(),
        left_on=left,
        grade=draw.choice(("PO3", "PO4", "PO5")) if deputy else draw.choice(GRADES),
        fte="1.00" if draw.random() < 0.78 else draw.choice(("0.40", "0.50", "0.60", "0.80")),
    )


def _names(draw: random.Random, *, taken: set[tuple[str, str]]) -> Namer:
    """A function that draws a name which no named person bears; two others may share one, as they do in life."""
    groups = json.loads((HERE / "names.json").read_text(encoding="utf-8"))["groups"]

    def name() -> tuple[str, str]:
        while True:
            group = draw.choice(groups)
            other = draw.choice(groups) if draw.random() < 0.12 else group  # families mix
            drawn = (draw.choice(group["forenames"]), draw.choice(other["surnames"]))
            if drawn not in taken:
                return drawn

    return name


def write(people: list[Employee], path: pathlib.Path) -> None:
    where = places()
    used: dict[str, int] = {}
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for person in people:
            local = f"{person.forename}.{person.surname}".lower().replace(" ", "")
            used[local] = used.get(local, 0) + 1
            email = f"{local}{used[local] if used[local] > 1 else ''}@wexcombe.example"
            names = (person.number, person.forename, person.surname, email, person.job_title)
            dates = (person.started_on, person.left_on)
            writer.writerow((*names, *where[person.place], person.manager, *dates, person.fte, person.grade))


if __name__ == "__main__":
    if len(sys.argv) != 3 or not sys.argv[1].isdecimal():
        raise SystemExit(
            "Say how many people, and the file to write: python samples/make_people.py 4500 people.csv"
        )
    write(make(int(sys.argv[1])), pathlib.Path(sys.argv[2]))
