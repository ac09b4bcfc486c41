"""The services of a plan: which spellings mean the same one, and the names by which leads are recognised."""

from __future__ import annotations

import collections
import re
from collections.abc import Iterable, Sequence

from documents.plan import ServiceSpellings, Theme

_ABBREVIATION = re.compile(r"\s*\(([A-Z][A-Za-z&]*[A-Z])\)\s*$")
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
    uses = collections.Counter(names)
    groups: list[list[str]] = []
    for name in uses:
        matching = [found for found in groups if any(same(name, spelling) for spelling in found)]
        merged = [spelling for found in matching for spelling in found] + [name]
        if matching:
            groups[groups.index(matching[0])] = merged
            groups = [found for found in groups if found not in matching[1:]]
        else:
            groups.append(merged)
    order = list(uses)
    return tuple(_spellings(sorted(found, key=order.index), uses) for found in groups)


def _spellings(found: list[str], uses: collections.Counter[str]) -> ServiceSpellings:
    return ServiceSpellings(name=max(found, key=lambda spelling: uses[spelling]), spellings=tuple(found))


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
