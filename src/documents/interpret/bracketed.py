"""Actions written in one line, with the lead and the date at its end: in brackets, or after dashes."""

from __future__ import annotations

import dataclasses
import re

from documents.interpret import kinds, labels
from documents.interpret.columns import Role

_NUMBER = re.compile(r"^(?P<number>\(?(?:[A-Z]{0,2}\d{1,3}(?:\.\d{1,3})*|[a-z])[.)]?)\s+(?=\S)")
_BRACKETS = re.compile(r"\s*[(\[](?P<inside>[^()\[\]]*(?:\([^()]*\)[^()\[\]]*)*)[)\]]\s*[.;]?\s*$")
_DASHES = re.compile(r"\s+[–—-]\s+|\s+\|\s+")
_SPLIT = re.compile(r"\s*[;|]\s*|\s+[–—-]\s+")
_COMMA = re.compile(r",\s+")
_LED = re.compile(r"^(?:led by|lead by|lead(?:s|er)?|owner|responsible)\s+(?=[A-Z])", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Bracketed:
    """The action with its own number, the lead, the date, and the labels that stood before them."""

    number: str
    action: str
    lead: str
    target: str
    labels: tuple[str, ...] = ()


def number(text: str) -> str:
    """The number at the beginning of an entry of a list, or nothing."""
    found = _NUMBER.match(text)
    return found["number"] if found else ""


def read(text: str) -> Bracketed | None:
    """The line as an action, if its end says who leads it or when it is due and its beginning is long enough."""
    numbered = _NUMBER.match(text)
    number = numbered["number"] if numbered else ""
    rest = text[numbered.end() :] if numbered else text
    found = _brackets(number, rest) or _dashes(number, rest)
    return found if found and len(found.action.split()) >= 2 else None


def is_in_three(text: str) -> bool:
    """Whether dashes part a line into what, who and when."""
    pieces = _DASHES.split(text)
    return len(pieces) == 3 and kinds.is_date(pieces[2].strip(" .")) and _may_lead(pieces[1])


def _brackets(number: str, text: str) -> Bracketed | None:
    inside: list[str] = []
    while len(inside) < 3 and (found := _BRACKETS.search(text)):
        taken = _who_and_when(found["inside"])
        if taken is None:
            break
        inside.insert(0, found["inside"])
        text = text[: found.start()]
    said = _who_and_when("; ".join(inside)) if inside else None
    return Bracketed(number, text.strip(), *said) if said else None


def _dashes(number: str, text: str) -> Bracketed | None:
    pieces = _DASHES.split(text)
    for first in range(max(1, len(pieces) - 2), len(pieces)):
        ends = pieces[first:]
        said = _who_and_when("; ".join(ends))
        if said is None and len(ends) == 2 and _may_lead(ends[0]) and kinds.is_date(ends[1].strip(" .")):
            said = ends[0], ends[1].strip(" ."), ()
        if said and said[0] and said[1]:
            return Bracketed(number, text[: text.rindex(ends[0])].rstrip(" –—-|"), *said)
    return None


def _may_lead(text: str) -> bool:
    """Whether words that stand before a date may be who leads: as a name is written, or a few that begin no action."""
    few = len(text.split()) <= 6 and text[:1].isupper() and not kinds.starts_with_verb(text)
    return kinds.may_be_lead(text) or (few and not kinds.is_date(text) and not kinds.is_state(text))


def _who_and_when(text: str) -> tuple[str, str, tuple[str, ...]] | None:
    """The lead, the date and the labels in a text that holds nothing else; None where it holds anything else."""
    leads: list[str] = []
    dates: list[str] = []
    names: list[str] = []
    for piece in _SPLIT.split(text):
        for part in labels.parts(piece):
            if part.role is Role.LEAD:
                names.append(part.label)
                who, when = _trailing_date(part.text)
                leads.append(who)
                dates.extend(when)
            elif part.role in {Role.TARGET, Role.START}:
                names.append(part.label)
                dates.append(part.text)
            elif part.role is not None or not _unlabelled(part.text, leads, dates, names):
                return None
    lead, date = ", ".join(filter(None, leads)), ", ".join(filter(None, dates))
    return (lead, date, tuple(names)) if lead or date else None


def _trailing_date(text: str) -> tuple[str, list[str]]:
    """ "Ann Other, by March 2022" as who and when."""
    who, comma, when = text.rpartition(",")
    return (who.strip(), [when.strip()]) if comma and kinds.is_date(when.strip()) else (text, [])


def _unlabelled(text: str, leads: list[str], dates: list[str], names: list[str]) -> bool:
    text = text.strip(" .")
    if not text:
        return True
    pieces = _COMMA.split(text)
    if (
        len(pieces) == 2
        and [kinds.is_date(piece) for piece in pieces] == [False, True]
        and kinds.may_be_lead(pieces[0])
    ):
        leads.append(pieces[0])
        dates.append(pieces[1])
        return True
    if kinds.is_date(text) and (kinds.has_day(text) or len(text.split()) <= 2):
        dates.append(text)
        return True
    if led := _LED.match(text):
        names.append(led[0].strip())
        text = text[led.end() :]
        who, when = _trailing_date(text)
        leads.append(who)
        dates.extend(when)
        return True
    if kinds.is_lead(text):
        leads.append(text)
        return True
    if len(pieces) > 1:
        return all(_unlabelled(piece, leads, dates, names) for piece in pieces)
    return False
