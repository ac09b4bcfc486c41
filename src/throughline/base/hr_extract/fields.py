"""What an extract of the HR system may hold, and which of its columns holds it."""

import dataclasses
import hashlib
import re
from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz

from throughline.base import rules

SURE = 80  # of 100: below this likeness a column is not guessed


@dataclasses.dataclass(frozen=True)
class Field:
    """Something that the register knows about a person. `names`: how HR systems head its column."""

    label: str
    names: tuple[str, ...]
    hint: str = ""


FIELDS = {
    "number": Field(
        "Employee number",
        (
            *("employee number", "employee no", "employee id", "staff number", "staff no", "staff id"),
            *("payroll number", "payroll no", "personnel number", "person number", "pers no", "emp no"),
            *("worker id", "employee reference", "employee code", "assignment number"),
        ),
        "Every person must have one: it is how the next extract finds the same person again.",
    ),
    "forename": Field(
        "Forename", ("forename", "forenames", "first name", "given name", "preferred name", "known as")
    ),
    "surname": Field("Surname", ("surname", "last name", "family name")),
    "name": Field(
        "Full name",
        ("name", "full name", "employee name", "display name", "person name"),
        "Only if forename and surname have no columns of their own.",
    ),
    "email": Field("Work e-mail address", ("work email", "email", "email address", "work email address")),
    "job_title": Field("Job title", ("job title", "position title", "position", "post title", "job", "role")),
    "directorate": Field(
        "Directorate",
        ("directorate", "department", "group", "organisation level 1", "org level 1", "org unit 1"),
    ),
    "service": Field(
        "Service",
        ("service", "division", "service area", "organisation level 2", "org level 2", "org unit 2"),
    ),
    "team": Field("Team", ("team", "section", "unit", "organisation level 3", "org level 3", "org unit 3")),
    "manager_number": Field(
        "Line manager’s employee number",
        (
            *("line manager employee number", "line manager number", "line manager id", "line manager no"),
            *("manager employee number", "manager number", "manager id", "manager no", "reports to number"),
            *("reports to id", "reports to", "supervisor number", "supervisor id"),
        ),
    ),
    "started_on": Field(
        "Start date",
        ("start date", "date started", "date joined", "joining date", "hire date", "employment start date"),
    ),
    "left_on": Field(
        "Leaving date",
        ("leaving date", "date left", "end date", "leave date", "termination date", "employment end date"),
        "The first day on which the person no longer works here.",
    ),
}

Mapping_ = Mapping[str, str]  # field -> column


def words(heading: str) -> str:
    """A heading as it is compared: "LineManager_ID" is "line manager id"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", heading)
    return rules.key(spaced)


def likeness(heading: str, field: str) -> float:
    """0 to 100: how like the usual headings of `field` this one is."""
    said = words(heading)
    return max(fuzz.token_sort_ratio(said, name) for name in FIELDS[field].names) if said else 0.0


def recognised(headings: Sequence[str]) -> dict[str, int]:
    """Field -> index of the column that holds it, best likeness first, no column twice; what is not sure is left out."""
    pairs = [
        (score, -list(FIELDS).index(field), -index, field, index)
        for index, heading in enumerate(headings)
        for field in FIELDS
        if (score := likeness(heading, field)) >= SURE
    ]
    found: dict[str, int] = {}
    for *_, field, index in sorted(pairs, reverse=True):
        if field not in found and index not in found.values():
            found[field] = index
    return found


def guess(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Field -> column, as a person would map them. A manager column without a single number in it holds names: left out."""
    found = recognised(columns)
    if "forename" in found and "surname" in found:
        found.pop("name", None)
    if "manager_number" in found and "number" in found:
        numbers = {row[found["number"]].strip() for row in rows}
        managers = {row[found["manager_number"]].strip() for row in rows} - {""}
        if managers and not managers & numbers and not any(any(c.isdigit() for c in m) for m in managers):
            del found["manager_number"]
    return {field: columns[index] for field, index in found.items()}


def columns_key(columns: Sequence[str]) -> str:
    """The same for every extract with the same columns, in whatever order."""
    return hashlib.sha256("\n".join(sorted(words(column) for column in columns)).encode()).hexdigest()


def mapping_problems(mapping: Mapping_, columns: Sequence[str]) -> dict[str, str]:
    """Field -> what is wrong with its mapping, in a sentence; empty when it will do."""
    wrong = {}
    if "number" not in mapping:
        wrong["number"] = "Choose the column that holds the employee number."
    if "name" not in mapping and not {"forename", "surname"} <= set(mapping):
        missing = next(field for field in ("forename", "surname") if field not in mapping)
        wrong[missing] = "Choose the columns of forename and surname, or the column of the full name."
    taken: dict[str, str] = {}
    for field, column in mapping.items():
        if column not in columns:
            wrong[field] = f"The file has no column “{column}”."
        elif column in taken:
            wrong[field] = f"“{column}” is chosen for {FIELDS[taken[column]].label.lower()} already."
        else:
            taken[column] = field
    return wrong
