"""The first page: what is published, for everybody; what to do, for whoever is signed in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base import permissions
from throughline.base.pages import Request
from throughline.base.queries import approvals
from throughline.plan import permissions as plan_permissions
from throughline.plan.permissions import Part
from throughline.plan.queries import actions, people, plans, services

VERIFY = "plan.activity.create_edit"
MOST = 5  # plans with their figures


def home(request: Request) -> HttpResponse:
    published = plans.latest_versions(today=request.today)
    context: dict[str, object] = {"published": published}
    if request.user.is_authenticated and permissions.may(request.user, plans.VIEW):
        context |= _for_staff(request)
    return render(request, "frontdoor/home.html", context)


def _for_staff(request: Request) -> dict[str, object]:
    """What needs this person, and how each plan stands."""
    user, today = request.user, request.today
    cycle = request.authority.update_cycle_days
    found: list[Any] = sorted(plans.plans(for_user=user), key=lambda one: one.open_count, reverse=True)
    filled = [one for one in found if one.action_count or one.unanswered]
    context: dict[str, object] = {
        "plans": [
            (
                one,
                plans.overview(one, for_user=user, today=today, cycle_days=cycle),
                _own_services(request, one),
                plan_permissions.may(user, VERIFY, one),
            )
            for one in filled[:MOST]
        ],
        "empty_plans": [one for one in found if one not in filled],
        "more_plans": len(filled) > MOST,
        "may_import": permissions.may(user, "plan.import_batch.upload_preview"),
        "may_make": permissions.may(user, "plan.theme.create_edit"),
    }
    if permissions.may(user, "plan.activity.update_progress"):
        context["mine"] = actions.mine(for_user=user, today=today, cycle_days=cycle, size=5, open_only=True)
    if permissions.may(user, VERIFY):
        context["to_reassign"] = len(people.to_reassign(for_user=user, today=today))
    if permissions.may(user, "system.approval.decide"):
        context["waiting"] = len(approvals.waiting(for_user=user))
    return context


def _own_services(request: Request, plan: Any) -> list[tuple[services.Figures, bool]]:
    """How the directorates and services stand for which this person holds a role; and whether they may verify there."""
    own = {held.place for held in permissions.actor(request.user).roles if held.place is not None}
    if not own:
        return []
    cycle = request.authority.update_cycle_days
    found = services.of_places(plan, own, for_user=request.user, today=request.today, cycle_days=cycle)
    return [
        (one, plan_permissions.may(request.user, VERIFY, Part(plan, one.place)))
        for one in found
        if one.place is not None
    ]
