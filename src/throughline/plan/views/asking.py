"""What pages do that change the shape of a plan: the change, or the question to a second person for those who need one."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from throughline.base.pages import Request, say
from throughline.base.permissions import NeedsSecondPerson
from throughline.base.rules import Refused
from throughline.plan.changes import asking
from throughline.plan.forms import fields

PERMISSION = asking.PERMISSION
ASKED = "Asked. It happens when a second person agrees."
Values = dict[str, Any]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Change:
    """A change, what it is about, the sentence that a second person agrees to, and what to say and where to go when done."""

    do: Callable[..., Any]
    about: dict[str, Any]  # one thing, by the name under which the change takes it
    says: Callable[[Values], str]
    done: str
    then: str


def form_page(
    request: Request,
    plan: Any,
    form: forms.Form,
    change: Change,
    seen: Callable[[], int] = lambda: 0,
    button: str = "Save",
    **context: Any,
) -> HttpResponse:
    """The form, then the change. `seen`: the last change to the thing, for a form that was shown too long ago."""
    fields.in_words(form, request.terms)
    asks = asking.needs_second_person(request.user, plan)
    if form.is_valid():
        try:
            said = do(request, change, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            fields.seen_now(form, seen())
        else:
            say(request, said)
            return redirect(change.then)
    button = "Ask a second person" if asks else button
    return render(request, "plan/form.html", {"plan": plan, "form": form, "button": button, **context})


def pressed(request: Request, change: Change, values: Values | None = None, *, stay: str) -> HttpResponse:
    """A button without a form. `stay`: where to go when it was not done: refused, or asked for."""
    if request.method != "POST":
        return redirect(stay)
    try:
        said = do(request, change, values or {})
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(stay)
    if said:
        say(request, said)
    return redirect(stay if said == ASKED else change.then)


def arranged(slug: str) -> str:
    """The address of the page on which the plan is put in order."""
    return reverse("plan:arrange", args=[slug])


def do(request: Request, change: Change, values: Values) -> str:
    """What to say of it."""
    try:
        change.do(by=request.user, today=request.today, **change.about, **values)
    except NeedsSecondPerson:
        [about] = change.about.values()
        asking.ask(
            by=request.user,
            about=about,
            change=change.do.__name__,
            values=values,
            says=change.says(values),
            today=request.today,
        )
        return ASKED
    return change.done
