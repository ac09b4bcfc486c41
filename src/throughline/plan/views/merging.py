"""Pages of a merge: upload a file beside a live plan, choose what to take of it, cancel, undo."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say
from throughline.base.rules import counted
from throughline.plan.changes import merging as changes
from throughline.plan.forms import merging as forms
from throughline.plan.queries import merging as queries
from throughline.plan.queries import plans

EDIT = queries.EDIT


@page(EDIT)
def upload(request: Request, slug: str) -> HttpResponse:
    """A file comes back: a service's own part, or the whole plan."""
    plan = plans.plan(slug, for_user=request.user)
    form = forms.Upload(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with refusals_into(form, "file"):
            merge = changes.upload(
                by=request.user, plan=plan, name=file.name, data=file.read(), today=request.today
            )
            return redirect("plan:merge", merge.pk)
    merges = queries.of_plan(plan, for_user=request.user)
    return render(request, "plan/merge_upload.html", {"plan": plan, "form": form, "merges": merges})


@page(EDIT)
def check(request: Request, key: int) -> HttpResponse:
    """What the file says otherwise, side by side with the plan; tick what is to come in."""
    merge = _merge(request, key)
    if merge.state != merge.State.READ:
        return render(request, "plan/merge_taken.html", {"merge": merge, "plan": merge.plan})
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    ticked = set(request.POST.getlist("take"))
    if form.is_valid():
        with refusals_into(form):
            changes.take(by=request.user, merge=merge, keys=ticked, today=request.today)
            say(request, f"{counted(len(ticked), 'change')} taken into the {request.terms['plan']}.")
            return redirect("plan:merge", key)
    preview = queries.preview(merge, for_user=request.user, today=request.today, words=request.terms)
    if not form.is_bound:
        ticked = {one.key for one in preview.choices.values() if one.open and one.ticked}
    context = {"merge": merge, "plan": merge.plan, "preview": preview, "form": form, "ticked": ticked}
    return render(request, "plan/merge.html", context)


@page(EDIT)
def cancel(request: Request, key: int) -> HttpResponse:
    merge = _merge(request, key)
    form = forms.forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.cancel(by=request.user, merge=merge, today=request.today)
            say(request, f"Nothing of {merge.file_name} was taken.")
            return redirect("plan:merge_upload", merge.plan.slug)
    return render(request, "plan/merge_cancel.html", {"merge": merge, "plan": merge.plan, "form": form})


@page(EDIT)
def undo(request: Request, key: int) -> HttpResponse:
    merge = _merge(request, key)
    form = forms.Undo(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            changes.undo(
                by=request.user, merge=merge, reason=form.cleaned_data["reason"], today=request.today
            )
            say(request, f"The {request.terms['plan']} is as it was before.")
            return redirect("plan:merge", key)
    return render(request, "plan/merge_undo.html", {"merge": merge, "plan": merge.plan, "form": form})


def _merge(request: Request, key: int) -> changes.Merge:
    found = queries.merge(key, for_user=request.user)
    if found.state == found.State.CANCELLED:
        raise Http404("This was cancelled, and what was read was thrown away.")
    return found
