"""A document beside the live plan: what it says anew, otherwise, or no more. Values only; nothing is changed here."""

import dataclasses
import hashlib
from collections.abc import Iterator

from documents import plan as documents_plan
from documents import substance
from throughline.base.rules import key
from throughline.plan.rules.merging import differences, matching
from throughline.plan.rules.merging.differences import FIELDS, WORDS, Difference
from throughline.plan.rules.merging.matching import Match, Placed

__all__ = [
    "FIELDS",
    "WORDS",
    "Changed",
    "Difference",
    "Match",
    "Merge",
    "Placed",
    "ThemeChange",
    "compare",
]


@dataclasses.dataclass(frozen=True)
class Changed:
    """An action of which the document says something else."""

    match: Match
    differences: tuple[Difference, ...]


@dataclasses.dataclass(frozen=True)
class ThemeChange:
    """What the document says of a theme beside its actions. `field`: desired_outcome, or recommendation, which is new."""

    theme: str
    difference: Difference


@dataclasses.dataclass(frozen=True)
class Merge:
    """All that a document says otherwise than the live plan, and what it does not hold."""

    changed: list[Changed]
    unchanged: int
    new: list[Placed]
    missing: list[Placed]
    themes: list[ThemeChange]

    @property
    def says_nothing_new(self) -> bool:
        return (
            not self.new
            and not self.themes
            and not any(one.takes for change in self.changed for one in change.differences)
        )


def compare(live: documents_plan.Plan, read: documents_plan.Plan) -> Merge:
    """`live`: the plan as `queries.exporting.to_document` gives it; `read`: what documents.read made of the file."""
    live, read = substance.cleaned(live), substance.cleaned(read)
    found = matching.match(matching.placed(live), matching.placed(read))
    ours = any(one.by_reference for one in found.matches)
    columns = differences.columns(read.actions)
    if ours:  # one cell that is empty was emptied; where a whole column is, it is not in the file
        columns |= differences.rarely([one.live.action for one in found.matches])
    changed = [Changed(one, said) for one in found.matches if (said := differences.of(one, columns=columns))]
    return Merge(
        changed=changed,
        unchanged=len(found.matches) - len(changed),
        new=found.new,
        missing=_missing(found, live, read),
        themes=list(_themes(live, read, whole=ours)),
    )


def seal(*said: str) -> str:
    """A short name for what somebody looked at: another text has another."""
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()[:12]


def _missing(found: matching.Matched, live: documents_plan.Plan, read: documents_plan.Plan) -> list[Placed]:
    """What a document of the same title would hold; any other is asked only for what the services that it names do."""
    if key(live.title) == key(read.title):
        return found.missing
    services = {key(one.live.action.service or "") for one in found.matches}
    return [one for one in found.missing if key(one.action.service or "") in services]


def _themes(live: documents_plan.Plan, read: documents_plan.Plan, *, whole: bool) -> Iterator[ThemeChange]:
    """`whole`: the file is one of ours, so an outcome that it does not say was struck out; elsewhere it may never have stood.

    A theme that stands twice in the file is what it says first; where no theme of several has an outcome, they are not in it.
    """
    known = {key(theme.title): theme for theme in live.themes}
    both = [(known[key(theme.title)], theme) for theme in read.themes if key(theme.title) in known]
    whole = whole and (
        any(theme.desired_outcome for _, theme in both)
        or len({key(old.title) for old, _ in both if old.desired_outcome}) < 2
    )
    told: set[str] = set()
    had = {key(old.title): {key(text) for text in old.recommendations} for old, _ in both}
    for old, theme in both:
        title, was, now = key(old.title), old.desired_outcome or "", theme.desired_outcome or ""
        if title not in told and was.split() != now.split() and (now or whole):
            told.add(title)
            yield ThemeChange(old.title, Difference("desired_outcome", was, now))
        for text in theme.recommendations:
            if key(text) not in had[title]:
                had[title].add(key(text))
                yield ThemeChange(old.title, Difference("recommendation", "", text))
