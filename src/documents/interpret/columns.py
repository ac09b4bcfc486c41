"""What a column of an action plan holds, told from its name."""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.interpret import kinds
from documents.interpret.column_names import NAMES
from documents.interpret.column_names import Role as Role
from documents.interpret.column_words import ASIDE as ASIDE
from documents.interpret.column_words import ASIDE_AFTER, FOREIGN, KEYWORDS, REVISED, SECOND, WEAKER

_NO_NAME = re.compile(
    r":\s*\w|^(?:objective|priority|theme|goal|aim|outcome|commitment|recommendation)\s+(?:\d+|[A-H])$", re.I
)
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_ADJECTIVES = re.compile(
    r"^(?:(?:our|the|key|main|proposed|planned|agreed|overall|specific|detailed|corporate) )+"
)
CUT_OFF = 84  # of 100: the real column names of five plans score 90 and more, unrelated ones 60


@dataclasses.dataclass(frozen=True)
class Columns:
    """The columns of a table: `roles` by position (None: not understood), `names` as written."""

    roles: tuple[Role | None, ...]
    names: tuple[str, ...]

    @property
    def holds(self) -> frozenset[Role]:
        return frozenset(role for role in self.roles if role is not None)


def recognise(names: tuple[str, ...]) -> Columns | None:
    """The columns, if these cells are the header of a table of actions; None if they are anything else."""
    filled = [name for name in names if name]
    if len(filled) < 2 or any(len(name) > 80 or len(name.split()) > 12 for name in filled):
        return None
    if any(_NO_NAME.search(name) for name in filled) or not _has_known(filled):
        return None  # at least one name must be one that we know; most rows of a table end here
    roles = decided([role(name) for name in names], names)
    if Role.ACTION not in roles or not {found for found in roles if found is not None} - {Role.ACTION}:
        return None
    if is_foreign(names) or understood(roles, names) * 2 < len(filled):
        return None
    return Columns(roles=tuple(roles), names=names)


def _has_known(names: list[str]) -> bool:
    known = _known()
    if any(plain(name) in known for name in names):
        return True
    if any(name[0].islower() or name[-1] in ".," for name in names):
        return False  # pieces of sentences
    return sum(1 for name in names if role(name) is not None) >= 3


def decided(roles: list[Role | None], names: tuple[str, ...]) -> list[Role | None]:
    """The roles with one column of actions, the strongest; and one of leads, where others name who answers for them or helps."""
    if Role.ACTION not in roles and Role.OBJECTIVE in roles:
        roles[roles.index(Role.OBJECTIVE)] = Role.ACTION
    actions = [at for at, found in enumerate(roles) if found is Role.ACTION]
    best = min(actions, key=lambda at: (bool(WEAKER.search(plain(names[at]))), at), default=None)
    for at in actions:
        if at != best:
            roles[at] = Role.OUTCOME if WEAKER.search(plain(names[at])) else None
    leads = [at for at, found in enumerate(roles) if found is Role.LEAD]
    first = [at for at in leads if not SECOND.search(plain(names[at]))]
    if first:
        for at in leads:
            roles[at] = Role.LEAD if at in first else None
    for at, found in enumerate(roles):
        if found is Role.THEME and best is not None and at > best and ASIDE_AFTER.search(plain(names[at])):
            roles[at] = None
    dates = [at for at, found in enumerate(roles) if found is Role.TARGET]
    if len(dates) > 1 and any(REVISED.search(plain(names[at])) for at in dates):
        for at in dates:
            roles[at] = Role.TARGET if REVISED.search(plain(names[at])) else Role.EARLIER_TARGET
    return roles


def understood(roles: list[Role | None], names: tuple[str, ...]) -> int:
    """How many names mean something in a plan."""
    return sum(
        1
        for found, name in zip(roles, names, strict=True)
        if found is not None or (name and (ASIDE.search(plain(name)) or kinds.is_period(name)))
    )


def is_foreign(names: tuple[str, ...]) -> bool:
    """Whether these are the column names of a table that is no plan: of risks, of versions, of figures."""
    filled = [plain(name) for name in names if name]
    if any(len(name.split()) > 5 or kinds.is_date(name) or kinds.is_state(name) for name in names if name):
        return False  # a row of something
    strange = sum(1 for name in filled if len(name.split()) <= 3 and FOREIGN.match(name))
    return len(filled) > 1 and strange >= 2 and strange * 3 >= len(filled)


def plain(name: str) -> str:
    """A column name without case, plural brackets and punctuation."""
    text = name.lower().replace("’", "'").replace("(s)", "").replace("%", " percent ").strip()
    text = "number" if text in {"#", "№"} else text.replace("&", " and ").replace("e.g.", "")
    return " ".join(re.sub(r"[^\w']+", " ", text).split())


@functools.lru_cache(maxsize=4096)
def role(name: str) -> Role | None:
    """What a column of this name holds, or None: the nearest known name, else a word that gives it away."""
    wanted = plain(name)
    if not wanted:
        return None
    known = _known()
    for form in (wanted, plain(_BRACKETED.sub(" ", name)), _ADJECTIVES.sub("", wanted)):
        if form in known:
            return known[form]
    from rapidfuzz import fuzz, process

    if ASIDE.search(wanted):
        return _by_word(wanted)
    best = process.extractOne(wanted, known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CUT_OFF)
    if best is not None and len(wanted) > 3 and _by_word(wanted) in {None, known[best[0]]}:
        return known[best[0]]
    return _by_word(wanted)


def _by_word(wanted: str) -> Role | None:
    """What a word of the name gives away. A name with who and when holds both."""
    words = wanted.split()
    if len(words) > 9 or (len(words) > 4 and words[0] in kinds.VERBS):
        return None  # a sentence, perhaps an action
    found = [role for role, pattern in KEYWORDS if pattern.search(wanted)]
    if {Role.LEAD, Role.TARGET} <= set(found) and re.search(r"\b(and|by when|when)\b", wanted):
        return Role.LEAD_AND_TARGET
    return found[0] if found else None


def exact(name: str) -> Role | None:
    """What a label of exactly this name means, as a column of that name would."""
    return _known().get(plain(name))


def known_names() -> tuple[str, ...]:
    return tuple(_known())


@functools.cache
def _known() -> dict[str, Role]:
    return {
        form: found
        for found, names in NAMES.items()
        for name in names
        for form in (plain(name), f"{plain(name)}s", plain(name).removesuffix("s"))
    }
