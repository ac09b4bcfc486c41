"""The pages from which a plan is taken home as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page
from throughline.plan import exports
from throughline.plan.queries import exporting, plans


@page(exporting.EXPORT)
def export(request: Request, slug: str) -> HttpResponse:
    """Which kind of file?"""
    plan = plans.plan(slug, for_user=request.user)
    return render(request, "plan/export.html", {"plan": plan, "exports": exports.EXPORTS.items()})


@page(exporting.EXPORT)
def export_as(request: Request, slug: str, kind: str) -> HttpResponse:
    """The file."""
    plan = plans.plan(slug, for_user=request.user)
    if kind not in exports.EXPORTS:
        raise Http404("There is no such kind of file.")
    data = exports.export(plan, kind, for_user=request.user)
    response = HttpResponse(data, content_type=exports.EXPORTS[kind].content_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slug}-{request.today.isoformat()}.{kind}"'
    )
    return response
