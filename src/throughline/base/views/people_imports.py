"""Pages of the HR extract's import: upload, columns, unknown places, preview and acceptance."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.changes import people as changes
from throughline.base.forms.people_imports import Accept, Columns, Places, Upload
from throughline.base.pages import Request, page, refusals_into, say
from throughline.base.queries import people_imports as queries

SHOWN_PROBLEMS = 300


@page("system.people_register.import")
def people_imports(request: Request) -> HttpResponse:
    """Upload, and the imports before."""
    form = Upload(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_into(form, "file"):
            made = changes.upload(by=request.user, data=file.read(), file_name=file.name, today=request.today)
            return redirect("base:people_columns", made.pk)
    context = {"form": form, "imports": queries.latest(for_user=request.user)}
    return render(request, "base/people_imports.html", context)


@page("system.people_register.import")
def columns(request: Request, key: int) -> HttpResponse:
    made = queries.people_import(key, for_user=request.user)
    if made.rows is None or queries.kept(made)["mapping"] is not None:
        return redirect("base:people_import", key)
    form = Columns(
        request.POST or None, columns=queries.examples(made), mapping=queries.suggested_mapping(made)
    )
    if form.is_valid():
        with refusals_into(form):
            changes.map_columns(by=request.user, made=made, mapping=form.mapping(), today=request.today)
            return redirect("base:people_import", key)
    return render(request, "base/people_columns.html", {"made": made, "form": form})


@page("system.people_register.import")
def unknown_places(request: Request, key: int) -> HttpResponse:
    made = queries.people_import(key, for_user=request.user)
    if made.rows is None or queries.kept(made)["mapping"] is None:
        return redirect("base:people_import", key)
    unknown = queries.read(made, today=request.today).whereabouts.unknown
    if not unknown:
        return redirect("base:people_import", key)
    form = Places(request.POST or None, unknown=unknown, options=queries.place_options(today=request.today))
    if form.is_valid():
        with refusals_into(form):
            changes.decide_places(by=request.user, made=made, decisions=form.decisions(), today=request.today)
            return redirect("base:people_import", key)
    return render(request, "base/people_places.html", {"made": made, "form": form})


@page("system.people_register.import")
def people_import(request: Request, key: int) -> HttpResponse:
    """What accepting would do; once it is over, what it did."""
    made = queries.people_import(key, for_user=request.user)
    if made.rows is None:
        return render(request, "base/people_import_over.html", {"made": made, "summary": made.summary})
    if queries.kept(made)["mapping"] is None:
        return redirect("base:people_columns", key)
    view = queries.read(made, today=request.today)
    if view.whereabouts.unknown:
        return redirect("base:people_places", key)
    register = queries.register_size(today=request.today)
    form = Accept(request.POST or None, proposal=view.proposal, register=register)
    if form.is_valid():
        with refusals_into(form):
            done = changes.accept(
                by=request.user,
                made=made,
                seen=form.cleaned_data["seen"],
                end=form.end(),
                today=request.today,
            )
            say(request, "The register is up to date.")
            return redirect("base:people_import", done.made.pk)
    context = {
        "made": made,
        "form": form,
        "proposal": view.proposal,
        "updated": len(view.proposal.updated) - len(view.proposal.ended),
        "problems": view.proposal.problems[:SHOWN_PROBLEMS],
        "more_problems": max(0, len(view.proposal.problems) - SHOWN_PROBLEMS),
        "differences": queries.differences(view.proposal),
        "new_places": queries.new_places(view.whereabouts),
    }
    return render(request, "base/people_import.html", context)


@page("system.people_register.import")
def cancel(request: Request, key: int) -> HttpResponse:
    made = queries.people_import(key, for_user=request.user)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.cancel(by=request.user, made=made, today=request.today)
            say(request, "Nothing was changed, and what was uploaded is gone.")
            return redirect("base:people_imports")
    return render(request, "base/people_cancel.html", {"made": made, "form": form})
