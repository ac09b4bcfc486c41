"""The services of a plan: which spellings mean the same one, and the names by which leads are recognised."""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterable, Sequence

from documents.plan import ServiceSpellings, Theme

_ABBREVIATION = re.compile(r"\s*\(([A-Z][A-Za-z&]*[A-Z])\)\s*$")
_MOST_WITH_SLIPS = 200
_SMALL_WORDS = {"and", "the", "of", "for"}


def abbreviation(name: str) -> str | None:
    """The abbreviation that a name gives of itself, as in "Housing Options (HO)"."""
    found = _ABBREVIATION.search(name)
    return found[1] if found else None


def without_abbreviation(name: str) -> str:
    return _ABBREVIATION.sub("", name).strip()


def same(one: str, other: str) -> bool:
    """Whether two names mean one service: the same abbreviation, or the same words but for spelling."""
    ours, theirs = abbreviation(one), abbreviation(other)
    if ours and theirs:
        return ours.upper() == theirs.upper()
    if one.upper() == (theirs or "").upper() or other.upper() == (ours or "").upper():
        return True
    return _same_words(_words(one), _words(other))


def group(themes: Iterable[Theme]) -> tuple[ServiceSpellings, ...]:
    """The services of the plan in order of first use, each with all its spellings."""
    return group_names(action.service for theme in themes for action in theme.actions if action.service)


def group_names(names: Iterable[str]) -> tuple[ServiceSpellings, ...]:
    """The names in groups that mean one service. Among very many names, slips of the pen are not looked for."""
    uses = collections.Counter(names)
    order = {name: at for at, name in enumerate(uses)}
    groups: dict[str, list[str]] = {}  # by name: the group that it is in, shared by all of its names
    near: dict[object, list[str]] = collections.defaultdict(list)
    for name in uses:
        others = (
            list(groups) if len(uses) <= _MOST_WITH_SLIPS else [it for key in _keys(name) for it in near[key]]
        )
        merged = [name]
        for other in others:
            if groups[other] is not merged and same(name, other):
                merged.extend(groups[other])
                groups.update(dict.fromkeys(groups[other], merged))
        groups[name] = merged
        for key in _keys(name):
            near[key].append(name)
    unique = {id(found): sorted(found, key=order.__getitem__) for found in groups.values()}
    return tuple(
        _spellings(found, uses) for found in sorted(unique.values(), key=lambda found: order[found[0]])
    )


def _keys(name: str) -> tuple[object, ...]:
    """What a name shares with every other that means the same without a slip: its words, or its abbreviation."""
    return _words(name), (abbreviation(name) or name).upper()


def _spellings(found: list[str], uses: collections.Counter[str]) -> ServiceSpellings:
    return ServiceSpellings(name=max(found, key=lambda spelling: uses[spelling]), spellings=tuple(found))


@functools.lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    text = without_abbreviation(name).lower().replace("&", " and ").replace("’", "'").replace("'s", "s")
    words = [re.sub(r"s$", "", word) for word in re.findall(r"[^\W_]+", text)]
    return tuple(word for word in words if word not in _SMALL_WORDS) or tuple(words)


def _same_words(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Equal, or with one letter wrong in a long word. A number or a short word is never taken for a slip."""
    if not ours or len(ours) != len(theirs):
        return False
    differing = [(one, other) for one, other in zip(ours, theirs, strict=True) if one != other]
    if not differing:
        return True
    if len(differing) > 1:
        return False
    from rapidfuzz.distance import OSA

    one, other = differing[0]
    return (
        min(len(one), len(other)) >= 7 and one.isalpha() and other.isalpha() and OSA.distance(one, other) == 1
    )
