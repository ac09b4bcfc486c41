"""The pages from which a plan, or a service's part of it, is taken home as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page
from throughline.plan import exports
from throughline.plan.queries import exporting, plans, services


@page(exporting.EXPORT)
def export(request: Request, slug: str) -> HttpResponse:
    """Which kind of file?"""
    plan = plans.plan(slug, for_user=request.user)
    return render(request, "plan/export.html", {"plan": plan, "exports": exports.EXPORTS.items()})


@page(exporting.EXPORT)
def export_as(request: Request, slug: str, kind: str) -> HttpResponse:
    """The file."""
    return _file(request, plans.plan(slug, for_user=request.user), kind, slug)


@page(exporting.EXPORT)
def export_part(request: Request, slug: str, key: int, kind: str) -> HttpResponse:
    """The part of one service, or one directorate, as a file."""
    plan = plans.plan(slug, for_user=request.user)
    part = services.part(plan, key, for_user=request.user)
    return _file(request, part, kind, f"{slug}-{part.place.code}")


def _file(request: Request, thing: exporting.Exported, kind: str, name: str) -> HttpResponse:
    if kind not in exports.EXPORTS:
        raise Http404("There is no such kind of file.")
    data = exports.export(thing, kind, for_user=request.user, today=request.today)
    response = HttpResponse(data, content_type=exports.EXPORTS[kind].content_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{name}-{request.today.isoformat()}.{kind}"'
    )
    return response
