"""One's own account; and, for system administrators, everybody's: open, close, invite."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughline.base import invitations
from throughline.base.changes import accounts as changes
from throughline.base.forms import accounts as forms
from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.base.queries import accounts as queries
from throughline.base.queries import roles as role_queries

MANAGE = changes.PERMISSION


@page("system.own_account.view")
def own(request: Request) -> HttpResponse:
    """What I am here, how I sign in, what is known about me."""
    words = role_queries.own_words(for_user=request.user, today=request.today)
    ways = queries.ways_in(for_user=request.user)
    return render(request, "base/accounts/own.html", {"account": request.user, "roles": words, "ways": ways})


@page("system.own_security.edit")
def second_factor(request: Request) -> HttpResponse:
    """Why a second step is needed, and the two ways to set one up."""
    return render(request, "base/accounts/second_factor.html")


@page(queries.VIEW)
def accounts(request: Request) -> HttpResponse:
    form = forms.Find(request.GET or None)
    words, state = request.GET.get("q", ""), request.GET.get("state", "open")
    number = whole_number(request.GET.get("page", "")) or 1
    found = queries.accounts(for_user=request.user, words=words, state=state, number=number)
    context = {"form": form, "page": found, "accounts": found.object_list, "state": state}
    return render(request, "base/accounts/list.html", context)


@page(queries.VIEW)
def account(request: Request, key: int) -> HttpResponse:
    found = queries.account(key, for_user=request.user)
    context = {
        "account": found,
        "roles": role_queries.of_account(found, for_user=request.user, today=request.today),
        "second_factors": queries.second_factors(found, for_user=request.user),
        "may_manage": queries.may_manage(for_user=request.user),
    }
    return render(request, "base/accounts/account.html", context)


@page(MANAGE)
def open_account(request: Request) -> HttpResponse:
    """Find somebody in the register, and open their account."""
    words = request.GET.get("q", "")
    form = forms.FindPerson(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            person = queries.person(form.cleaned_data["person"], for_user=request.user)
            opened = changes.open_account(by=request.user, person=person, today=request.today)
            return _opened(request, opened)
    found = queries.people_without(words, for_user=request.user, today=request.today)
    return render(request, "base/accounts/open.html", {"form": form, "words": words, "people": found})


@page(MANAGE)
def open_kept(request: Request) -> HttpResponse:
    """A system administrator's account, beside their own."""
    form = forms.OpenKept(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            keeper = queries.person_at(form.cleaned_data["keeper"], for_user=request.user)
            opened = changes.open_kept_account(
                by=request.user, email=form.cleaned_data["email"], keeper=keeper, today=request.today
            )
            return _opened(request, opened)
    return render(request, "base/accounts/open_kept.html", {"form": form})


@page(MANAGE)
def invite(request: Request, key: int) -> HttpResponse:
    """A mail with which they choose a password: only posted."""
    found = queries.account(key, for_user=request.user)
    if request.method != "POST":
        return redirect("base:account", key)
    form = forms.Nothing(request.POST)
    if form.is_valid():
        with refusals_into(form):
            changes.invite(by=request.user, account=found, today=request.today)
            _send(request, found)
            return redirect("base:account", key)
    return _confirm(request, found, form, "Send an invitation", "Send it")


@page(MANAGE)
def close(request: Request, key: int) -> HttpResponse:
    found = queries.account(key, for_user=request.user)
    form = forms.Reason(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            changes.close_account(by=request.user, account=found, today=request.today, **form.cleaned_data)
            say(request, f"The account of {found} is closed, and its roles have ended.")
            return redirect("base:account", key)
    return _confirm(
        request,
        found,
        form,
        "Close the account",
        "Close it",
        "Nobody can sign in with it any more, and its roles end today.",
    )


@page(MANAGE)
def reopen(request: Request, key: int) -> HttpResponse:
    found = queries.account(key, for_user=request.user)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_into(form):
            changes.reopen_account(by=request.user, account=found, today=request.today)
            say(request, f"The account of {found} is open again. Give it the roles that it needs.")
            return redirect("base:account", key)
    return _confirm(
        request, found, form, "Open the account again", "Open it", "It has no roles until they are given."
    )


@page(MANAGE)
def start_again(request: Request, key: int) -> HttpResponse:
    """Forget how they sign in: a lost telephone, or a new work account."""
    found = queries.account(key, for_user=request.user)
    form = forms.Reason(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            changes.start_sign_in_again(
                by=request.user, account=found, today=request.today, **form.cleaned_data
            )
            say(
                request,
                f"{found} signs in as if for the first time. Send an invitation if they need a password.",
            )
            return redirect("base:account", key)
    warning = (
        "Their password, second step and link with the work account are forgotten. "
        "Roles that two people must give end, and must be given again."
    )
    return _confirm(request, found, form, "Start their sign-in again", "Start again", warning)


def _opened(request: Request, opened: Any) -> HttpResponse:
    say(
        request,
        f"The account of {opened} is open. They sign in with their work account, or you send an invitation.",
    )
    return redirect("base:account", opened.pk)


def _send(request: Request, account: Any) -> None:
    try:
        invitations.send(account)
    except OSError as trouble:
        say(
            request,
            f"The mail could not be sent: {trouble}. Check the mail server, then send the invitation again.",
        )
    else:
        say(request, f"An invitation was sent to {account.email}. The link in it works for three days.")


def _confirm(
    request: Request, account: Any, form: object, heading: str, button: str, warning: str = ""
) -> HttpResponse:
    context = {"account": account, "form": form, "heading": heading, "button": button, "warning": warning}
    return render(request, "base/accounts/confirm.html", context)
