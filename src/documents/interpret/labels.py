"""Lines that carry labels: "Lead: Ann Other", "By when" alone on a line, several labels in one line."""

from __future__ import annotations

import dataclasses
import functools
import re

from documents.interpret import columns
from documents.interpret.columns import Role

_START = re.compile(
    r"^(?P<label>(?:[A-Z][\w-]*\s+){0,2}?(?P<word>action|activity|task|initiative|commitment|pledge|deliverable|measure"
    r"|recommendation|objective|aim|goal)\s*(?:no\.?\s*|number\s*|ref\.?\s*|#\s*)?"
    r"(?P<number>[A-Z]{0,3}\d{1,3}(?:\.\d{1,3})*[a-z]?))(?![.\d]*\d)\s*(?P<mark>[:.–—)-]|$|(?=\s[A-Z]))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?P<label>[A-Za-z][^:\n]{0,58}?)\s*(?P<mark>[:?]|[–—-]\s)\s*(?P<rest>.*)$", re.DOTALL)
_OWN_WORDS = {"action", "activity", "task", "initiative", "commitment", "pledge", "deliverable", "measure"}
_UNLABELLED = {"no", "id", "target", "team", "area", "item", "number", "due", "start", "measure"}


_INSIDE = set(Role) - {Role.OBJECTIVE, Role.THEME, Role.DESIRED_OUTCOME}


@dataclasses.dataclass(frozen=True)
class Part:
    """A piece of a line: its label as written (empty where it has none), what the label means, and the text after it."""

    label: str
    role: Role | None
    text: str


@dataclasses.dataclass(frozen=True)
class Start:
    """The beginning of an action in words: "Action 3", "Commitment 2.1: Publish". `is_own`: the word means an action."""

    label: str
    text: str
    is_own: bool


def start(text: str) -> Start | None:
    found = _START.match(text)
    if found is None or (found["rest"] and not found["mark"] and not found["rest"][0].isupper()):
        return None
    return Start(found["label"], found["rest"].strip(), found["word"].lower() in _OWN_WORDS)


def parts(text: str) -> list[Part]:
    """The line cut at its labels. A line without labels is one part without a role."""
    whole = alone(text)
    if whole is not None:
        return [Part(text.strip(), whole, "")]
    cuts = [found for found in _inline().finditer(text) if columns.exact(found["label"]) is not None]
    cuts = [found for found in cuts if found.start() == 0 or found["mark"].strip(" *")[:1] not in {"–", "—"}]
    cuts = [
        found
        for found in cuts
        if not text[: found.start("label")].strip(" *(") or _may_stand_inside(found, text)
    ]
    if not cuts:
        return [Part("", None, text.strip())]
    found_parts = []
    before = text[: cuts[0].start()].strip(" ;|/–-(")
    if before:
        found_parts.append(Part("", None, before))
    for at, cut in enumerate(cuts):
        end = cuts[at + 1].start() if at + 1 < len(cuts) else len(text)
        value = text[cut.end() : end].strip()
        value = value.rstrip(";|/(").strip() if at + 1 < len(cuts) else value
        if text[max(0, cut.start()) : cut.end()].lstrip(" ;.,|").startswith("("):
            value = value.removesuffix(")").removesuffix(").")
        found_parts.append(Part(cut["label"].strip(), columns.exact(cut["label"]), value))
    return found_parts


def alone(text: str) -> Role | None:
    """What a line means that is a label and nothing else."""
    stripped = text.strip().rstrip(":?").strip()
    if len(stripped) > 60:
        return None
    found = columns.exact(stripped)
    if found is None or (stripped.lower() in _UNLABELLED and not text.rstrip().endswith((":", "?"))):
        return None
    return found


def _may_stand_inside(found: re.Match[str], text: str) -> bool:
    """Inside a line a label has a capital letter, or a mark before it."""
    label = found["label"]
    is_set_off = label[0].isupper() or text[: found.start("label")].rstrip()[-1:] in {";", "|", ",", "("}
    return is_set_off and columns.exact(label) in _INSIDE


@functools.cache
def _inline() -> re.Pattern[str]:
    """A known label with its mark, at the beginning of a line or after a gap inside it."""
    names = sorted(
        (re.escape(name).replace(r"\ ", r"[\s/()-]+").replace("'", "['’]") for name in columns.known_names()),
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"(?:^|(?<=[\s;|.,(])\(?)\**(?P<label>(?:{'|'.join(names)})(?:\(s\))?)\**\s*(?P<mark>:\**|\?\s+|\s[–—]\s)\s*",
        re.IGNORECASE,
    )
