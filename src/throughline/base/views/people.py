"""Pages of the people register: search, one person, contacts of partner bodies."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions
from throughline.base.changes import people as changes
from throughline.base.forms.people import Contact, End, Find
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.queries import people as queries
from throughline.base.queries import places


@page("system.people_register.view")
def people(request: Request) -> HttpResponse:
    """Search by name, number or e-mail, and by place."""
    form = Find(request.GET, today=request.today)
    number = whole_number(request.GET.get("page", "")) or 1
    found = queries.people(form.search(), for_user=request.user, today=request.today, number=number)
    context = {
        "form": form,
        "page": found,
        "may_import": permissions.may(request.user, "system.people_register.import"),
        "may_edit": permissions.may(request.user, queries.EDIT),
    }
    return render(request, "base/people.html", context)


@page("system.people_register.view")
def person(request: Request, key: int) -> HttpResponse:
    found = queries.person(key, for_user=request.user, today=request.today)
    context = {
        "person": found,
        "above": places.lineage(found.place),
        "has_left": permissions.has_left(found, request.today),
        "may_edit": found.employee_number is None and permissions.may(request.user, queries.EDIT),
        "may_see_account": permissions.may(request.user, "system.user_account.view"),
    }
    return render(request, "base/person.html", context)


@page("system.people_register.edit")
def add_person(request: Request) -> HttpResponse:
    form = Contact(request.POST or None, today=request.today)
    if form.is_valid():
        with refusals_into(form):
            values = form.cleaned_data | {"place": places.by_id(form.cleaned_data["place"])}
            made = changes.add_person(by=request.user, today=request.today, **values)
            say(request, f"{made.name} is in the register.")
            return redirect("base:person", made.pk)
    context = {"form": form, "heading": "Add somebody of a partner body or a provider", "button": "Add"}
    return render(request, "base/person_form.html", context)


@page("system.people_register.edit")
def edit_person(request: Request, key: int) -> HttpResponse:
    found = queries.person(key, for_user=request.user, today=request.today)
    initial = {name: getattr(found, name) for name in ("name", "email", "job_title")} | {
        "place": found.place_id
    }
    form = Contact(request.POST or None, today=request.today, initial=initial)
    if form.is_valid():
        with refusals_into(form):
            values = form.cleaned_data | {"place": places.by_id(form.cleaned_data["place"])}
            changes.edit_person(by=request.user, person=found, today=request.today, **values)
            say(request, "It is saved.")
            return redirect("base:person", key)
    context = {"form": form, "heading": f"Change {found.name}", "button": "Save", "key": key}
    return render(request, "base/person_form.html", context)


@page("system.people_register.edit")
def end_person(request: Request, key: int) -> HttpResponse:
    found = queries.person(key, for_user=request.user, today=request.today)
    form = End(request.POST or None, initial={"on": request.today})
    if form.is_valid():
        with refusals_into(form):
            changes.end_person(by=request.user, person=found, today=request.today, **form.cleaned_data)
            say(request, "It is recorded. If they led anything, somebody else must take it over.")
            return redirect("base:person", key)
    context = {"form": form, "heading": f"{found.name} has left", "button": "Record it", "key": key}
    return render(request, "base/person_form.html", context)
