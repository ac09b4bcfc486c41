"""Names of leads against the register: one sure person, or suggestions for somebody to choose from. Never a silent guess."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from throughline.base.rules import key

NEAR = 90  # out of 100: "Jon Smyth" for "John Smyth" is near, "John Smith" for "Jane Smith" is not
MOST = 5


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Somebody of the register. `places`: the key of the place where they work and of all above it."""

    id: int
    name: str
    places: frozenset[int] = frozenset()


@dataclasses.dataclass(frozen=True)
class Match:
    """`person`: the one whose name it is. Otherwise `suggestions`, the likeliest first, for a person to choose from."""

    person: int | None = None
    suggestions: tuple[int, ...] = ()


class Register:
    """The names of everybody who works here, ready to be compared. Made once for a whole document."""

    def __init__(self, people: Iterable[Candidate]) -> None:
        self.people = {person.id: person for person in people}
        self.keys = {person.id: key(person.name) for person in self.people.values()}
        self.by_key: dict[str, list[int]] = {}
        self.by_surname: dict[str, list[int]] = {}
        for person, name in self.keys.items():
            self.by_key.setdefault(name, []).append(person)
            if name:
                self.by_surname.setdefault(name.split()[-1], []).append(person)

    def match(self, name: str, *, place: int | None = None, suggest: bool = True) -> Match:
        """`place`: where the action belongs; people who work there come first among the suggestions.

        `suggest` False: only whether the name is somebody's; to look for near names takes its time.
        """
        wanted = key(name)
        if not wanted:
            return Match()
        exact = self.by_key.get(wanted, [])
        if len(exact) == 1:
            return Match(person=exact[0])
        if not suggest:
            return Match()
        if exact:
            return Match(suggestions=self._ordered(dict.fromkeys(exact, 100.0), place))
        return Match(suggestions=self._ordered(self._near(wanted), place))

    def _near(self, wanted: str) -> dict[int, float]:
        near = process.extract(
            wanted, self.keys, scorer=fuzz.token_sort_ratio, score_cutoff=NEAR, limit=MOST * 4
        )
        found = {person: score for _, score, person in near}
        for person in self._same_initials(wanted):
            found.setdefault(person, float(NEAR))
        return found

    def _same_initials(self, wanted: str) -> Sequence[int]:
        """ "D Okafor" for "Dayo Okafor", and the other way round: one surname, first names of which one is an initial."""
        *first, last = wanted.split()
        if not first:
            return ()
        return [
            person
            for person in self.by_surname.get(last, ())
            if _shortened(first[0], self.keys[person].split()[0])
        ]

    def _ordered(self, scores: Mapping[int, float], place: int | None) -> tuple[int, ...]:
        def order(person: int) -> tuple[bool, float, str, int]:
            here = place is not None and place in self.people[person].places
            return (not here, -scores[person], self.keys[person], person)

        return tuple(sorted(scores, key=order)[:MOST])


def _shortened(one: str, other: str) -> bool:
    return 1 in (len(one), len(other)) and one[0] == other[0]
