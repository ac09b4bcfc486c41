"""Pictures of a plan, each drawn at the server with its table and its file of figures."""

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughline.base.pages import Request, page
from throughline.plan import rules
from throughline.plan.queries import picture_figures as figures
from throughline.plan.queries import pictures as queries
from throughline.plan.queries import plans
from throughline.plan.rules import pictures as drawing

VIEW = plans.VIEW


@page(VIEW)
def pictures(request: Request, slug: str) -> HttpResponse:
    """The plan on one page, its burn-up, and services by theme."""
    plan = plans.plan(slug, for_user=request.user)
    bars = queries.on_a_page(plan, for_user=request.user, today=request.today)
    months = queries.burn_up(plan, for_user=request.user, today=request.today)
    themes, services = queries.heat_map(plan, for_user=request.user)
    most = drawing.ticks(max((month.planned for month in months), default=1))[-1]
    used = [name for name in drawing.TONES if any(bar.counts.get(name) for bar in bars)]
    context = {
        "plan": plan,
        "bars": bars,
        "legend": [(rules.STATUSES[name][0], *drawing.TONES[name]) for name in used],
        "bars_height": len(bars) * drawing.BAR_ROW + 10,
        "months": months,
        "planned": drawing.line([month.planned for month in months], most),
        "done": drawing.line([month.done for month in months], most),
        "ends": [drawing.level(getattr(months[-1], name), most) for name in ("planned", "done")]
        if months
        else [],
        "ticks": [(tick, drawing.level(tick, most)) for tick in drawing.ticks(most)],
        "themes": [
            (number, drawing.NAMES + number * drawing.CELL - 24, one) for number, one in enumerate(themes, 1)
        ],
        "services": [(row, 30 + number * drawing.CELL_ROW + 19) for number, row in enumerate(services)],
        "services_width": drawing.width(len(themes)),
        "services_height": 40 + len(services) * drawing.CELL_ROW,
    }
    return render(request, "plan/pictures.html", context)


@page(VIEW)
def picture_figures(request: Request, slug: str, name: str) -> HttpResponse:
    """The figures of one picture as CSV."""
    plan = plans.plan(slug, for_user=request.user)
    if name not in figures.FIGURES:
        raise Http404("There is no such picture.")
    text = io.StringIO()
    rows = figures.FIGURES[name](plan, for_user=request.user, today=request.today, words=request.terms)
    csv.writer(text).writerows(rows)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{slug}-{name}-{request.today.isoformat()}.csv"'
    )
    return response
