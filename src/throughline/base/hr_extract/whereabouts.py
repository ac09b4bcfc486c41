"""Where the people of an extract work: its directorate, service and team columns matched to places."""

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Literal

from throughline.base import rules
from throughline.base.hr_extract.rows import PLACES, Record
from throughline.base.spellings import Spellings

KINDS = {  # column -> the kinds of place that it may name
    "directorate": ("directorate", "authority", "partner", "provider"),
    "service": ("service",),
    "team": ("team",),
}
Do = Literal["open", "same", "none"]


@dataclasses.dataclass(frozen=True)
class Decision:
    """What to do about an unknown place: open it, take it as another spelling of `place`, or leave people at the place above."""

    do: Do
    place: int | None = None


@dataclasses.dataclass(frozen=True)
class Unknown:
    """A place that the extract names and nobody knows. `key` names it in decisions; `path` leads from the top down to it.

    choices: the places that it may mean, when it may mean several. near: a place whose name is like it.
    """

    key: str
    kind: str
    path: tuple[str, ...]
    rows: tuple[int, ...]
    choices: tuple[int, ...] = ()
    near: int | None = None
    closed: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1]


@dataclasses.dataclass(frozen=True)
class New:
    """A place to be opened: below a place that is known, or below another new one."""

    key: str
    kind: str
    name: str
    parent: "int | New | None"


Where = int | New | None


@dataclasses.dataclass(frozen=True)
class Whereabouts:
    """`places`: row -> where its person works, as far as it is known. `unknown`: what somebody must decide first."""

    places: Mapping[int, Where]
    unknown: tuple[Unknown, ...]
    spellings: Mapping[str, int]  # to be recorded as other spellings: spelling -> place


def find(
    records: Iterable[Record],
    spellings: Spellings,
    decisions: Mapping[str, Decision],
    *,
    top: Where = None,
) -> Whereabouts:
    """Each record's place. `top`: where somebody works who has no directorate: the authority itself, which may be new."""
    matched: dict[tuple[str, str, str], tuple[Where, Unknown | None]] = {}
    rows: dict[tuple[str, str, str], list[int]] = {}
    aliases: dict[str, int] = {}
    for record in records:
        rows.setdefault(record.places, []).append(record.row)
    for path in rows:
        matched[path] = _walk(path, spellings, decisions, top, aliases)
    unknown: dict[str, Unknown] = {}
    for path, (_, missing) in matched.items():
        if missing is not None:
            known = unknown.get(missing.key, missing)
            together = tuple(sorted({*known.rows, *rows[path]}))
            unknown[missing.key] = dataclasses.replace(known, rows=together)
    places = {row: matched[path][0] for path, numbers in rows.items() for row in numbers}
    return Whereabouts(places, tuple(unknown.values()), aliases)


def _walk(
    path: tuple[str, str, str],
    spellings: Spellings,
    decisions: Mapping[str, Decision],
    top: Where,
    aliases: dict[str, int],
) -> tuple[Where, Unknown | None]:
    """Down from the directorate: the deepest place that is named, or the first on the way that somebody must decide about.

    What stands below a place that is to be opened is opened with it.
    """
    at: Where = top
    steps: list[str] = []
    for kind, name in zip(PLACES, path, strict=True):
        if not name or (steps and rules.key(name) == rules.key(steps[-1])):
            continue
        steps.append(name)
        key = "|".join([kind, *(rules.key(step) for step in steps)])
        if isinstance(at, New) and at != top:
            at = New(key, kind, name, at)
            continue
        found, closed = _known(kind, name, None if at == top else at, spellings)
        decision = decisions.get(key)
        if len(found) == 1:
            at = found[0]
        elif decision is None:
            near = spellings.near(name, kinds=KINDS[kind]) if not found else None
            return at, Unknown(key, kind, tuple(steps), (), found, near, closed)
        elif decision.do == "open":
            at = New(key, kind, name, at)
        elif decision.do == "same" and decision.place is not None:
            at = decision.place
            if not found:
                aliases[name] = decision.place
        else:
            return at, None
    return at, None


def _known(kind: str, name: str, at: Where, spellings: Spellings) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The places that a name may mean here, and those that are no more. A team is known only below its service: many
    services have a “Business Support”.
    """
    assert not isinstance(at, New)
    match = spellings.find(name, kinds=KINDS[kind], under=at)
    found = match.places
    if not found and at is not None:  # the extract's service may be our team
        below = spellings.find(name, under=at)
        found = tuple(key for key in below.places if key != at and spellings.is_below(key, at))
        if not found and at in below.places:
            found = (at,)
    if kind == "team" and at is not None:
        found = tuple(key for key in found if spellings.is_below(key, at))
    return found, match.closed
