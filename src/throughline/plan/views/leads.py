"""Pages on which somebody says who leads an action besides the accountable person and the deputy."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import leads as changes
from throughline.plan.forms import decisions as forms
from throughline.plan.forms.fields import in_words
from throughline.plan.queries import choices
from throughline.plan.queries import leads as queries
from throughline.plan.views.actions import EDIT, action_of


@page(EDIT)
def leads(request: Request, slug: str, number: int) -> HttpResponse:
    """Who leads it too: add one, remove one."""
    found = action_of(request, slug, number, EDIT)
    bodies = queries.bodies(for_user=request.user, today=request.today)
    form = forms.AddLead(request.POST or None, today=request.today, bodies=bodies)
    if form.is_valid():
        person, place = form.cleaned_data["person"], form.cleaned_data["place"]
        with refusals_into(form):
            lead = person or choices.place(place)
            made = changes.add_lead(by=request.user, action=found, lead=lead, today=request.today)
            say(request, f"{made.name} leads it too.")
            return redirect("plan:action_leads", slug, number)
    in_words(form, request.terms)
    others = queries.others(found, for_user=request.user)
    context = {"plan": found.plan, "action": found, "form": form, "others": others}
    return render(request, "plan/action_leads.html", context)


@page(EDIT)
def remove_lead(request: Request, slug: str, number: int, key: int) -> HttpResponse:
    found = action_of(request, slug, number, EDIT)
    if request.method == "POST":
        lead = queries.own(found, key, for_user=request.user)
        changes.remove_lead(by=request.user, lead=lead, today=request.today)
        say(request, f"{lead.called} does not lead it any more.")
    return redirect("plan:action_leads", slug, number)
