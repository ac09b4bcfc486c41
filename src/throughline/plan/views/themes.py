"""Pages that change the themes of a plan; some people ask a second person for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.base.pages import Request, page, whole_number
from throughline.plan.changes import asking
from throughline.plan.changes import themes as changes
from throughline.plan.forms import plans as forms
from throughline.plan.queries import plans as queries
from throughline.plan.queries import shape
from throughline.plan.views.asking import PERMISSION, Change, button_after, form_page, pressed


@page(PERMISSION)
def add_theme(request: Request, slug: str) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    form = forms.EditTheme(request.POST or None, today=request.today, terms=request.terms)
    change = Change(
        do=changes.add_theme,
        about={"plan": plan},
        says=lambda values: f"Add the theme “{values['title']}” to the plan. {_outcome(values)}",
        done="The theme is in the plan. Add its first action next.",
        then=_plan(slug),
    )

    return form_page(request, plan, form, change, heading=f"Add {request.terms['an_theme']}")


@page(PERMISSION)
def edit_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    last = changes.last_change(theme)
    form = forms.EditTheme(
        request.POST or None, today=request.today, terms=request.terms, theme=theme, seen=last
    )
    change = Change(
        do=changes.edit_theme,
        about={"theme": theme},
        says=lambda values: f"Change the theme “{theme.title}” to “{values['title']}”. {_outcome(values)}",
        done="The theme is changed.",
        then=_plan(slug),
    )
    heading = f"Change the {request.terms['theme']}"
    return form_page(request, plan, form, change, seen=lambda: changes.last_change(theme), heading=heading)


@page(PERMISSION)
def remove_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme: Any = queries.theme(plan, key, for_user=request.user)
    asking.needs_second_person(request.user, plan)
    if theme.action_count:
        return render(request, "plan/theme_in_use.html", {"plan": plan, "theme": theme})
    form = forms.Remove(request.POST or None)
    change = Change(
        do=changes.remove_theme,
        about={"theme": theme},
        says=lambda values: f"Remove the theme “{theme.title}” and its recommendations from “{plan.title}”",
        done="The theme is removed. You find it under “What was removed”.",
        then=_arrange(slug),
    )
    heading = f"Remove the {request.terms['theme']} from the plan"
    return form_page(request, plan, form, change, heading=heading, under=theme.title, button="Remove")


@page(PERMISSION)
def move_theme(request: Request, slug: str, key: int) -> HttpResponse:
    """Past the neighbour that the button names."""
    plan = queries.plan(slug, for_user=request.user)
    if request.method != "POST":
        return redirect(_arrange(slug))
    theme = queries.theme(plan, key, for_user=request.user)
    past, up = whole_number(request.POST.get("past", "")) or 0, request.POST.get("to") == "up"
    where = "above" if up else "below"
    before = shape.order(plan, for_user=request.user)
    neighbour = queries.theme(plan, past, for_user=request.user) if past in before else theme
    change = Change(
        do=changes.move_theme,
        about={"theme": theme},
        says=lambda _: f"Move the theme “{theme.title}” {where} “{neighbour.title}”",
        done="",
        then=f"{_arrange(slug)}#{button_after('theme', before, key, past, up)}",
    )
    return pressed(request, change, {"past": past, "up": up}, stay=_arrange(slug))


@page(PERMISSION)
def put_back_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    stay = reverse("plan:removed", args=[slug])
    if request.method != "POST":
        return redirect(stay)
    theme = shape.any_theme(plan, key, for_user=request.user)
    change = Change(
        do=changes.put_back_theme,
        about={"theme": theme},
        says=lambda _: f"Put the theme “{theme.title}” back into “{plan.title}”",
        done=f"“{theme.title}” is in the plan again.",
        then=stay,
    )
    return pressed(request, change, stay=stay)


def _plan(slug: str) -> str:
    return reverse("plan:plan", args=[slug])


def _arrange(slug: str) -> str:
    return reverse("plan:arrange", args=[slug])


def _outcome(values: dict[str, Any]) -> str:
    """What a theme is to reach and who stands behind it: all that the second person agrees to."""
    sponsor = values["sponsor"].name if values["sponsor"] else "nobody"
    outside = "" if values["is_theme"] else " It is a table of actions outside any theme."
    return f"Desired outcome: {values['desired_outcome'] or 'none'}. Lead sponsor: {sponsor}.{outside}"
