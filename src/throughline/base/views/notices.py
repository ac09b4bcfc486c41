"""My notices: what I was told, and how often I want mail."""

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.changes import notices as changes
from throughline.base.forms.notices import Choose
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.queries import notices as queries


@page("system.notice_preference.edit")
def notices(request: Request) -> HttpResponse:
    number = whole_number(request.GET.get("page", "")) or 1
    mine = queries.mine(for_user=request.user, number=number)
    form = Choose(request.POST or None, initial={"often": mine.often})
    if form.is_valid():
        with refusals_into(form):
            changes.choose(by=request.user, often=form.cleaned_data["often"], today=request.today)
            say(request, "Your choice is saved.")
            return redirect("base:notices")
    return render(request, "base/notices.html", {"mine": mine, "page": mine.page, "form": form})
