"""Pages that change a theme, its recommendations and their replies; some people ask a second person for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import themes as changes
from throughline.plan.forms.fields import in_words
from throughline.plan.forms.plans import AddRecommendation, EditTheme, Reply
from throughline.plan.queries import plans as queries


@page("plan.theme.create_edit")
def add_theme(request: Request, slug: str) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    form = EditTheme(request.POST or None, today=request.today)
    words = {
        "heading": f"Add {request.terms['an_theme']}",
        "done": "The theme is in the plan. Add its first action next.",
    }

    def says(values: dict[str, Any]) -> str:
        return f"Add the theme “{values['title']}” to the plan. {_outcome(values)}"

    return _page(request, plan, form, words, changes.add_theme, "add_theme", {"plan": plan}, plan, says)


@page("plan.theme.create_edit")
def edit_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    form = EditTheme(request.POST or None, today=request.today, theme=theme)
    words = {"heading": f"Change the {request.terms['theme']}", "done": "The theme is changed."}

    def says(values: dict[str, Any]) -> str:
        return f"Change the theme “{theme.title}” to “{values['title']}”. {_outcome(values)}"

    return _page(request, plan, form, words, changes.edit_theme, "edit_theme", {"theme": theme}, theme, says)


@page("plan.theme.create_edit")
def add_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    form = AddRecommendation(request.POST or None)
    words = {
        "heading": f"Add {request.terms['an_recommendation']}",
        "under": theme.title,
        "done": "The recommendation is in the plan.",
    }
    change = changes.add_recommendation

    def says(values: dict[str, Any]) -> str:
        return f"Recommend under “{theme.title}”: {values['text']}"

    return _page(request, plan, form, words, change, "add_recommendation", {"theme": theme}, theme, says)


@page("plan.theme.create_edit")
def reply(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    asked = queries.recommendation(plan, key, for_user=request.user)
    form = Reply(request.POST or None, initial={"text": asked.reply})
    words = {
        "heading": f"Reply to {request.terms['an_recommendation']}",
        "under": asked.text,
        "done": "The reply stands beside the recommendation.",
    }

    def says(values: dict[str, Any]) -> str:
        return f"Reply to “{asked.text}”: {values['text']}"

    return _page(request, plan, form, words, changes.reply, "reply", {"recommendation": asked}, asked, says)


def _page(
    request: Request,
    plan: Any,
    form: forms.Form,
    words: dict[str, str],
    change: Callable[..., object],
    name: str,
    about: dict[str, Any],
    thing: Any,
    says: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """The form; then the change, or, for those who need a second person, the question to one."""
    in_words(form, request.terms)
    asks = changes.needs_second_person(request.user, plan)
    if form.is_valid():
        values = form.cleaned_data
        with refusals_into(form):
            if asks:
                sentence = says(values)
                changes.ask(
                    by=request.user,
                    about=thing,
                    change=name,
                    values=values,
                    says=sentence,
                    today=request.today,
                )
                say(request, "Asked. It happens when a second person agrees.")
            else:
                change(by=request.user, today=request.today, **about, **values)
                say(request, words["done"])
            return redirect("plan:plan", plan.slug)
    button = "Ask a second person" if asks else "Save"
    return render(request, "plan/form.html", {"plan": plan, "form": form, "button": button, **words})


def _outcome(values: dict[str, Any]) -> str:
    """What a theme is to reach and who stands behind it: all that the second person agrees to."""
    sponsor = values["sponsor"].name if values["sponsor"] else "nobody"
    return f"Desired outcome: {values['desired_outcome'] or 'none'}. Lead sponsor: {sponsor}."
