"""What a document names, against the registers: its services among the places, its leads among the people and places."""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from documents import plan as documents_plan
from documents import services as spellings
from throughline.base.models import Person, Place
from throughline.base.queries import places
from throughline.base.rules import key
from throughline.plan.queries import matched
from throughline.plan.rules.lead_matching import Candidate, Match, Register


@dataclasses.dataclass(frozen=True)
class Service:
    """A service of the document with all its spellings: the place that it is, or whether one is to be made."""

    name: str
    spellings: tuple[str, ...]
    place: Place | None
    create: bool
    actions: int = 0

    @property
    def key(self) -> str:
        return key(self.name)


@dataclasses.dataclass(frozen=True)
class Named:
    """A lead as the document names it, and who that is. `to_match`: somebody has to look, for it is neither found nor a team."""

    name: str
    kind: documents_plan.LeadKind
    person: Person | None = None
    place: Place | None = None
    suggestions: tuple[Person, ...] = ()
    chosen: bool = False  # by a person, not by the exact name
    actions: int = 0

    @property
    def key(self) -> str:
        return key(self.name)

    @property
    def to_match(self) -> bool:
        return self.kind != "team" and self.person is None and self.place is None


class Places:
    """Every place of today, and what a spelling means; where two fit, those go first that are below the plan's own place."""

    def __init__(self, today: datetime.date, within: int | None = None) -> None:
        self.all = {place.pk: place for place in Place.objects.filter(places.open_on(today))}
        self.within = within
        self.spellings = places.index(today=today)

    def find(self, *names: str) -> Place | None:
        """The one place that any of these names means; None when there is none, or no telling which."""
        for name in names:
            if (only := self.spellings.find(name, under=self.within).only) is not None:
                return self.all.get(only)
        return None

    def lineage(self, place: Place | None) -> frozenset[int]:
        """The place and everything above it, without a query."""
        keys: set[int] = set()
        while place is not None and place.pk not in keys:
            keys.add(place.pk)
            place = self.all.get(place.parent_id) if place.parent_id else None
        return frozenset(keys)


def services(
    plan: documents_plan.Plan, decisions: Mapping[str, Any], known: Places, *, may_open: bool
) -> list[Service]:
    """The services of the document. `may_open`: whether whoever asks may open places; without that none is made."""
    said: Mapping[str, Any] = decisions.get("services", {})
    uses = _count(action.service for action in plan.actions if action.service)
    found = []
    for service in plan.services:
        choice = said.get(key(service.name), {})
        if "place" in choice:
            place = known.all.get(choice["place"])
        else:
            names = [name for text in service.spellings for name in _names(text)]
            place = None if "create" in choice else known.find(service.name, *names)
        create = may_open and place is None and choice.get("create", True)
        number = sum(uses.get(text, 0) for text in service.spellings)
        found.append(Service(service.name, service.spellings, place, create, number))
    return found


def leads(
    plan: documents_plan.Plan,
    decisions: Mapping[str, Any],
    known: Places,
    found_services: Iterable[Service],
    today: datetime.date,
    *,
    suggest: bool = True,
) -> dict[str, Named]:
    """Every lead of the document once, by the key of its name; `suggest`: with people whose name is near."""
    said: Mapping[str, Any] = decisions.get("leads", {})
    register, people = _register(known, today)
    where = {text: service.place for service in found_services for text in service.spellings}
    names = [lead.name for action in plan.actions for lead in action.leads]
    before = matched.earlier(names) if suggest else {}
    found: dict[str, Named] = {}
    for action in plan.actions:
        for lead in action.leads:
            name = key(lead.name)
            if name in found:
                found[name] = dataclasses.replace(found[name], actions=found[name].actions + 1)
                continue
            home = where.get(lead.service or action.service or "") or known.find(lead.service or "")
            match = register.match(lead.name, place=home.pk if home else None, suggest=suggest)
            if match.person is None and (meant := [one for one in before.get(name, ()) if one in people]):
                match = Match(suggestions=tuple(dict.fromkeys([*meant, *match.suggestions])))
            found[name] = _named(lead, match, said.get(name, {}), known, people)
    return found


def accountable(leads: Iterable[Named]) -> Named | None:
    """The person named first, if the register knows them, or else the only one it knows. A deputy is never guessed."""
    people = [lead for lead in leads if lead.kind != "team"]
    if people and people[0].person:
        return people[0]
    known = {lead.person.pk: lead for lead in people if lead.person}
    return next(iter(known.values())) if len(known) == 1 else None


def _named(
    lead: documents_plan.Lead,
    match: Match,
    choice: Mapping[str, Any],
    known: Places,
    people: Mapping[int, Person],
) -> Named:
    named = Named(lead.name, lead.kind, actions=1)
    if choice.get("team"):
        return dataclasses.replace(named, kind="team", place=known.find(lead.name), chosen=True)
    if choice.get("person") in people:
        return dataclasses.replace(named, kind="person", person=people[choice["person"]], chosen=True)
    if lead.kind == "team":
        return dataclasses.replace(named, place=known.find(lead.name))
    if match.person is not None:
        return dataclasses.replace(named, kind="person", person=people[match.person])
    if lead.kind == "unknown" and (place := known.find(lead.name)):
        return dataclasses.replace(named, kind="team", place=place)
    return dataclasses.replace(named, suggestions=tuple(people[one] for one in match.suggestions))


def _register(known: Places, today: datetime.date) -> tuple[Register, dict[int, Person]]:
    here = Person.objects.filter(Q(left_on=None) | Q(left_on__gt=today)).select_related("place")
    people = {person.pk: person for person in here}
    return Register(
        Candidate(person.pk, person.name, known.lineage(person.place)) for person in people.values()
    ), people


def _names(text: str) -> list[str]:
    short = spellings.abbreviation(text)
    return [text, spellings.without_abbreviation(text), *([short] if short else [])]


def _count(names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found
