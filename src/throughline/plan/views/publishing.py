"""Pages of publishing: what the public would see, ask for it, and withdraw what was published."""

import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions
from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import publishing as changes
from throughline.plan.forms import publishing as forms
from throughline.plan.queries import plans, public
from throughline.plan.queries import publishing as queries


@page(queries.PUBLISH)
def publish(request: Request, slug: str) -> HttpResponse:
    """Exactly what will be public, what is left out, who is named; the form to ask; and what was published before."""
    plan = plans.plan(slug, for_user=request.user)
    waiting = queries.waiting(plan, for_user=request.user)
    summary = waiting.details["summary"] if waiting else request.POST.get("summary", "")
    draft = queries.draft(plan, for_user=request.user, today=request.today, summary=summary)
    form = forms.AskToPublish(request.POST or None, today=request.today, names=bool(draft.names))
    if waiting is None and form.is_valid():
        with refusals_into(form):
            changes.ask_to_publish(by=request.user, plan=plan, today=request.today, **form.cleaned_data)
            say(request, "A second person must approve this. They see exactly what you saw.")
            return redirect("plan:publish", slug)
    snapshot = waiting.details["snapshot"] if waiting else draft.snapshot
    asked_for = datetime.date.fromisoformat(waiting.details["public_from"]) if waiting else request.today
    names = draft.names
    if waiting:
        kept = "names" in waiting.details
        names = queries.asked_names(waiting) if kept else queries.names_in(snapshot, plan, summary=summary)
    public_from = max(request.today, asked_for)
    context = {
        "plan": plan,
        "waiting": waiting,
        "mine": waiting is not None and permissions.same_person(waiting.asked_by, request.user),
        "draft": draft,
        "names": names,
        "may_be_public": queries.MAY_BE_PUBLIC,
        "form": form,
        "versions": queries.versions(plan, for_user=request.user),
        "public": public.public_plan(snapshot, today=request.today, public_from=public_from),
        "public_terms": public.words_of(snapshot, request.terms),
    }
    return render(request, "plan/publish.html", context)


@page(queries.PUBLISH)
def withdraw(request: Request, slug: str, number: int) -> HttpResponse:
    """Ask a second person to withdraw a version."""
    plan = plans.plan(slug, for_user=request.user)
    version = queries.version(plan, number, for_user=request.user)
    names = queries.names_in_reason(request.POST.get("reason", ""), plan)
    form = forms.Withdraw(request.POST or None, names=names)
    if form.is_valid():
        with refusals_into(form):
            changes.ask_to_withdraw(
                by=request.user, version=version, today=request.today, **form.cleaned_data
            )
            say(request, "A second person must approve this.")
            return redirect("plan:publish", slug)
    return render(request, "plan/publish_withdraw.html", {"plan": plan, "version": version, "form": form})
