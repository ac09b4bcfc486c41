"""Pages of a plan by directorate and service."""

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page, whole_number
from throughline.plan import exports
from throughline.plan.queries import actions, exporting, grouping, plans
from throughline.plan.queries import services as queries

VIEW = plans.VIEW


@page(VIEW)
def services(request: Request, slug: str) -> HttpResponse:
    """How far each directorate and service is; every figure leads to what it counts."""
    plan = plans.plan(slug, for_user=request.user)
    cycle = request.authority.update_cycle_days
    groups = queries.by_service(plan, for_user=request.user, today=request.today, cycle_days=cycle)
    return render(request, "plan/services.html", {"plan": plan, "groups": groups})


@page(VIEW)
def service(request: Request, slug: str, key: int) -> HttpResponse:
    """What one service, or one directorate, does of the plan: its figures, its actions, its file."""
    plan = plans.plan(slug, for_user=request.user)
    part = queries.part(plan, key, for_user=request.user)
    cycle = request.authority.update_cycle_days
    filters = actions.Filters(service=key, page=whole_number(request.GET.get("page", "")) or 1)
    listing = actions.listing(plan, filters, for_user=request.user, today=request.today, cycle_days=cycle)
    themes = {theme.pk: theme for theme in plans.themes(plan, for_user=request.user)}
    context = {
        "plan": plan,
        "place": part.place,
        "by_service": f"By {request.terms['service']}",
        "figures": queries.of_part(part, for_user=request.user, today=request.today, cycle_days=cycle),
        "page": listing.page,
        "groups": grouping.groups(listing, themes, whole=False),
        "exports": exports.EXPORTS.items() if exporting.may_export(part, for_user=request.user) else (),
    }
    return render(request, "plan/service.html", context)
