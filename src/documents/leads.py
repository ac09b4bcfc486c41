"""Splits the words that say who leads into people and teams, and says where they work if the words do."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable

from documents import lead_nobody as nobody
from documents import lead_parts as divide
from documents import lead_words as words
from documents.lead_known import Known
from documents.plan import Lead

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
        for line in divide.lines(text[:_LONGEST], []):
            parts = [part.strip(" .") for part in divide.COMMA.split(", ".join(divide.sentences(line)))]
            begins.update(name.strip() for part in parts[:-1] for name in divide.STRONG.split(part))
            if (
                len(parts) > 1
                and parts[-1]
                and nobody.doubt(parts[-1]) is None
                and not words.is_post(parts[-1])
                and any(divide.has_person(part) for part in parts[:-1])
            ):
                ends.setdefault(parts[-1], set()).add(line)
    return frozenset(
        name
        for name, lines in ends.items()
        if not divide.has_person(name) or (len(lines) > 1 and name not in begins)
    )


def read_leads(text: str, *, services: Iterable[str] | Known = ()) -> Read:
    """The leads in order. Line breaks in `text` part leads.

    services: names of services and their abbreviations known from the rest of the document, by which "Ann Other Housing
    Options" is a person in a service and "Families and Play SMT" is one team. For many texts, make one Known of them first.
    """
    known = services if isinstance(services, Known) else Known.of(services)
    if len(text) > _LONGEST:
        return Read(doubts=(TOO_LONG,))
    leads: list[Lead] = []
    doubts: list[str] = []
    for line in divide.lines(text, doubts):
        leads.extend(_line(line, known, doubts))
    mixed = {lead.name: words.mixed_scripts(lead.name) for lead in leads}
    doubts.extend(
        f"“{name}” mixes letters of two alphabets: {found}" for name, found in mixed.items() if found
    )
    return Read(leads=tuple(dict.fromkeys(leads)), doubts=tuple(dict.fromkeys(doubts)))


def _line(line: str, known: Known, doubts: list[str]) -> list[Lead]:
    """A line is one or more people or teams, and perhaps the service of all of them at its end."""
    parts = [
        part.strip(" .") for sentence in divide.sentences(line) for part in divide.commas(sentence, known)
    ]
    parts = [divide.somebody(re.sub(r"^(?:and|&)\s+", "", part), doubts) for part in parts if part.strip()]
    parts = divide.one_name([piece for part in parts if part for piece in divide.apart(part)], known, doubts)
    if len(parts) == 2 and all(words.is_plain_name(part.title()) and not known.has(part) for part in parts):
        doubts.append(f"“{line}” may be one person, surname first, or two")
        return [Lead(name=part) for part in parts]
    if len(parts) > 1 and divide.AND.search(parts[-1]) and all(map(words.is_team, parts)):
        doubts.append(f"“{line}” was read as {len(parts)} teams: it could be the name of one")
    leads: list[Lead] = []
    waiting: list[Lead] = []  # leads whose service, if any, is still to come
    before = 0  # how many leads the part before named
    for part in parts:
        if waiting and _is_service(part, known, waiting):
            service, rest = known.split_after_service(part)
            leads.extend(dataclasses.replace(lead, service=lead.service or service) for lead in waiting)
            if words.is_plain_name(service) and not known.has(service) and not words.is_team(service):
                doubts.append(f"“{service}” was taken for where {waiting[-1].name} works: it could be a name")
            waiting = []
            if rest:
                doubts.append(f"“{part}” was read as the service {service}, and then {rest}")
                leads.extend(_names(rest, known, doubts))
        elif before == 1 and words.is_post(part) and waiting and waiting[-1].kind == "person":
            before = 0  # "Ann Other, Head of Housing": the post stays in the author's words
        else:
            found = _names(part, known, doubts)
            before = len(found)
            waiting.extend(found)
    return leads + waiting


def _is_service(part: str, known: Known, waiting: list[Lead]) -> bool:
    if not any(lead.kind == "person" for lead in waiting):
        return False
    if known.has(part) or known.split_after_service(part)[1]:
        return True
    if words.is_post(part) or divide.has_person(part):
        return False
    return not words.begins_with_person(part) or words.ends_as_team(part)


def _names(part: str, known: Known, doubts: list[str]) -> list[Lead]:
    """The people and teams of one part between commas."""
    sides = divide.DASH.split(part, maxsplit=1)
    pieces = divide.STRONG.split(part)
    if len(pieces) > 1 and all(divide.DASH.search(piece) for piece in pieces):
        return [lead for piece in pieces for lead in _names(piece, known, doubts)]
    if len(sides) == 2 and all(sides) and not known.has(part):
        return _both_sides(part, sides[0], sides[1], known, doubts)
    leads: list[Lead] = []
    for name in divide.separate(part, known):
        leads.extend(_name(name, known, doubts))
    return leads


def _both_sides(part: str, one: str, other: str, known: Known, doubts: list[str]) -> list[Lead]:
    """ "Ann Other – Head of Housing", "Housing: Ann Other"; with no person on either side it is one name."""
    if divide.IS_LABEL.fullmatch(one):
        return _names(other, known, doubts)
    if divide.IS_LABEL.fullmatch(other):
        return _names(one, known, doubts)
    people_first, people_last = divide.has_person(one), divide.has_person(other)
    if people_first and people_last:
        return [*_names(one, known, doubts), *_names(other, known, doubts)]
    if not people_first and not people_last:
        both = known.has(one) or words.is_team(one), known.has(other) or words.is_team(other)
        return [Lead(name=part, kind="team" if all(both) else "unknown")]
    people, place = (one, other) if people_first else (other, one)
    leads = _names(people, known, doubts)
    if words.is_post(place):
        return leads
    return [dataclasses.replace(lead, service=lead.service or place) for lead in leads]


def _name(name: str, known: Known, doubts: list[str]) -> list[Lead]:
    """One name: perhaps with a service in brackets or after it, perhaps several people with nothing between them."""
    name = divide.CHAIR.sub("", name).strip()
    if nobody.doubt(name) is not None:
        doubts.extend(doubt for doubt in [nobody.doubt(name)] if doubt)
        return []
    if brackets := divide.BRACKETS.match(name):
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


def _bracketed(outside: str, inside: str, known: Known, doubts: list[str]) -> list[Lead]:
    if divide.has_person(inside) and not divide.has_person(outside):
        place = None if words.is_post(outside) else outside
        inner = [
            lead for piece in divide.COMMA.split(inside) for lead in _names(piece.strip(), known, doubts)
        ]
        return [dataclasses.replace(lead, service=lead.service or place) for lead in inner]
    leads = _name(outside, known, doubts)
    if leads and divide.has_person(inside):
        return [
            *leads,
            *_names(
                divide.STRONG.sub("", inside, count=1) if inside.startswith("with") else inside, known, doubts
            ),
        ]
    if leads and all(lead.kind == "person" for lead in leads) and not words.is_post(inside):
        return [dataclasses.replace(lead, service=inside) for lead in leads]
    if any(lead.kind == "person" for lead in leads):
        return leads
    return [Lead(name=f"{outside} ({inside})", kind=leads[0].kind if leads else "unknown")]
