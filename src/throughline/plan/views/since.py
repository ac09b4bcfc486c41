"""What changed in a plan since a day."""

import datetime

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page, whole_number
from throughline.plan.forms.since import Since
from throughline.plan.queries import history, plans

COUNTED = (  # events, and what is said of the actions that they were about
    (("plan.action.added", "plan.action.imported", "plan.action.put_back"), "new"),
    (("plan.progress.recorded",), "with progress"),
    (("plan.action.verified",), "verified as done"),
    (("plan.action.moved",), "decided about"),
    (("plan.action.handed_over",), "handed over"),
    (("plan.action.edited",), "changed"),
)


@page(plans.VIEW)
def since(request: Request, slug: str) -> HttpResponse:
    """Every action that changed, with what was done and who did it. Without a day: since the first of last month."""
    plan = plans.plan(slug, for_user=request.user)
    form = Since(request.GET if "since_day" in request.GET else None)
    first = request.today.replace(day=1)
    last_month = (first - datetime.timedelta(days=1)).replace(day=1)
    day = (form.cleaned_data["since"] if form.is_valid() else None) or last_month
    found = history.since(
        plan,
        day,
        for_user=request.user,
        words=request.terms,
        number=whole_number(request.GET.get("page", "")) or 1,
    )
    context = {
        "plan": plan,
        "form": form,
        "day": day,
        "page": found.page,
        "changed": found.changed,
        "counts": [(words, sum(found.counts.get(event, 0) for event in events)) for events, words in COUNTED],
    }
    return render(request, "plan/since.html", context)
