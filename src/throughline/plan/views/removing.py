"""The page on which an empty plan is removed."""

from django.http import HttpResponse
from django.urls import reverse

from throughline.base.pages import Request, page
from throughline.plan.changes import plans as changes
from throughline.plan.forms.decisions import Remove
from throughline.plan.queries import plans as queries
from throughline.plan.views.asking import PERMISSION, Change, form_page


@page(PERMISSION)
def remove_plan(request: Request, slug: str) -> HttpResponse:
    """A plan without actions goes, such as one that was made by mistake."""
    plan = queries.plan(slug, for_user=request.user)
    form = Remove(request.POST or None)
    change = Change(
        do=changes.remove_plan,
        about={"plan": plan},
        says=lambda values: f"Remove the empty {request.terms['plan']} “{plan.title}”: {values['reason']}",
        done=f"“{plan.title}” is removed.",
        then=f"{reverse('plan:plans')}?all",
    )
    heading = f"Remove the {request.terms['plan']}"
    note = f"Only an empty {request.terms['plan']} can be removed. Its history is kept, and its short name is not given again."
    return form_page(request, plan, form, change, button="Remove", heading=heading, note=note)
