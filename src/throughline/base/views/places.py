"""Pages about places: the tree, one place, and each change to it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions
from throughline.base import rules as base_rules
from throughline.base.changes import places as changes
from throughline.base.changes import reopening
from throughline.base.forms.places import AddSpelling, Close, Merge, Move, OnDay, Open, Rename, Reopen
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.queries import people
from throughline.base.queries import places as queries
from throughline.base.queries import reopening as reopening_queries


@page("system.people_register.view")
def places(request: Request) -> HttpResponse:
    """The tree, as it is or as it was on a day."""
    form = OnDay(request.GET if "on_0" in request.GET or "on_day" in request.GET else None)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or request.today
    context = {
        "form": form,
        "day": day,
        "past": day != request.today,
        "nodes": queries.as_of(day, for_user=request.user, today=request.today),
        "may_edit": permissions.may(request.user, queries.EDIT),
    }
    return render(request, "base/places.html", context)


@page("system.people_register.view")
def place(request: Request, code: str) -> HttpResponse:
    """One place: where it stands, who works there, its spellings and its history."""
    found = queries.place(code, for_user=request.user)
    number = whole_number(request.GET.get("page", "")) or 1
    shown = people.at(found, for_user=request.user, today=request.today, number=number)
    context = {
        "place": found,
        "above": queries.lineage(found)[:-1],
        "children": queries.children(found, for_user=request.user, today=request.today),
        "spellings": queries.spellings_of(found, for_user=request.user),
        "history": queries.history(found, for_user=request.user),
        "successor": queries.successor(found) if found.merged_into else None,
        "is_open": queries.is_open(found, request.today),
        "page": shown,
        "may_edit": permissions.may(request.user, queries.EDIT, queries.scope(found)),
    }
    return render(request, "base/place.html", context)


@page("system.place.edit")
def open_place(request: Request) -> HttpResponse:
    under = request.GET.get("under", "")
    form = Open(request.POST or None, today=request.today, parent=whole_number(under))
    if form.is_valid():
        with refusals_into(form):
            values = form.cleaned_data
            parent = queries.by_id(values["parent"]) if values["parent"] else None
            made = changes.open_place(
                by=request.user,
                name=values["name"],
                kind=values["kind"],
                parent=parent,
                on=values["on"],
                today=request.today,
            )
            say(request, f"{made.name} is open.")
            return redirect("base:place", made.code)
    return render(
        request, "base/place_form.html", {"form": form, "heading": "Open a place", "button": "Open it"}
    )


@page("system.place.edit")
def rename(request: Request, code: str) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    form = Rename(request.POST or None, today=request.today, name=found.name)
    heading = f"Rename {found.name}"

    def change(values: dict[str, Any]) -> str:
        made = changes.rename(by=request.user, place=found, today=request.today, **values)
        return f"It is called {made.name}. The old name is still understood."

    return _changed(request, code, form, heading, "Rename", change)


@page("system.place.edit")
def move(request: Request, code: str) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    form = Move(request.POST or None, today=request.today)

    def change(values: dict[str, Any]) -> str:
        parent = queries.by_id(values["parent"])
        changes.move(by=request.user, place=found, parent=parent, on=values["on"], today=request.today)
        return f"{found.name} stands under {parent.name}."

    return _changed(request, code, form, f"Move {found.name}", "Move", change)


@page("system.place.edit")
def merge(request: Request, code: str) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    form = Merge(request.POST or None, today=request.today)

    def change(values: dict[str, Any]) -> str:
        into = queries.by_id(values["into"])
        changes.merge(by=request.user, place=found, into=into, on=values["on"], today=request.today)
        return f"{found.name} is part of {into.name}. Its people moved; roles that were held there did not."

    return _changed(request, code, form, f"Merge {found.name} into another place", "Merge", change)


@page("system.place.edit")
def close(request: Request, code: str) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    form = Close(request.POST or None, today=request.today)

    def change(values: dict[str, Any]) -> str:
        changes.close(by=request.user, place=found, on=values["on"], today=request.today)
        return f"{found.name} is closed."

    return _changed(request, code, form, f"Close {found.name}", "Close", change)


@page("system.place.edit")
def reopen(request: Request, code: str) -> HttpResponse:
    """A place that closed by mistake: what goes back to it, or what stands in the way."""
    found = queries.place(code, for_user=request.user)
    form = Reopen(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            done = reopening.reopen(by=request.user, place=found, today=request.today, **form.cleaned_data)
            say(request, f"{found.name} is open again. {_went_back(done)}".strip())
            return redirect("base:place", code)
    what = reopening_queries.reopening(found, for_user=request.user, today=request.today)
    return render(request, "base/place_reopen.html", {"place": found, "form": form, "what": what})


def _went_back(done: reopening_queries.Reopening) -> str:
    went = [base_rules.counted(len(done.people), "person", "people")] if done.people else []
    went += [place.name for place in done.below]
    return f"Back in it: {', '.join(went)}." if went else ""


@page("system.place.edit")
def add_spelling(request: Request, code: str) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    form = AddSpelling(request.POST or None)

    def change(values: dict[str, Any]) -> str:
        changes.add_spelling(by=request.user, place=found, spelling=values["spelling"], today=request.today)
        return f"“{values['spelling']}” means {found.name} from now on."

    return _changed(request, code, form, f"Another spelling of {found.name}", "Add", change)


@page("system.place.edit")
def remove_spelling(request: Request, code: str, key: int) -> HttpResponse:
    found = queries.place(code, for_user=request.user)
    alias = queries.spelling(found, key, for_user=request.user)
    form = forms.Form(request.POST if request.method == "POST" else None)

    def change(values: dict[str, Any]) -> str:
        changes.remove_spelling(by=request.user, alias=alias, today=request.today)
        return f"“{alias.spelling}” no longer means {found.name}."

    return _changed(request, code, form, f"Remove the spelling “{alias.spelling}”", "Remove", change)


def _changed(
    request: Request,
    code: str,
    form: forms.Form,
    heading: str,
    button: str,
    change: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """The form of a change to a place; once it is done, the place again, with what was done in a sentence."""
    if form.is_valid():
        with refusals_into(form):
            say(request, change(form.cleaned_data))
            return redirect("base:place", code)
    return render(
        request, "base/place_form.html", {"form": form, "heading": heading, "button": button, "code": code}
    )
