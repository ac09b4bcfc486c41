"""How a document is refused: one exception that says which file, where in it, what is wrong and what to do."""

from __future__ import annotations


class Refused(Exception):
    """A document that cannot be read or written. Its text is one sentence for the person who brought the file."""

    def __init__(self, *, file: str, place: str, problem: str, fix: str) -> None:
        super().__init__(file, place, problem, fix)
        self.file = file
        self.place = place
        self.problem = problem
        self.fix = fix

    def __str__(self) -> str:
        place = f" ({self.place})" if self.place else ""
        return f"{self.file}{place}: {self.problem.rstrip('. ')}; {self.fix.rstrip('. ')}."

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (self.file, self.place, self.problem, self.fix))


def _rebuild(file: str, place: str, problem: str, fix: str) -> Refused:
    return Refused(file=file, place=place, problem=problem, fix=fix)
