"""Splits the words that say who leads into people and teams, and says where they work if the words do."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from documents import lead_words as words
from documents.plan import Lead

_STRONG = re.compile(
    r"\s*(?:/|\+|\b(?:jointly\s+|in (?:conjunction|partnership|collaboration)\s+)?with\b|\b(?:supported|assisted) by\b)\s*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:&|\band\b)\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=\w\w)\.\s+(?=[A-Z])")
_BRACKETS = re.compile(r"^(?P<outside>[^()]+?)\s*\((?P<inside>[^()]+)\)$")
_ROLE = re.compile(r"^(?:co-)?chair(?:ed by|person)?\s*[:\-–]?\s+(?=[A-Z])", re.IGNORECASE)

_NOT_YET = re.compile(
    r"t\.?b\.?[acd]\.?|to be (?:confirmed|agreed|appointed|named|decided)|vacant|\?+", re.IGNORECASE
)
_NOBODY = re.compile(r"n\s*/?\s*a|none|nil|not applicable", re.IGNORECASE)
_LONGEST = 1000  # characters
TOO_LONG = "the words are too long to be names: no leads were taken"


@dataclasses.dataclass(frozen=True)
class Read:
    """Who leads, and what is not certain about it."""

    leads: tuple[Lead, ...] = ()
    doubts: tuple[str, ...] = ()


def services_named(texts: Iterable[str]) -> frozenset[str]:
    """The services that leads are said to belong to, in cells like "Ann Other, Housing Options".

    A service that could be a person's name ("Green Lanes") is one if it ends several cells and begins none.
    """
    ends: dict[str, set[str]] = {}
    begins: set[str] = set()
    for text in texts:
        for line in _lines(text[:_LONGEST]):
            parts = [part.strip(" .") for part in _SENTENCE.sub(", ", line).split(",")]
            begins.update(name.strip() for part in parts[:-1] for name in _STRONG.split(part))
            if (
                len(parts) > 1
                and parts[-1]
                and not words.is_post(parts[-1])
                and any(_has_person(part) for part in parts[:-1])
            ):
                ends.setdefault(parts[-1], set()).add(line)
    return frozenset(
        name
        for name, lines in ends.items()
        if not _has_person(name) or (len(lines) > 1 and name not in begins)
    )


def read_leads(text: str, *, services: Iterable[str] | words.Known = ()) -> Read:
    """The leads in order. Line breaks in `text` part leads.

    services: names of services and their abbreviations known from the rest of the document, by which "Ann Other Housing
    Options" is a person in a service and "Families and Play SMT" is one team. For many texts, make one Known of them first.
    """
    known = services if isinstance(services, words.Known) else words.Known.of(services)
    leads: list[Lead] = []
    doubts: list[str] = []
    if len(text) > _LONGEST:
        return Read(doubts=(TOO_LONG,))
    for line in _lines(text):
        leads.extend(_line(line, known, doubts))
    if any(_NOT_YET.fullmatch(lead.name) for lead in leads):
        doubts.append("the words say that a lead is still to be named")
    leads = [lead for lead in leads if _is_somebody(lead.name)]
    mixed = {lead.name: words.mixed_scripts(lead.name) for lead in leads}
    doubts.extend(
        f"“{name}” mixes letters of two alphabets: {found}" for name, found in mixed.items() if found
    )
    return Read(leads=tuple(dict.fromkeys(leads)), doubts=tuple(dict.fromkeys(doubts)))


def _is_somebody(name: str) -> bool:
    return any(letter.isalnum() for letter in name) and not (
        _NOT_YET.fullmatch(name) or _NOBODY.fullmatch(name)
    )


def _lines(text: str) -> list[str]:
    """Lines and parts between semicolons; a line that ends in a comma or an "and" goes on in the next."""
    joined = re.sub(r"([,/&]|\band)\s*\n\s*", r"\1 ", text)
    lines = (" ".join(line.split()).strip(" .,;") for line in re.split(r"[\n;]", joined))
    return [line for line in lines if line]


def _line(line: str, known: words.Known, doubts: list[str]) -> list[Lead]:
    """A line is one or more people or teams, and perhaps the service of all of them at its end."""
    parts = [part.strip(" .") for sentence in _SENTENCE.split(line) for part in _commas(sentence, known)]
    parts = [part for part in parts if part]
    leads: list[Lead] = []
    waiting: list[Lead] = []  # leads whose service, if any, is still to come
    for part in parts:
        if waiting and _is_service(part, known, waiting):
            service, rest = known.split_after_service(part)
            leads.extend(dataclasses.replace(lead, service=lead.service or service) for lead in waiting)
            waiting = []
            if rest:
                doubts.append(f"“{part}” was read as the service {service}, and then {rest}")
                leads.extend(_names(rest, known, doubts))
        elif waiting and words.is_post(part) and len(waiting) == 1 and waiting[0].kind == "person":
            continue  # "Ann Other, Head of Housing": the post stays in the author's words
        else:
            waiting.extend(_names(part, known, doubts))
    return leads + waiting


def _commas(sentence: str, known: words.Known) -> list[str]:
    if known.has(sentence):
        return [sentence]
    return sentence.split(",")


def _is_service(part: str, known: words.Known, waiting: list[Lead]) -> bool:
    if not any(lead.kind == "person" for lead in waiting):
        return False
    if known.has(part) or known.split_after_service(part)[1]:
        return True
    return not words.is_post(part) and not _has_person(part)


def _has_person(text: str) -> bool:
    return any(
        words.is_person(name) or len(words.people(name)) > 1
        for part in _STRONG.split(_ROLE.sub("", text))
        for name in _AND.split(part)
    )


def _names(part: str, known: words.Known, doubts: list[str]) -> list[Lead]:
    """The people and teams of one part between commas."""
    leads: list[Lead] = []
    for name in _separate(part, known):
        leads.extend(_name(name, known, doubts))
    return leads


def _separate(part: str, known: words.Known) -> list[str]:
    """The part at its slashes and "and"s, but not inside the name of one team or post."""
    if known.has(part) or known.is_team_of(part) or words.is_one_team(part):
        return [part]
    names = [name.strip(" .,-") for name in _STRONG.split(part)]
    names = [name for name in names if name]
    if len(names) > 1 and all(
        any(_stands_alone(one, known) for one in (name, *_AND.split(name))) for name in names
    ):
        return [found for name in names for found in _at_ands(name, known)]
    return _at_ands(part, known)


def _at_ands(part: str, known: words.Known) -> list[str]:
    """ "Diversity and Inclusion Manager" is one; "Ann Other and Housing SMT" are two."""
    if known.has(part) or known.is_team_of(part):
        return [part]
    for match in _AND.finditer(part):
        one, other = part[: match.start()].strip(" ,"), part[match.end() :].strip(" ,")
        if not one or not other:
            continue
        left_ends = words.is_person(one) or known.has(one) or words.is_surely_team(one)
        left_may_end = words.is_initials(one) or (words.is_acronym(one) and not words.is_post(other))
        if (left_ends or left_may_end or _begins_with_person(other)) and _stands_alone(one, known):
            return [one, *_at_ands(other, known)]
    return [part]


def _begins_with_person(text: str) -> bool:
    return words.is_person(_AND.split(text)[0])


def _stands_alone(name: str, known: words.Known) -> bool:
    outside = _BRACKETS.match(name)
    bare = _ROLE.sub("", outside["outside"] if outside else name)
    return (
        words.is_person(bare)
        or known.has(bare)
        or words.is_team(bare)
        or words.is_post(bare)
        or words.is_initials(bare)
    )


def _name(name: str, known: words.Known, doubts: list[str]) -> list[Lead]:
    """One name: perhaps with a service in brackets or after it, perhaps several people with nothing between them."""
    name = _ROLE.sub("", name).strip()
    if brackets := _BRACKETS.match(name):
        return _bracketed(brackets["outside"].strip(), brackets["inside"].strip(), known, doubts)
    if known.has(name):
        return [Lead(name=name, kind="team")]
    if words.is_person(name):
        return [Lead(name=name, kind="person")]
    person, service = known.split_before_service(name)
    if service and (words.is_person(person) or len(words.people(person)) > 1):
        return [dataclasses.replace(lead, service=service) for lead in _name(person, known, doubts)]
    people = words.people(name)
    if len(people) > 1:
        doubts.append(f"names without anything between them were split: {', '.join(people)}")
        return [Lead(name=one, kind="person") for one in people]
    return [Lead(name=name, kind="team" if words.is_team(name) else "unknown")]


def _bracketed(outside: str, inside: str, known: words.Known, doubts: list[str]) -> list[Lead]:
    if words.is_person(inside) and not words.is_person(outside):
        return [Lead(name=inside, kind="person", service=outside)]
    leads = _name(outside, known, doubts)
    if all(lead.kind == "person" for lead in leads) and not words.is_post(inside):
        return [dataclasses.replace(lead, service=inside) for lead in leads]
    if any(lead.kind == "person" for lead in leads):
        return leads
    return [Lead(name=f"{outside} ({inside})", kind=leads[0].kind if leads else "unknown")]
