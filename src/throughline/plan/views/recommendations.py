"""Recommendations for corporate action: all of them with their replies, and the pages that change them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from throughline.base.pages import Request, page
from throughline.plan.changes import recommendations as changes
from throughline.plan.forms import decisions
from throughline.plan.forms import themes as forms
from throughline.plan.queries import plans as queries
from throughline.plan.queries import recommendations as lists
from throughline.plan.views.asking import PERMISSION, Change, arranged, form_page


@page(queries.VIEW)
def recommendations(request: Request, slug: str) -> HttpResponse:
    """What is asked of the whole body, by theme, with the replies; in the address: only what has none."""
    plan = queries.plan(slug, for_user=request.user)
    unanswered = request.GET.get("unanswered") == "on"
    groups = lists.by_theme(plan, for_user=request.user, unanswered=unanswered)
    context = {
        "plan": plan,
        "groups": groups,
        "unanswered": unanswered,
        "shown": sum(len(group.recommendations) for group in groups),
        "without": queries.unanswered(plan, for_user=request.user),
        "may": queries.powers(plan, for_user=request.user),
    }
    return render(request, "plan/recommendations.html", context)


@page(PERMISSION)
def add_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    form = forms.Recommend(request.POST or None)
    change = Change(
        do=changes.add_recommendation,
        about={"theme": theme},
        says=lambda values: f"Recommend under “{theme.title}”: {values['text']}",
        done=f"The {request.terms['short_recommendation']} is there now.",
        then=reverse("plan:plan", args=[slug]),
    )
    heading = f"Add {request.terms['an_recommendation']}"
    return form_page(request, plan, form, change, heading=heading, under=theme.title)


@page(PERMISSION)
def edit_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    asked = queries.recommendation(plan, key, for_user=request.user)
    form = forms.Recommend(request.POST or None, asked=asked, seen=changes.last_change(asked))
    change = Change(
        do=changes.edit_recommendation,
        about={"recommendation": asked},
        says=lambda values: f"Change “{asked.text}” to “{values['text']}”",
        done=f"The {request.terms['short_recommendation']} is changed.",
        then=_list(slug, key),
    )
    heading = f"Change the {request.terms['recommendation']}"
    return form_page(
        request,
        plan,
        form,
        change,
        seen=lambda: changes.last_change(asked),
        heading=heading,
        under=asked.theme.title,
    )


@page(PERMISSION)
def reply(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    asked = queries.recommendation(plan, key, for_user=request.user)
    form = forms.Reply(request.POST or None, asked=asked, seen=changes.last_change(asked))
    change = Change(
        do=changes.reply,
        about={"recommendation": asked},
        says=lambda values: f"Reply to “{asked.text}”: {values['text']}",
        done=f"The reply stands beside the {request.terms['short_recommendation']}.",
        then=_list(slug, key),
    )
    heading = f"Reply to {request.terms['an_recommendation']}"
    return form_page(
        request,
        plan,
        form,
        change,
        seen=lambda: changes.last_change(asked),
        heading=heading,
        under=asked.text,
    )


@page(PERMISSION)
def remove_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    asked = queries.recommendation(plan, key, for_user=request.user)
    form = decisions.Remove(request.POST or None)
    change = Change(
        do=changes.remove_recommendation,
        about={"recommendation": asked},
        says=lambda values: (
            f"Remove the {request.terms['short_recommendation']} “{asked.text}” from “{plan.title}”"
        ),
        done=f"The {request.terms['short_recommendation']} is removed. You find it under “What was removed”.",
        then=arranged(slug),
    )
    heading = f"Remove the {request.terms['recommendation']} from the {request.terms['plan']}"
    return form_page(request, plan, form, change, heading=heading, under=asked.text, button="Remove")


def _list(slug: str, key: int) -> str:
    return f"{reverse('plan:recommendations', args=[slug])}#recommendation-{key}"
