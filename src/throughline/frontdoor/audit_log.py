"""The audit log of every room: who did what, in words, each event beside what it is about."""

import collections
import dataclasses
from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base import audit_events
from throughline.base.forms.audit import Check, Filter
from throughline.base.pages import Request, page, whole_number
from throughline.base.queries import audit_log, audit_words
from throughline.base.queries.audit_words import Named
from throughline.plan.queries import audit_words as plan_words

KINDS = [*plan_words.KINDS, *audit_events.KINDS]  # how the names of events begin, and what they are of
REFERS = {**plan_words.REFERS, **audit_words.REFERS}  # values that are keys of things
EVENTS = {**plan_words.EVENTS, **audit_events.EVENTS}


@dataclasses.dataclass(frozen=True)
class Shown:
    """An event as the page shows it."""

    event: audit_log.Entry
    words: str
    about: Named
    changes: list[tuple[str, str, str]]


@page(audit_log.PERMISSION, in_part=True)
def audit(request: Request) -> HttpResponse:
    """Who did what, when; the newest first."""
    filtered = Filter(request.GET or None, kinds=kinds(request.terms))
    what = request.GET.get("what", "")  # also the beginning of a name that is none of the choices
    number = whole_number(request.GET.get("page", "")) or 1
    log = audit_log.log(for_user=request.user, number=number, what=what)
    check = Check(request.GET) if "verify" in request.GET else Check()
    context = {
        "log": log,
        "entries": _shown(log.entries, request),
        "page": log.page,
        "filter": filtered,
        "check": check,
    }
    if check.is_valid():
        checkpoint = check.cleaned_data["checkpoint"]
        faults = audit_log.faults(for_user=request.user, checkpoint=checkpoint)
        context |= {"verified": True, "faults": faults}
    return render(request, "frontdoor/audit.html", context)


def kinds(terms: Mapping[str, str]) -> list[tuple[str, str]]:
    """The kinds of events that can be chosen, by how their names begin."""
    return [(beginning, _in_words(words, terms)) for beginning, words in KINDS]


def _shown(entries: list[audit_log.Entry], request: Request) -> list[Shown]:
    user, terms = request.user, request.terms
    keys: dict[str, set[str]] = collections.defaultdict(set)
    for entry in entries:
        keys[entry.kind].add(entry.key)
        for kind, key in entry.refers(REFERS):
            keys[kind].add(key)
    about = audit_words.named(keys, for_user=user) | plan_words.named(
        keys, for_user=user, terms=terms, today=request.today
    )
    return [
        Shown(
            entry,
            _in_words(EVENTS[entry.what], terms) if entry.what in EVENTS else entry.what,
            about.get((entry.kind, entry.key)) or Named(f"{entry.kind} {entry.key}"),
            entry.in_words(REFERS, {thing: named.words for thing, named in about.items()}),
        )
        for entry in entries
    ]


def _in_words(text: str, terms: Mapping[str, str]) -> str:
    words = text.format_map(terms)
    return words[:1].upper() + words[1:]
