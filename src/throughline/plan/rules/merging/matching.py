"""Which row of a document is which action of the live plan: by the reference first, then by the words."""

import dataclasses
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from documents import plan as documents_plan
from documents import texts
from throughline.base.rules import key

NEAR = 80  # out of 100: below it two texts are two actions
SURE = 95  # from here on nobody needs to look whether it is the same action
SAME_PLACE = 5  # what the same service, and the same theme, each add


@dataclasses.dataclass(frozen=True)
class Placed:
    """An action with the title of the theme in which it stands."""

    theme: str
    action: documents_plan.Action

    @property
    def words(self) -> str:
        return key(texts.join_points(self.action.action, self.action.points))


@dataclasses.dataclass(frozen=True)
class Match:
    """A row of the document (`read`) and the action of the plan that it is (`live`); `score` 0 to 100."""

    live: Placed
    read: Placed
    by_reference: bool
    score: float = 100.0

    @property
    def sure(self) -> bool:
        return self.score >= SURE


@dataclasses.dataclass(frozen=True)
class Matched:
    """Every row once, in the order of its list."""

    matches: list[Match]
    new: list[Placed]  # in the document alone
    missing: list[Placed]  # in the plan alone


def placed(plan: documents_plan.Plan) -> list[Placed]:
    return [Placed(theme.title, action) for theme in plan.themes for action in theme.actions]


def match(live: Sequence[Placed], read: Sequence[Placed]) -> Matched:
    """A reference that stands in several rows is that of the row whose words are nearest; each row has one action."""
    found: dict[int, Match] = {}  # by the number of the row
    taken: set[int] = set()
    for scored, by_reference in ((_by_reference, True), (_by_words, False)):
        left = (
            [n for n in range(len(live)) if n not in taken],
            [n for n in range(len(read)) if n not in found],
        )
        for score, of_live, of_read in sorted(
            scored(live, read, *left), key=lambda one: (-one[0], abs(one[1] - one[2]), one[2])
        ):
            if of_live not in taken and of_read not in found:
                taken.add(of_live)
                sure = 100.0 if by_reference else score
                found[of_read] = Match(live[of_live], read[of_read], by_reference, sure)
    return Matched(
        [found[n] for n in sorted(found)],
        [one for n, one in enumerate(read) if n not in found],
        [one for n, one in enumerate(live) if n not in taken],
    )


Scored = tuple[float, int, int]  # score, number of the action, number of the row


def _by_reference(
    live: Sequence[Placed], read: Sequence[Placed], actions: list[int], rows: list[int]
) -> list[Scored]:
    known = {one: n for n in actions if (one := live[n].action.reference.strip().casefold())}
    return [
        (fuzz.ratio(live[of_live].words, read[n].words), of_live, n)
        for n in rows
        if (of_live := known.get(read[n].action.reference.strip().casefold())) is not None
    ]


def _by_words(
    live: Sequence[Placed], read: Sequence[Placed], actions: list[int], rows: list[int]
) -> list[Scored]:
    """A row that bears the reference of an action is never another action: somebody has copied it."""
    references = {one.action.reference.strip().casefold() for one in live} - {""}
    rows = [n for n in rows if read[n].action.reference.strip().casefold() not in references]
    if not rows or not actions:
        return []
    words = [_in_order(live[n]) for n in actions]
    places = [_place(live[n]) for n in actions]
    found = []
    for row in rows:
        service, theme = _place(read[row])
        near = process.extract(_in_order(read[row]), words, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
        for _, score, place in near:
            same = (places[place][0] == service) + (places[place][1] == theme)
            found.append((score - SAME_PLACE * (2 - same), actions[place], row))
    return found


def _in_order(one: Placed) -> str:
    """Its words by the alphabet: a text whose words were turned round is the same one. Sorted once, not at each comparison."""
    return " ".join(sorted(one.words.split()))


def _place(one: Placed) -> tuple[str, str]:
    """Service and theme as they are compared."""
    return key(one.action.service or ""), key(one.theme)
