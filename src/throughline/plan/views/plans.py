"""Pages of a whole plan: the list of plans, the grid, the overview, by lead."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import permissions
from throughline.base.pages import Request, page, whole_number
from throughline.plan import rules
from throughline.plan.forms.filters import Filter
from throughline.plan.queries import actions as action_queries
from throughline.plan.queries import by_lead, grouping
from throughline.plan.queries import plans as queries
from throughline.plan.rules import plans as plan_rules

VIEW = queries.VIEW


@page(VIEW)
def plans(request: Request) -> HttpResponse:
    """All plans; where there is only one, that one."""
    found = list(queries.plans(for_user=request.user))
    if len(found) == 1 and "all" not in request.GET:
        return redirect("plan:plan", found[0].slug)
    may_import = permissions.may(request.user, "plan.import_batch.upload_preview")
    may_make = permissions.may(request.user, "plan.theme.create_edit")
    context = {"plans": found, "may_import": may_import, "may_make": may_make}
    return render(request, "plan/plans.html", context)


@page(VIEW)
def plan(request: Request, slug: str) -> HttpResponse:
    """The plan in its familiar layout: theme, outcome, recommendations, and a grid for each service."""
    plan = queries.plan(slug, for_user=request.user)
    cycle = request.authority.update_cycle_days
    themes = {theme.pk: theme for theme in queries.themes(plan, for_user=request.user)}
    form = Filter(request.GET, plan=plan, themes=themes, for_user=request.user, terms=request.terms)
    filters = form.filters()
    listing = action_queries.listing(
        plan, filters, for_user=request.user, today=request.today, cycle_days=cycle
    )
    context = {
        "plan": plan,
        "form": form,
        "filtered": filters != action_queries.Filters(page=filters.page),
        "page": listing.page,
        "groups": grouping.groups(
            listing, themes, whole=filters == action_queries.Filters(page=filters.page)
        ),
        "themes": list(themes.values()),
        "date": plan_rules.date_in_words(plan.document_date),
        "may": queries.powers(plan, for_user=request.user),
    }
    return render(request, "plan/plan.html", context)


@page(VIEW)
def overview(request: Request, slug: str) -> HttpResponse:
    """The plan in figures; every figure is a link to what it counts."""
    plan = queries.plan(slug, for_user=request.user)
    cycle = request.authority.update_cycle_days
    found = queries.overview(plan, for_user=request.user, today=request.today, cycle_days=cycle)
    statuses = [(name, words, tone, found.statuses[name]) for name, (words, tone) in rules.STATUSES.items()]
    context = {
        "plan": plan,
        "overview": found,
        "unanswered": queries.unanswered(plan, for_user=request.user),
        "statuses": statuses,
        "lacks": [(letter, words, found.lacks[letter]) for letter, words in rules.LETTERS.items()],
        "cycle_days": cycle,
        "may": queries.powers(plan, for_user=request.user),
    }
    return render(request, "plan/overview.html", context)


@page(VIEW)
def leads(request: Request, slug: str) -> HttpResponse:
    """Everybody who leads, and how much: people, teams, and names that the register does not know."""
    plan = queries.plan(slug, for_user=request.user)
    leaders = by_lead.leaders(plan, for_user=request.user, today=request.today)
    unknown = [one for one in leaders if one.unknown]
    number = whole_number(request.GET.get("page", "")) or 1
    shown = by_lead.page(leaders, number)
    return render(request, "plan/leads.html", {"plan": plan, "page": shown, "unknown": unknown})
