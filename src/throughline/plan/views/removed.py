"""What was removed from a plan, and the buttons that put it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.base.pages import Request, page, say
from throughline.base.rules import Refused
from throughline.plan.changes import asking, putting_back, recommendations, themes
from throughline.plan.queries import plans
from throughline.plan.queries import removed as queries
from throughline.plan.views.asking import ASKED, PERMISSION, Change, pressed


@page(PERMISSION)
def removed(request: Request, slug: str) -> HttpResponse:
    """What was taken out of the plan, by whom and why, and the way back."""
    plan = plans.plan(slug, for_user=request.user)
    context = {
        "plan": plan,
        "asks": asking.needs_second_person(request.user, plan),
        "gone": queries.removed(plan, for_user=request.user),
    }
    return render(request, "plan/removed.html", context)


@page(PERMISSION)
def put_back_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = plans.plan(slug, for_user=request.user)
    stay = reverse("plan:removed", args=[slug])
    if request.method != "POST":
        return redirect(stay)
    theme = queries.any_theme(plan, key, for_user=request.user)
    change = Change(
        do=themes.put_back_theme,
        about={"theme": theme},
        says=lambda _: f"Put “{theme.title}” back into “{plan.title}”",
        done=f"“{theme.title}” is there again.",
        then=stay,
    )
    return pressed(request, change, stay=stay)


@page(PERMISSION)
def put_back_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = plans.plan(slug, for_user=request.user)
    stay = reverse("plan:removed", args=[slug])
    if request.method != "POST":
        return redirect(stay)
    asked = queries.any_recommendation(plan, key, for_user=request.user)
    change = Change(
        do=recommendations.put_back_recommendation,
        about={"recommendation": asked},
        says=lambda _: f"Put “{asked.text}” back into “{plan.title}”",
        done=f"“{asked.text[:120]}” is there again.",
        then=stay,
    )
    return pressed(request, change, stay=stay)


@page(queries.DELETE)
def put_back_action(request: Request, slug: str, number: int) -> HttpResponse:
    """Ask a second person to put a removed action back."""
    plan = plans.plan(slug, for_user=request.user)
    stay = reverse("plan:removed", args=[slug])
    if request.method == "POST":
        action = queries.removed_action(plan, number, for_user=request.user)
        try:
            putting_back.ask_to_put_back(by=request.user, action=action, today=request.today)
            say(request, ASKED)
        except Refused as refusal:
            messages.error(request, str(refusal))
    return redirect(stay)
