"""Pages of an import: upload, check what was read beside where it came from, correct it, ask for it, undo it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions, rules
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.plan.changes import importing as changes
from throughline.plan.changes import undoing
from throughline.plan.forms import importing as forms
from throughline.plan.queries import choices
from throughline.plan.queries import importing as queries
from throughline.plan.rules import corrections

PREVIEW, COMMIT = queries.PREVIEW, queries.COMMIT


def _preview(request: Request, key: int, *, suggest: bool = False) -> queries.Preview:
    found = queries.batch(key, for_user=request.user)
    if not found.read:
        raise Http404("This import was cancelled, and what was read was thrown away.")
    return queries.preview(found, for_user=request.user, today=request.today, suggest=suggest)


def _whole(request: Request) -> bool:
    """May this person import a plan of the whole organisation?"""
    return permissions.may(request.user, PREVIEW, permissions.Scope())


def _correct(
    request: Request, preview: queries.Preview, decisions: Mapping[str, Any], said: str
) -> HttpResponse:
    try:
        changes.correct(by=request.user, batch=preview.batch, decisions=decisions, today=request.today)
        say(request, said)
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan:import_check", preview.batch.pk)


@page(PREVIEW)
def imports(request: Request) -> HttpResponse:
    """Every import, and what became of it."""
    return render(request, "plan/imports.html", {"imports": queries.imports(for_user=request.user)})


@page(PREVIEW)
def upload(request: Request) -> HttpResponse:
    places = queries.owners(for_user=request.user, today=request.today)
    form = forms.Upload(request.POST or None, request.FILES or None, places=places, whole=_whole(request))
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_into(form):
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
    preview = _preview(request, key)
    number = whole_number(request.GET.get("page", "")) or 1
    rows, themes = queries.lines(preview, number)
    context = {
        "preview": preview,
        "batch": preview.batch,
        "page": rows,
        "themes": themes,
        "doubtful": [queries.line(preview, row) for row in preview.doubtful],
        "mine": preview.waiting is not None
        and permissions.same_person(preview.waiting.asked_by, request.user),
    }
    return render(request, "plan/import_check.html", context)


@page(PREVIEW)
def about(request: Request, key: int) -> HttpResponse:
    preview = _preview(request, key)
    places = queries.owners(for_user=request.user, today=request.today)
    form = forms.About(request.POST or None, preview=preview, places=places, whole=_whole(request))
    if form.is_valid():
        values = dict(form.cleaned_data)
        place = queries.owner(values.pop("place"))
        with refusals_into(form):
            changes.belongs_to(by=request.user, batch=preview.batch, place=place, today=request.today)
            return _correct(
                request,
                preview,
                {**preview.batch.decisions, **values},
                "The plan's title and place are saved.",
            )
    return _form(request, preview, form, "The plan as a whole")


@page(PREVIEW)
def action(request: Request, key: int, row: str) -> HttpResponse:
    """One action: the form beside the document's own words."""
    preview = _preview(request, key)
    try:
        found = queries.row(preview, row)
    except KeyError:
        raise Http404("There is no such row in this import.") from None
    form = forms.CorrectAction(request.POST or None, row=found, preview=preview)
    if form.is_valid():
        with refusals_into(form):
            decisions = corrections.with_action(preview.batch.decisions, found, form.edit())
            return _correct(request, preview, decisions, "The row is corrected.")
    context = {"preview": preview, "batch": preview.batch, "form": form, "line": queries.line(preview, found)}
    return render(request, "plan/import_action.html", context)


@page(PREVIEW)
def theme(request: Request, key: int, number: int) -> HttpResponse:
    preview = _preview(request, key)
    if number >= len(preview.themes):
        raise Http404("There is no such theme in this import.")
    form = forms.CorrectTheme(request.POST or None, initial=queries.theme_fields(preview, number))
    if form.is_valid():
        decisions = corrections.with_theme(preview.batch.decisions, number, form.cleaned_data)
        return _correct(request, preview, decisions, "The theme is corrected.")
    return _form(request, preview, form, "Correct the theme")


@page(PREVIEW)
def leftovers(request: Request, key: int) -> HttpResponse:
    """What was not understood, and what a person says it is."""
    preview = _preview(request, key)
    found = [
        forms.DecideLeftover(request.POST or None, leftover=leftover, preview=preview)
        for leftover in preview.leftovers
    ]
    if request.method == "POST" and all(form.is_valid() for form in found):
        decisions: Mapping[str, Any] = preview.batch.decisions
        for form in found:
            decisions = corrections.with_leftover(decisions, form.leftover.key, **form.cleaned_data)
        return _correct(request, preview, decisions, "What you decided about the leftovers is saved.")
    items = [(form, queries.where(form.leftover.passage.source)) for form in found]
    return render(
        request,
        "plan/import_leftovers.html",
        {"preview": preview, "batch": preview.batch, "items": items, "forms": found},
    )


@page(PREVIEW)
def services(request: Request, key: int) -> HttpResponse:
    """The services of the document and their spellings: which place each one is."""
    preview = _preview(request, key)
    places = choices.services(for_user=request.user, today=request.today)
    found = [
        forms.DecideService(request.POST or None, service=service, places=places, may_open=preview.may_open)
        for service in preview.services
    ]
    if request.method == "POST" and all(form.is_valid() for form in found):
        decisions: Mapping[str, Any] = preview.batch.decisions
        for form in found:
            decisions = corrections.with_service(decisions, form.service.name, form.decision())
        return _correct(request, preview, decisions, "The services are saved.")
    return render(
        request, "plan/import_services.html", {"preview": preview, "batch": preview.batch, "forms": found}
    )


@page(PREVIEW)
def leads(request: Request, key: int) -> HttpResponse:
    """The leads of the document: who was found, and who has to be looked for."""
    preview = _preview(request, key, suggest=True)
    asked = [named for named in preview.named.values() if named.to_match or named.chosen]
    found = [forms.DecideLead(request.POST or None, named=named, today=request.today) for named in asked]
    if request.method == "POST" and all(form.is_valid() for form in found):
        decisions: Mapping[str, Any] = preview.batch.decisions
        for form in found:
            decisions = corrections.with_lead(decisions, form.named.name, form.decision())
        return _correct(request, preview, decisions, "The leads are saved.")
    known = [named for named in preview.named.values() if named not in asked]
    context = {"preview": preview, "batch": preview.batch, "forms": found, "known": known}
    return render(request, "plan/import_leads.html", context)


@page(COMMIT)
def accept(request: Request, key: int) -> HttpResponse:
    """Ask a second person to let it into the plan."""
    preview = _preview(request, key)
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
    batch = queries.batch(key, for_user=request.user)
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.cancel(by=request.user, batch=batch, today=request.today)
            say(request, f"The import of {batch.file_name} is cancelled.")
            return redirect("plan:imports")
    return render(request, "plan/import_cancel.html", {"batch": batch, "form": form})


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
            say(request, "A second person must approve this. The plan goes as soon as they do.")
            return redirect("plan:imports")
    return render(request, "plan/import_undo.html", {"batch": batch, "form": form})


def _form(request: Request, preview: queries.Preview, form: Any, heading: str) -> HttpResponse:
    context = {"preview": preview, "batch": preview.batch, "form": form, "heading": heading}
    return render(request, "plan/import_form.html", context)
