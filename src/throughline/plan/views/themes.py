"""Pages that change a theme, its recommendations and their replies."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import plans as changes
from throughline.plan.forms.plans import AddRecommendation, EditTheme, Reply
from throughline.plan.queries import plans as queries


@page("plan.theme.create_edit")
def add_theme(request: Request, slug: str) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    form = EditTheme(request.POST or None, today=request.today)
    if form.is_valid():
        with refusals_into(form):
            changes.add_theme(by=request.user, plan=plan, today=request.today, **form.cleaned_data)
            say(request, "The theme is in the plan. Add its first action next.")
            return redirect("plan:plan", slug)
    return render(
        request,
        "plan/form.html",
        {"plan": plan, "form": form, "heading": "Add a theme", "button": "Add the theme"},
    )


@page("plan.theme.create_edit")
def edit_theme(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    form = EditTheme(request.POST or None, today=request.today, theme=theme)
    if form.is_valid():
        with refusals_into(form):
            changes.edit_theme(by=request.user, theme=theme, today=request.today, **form.cleaned_data)
            say(request, "The theme is changed.")
            return redirect("plan:plan", slug)
    return render(
        request,
        "plan/form.html",
        {"plan": plan, "form": form, "heading": "Change the theme", "button": "Save"},
    )


@page("plan.theme.create_edit")
def add_recommendation(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    theme = queries.theme(plan, key, for_user=request.user)
    form = AddRecommendation(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            changes.add_recommendation(by=request.user, theme=theme, today=request.today, **form.cleaned_data)
            say(request, "The recommendation is in the plan.")
            return redirect("plan:plan", slug)
    context = {
        "plan": plan,
        "form": form,
        "heading": "Add a recommendation",
        "under": theme.title,
        "button": "Add",
    }
    return render(request, "plan/form.html", context)


@page("plan.theme.create_edit")
def reply(request: Request, slug: str, key: int) -> HttpResponse:
    plan = queries.plan(slug, for_user=request.user)
    recommendation = queries.recommendation(plan, key, for_user=request.user)
    form = Reply(request.POST or None, initial={"text": recommendation.reply})
    if form.is_valid():
        with refusals_into(form):
            changes.reply(
                by=request.user, recommendation=recommendation, today=request.today, **form.cleaned_data
            )
            say(request, "The reply stands beside the recommendation.")
            return redirect("plan:plan", slug)
    context = {
        "plan": plan,
        "form": form,
        "heading": "Reply to a recommendation",
        "under": recommendation.text,
        "button": "Save the reply",
    }
    return render(request, "plan/form.html", context)
