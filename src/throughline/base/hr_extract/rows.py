"""From the rows of an extract to people: values read by field, and a problem for each that cannot be."""

import dataclasses
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence

from throughline.base.hr_extract.reading import Line

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONGEST = {"number": 40, "name": 200, "email": 254, "job_title": 200}
PLACES = ("directorate", "service", "team")


@dataclasses.dataclass(frozen=True)
class Problem:
    """What is wrong in a row, and what to do. `left_out`: the whole row was left out, not only the value."""

    row: int
    column: str
    what: str
    fix: str
    left_out: bool = True


@dataclasses.dataclass(frozen=True)
class Record:
    """A person as a row of the extract says it. `places`: directorate, service and team as they are spelt there;
    `unread`: fields whose value could not be read, so that what is known before stays.
    """

    row: int
    number: str
    name: str
    email: str | None = None
    job_title: str = ""
    places: tuple[str, str, str] = ("", "", "")
    manager_number: str = ""
    started_on: datetime.date | None = None
    left_on: datetime.date | None = None
    unread: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class People:
    """The rows that can be read, and what is wrong. `refused`: the numbers in rows that were left out."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    refused: frozenset[str]


class _Wrong(ValueError):
    """A value that cannot be read: what is wrong, and the fix."""


def read(
    lines: Iterable[Line],
    columns: Sequence[str],
    mapping: Mapping[str, str],
    *,
    width: int,
    today: datetime.date,
) -> People:
    """Every row as a record, or its problems. Nothing is guessed: a row in doubt is left out and said so."""
    where = {field: columns.index(column) for field, column in mapping.items()}
    records: dict[str, Record] = {}
    emails: dict[str, int] = {}
    problems: list[Problem] = []
    refused: set[str] = set()
    for line in lines:
        row = _Row(line, where, mapping, problems)
        record = _record(row, width, today)
        if record is None:
            refused.add(row.text("number"))
            continue
        if (first := records.get(record.number)) is not None:
            row.leave_out(
                "number",
                f"Row {first.row} has the number {record.number} already, for {first.name}.",
                "Give each person one row. If two people share the number, correct it in the HR system.",
            )
            continue
        if record.email and (taken := emails.setdefault(record.email, line.number)) != line.number:
            row.pass_over(
                "email",
                f"Row {taken} has this e-mail address already.",
                "Correct the address in the HR system: one of the two people cannot be told apart by it.",
            )
            record = dataclasses.replace(record, email=None, unread=frozenset({"email"}))
        records[record.number] = record
    return People(tuple(records.values()), tuple(problems), frozenset(refused - {""} - set(records)))


@dataclasses.dataclass(frozen=True)
class _Row:
    """A line with its mapping, and the list where its problems go."""

    line: Line
    where: Mapping[str, int]
    mapping: Mapping[str, str]
    problems: list[Problem]

    def text(self, field: str) -> str:
        return " ".join(self.line.cells[self.where[field]].split()) if field in self.where else ""

    def leave_out(self, field: str, what: str, fix: str) -> None:
        self.problems.append(Problem(self.line.number, self.mapping.get(field, ""), what, fix))

    def pass_over(self, field: str, what: str, fix: str) -> None:
        self.problems.append(
            Problem(self.line.number, self.mapping.get(field, ""), what, fix, left_out=False)
        )


def _record(row: _Row, width: int, today: datetime.date) -> Record | None:
    """None, and its problems noted, when the row cannot be read."""
    before = len(row.problems)
    if row.line.width != width:
        _note_width(row, width)
        return None
    number, name = row.text("number"), _name(row)
    if not number:
        row.leave_out("number", "There is no employee number.", "Give the person a number in the HR system.")
    dates = {}
    for field in ("started_on", "left_on"):
        try:
            dates[field] = day(row.text(field))
        except _Wrong as wrong:
            row.leave_out(field, *wrong.args)
    _check_dates(row, dates, today)
    for field, value in (("number", number), ("name", name), ("job_title", row.text("job_title"))):
        if len(value) > LONGEST[field]:
            row.leave_out(
                field,
                f"It is longer than {LONGEST[field]} letters.",
                "Shorten it in the HR system, or map another column.",
            )
    if len(row.problems) > before and any(problem.left_out for problem in row.problems[before:]):
        return None
    email = _email(row)
    return Record(
        row=row.line.number,
        number=number,
        name=name,
        email=email,
        job_title=row.text("job_title"),
        places=(row.text("directorate"), row.text("service"), row.text("team")),
        manager_number=row.text("manager_number"),
        unread=frozenset() if email or not row.text("email") else frozenset({"email"}),
        **dates,
    )


def _note_width(row: _Row, width: int) -> None:
    if row.line.width < width:
        row.leave_out(
            "",
            f"The row ends after {row.line.width} of {width} columns.",
            "Export the extract again: it was cut short.",
        )
    else:
        row.leave_out(
            "",
            f"The row has {row.line.width} cells for {width} columns, so its values stand in the wrong ones.",
            "Put values that hold the delimiter in quotation marks, or bring the extract as XLSX.",
        )


def _name(row: _Row) -> str:
    if "forename" in row.where and "surname" in row.where:
        forename, surname = row.text("forename"), row.text("surname")
        if bool(forename) != bool(surname):
            missing = "surname" if forename else "forename"
            row.pass_over(
                missing, f"There is no {missing}.", "Add it in the HR system, if the person has one."
            )
        full = f"{forename} {surname}".strip()
    else:
        full = row.text("name")
        if full.count(",") == 1:  # "Okafor, Ngozi"
            full = " ".join(part.strip() for part in reversed(full.split(","))).strip()
    if not full:
        field = "surname" if "surname" in row.where else "name"
        row.leave_out(field, "There is no name.", "Add the name in the HR system.")
    return full


def _email(row: _Row) -> str | None:
    address = row.text("email").lower()
    if not address:
        return None
    if not re.fullmatch(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+", address) or len(address) > 254:
        row.pass_over(
            "email",
            "It is not one e-mail address.",
            "Correct it in the HR system; until then the person gets no mail.",
        )
        return None
    return address


def _check_dates(row: _Row, dates: Mapping[str, datetime.date | None], today: datetime.date) -> None:
    started, left = dates.get("started_on"), dates.get("left_on")
    if started and started > today + datetime.timedelta(days=366):
        row.leave_out(
            "started_on",
            f"The start date, {_said(started)}, is more than a year ahead.",
            "Correct the year in the HR system.",
        )
    if started and left and left < started:
        row.leave_out(
            "left_on",
            f"The leaving date, {_said(left)}, is before the start date, {_said(started)}.",
            "Correct one of the two in the HR system.",
        )


def day(text: str) -> datetime.date | None:
    """A date in the orders that British systems write: 2019-03-12, 12/03/2019, 12-Mar-2019, 12 March 2019. None: empty."""
    if not text:
        return None
    plain = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text)
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", plain):
        year, month, number = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2}|[A-Za-z]{3,9})[-/., ]+(\d{4}|\d{2})", plain):
        number, month, year = int(match[1]), _month(match[2], text), int(match[3])
        if len(match[3]) == 2:
            raise _Wrong(
                f"“{text}” has a year of two figures, which can be read two ways.",
                "Export dates with the whole year, for example 31/03/2026.",
            )
    else:
        raise _no_date(text)
    try:
        found = datetime.date(year, month, number)
    except ValueError:
        raise _no_date(text) from None
    if found.year < 1940:
        raise _Wrong(f"{_said(found)} is too long ago.", "Correct the year in the HR system.")
    return found


def _month(word: str, text: str) -> int:
    if word.isdigit():
        return int(word)
    if word[:3].lower() in MONTHS:
        return MONTHS.index(word[:3].lower()) + 1
    raise _no_date(text)


def _no_date(text: str) -> _Wrong:
    return _Wrong(
        f"“{text[:40]}” is not a date that exists.",
        "Write it as day, month and year, for example 31/03/2026.",
    )


def _said(date: datetime.date) -> str:
    return f"{date.day} {date:%B %Y}"
