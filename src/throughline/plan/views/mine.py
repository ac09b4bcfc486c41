"""Pages of somebody's own work: what they lead, and what nobody leads any more."""

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page, whole_number
from throughline.plan import rules
from throughline.plan.queries import actions as action_queries
from throughline.plan.queries import cycle as cycle_queries
from throughline.plan.queries import people as people_queries


@page("plan.activity.update_progress")
def mine(request: Request) -> HttpResponse:
    """What I lead, the most urgent first."""
    cycle = request.authority.update_cycle_days
    number = whole_number(request.GET.get("page", "")) or 1
    listing = action_queries.mine(for_user=request.user, today=request.today, cycle_days=cycle, page=number)
    context = {
        "page": listing.page,
        "lines": listing.lines,
        "cycle_days": cycle,
        "to_answer": cycle_queries.to_answer(for_user=request.user, today=request.today),
        "answers": [(one.value, words) for one, (words, _) in rules.ANSWERS.items()],
    }
    return render(request, "plan/mine.html", context)


@page("plan.activity.create_edit")
def to_reassign(request: Request) -> HttpResponse:
    """Open actions whose accountable person, deputy or another lead has left."""
    number = whole_number(request.GET.get("page", "")) or 1
    found = people_queries.to_reassign_page(number, for_user=request.user, today=request.today)
    sponsors = people_queries.sponsors_who_left(for_user=request.user, today=request.today)
    return render(request, "plan/to_reassign.html", {"page": found, "sponsors": sponsors})
