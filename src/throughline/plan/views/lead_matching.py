"""Pages of the names to match: leads whom a document names and the register does not know."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.plan.changes import lead_matching as changes
from throughline.plan.forms.fields import describe_with_job
from throughline.plan.forms.import_leads import DecideLead
from throughline.plan.queries import lead_matching as queries
from throughline.plan.queries import matched
from throughline.plan.queries.import_matching import Named


@page(queries.EDIT)
def leads_to_match(request: Request) -> HttpResponse:
    """Every name that nobody has found yet."""
    number = whole_number(request.GET.get("page", "")) or 1
    found = queries.to_match_page(number, for_user=request.user, today=request.today)
    lately = matched.lately(for_user=request.user)
    return render(request, "plan/leads_to_match.html", {"page": found, "lately": lately})


@page(queries.EDIT)
def match_lead(request: Request, key: int) -> HttpResponse:
    """Who is it? Once that is said: what came of it."""
    try:
        found = queries.one(key, for_user=request.user, today=request.today)
    except queries.LeadToMatch.DoesNotExist:
        done = matched.done(key, for_user=request.user)
        return render(request, "plan/matched_lead.html", {"done": done, "key": key})
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
        person = form.person() if "person" in said else None
        if person is not None and request.POST.get("sure") != str(person.pk):
            context = {
                "found": found,
                "person": person,
                "described": describe_with_job(person),
                "accountable": matched.accountable_for(found.waiting, person),
                "choice": said_in(form),
            }
            return render(request, "plan/match_lead_sure.html", context)
        with refusals_into(form):
            if "team" in said:
                changes.say_team(by=request.user, to_match=found.waiting, today=request.today)
                say(request, f"{found.name} is kept as the name of {request.terms['an_team']}.")
            elif person is None:
                changes.say_nobody(by=request.user, to_match=found.waiting, today=request.today)
                say(request, f"{found.name} is kept as the name of somebody who does not work here.")
            else:
                changes.match_person(
                    by=request.user, to_match=found.waiting, person=person, today=request.today
                )
                say(request, f"{found.name} is {person.name}.")
            return redirect("plan:leads_to_match")
    return render(request, "plan/match_lead.html", {"found": found, "form": form})


@page(queries.EDIT)
def take_match_back(request: Request, key: int) -> HttpResponse:
    """The button of a match: it was somebody else, and the name waits again."""
    if request.method == "POST":
        done = matched.done(key, for_user=request.user)
        changes.take_back(by=request.user, matches=done.matches, today=request.today)
        say(request, f"Taken back. Say who {done.name} is.")
    return redirect("plan:match_lead", key)


def said_in(form: DecideLead) -> list[tuple[str, str]]:
    """The fields of the form as they were sent, so that the same is said again."""
    names = (form.add_prefix("choice"), form.add_prefix("other"))
    return [(name, str(form.data.get(name, ""))) for name in names]
