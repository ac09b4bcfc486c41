"""The order of themes and recommendations: one page, and the buttons of it that move one past its neighbour."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, whole_number
from throughline.plan.changes import asking, recommendations, themes
from throughline.plan.queries import order
from throughline.plan.queries import plans as queries
from throughline.plan.views.asking import PERMISSION, Change, arranged, pressed

SHORT = 120  # letters of a recommendation that stand in for it in a sentence


@page(PERMISSION)
def arrange(request: Request, slug: str) -> HttpResponse:
    """The themes and their recommendations in order: move, change, remove."""
    plan = queries.plan(slug, for_user=request.user)
    context = {
        "plan": plan,
        "asks": asking.needs_second_person(request.user, plan),
        "themes": order.arrangement(plan, for_user=request.user),
    }
    return render(request, "plan/arrange.html", context)


@page(PERMISSION)
def move_theme(request: Request, slug: str, key: int) -> HttpResponse:
    """Past the neighbour that the button names."""
    plan = queries.plan(slug, for_user=request.user)
    if request.method != "POST":
        return redirect(arranged(slug))
    theme = queries.theme(plan, key, for_user=request.user)
    past, up = whole_number(request.POST.get("past", "")) or 0, request.POST.get("to") == "up"
    where = "above" if up else "below"
    before = order.order(plan, for_user=request.user)
    neighbour = queries.theme(plan, past, for_user=request.user) if past in before else theme
    change = Change(
        do=themes.move_theme,
        about={"theme": theme},
        says=lambda _: f"Move “{theme.title}” {where} “{neighbour.title}”",
        done="",
        then=f"{arranged(slug)}#{_button_after('theme', before, key, past, up)}",
    )
    return pressed(request, change, {"past": past, "up": up}, stay=arranged(slug))


@page(PERMISSION)
def move_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    """Past the neighbour that the button names."""
    plan = queries.plan(slug, for_user=request.user)
    if request.method != "POST":
        return redirect(arranged(slug))
    asked = queries.recommendation(plan, key, for_user=request.user)
    past, up = whole_number(request.POST.get("past", "")) or 0, request.POST.get("to") == "up"
    where = "above" if up else "below"
    before = order.order(plan, for_user=request.user, theme=asked.theme)
    neighbour = queries.recommendation(plan, past, for_user=request.user) if past in before else asked
    change = Change(
        do=recommendations.move_recommendation,
        about={"recommendation": asked},
        says=lambda _: f"Move “{asked.text[:SHORT]}” {where} “{neighbour.text[:SHORT]}”",
        done="",
        then=f"{arranged(slug)}#{_button_after('recommendation', before, key, past, up)}",
    )
    return pressed(request, change, {"past": past, "up": up}, stay=arranged(slug))


def _button_after(kind: str, before: list[int], key: int, past: int, up: bool) -> str:
    """The button that has the focus after a move: the same one again, or the other where it can go no further."""
    if key not in before or past not in before:
        return f"{kind}-{key}"
    place = before.index(past)
    further = place > 0 if up else place < len(before) - 1
    return f"{kind}-{key}-{'up' if up == further else 'down'}"
