"""Jobs and mail: whether the site does its work in the background."""

from django.http import HttpResponse
from django.shortcuts import render

from throughline.base import clock
from throughline.base.pages import Request, page
from throughline.base.queries import upkeep as queries


@page(queries.VIEW)
def upkeep(request: Request) -> HttpResponse:
    shown = queries.upkeep(for_user=request.user, today=request.today, now=clock.now())
    return render(request, "base/upkeep.html", {"upkeep": shown})
