"""Pages of one action: the action with its history, and every change to it."""

import datetime
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.plan import permissions, rules
from throughline.plan.changes import actions as changes
from throughline.plan.changes import progress as progress_changes
from throughline.plan.forms import actions as forms
from throughline.plan.forms import decisions as decision_forms
from throughline.plan.forms import progress as progress_forms
from throughline.plan.forms.fields import in_words, seen_now
from throughline.plan.queries import actions as queries
from throughline.plan.queries import choices, history, origin
from throughline.plan.queries import leads as lead_queries
from throughline.plan.queries import plans as plan_queries

EDIT, UPDATE, DELETE = "plan.activity.create_edit", "plan.activity.update_progress", "plan.activity.delete"
MONTH = datetime.timedelta(days=30)


def action_of(request: Request, slug: str, number: int, permission: str = plan_queries.VIEW) -> Any:
    """The action; refused before any form is shown when this person may not do this with this very action."""
    plan = plan_queries.plan(slug, for_user=request.user)
    found = queries.action(plan, number, for_user=request.user)
    permissions.check(request.user, permission, found)
    return found


@page(plan_queries.VIEW)
def action(request: Request, slug: str, number: int) -> HttpResponse:
    """One action: what was promised, where it stands and why, what was done, and who changed what when."""
    found = action_of(request, slug, number)
    cycle = request.authority.update_cycle_days
    context = {
        "plan": found.plan,
        "action": found,
        "line": queries.line(found, for_user=request.user, today=request.today, cycle_days=cycle),
        "target_meaning": rules.target_meaning_of(found),
        "origin": origin.origin(found, for_user=request.user),
        "lacks": rules.lacks(found, today=request.today, cycle_days=cycle),
        "history": history.history(found, for_user=request.user, words=request.terms),
        "others": lead_queries.others(found, for_user=request.user),
        "links": queries.links(found, for_user=request.user),
        "waiting": queries.waiting(found, for_user=request.user),
        "may": queries.powers(found, for_user=request.user),
        "cycle_days": cycle,
    }
    return render(request, "plan/action.html", context)


@page(UPDATE)
def record_progress(request: Request, slug: str, number: int) -> HttpResponse:
    """The one short form."""
    found = action_of(request, slug, number, UPDATE)
    form = progress_forms.RecordProgress(
        request.POST or None,
        request.FILES or None,
        action=found,
        may_decide=permissions.may(request.user, EDIT, found),
        suggested_review=request.today + request.authority.review_months * MONTH,
    )
    if form.is_valid():
        cleaned = {"reason": "", **form.cleaned_data}
        stage = rules.Stage(cleaned.pop("stage"))
        files = cleaned.pop("evidence")
        if stage is not rules.Stage.ONGOING:
            cleaned["next_review_on"] = None
        with refusals_into(form):
            progress_changes.record_progress(
                by=request.user, action=found, stage=stage, files=files, today=request.today, **cleaned
            )
            say(request, "Thank you. What you wrote is there.")
            return redirect("plan:action", slug, number)
    return render(request, "plan/record_progress.html", {"plan": found.plan, "action": found, "form": form})


@page(EDIT)
def add_action(request: Request, slug: str) -> HttpResponse:
    plan = plan_queries.plan(slug, for_user=request.user)
    form = forms.EditAction(request.POST or None, plan=plan, for_user=request.user, today=request.today)
    if request.method == "GET" and (key := whole_number(request.GET.get("theme", ""))):
        form.initial["theme"] = key
    if form.is_valid():
        values = form.values()
        del values["next_review_on"]
        values["theme"] = plan_queries.theme(plan, values["theme"], for_user=request.user)
        values["service"] = choices.place(values["service"]) if values["service"] else None
        with refusals_into(form):
            made = changes.add_action(by=request.user, today=request.today, **values)
            say(request, forms.added(made))
            return redirect("plan:action", slug, made.number)
    in_words(form, request.terms)
    heading, note = f"Add {request.terms['an_action']}", form.note(plan, request.terms)
    context = {"plan": plan, "form": form, "heading": heading, "note": note, "button": "Save"}
    return render(request, "plan/form.html", context)


@page(EDIT)
def edit_action(request: Request, slug: str, number: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    form = forms.EditAction(
        request.POST or None,
        plan=found.plan,
        for_user=request.user,
        today=request.today,
        action=found,
        seen=changes.last_change(found),
    )
    if form.is_valid():
        values = form.values()
        values["theme"] = plan_queries.theme(found.plan, values["theme"], for_user=request.user)
        values["service"] = choices.place(values["service"]) if values["service"] else None
        with refusals_into(form):
            changes.edit_action(by=request.user, action=found, today=request.today, **values)
            return _back(request, found, f"The {request.terms['action']} is changed.")
    if form.is_bound and form.non_field_errors():
        seen_now(form, changes.last_change(found))
    return _form(request, found, form, f"Change the {request.terms['action']}", "Save")


@page(EDIT)
def hand_over(request: Request, slug: str, number: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    form = forms.HandOver(request.POST or None, action=found, today=request.today)
    if form.is_valid():
        with refusals_into(form):
            changes.hand_over(by=request.user, action=found, today=request.today, **form.cleaned_data)
            return _back(request, found, f"{form.cleaned_data['accountable'].name} is accountable now.")
    return _form(request, found, form, "Who is accountable?", "Save")


@page(EDIT)
def decide(request: Request, slug: str, number: int) -> HttpResponse:
    """Agree, decline, stop, take up again."""
    found = action_of(request, slug, number, EDIT)
    form = decision_forms.Decide(request.POST or None, action=found)
    if form.is_valid():
        values = form.cleaned_data | {"stage": rules.Stage(form.cleaned_data["stage"])}
        with refusals_into(form):
            changes.move(by=request.user, action=found, today=request.today, **values)
            return _back(
                request,
                found,
                f"The {request.terms['action']} is now: {rules.NAMES[values['stage']].lower()}.",
            )
    return _form(request, found, form, f"Decide about the {request.terms['action']}", "Save the decision")


@page(EDIT)
def verify(request: Request, slug: str, number: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    form = progress_forms.Verify(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            progress_changes.verify(by=request.user, action=found, today=request.today, **form.cleaned_data)
            return _back(request, found, f"The {request.terms['action']} is done and verified.")
    in_words(form, request.terms)
    context = {
        "plan": found.plan,
        "action": found,
        "form": form,
        "entries": queries.with_evidence(found, for_user=request.user),
    }
    return render(request, "plan/verify.html", context)


@page(EDIT)
def link(request: Request, slug: str, number: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    form = decision_forms.Link(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            other = queries.by_reference(form.cleaned_data["other"], for_user=request.user)
            changes.link(
                by=request.user,
                action=found,
                other=other,
                kind=form.cleaned_data["kind"],
                today=request.today,
            )
            return _back(request, found, f"Linked with {other.reference}.")
    return _form(request, found, form, f"Link with another {request.terms['action']}", "Link")


@page(EDIT)
def unlink(request: Request, slug: str, number: int, key: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    if request.method == "POST":
        changes.unlink(
            by=request.user, made=queries.own_link(found, key, for_user=request.user), today=request.today
        )
        return _back(request, found, "The link is gone.")
    return redirect("plan:action", slug, number)


@page(DELETE)
def remove(request: Request, slug: str, number: int) -> HttpResponse:
    """Ask a second person to take the action out."""
    found = action_of(request, slug, number, DELETE)
    form = decision_forms.Remove(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            changes.ask_to_remove(by=request.user, action=found, today=request.today, **form.cleaned_data)
            return _back(
                request, found, f"Asked. The {request.terms['action']} goes when a second person agrees."
            )
    return _form(
        request,
        found,
        form,
        f"Remove the {request.terms['action']} from the {request.terms['plan']}",
        "Ask a second person",
    )


@page(plan_queries.VIEW)
def attachment(request: Request, slug: str, number: int, key: int) -> HttpResponse:
    """A file of an entry, always as a download: nothing that was uploaded is ever shown in the site's own window."""
    plan = plan_queries.plan(slug, for_user=request.user)
    found = queries.attachment(plan, number, key, for_user=request.user)
    response: Any = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    return response


def _back(request: Request, found: Any, sentence: str) -> HttpResponse:
    say(request, sentence)
    return redirect("plan:action", found.plan.slug, found.number)


def _form(request: Request, found: Any, form: Any, heading: str, button: str) -> HttpResponse:
    in_words(form, request.terms)
    context = {"plan": found.plan, "action": found, "form": form, "heading": heading, "button": button}
    return render(request, "plan/form.html", context)
