"""Who manages whom after an extract: numbers matched to people, and nobody their own manager's manager."""

from collections.abc import Iterable, Mapping, Sequence

from throughline.base.hr_extract.known import Known
from throughline.base.hr_extract.rows import Problem, Record

Node = int | str  # the id of somebody in the register, or the employee number of somebody new


def settle(
    records: Sequence[Record], register: Sequence[Known], refused: Iterable[str], problems: list[Problem]
) -> dict[str, Node | None]:
    """Employee number -> manager, for every record whose manager can be taken over. Adds a problem for each that cannot:
    those keep the manager that they have.
    """
    keys: dict[str, Node] = {record.number: record.number for record in records}
    keys.update((known.number, known.key) for known in register if known.number is not None)
    before: dict[Node, Node | None] = {known.key: known.manager for known in register}
    refused = set(refused)
    wanted: dict[str, Node | None] = {}
    rows = {record.number: record for record in records}
    for record in records:
        number = record.manager_number
        if not number:
            wanted[record.number] = None
        elif number == record.number:
            problems.append(
                _problem(record, "This person is their own manager.", "Correct it in the HR system.")
            )
        elif number in keys:
            wanted[record.number] = keys[number]
        else:
            problems.append(_unknown(record, refused))
    while circles := _circles(before | {keys[number]: manager for number, manager in wanted.items()}):
        numbers = {key: number for number, key in keys.items()}
        for circle in circles:
            names = [numbers.get(node, "somebody without a number") for node in circle]
            for node in circle:
                number = numbers.get(node, "")
                if number in wanted and wanted[number] != before.get(node):
                    del wanted[number]
                    problems.append(_circle(rows[number], names))
    return wanted


def _circles(manager_of: Mapping[Node, Node | None]) -> list[list[Node]]:
    """Every circle of people each managed by the next, once."""
    done: set[Node] = set()
    found = []
    for start in manager_of:
        way: dict[Node, int] = {}
        node: Node | None = start
        while node is not None and node not in done and node not in way:
            way[node] = len(way)
            node = manager_of.get(node)
        if node is not None and node in way:
            found.append(list(way)[way[node] :])
        done.update(way)
    return found


def _problem(record: Record, what: str, fix: str) -> Problem:
    return Problem(record.row, "line manager", what, fix, left_out=False)


def _unknown(record: Record, refused: set[str]) -> Problem:
    if record.manager_number in refused:
        what = f"The manager’s row, number {record.manager_number}, was left out."
        return _problem(record, what, "Correct the manager’s row first.")
    what = f"Nobody has the number {record.manager_number}, given as the manager’s."
    return _problem(record, what, "Correct the number in the HR system, or add the manager to the extract.")


def _circle(record: Record, names: list[str]) -> Problem:
    at = names.index(record.number)
    way = [*names[at:], *names[:at], record.number]
    what = f"The managers go round in a circle: {' → '.join(way)}."
    fix = "Correct one of them in the HR system. Until then each keeps the manager known before."
    return _problem(record, what, fix)
