"""Who holds which role; giving one, which a second person must agree to; ending one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base.changes import left_behind as left_behind_changes
from throughline.base.changes import roles as changes
from throughline.base.forms import accounts as forms
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.queries import accounts as account_queries
from throughline.base.queries import left_behind as left_behind_queries
from throughline.base.queries import roles as queries


@page(queries.VIEW)
def roles(request: Request) -> HttpResponse:
    """The roles held today, and what waits."""
    number = whole_number(request.GET.get("page", "")) or 1
    found, lines = queries.grants(
        for_user=request.user,
        today=request.today,
        role=request.GET.get("role", ""),
        words=request.GET.get("q", ""),
        number=number,
    )
    context = {
        "form": forms.FindGrants(request.GET or None),
        "page": found,
        "grants": lines,
        "waiting": queries.waiting(for_user=request.user),
        "may_give": bool(queries.may_give(for_user=request.user, today=request.today)),
        "left_behind": left_behind_queries.number(for_user=request.user, today=request.today),
    }
    return render(request, "base/roles/list.html", context)


@page(queries.VIEW)
def give(request: Request) -> HttpResponse:
    """Ask for a role for somebody; `?who=` fills in whom."""
    possible = queries.may_give(for_user=request.user, today=request.today)
    initial = {"who": request.GET.get("who", "")}
    found, nobody = _whom(request)
    form = forms.GiveRole(
        request.POST or None,
        initial=initial,
        possible=possible,
        today=request.today,
        people=[] if found is None or found.sure else [_choice(one) for one in found.accounts],
    )
    if nobody:
        form.add_error("who", nobody)
    if form.is_valid() and found is not None:
        values = form.cleaned_data
        with refusals_into(form):
            account = next(
                one for one in found.accounts if values.get("account") in (None, one.pk)
            )  # None: there is one, and it is sure
            place = queries.place(values["place"], for_user=request.user)
            asked = changes.ask_to_give(
                by=request.user,
                account=account,
                role=values["role"],
                place=place,
                ends_on=values["ends_on"],
                today=request.today,
            )
            say(request, f"Asked: {asked.says} It happens when a second person agrees.")
            return redirect("base:roles")
    return render(request, "base/roles/give.html", {"form": form, "possible": possible})


def _whom(request: Request) -> tuple[account_queries.Found | None, str]:
    """Who may be meant, or why nobody is; neither before anybody is named."""
    if not (words := request.POST.get("who", "").strip()):
        return None, ""
    try:
        return account_queries.by_words(words, for_user=request.user), ""
    except account_queries.NobodyThere as nobody:
        return None, str(nobody)


def _choice(account: Any) -> tuple[int, str]:
    return account.pk, account_queries.with_place(account)


@page(queries.VIEW)
def left_behind(request: Request) -> HttpResponse:
    """Roles for places that have closed: each is given for the place that does the work now, or ended."""
    found = left_behind_queries.listed(for_user=request.user, today=request.today)
    return render(request, "base/roles/left_behind.html", {"found": found})


@page(queries.VIEW)
def follow(request: Request, key: int) -> HttpResponse:
    """Ask for the same role for the place that does the work now: only posted."""
    found = queries.grant(key, for_user=request.user, today=request.today)
    if request.method != "POST":
        return redirect("base:roles_left_behind")
    form = forms.Nothing(request.POST)
    if form.is_valid():
        with refusals_into(form):
            asked = left_behind_changes.ask_to_follow(by=request.user, grant=found, today=request.today)
            say(request, f"Asked: {asked.says} It happens when a second person agrees.")
            return redirect("base:roles_left_behind")
    lines = left_behind_queries.listed(for_user=request.user, today=request.today)
    return render(request, "base/roles/left_behind.html", {"found": lines, "form": form})


@page(queries.VIEW)
def end(request: Request, key: int) -> HttpResponse:
    found = queries.grant(key, for_user=request.user, today=request.today)
    form = forms.Reason(request.POST or None, initial={"reason": queries.why_end(found, request.today)})
    if form.is_valid():
        with refusals_into(form):
            changes.end_role(by=request.user, grant=found, today=request.today, **form.cleaned_data)
            say(request, "The role has ended.")
            return redirect("base:roles")
    return render(
        request, "base/roles/end.html", {"grant": found, "form": form, "words": queries.words(found)}
    )
