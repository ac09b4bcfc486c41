"""Pages of the to-do: leads whom a document names and the register does not know."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.plan.changes import lead_matching as changes
from throughline.plan.forms.import_leads import DecideLead
from throughline.plan.queries import lead_matching as queries
from throughline.plan.queries.import_matching import Named


@page(queries.EDIT)
def leads_to_match(request: Request) -> HttpResponse:
    """Every name that nobody has found yet."""
    number = whole_number(request.GET.get("page", "")) or 1
    found = queries.to_match_page(number, for_user=request.user, today=request.today)
    return render(request, "plan/leads_to_match.html", {"page": found})


@page(queries.EDIT)
def match_lead(request: Request, key: int) -> HttpResponse:
    """Who is it?"""
    found = queries.one(key, for_user=request.user, today=request.today)
    named = Named(found.name, "unknown", suggestions=tuple(found.suggestions))
    form = DecideLead(
        request.POST or None,
        named=named,
        today=request.today,
        terms=request.terms,
        prefix="lead",
        later=False,
    )
    if form.is_valid():
        said = form.decision() or {}
        with refusals_into(form):
            if "team" in said:
                changes.say_team(by=request.user, to_match=found.waiting, today=request.today)
                say(request, f"{found.name} is kept as the name of {request.terms['an_team']}.")
            elif "nobody" in said:
                changes.say_nobody(by=request.user, to_match=found.waiting, today=request.today)
                say(request, f"{found.name} is kept as the name of somebody who does not work here.")
            else:
                people = {
                    person.pk: person for person in (*found.suggestions, form.cleaned_data["other"]) if person
                }
                person = people[said["person"]]
                changes.match_person(
                    by=request.user, to_match=found.waiting, person=person, today=request.today
                )
                say(request, f"{found.name} is {person.name}.")
            return redirect("plan:leads_to_match")
    return render(request, "plan/match_lead.html", {"found": found, "form": form})
