"""Pages on which a plan is made by hand, and says what it is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.base import permissions
from throughline.base.pages import Request, page, refusals_into, say
from throughline.plan.changes import plans as changes
from throughline.plan.forms.new_plan import MakePlan
from throughline.plan.forms.plans import EditPlan
from throughline.plan.queries import importing
from throughline.plan.queries import plans as queries
from throughline.plan.views.asking import ASKED, PERMISSION, Change, do, form_page


@page(PERMISSION)
def new_plan(request: Request) -> HttpResponse:
    """An empty plan, for whoever has no document to import."""
    form = MakePlan(
        request.POST or None,
        places=importing.owners(for_user=request.user, today=request.today, permission=PERMISSION),
        whole=permissions.may(request.user, PERMISSION, permissions.Scope()),
        organisation=request.authority.name,
    )
    if form.is_valid():
        values = dict(form.cleaned_data)
        place = importing.owner(values.pop("place"))
        whose = f" of {place.name}" if place else ""
        change = Change(
            do=changes.make_plan,
            about={"place": place},
            says=lambda values: (
                f"Make an empty {request.terms['plan']}{whose}: “{values['title']}” ({values['slug'].upper()})"
            ),
            done=f"The {request.terms['plan']} is made. Add its first {request.terms['theme']} next.",
            then=reverse("plan:plan", args=[values["slug"]]),
        )
        with refusals_into(form):
            said = do(request, change, values)
            say(request, said)
            return redirect(f"{reverse('plan:plans')}?all" if said == ASKED else change.then)
    context = {
        "form": form,
        "asks": permissions.verdict(request.user, PERMISSION).second_person,
        "may_import": permissions.may(request.user, importing.PREVIEW),
    }
    return render(request, "plan/new.html", context)


@page(PERMISSION)
def edit_plan(request: Request, slug: str) -> HttpResponse:
    """What the plan says of itself."""
    plan = queries.plan(slug, for_user=request.user)
    form = EditPlan(request.POST or None, plan=plan, seen=changes.last_change(plan))
    change = Change(
        do=changes.edit_plan,
        about={"plan": plan},
        says=lambda values: (
            f"Change what “{plan.title}” says of itself. Title: {values['title']}. Organisation: "
            f"{values['organisation'] or 'none'}. Date: {values['document_date'] or 'none'}. "
            f"Introduction: {values['introduction'] or 'none'}"
        ),
        done=f"What the {request.terms['plan']} says of itself is changed.",
        then=reverse("plan:plan", args=[slug]),
    )
    heading = f"Change the {request.terms['plan']}’s title and introduction"
    return form_page(request, plan, form, change, seen=lambda: changes.last_change(plan), heading=heading)
