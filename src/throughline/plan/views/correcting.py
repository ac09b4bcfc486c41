"""Pages on which somebody corrects what was read: the plan as a whole, a row, a theme, services, leads, leftovers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.base import rules
from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import importing as changes
from throughline.plan.forms import import_leads, import_leftovers, import_services
from throughline.plan.forms import importing as forms
from throughline.plan.forms.meanwhile import opened
from throughline.plan.queries import choices
from throughline.plan.queries import importing as queries
from throughline.plan.rules import corrections, import_words
from throughline.plan.views.importing import may_whole, preview_of

PREVIEW = queries.PREVIEW


def _correct(
    request: Request, preview: queries.Preview, decisions: Mapping[str, Any], said: str
) -> HttpResponse:
    """Back to what was read, whether or not it can still be corrected. Overtaken is for the form: nothing is lost there."""
    try:
        changes.correct(by=request.user, batch=preview.batch, decisions=decisions, today=request.today)
        say(request, said)
    except changes.Overtaken:
        raise
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("plan:import_check", preview.batch.pk)


def _correct_all(
    request: Request, preview: queries.Preview, found: Sequence[Any], said: str
) -> HttpResponse | None:
    """The same for a page of several forms. None when they were not sent, or one of them is wrong."""
    if request.method == "POST" and found and all(form.is_valid() for form in found):
        decisions: Mapping[str, Any] = preview.batch.decisions
        for form in found:
            decisions = form.decide(decisions)
        with refusals_into(found[0]):
            return _correct(request, preview, decisions, said)
    return None


@page(PREVIEW)
def about(request: Request, key: int) -> HttpResponse:
    preview = preview_of(request, key)
    places = queries.owners(for_user=request.user, today=request.today)
    whole = may_whole(request)
    form = opened(
        request.POST or None, forms.About, preview=preview, places=places, whole=whole, terms=request.terms
    )
    passages = [
        opened(request.POST or None, forms.DecidePassage, introduced=one, terms=request.terms)
        for one in preview.introduction
    ]
    if form.is_valid() and all(one.is_valid() for one in passages):
        values = dict(form.cleaned_data)
        place = queries.owner(values.pop("place"))
        with refusals_into(form):
            changes.belongs_to(by=request.user, batch=preview.batch, place=place, today=request.today)
            decisions: Mapping[str, Any] = {**preview.batch.decisions, **values}
            for one in passages:
                decisions = one.decide(decisions)
            return _correct(request, preview, decisions, _said_of_the_whole(request, preview, decisions))
    context = {"preview": preview, "batch": preview.batch, "form": form, "forms": passages}
    return render(request, "plan/import_about.html", context)


def _said_of_the_whole(request: Request, preview: queries.Preview, decisions: Mapping[str, Any]) -> str:
    terms = request.terms
    again = corrections.dated_anew(preview.read, preview.batch.decisions, decisions)
    said = f"What you said of the {terms['plan']} as a whole is saved."
    if not again:
        return said
    return (
        f"{said} The words of {rules.counted(again, terms['target_date'])} were read again by the new date."
    )


@page(PREVIEW)
def action(request: Request, key: int, row: str) -> HttpResponse:
    """One action: the form beside the document's own words."""
    preview = preview_of(request, key)
    try:
        found = queries.row(preview, row)
    except KeyError:
        raise Http404("There is no such row in this import.") from None
    form = opened(request.POST or None, forms.CorrectAction, row=found, preview=preview, terms=request.terms)
    if form.is_valid():
        with refusals_into(form):
            decisions = corrections.with_action(preview.batch.decisions, found, form.edit())
            return _correct(request, preview, decisions, "The row is corrected.")
    context = {"preview": preview, "batch": preview.batch, "form": form, "line": queries.line(preview, found)}
    return render(request, "plan/import_action.html", context)


@page(PREVIEW)
def right(request: Request, key: int, row: str) -> HttpResponse:
    """The button beside a doubtful row: somebody has looked, and it is right as it stands."""
    preview = preview_of(request, key)
    if request.method != "POST":
        return redirect("plan:import_check", key)
    try:
        found = queries.row(preview, row)
    except KeyError:
        raise Http404("There is no such row in this import.") from None
    decisions = corrections.with_right(preview.batch.decisions, found)
    try:
        return _correct(request, preview, decisions, "The row is right as it stands.")
    except changes.Overtaken as refusal:
        messages.error(request, str(refusal))
        return redirect("plan:import_check", key)


@page(PREVIEW)
def theme(request: Request, key: int, number: int) -> HttpResponse:
    preview = preview_of(request, key)
    if number >= len(preview.themes):
        raise Http404("There is no such theme in this import.")
    first = queries.theme_fields(preview, number)
    form = opened(request.POST or None, forms.CorrectTheme, initial=first, terms=request.terms)
    if form.is_valid():
        with refusals_into(form):
            decisions = corrections.with_theme(preview.batch.decisions, number, form.cleaned_data)
            return _correct(request, preview, decisions, f"The {request.terms['theme']} is corrected.")
    return _form(request, preview, form, f"Correct the {request.terms['theme']}")


@page(PREVIEW)
def leftovers(request: Request, key: int) -> HttpResponse:
    """What was not understood, and what a person says it is."""
    preview = preview_of(request, key)
    found = [
        opened(
            request.POST or None,
            import_leftovers.DecideLeftover,
            leftover=leftover,
            preview=preview,
            terms=request.terms,
        )
        for leftover in preview.leftovers
    ]
    if saved := _correct_all(request, preview, found, "What you decided about the leftovers is saved."):
        return saved
    items = [(form, import_words.where(form.leftover.passage.source)) for form in found]
    return render(
        request,
        "plan/import_leftovers.html",
        {"preview": preview, "batch": preview.batch, "items": items, "forms": found},
    )


@page(PREVIEW)
def services(request: Request, key: int) -> HttpResponse:
    """The services of the document and their spellings: which place each one is."""
    preview = preview_of(request, key)
    places = choices.services(for_user=request.user, today=request.today)
    found = [
        opened(
            request.POST or None,
            import_services.DecideService,
            service=service,
            places=places,
            may_open=preview.may_open,
            terms=request.terms,
        )
        for service in preview.services
    ]
    if saved := _correct_all(request, preview, found, f"The {request.terms['services']} are saved."):
        return saved
    return render(
        request, "plan/import_services.html", {"preview": preview, "batch": preview.batch, "forms": found}
    )


@page(PREVIEW)
def leads(request: Request, key: int) -> HttpResponse:
    """The leads of the document: who was found, and who has to be looked for."""
    preview = preview_of(request, key, suggest=True)
    asked = [named for named in preview.named.values() if named.to_match or named.chosen]
    found = [
        opened(
            request.POST or None,
            import_leads.DecideLead,
            named=named,
            today=request.today,
            terms=request.terms,
        )
        for named in asked
    ]
    if saved := _correct_all(request, preview, found, f"The {request.terms['leads']} are saved."):
        return saved
    known = [named for named in preview.named.values() if named not in asked]
    context = {"preview": preview, "batch": preview.batch, "forms": found, "known": known}
    return render(request, "plan/import_leads.html", context)


def _form(request: Request, preview: queries.Preview, form: Any, heading: str) -> HttpResponse:
    context = {"preview": preview, "batch": preview.batch, "form": form, "heading": heading}
    return render(request, "plan/import_form.html", context)
