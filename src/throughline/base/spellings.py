"""Which place is meant by a spelling: by its name, another known spelling, its code, or a name that it had before."""

import collections
import dataclasses
from collections.abc import Collection, Iterable, Mapping

from rapidfuzz import fuzz, process

from throughline.base import rules

LIKELY = 85  # of 100: a spelling this near is offered, never taken


@dataclasses.dataclass(frozen=True)
class Known:
    """A place as its spellings know it. `successor`: the open place where the work of a closed one went, if any."""

    key: int
    name: str
    kind: str
    parent: int | None
    code: str = ""
    others: tuple[str, ...] = ()  # other spellings that somebody recorded
    former: tuple[str, ...] = ()  # names that it had before
    closed: bool = False
    successor: int | None = None


@dataclasses.dataclass(frozen=True)
class Match:
    """The places that a spelling may mean: one, several (somebody must choose) or none. `closed`: it means some that are no
    more, with nothing in their stead.
    """

    places: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()

    @property
    def only(self) -> int | None:
        return self.places[0] if len(self.places) == 1 else None


class Spellings:
    """Every spelling of every place, ready to be asked thousands of times."""

    def __init__(self, places: Iterable[Known]) -> None:
        self.known: Mapping[int, Known] = {place.key: place for place in places}
        self._levels = [collections.defaultdict[str, set[int]](set) for _ in range(3)]
        for place in self.known.values():
            name, other, former = self._levels
            (former if place.closed else name)[rules.key(place.name)].add(place.key)
            for spelling in (*place.others, place.code):
                (former if place.closed else other)[rules.key(spelling)].add(place.key)
            for spelling in place.former:
                former[rules.key(spelling)].add(place.key)

    def find(self, spelling: str, *, kinds: Collection[str] | None = None, under: int | None = None) -> Match:
        """What `spelling` means. A present name goes before another spelling, and that before a name of the past.

        kinds: only such places. under: where several fit, those below this place go before others.
        """
        wanted = rules.key(spelling)
        gone: set[int] = set()
        for level in self._levels:
            found = set()
            for key in level.get(wanted, ()) if wanted else ():
                place = self.known[key]
                if kinds is not None and place.kind not in kinds:
                    continue
                if not place.closed:
                    found.add(key)
                elif place.successor is not None:
                    found.add(place.successor)
                else:
                    gone.add(key)
            if under is not None and len(found) > 1:
                found = {key for key in found if self.is_below(key, under)} or found
            if found:
                return Match(tuple(sorted(found)))
        return Match(closed=tuple(sorted(gone)))

    def near(self, spelling: str, *, kinds: Collection[str] | None = None) -> int | None:
        """The open place whose name or other spelling is most like this one, if any is like it at all."""
        choices = [
            (rules.key(name), place.key)
            for place in self.known.values()
            if not place.closed and (kinds is None or place.kind in kinds)
            for name in (place.name, *place.others, *place.former)
        ]
        best = process.extractOne(
            rules.key(spelling), [name for name, _ in choices], scorer=fuzz.ratio, score_cutoff=LIKELY
        )
        return choices[best[2]][1] if best else None

    def is_below(self, key: int, above: int) -> bool:
        """Whether `key` is `above` or stands below it."""
        seen: set[int] = set()
        at: int | None = key
        while at is not None and at not in seen:
            if at == above:
                return True
            seen.add(at)
            at = self.known[at].parent
        return False
