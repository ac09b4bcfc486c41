"""Pages that change the themes of a plan; some people ask a second person for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.base.pages import Request, page
from throughline.plan.changes import asking
from throughline.plan.changes import themes as changes
from throughline.plan.forms import decisions
from throughline.plan.forms import themes as forms
from throughline.plan.queries import plans as queries
from throughline.plan.views.asking import PERMISSION, Change, arranged, form_page


@page(PERMISSION)
def add_theme(request: Request, slug: str) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    form = forms.EditTheme(request.POST or None, today=request.today, terms=request.terms)
    change = Change(
        do=changes.add_theme,
        about={"plan": plan},
        says=lambda values: f"Add “{values['title']}” to “{plan.title}”. {_outcome(values, request.terms)}",
        done=f"It is there. Add its first {request.terms['action']} next.",
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
        says=lambda values: (
            f"Change “{theme.title}” to “{values['title']}”. {_outcome(values, request.terms)}"
        ),
        done=f"The {request.terms['theme']} is changed.",
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
    form = decisions.Remove(request.POST or None)
    change = Change(
        do=changes.remove_theme,
        about={"theme": theme},
        says=lambda values: (
            f"Remove the {request.terms['theme']} “{theme.title}” and its {request.terms['short_recommendations']} "
            f"from “{plan.title}”"
        ),
        done=f"The {request.terms['theme']} is removed. You find it under “What was removed”.",
        then=arranged(slug),
    )
    heading = f"Remove the {request.terms['theme']} from the {request.terms['plan']}"
    return form_page(request, plan, form, change, heading=heading, under=theme.title, button="Remove")


def _plan(slug: str) -> str:
    return reverse("plan:plan", args=[slug])


def _outcome(values: dict[str, Any], terms: dict[str, str]) -> str:
    """What a theme is to reach and who stands behind it: all that the second person agrees to."""
    sponsor = values["sponsor"].name if values["sponsor"] else "nobody"
    outside = (
        "" if values["is_theme"] else f" It is a table of {terms['actions']} outside any {terms['theme']}."
    )
    wanted, backing = (terms[key][:1].upper() + terms[key][1:] for key in ("desired_outcome", "sponsor"))
    return f"{wanted}: {values['desired_outcome'] or 'none'}. {backing}: {sponsor}.{outside}"
