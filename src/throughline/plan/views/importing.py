"""Pages of an import: upload, check what was read beside where it came from, ask for it, cancel it, undo it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.rules import Refused
from throughline.plan.changes import importing as changes
from throughline.plan.changes import undoing
from throughline.plan.forms import importing as forms
from throughline.plan.queries import importing as queries
from throughline.plan.queries import opened_places

PREVIEW, COMMIT = queries.PREVIEW, queries.COMMIT


def preview_of(request: Request, key: int, *, suggest: bool = False) -> queries.Preview:
    found = queries.batch(key, for_user=request.user)
    if not found.read:
        raise Http404("This import was cancelled, and what was read was thrown away.")
    return queries.preview(found, for_user=request.user, today=request.today, suggest=suggest)


@page(PREVIEW)
def take_back(request: Request, key: int) -> HttpResponse:
    """The button of whoever asked for a second person, and wants to change something after all."""
    batch = queries.batch(key, for_user=request.user)
    if request.method == "POST":
        try:
            changes.take_back(by=request.user, batch=batch, today=request.today)
            say(request, "The request is taken back.")
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect("plan:import_check", key)


def may_whole(request: Request) -> bool:
    """May this person import a plan of the whole organisation?"""
    return permissions.may(request.user, PREVIEW, permissions.Scope())


@page(PREVIEW)
def imports(request: Request) -> HttpResponse:
    """Every import, and what became of it."""
    number = whole_number(request.GET.get("page", "")) or 1
    return render(request, "plan/imports.html", {"page": queries.imports(number, for_user=request.user)})


@page(PREVIEW)
def upload(request: Request) -> HttpResponse:
    places = queries.owners(for_user=request.user, today=request.today)
    form = forms.Upload(
        request.POST or None,
        request.FILES or None,
        places=places,
        whole=may_whole(request),
        terms=request.terms,
    )
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_into(form, "file"):
            batch = changes.upload(
                by=request.user,
                name=file.name,
                data=file.read(),
                place=queries.owner(form.cleaned_data["place"]),
                today=request.today,
            )
            return redirect("plan:import_check", batch.pk)
    return render(request, "plan/import_upload.html", {"form": form})


@page(PREVIEW)
def check(request: Request, key: int) -> HttpResponse:
    """What was read, side by side with where it came from; doubts first."""
    preview = preview_of(request, key)
    number = whole_number(request.GET.get("page", "")) or 1
    rows, themes = queries.lines(preview, number)
    context = {
        "preview": preview,
        "batch": preview.batch,
        "page": rows,
        "themes": themes,
        "doubtful": [queries.line(preview, row) for row in preview.doubtful],
    }
    return render(request, "plan/import_check.html", context)


@page(COMMIT)
def accept(request: Request, key: int) -> HttpResponse:
    """Ask a second person to let it into the plan."""
    preview = preview_of(request, key)
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.ask_to_accept(by=request.user, batch=preview.batch, today=request.today)
            say(request, "A second person must approve this. It is live as soon as they do.")
            return redirect("plan:import_check", key)
    return render(
        request, "plan/import_accept.html", {"preview": preview, "batch": preview.batch, "form": form}
    )


@page(PREVIEW)
def cancel(request: Request, key: int) -> HttpResponse:
    preview = preview_of(request, key)
    batch = preview.batch
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.cancel(by=request.user, batch=batch, today=request.today)
            say(request, f"The import of {batch.file_name} is cancelled.")
            return redirect("plan:imports")
    return render(request, "plan/import_cancel.html", {"preview": preview, "batch": batch, "form": form})


@page(COMMIT)
def undo(request: Request, key: int) -> HttpResponse:
    """Ask a second person to undo the whole import."""
    batch = queries.batch(key, for_user=request.user)
    form = forms.Undo(request.POST or None, since=undoing.worked_on(batch))
    if form.is_valid():
        with refusals_into(form):
            undoing.ask_to_undo(
                by=request.user,
                batch=batch,
                reason=form.cleaned_data["reason"],
                keep_history=form.cleaned_data.get("keep_history", False),
                today=request.today,
            )
            say(
                request,
                f"A second person must approve this. The {request.terms['plan']} goes as soon as they do.",
            )
            return redirect("plan:imports")
    opened = opened_places.opened(batch, for_user=request.user, today=request.today)
    return render(request, "plan/import_undo.html", {"batch": batch, "form": form, "opened": opened})
