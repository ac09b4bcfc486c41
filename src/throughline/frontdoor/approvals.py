"""What waits for a second person, in every room, and the decision about it."""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from throughline.base import permissions, rules, transaction
from throughline.base.changes import approvals as changes
from throughline.base.changes import approved as base_approvals
from throughline.base.pages import Request, page, refusals_into, say
from throughline.base.queries import approvals as queries
from throughline.frontdoor import forms
from throughline.plan.changes import approvals as plan_approvals
from throughline.plan.models import Action, Plan, PublishedVersion, Recommendation, Theme
from throughline.plan.queries import publishing

# the change that was asked for -> the change that carries it out, by the second person
APPROVALS: dict[str, Callable[..., Any]] = {**base_approvals.APPROVALS, **plan_approvals.APPROVALS}


# the change that was asked for -> the address where one sees what it is about
SEE: dict[str, Callable[[Any], str]] = {
    "accept_import": lambda approval: reverse("plan:import_check", args=[approval.about]),
    "undo_import": lambda approval: reverse("plan:import_check", args=[approval.about]),
    "publish_plan": lambda approval: reverse("plan:publish", args=[approval.details["snapshot"]["slug"]]),
    "withdraw_version": lambda approval: reverse(
        "frontdoor:version", args=[approval.details["slug"], approval.details["number"]]
    ),
}

PUBLIC = {"publish_plan", "withdraw_version"}  # changes whose texts anybody may read


@page("system.approval.decide")
def approvals(request: Request) -> HttpResponse:
    """Everything that waits, and what was decided last."""
    waiting = queries.waiting(for_user=request.user)
    return render(
        request,
        "frontdoor/approvals.html",
        {"waiting": waiting, "decided": queries.decided(for_user=request.user)},
    )


@page("system.approval.decide")
def decide(request: Request, key: int) -> HttpResponse:
    """One thing that waits: what will happen, and who asked. Once it is decided: who decided what, and when."""
    approval = queries.approval(key, for_user=request.user)
    if approval.state != approval.State.WAITING:
        return render(request, "frontdoor/decided.html", {"approval": approval})
    form = forms.Decision(request.POST or None)
    if form.is_valid():
        with refusals_into(form):
            said = carry_out(request.user, approval, form.cleaned_data, request.today)
            say(request, said)
            return redirect("frontdoor:approvals")
    warning = _warning(approval)
    own = permissions.same_person(request.user, approval.asked_by)
    form.show(warning, own=own)
    see = SEE[approval.change](approval) if approval.change in SEE else ""
    context = {"approval": approval, "form": form, "see": see, "own": own, "warning": warning}
    context |= _names(approval)
    return render(request, "frontdoor/approval.html", context)


def _warning(approval: Any) -> str:
    """What has happened since it was asked for, that the second person must know."""
    since = plan_approvals.SINCE.get(approval.change)
    return since(approval) if since else ""


def _names(approval: Any) -> dict[str, Any]:
    """Of what would be public: the names that the first person saw, and what they confirmed."""
    if approval.change not in PUBLIC or "names" not in approval.details:
        return {}
    return {
        "is_public": True,
        "names": publishing.asked_names(approval),
        "may_be_public": publishing.MAY_BE_PUBLIC,
    }


def came_of_it(made: Any, today: datetime.date) -> tuple[str, str] | None:
    """Where one sees what was made or changed, in words and as an address; None: it is gone, or is nothing of a plan."""
    match made:
        case PublishedVersion(withdrawn_on=None) if made.public_from > today:
            return "See the versions", reverse("plan:publish", args=[made.plan.slug])
        case PublishedVersion(withdrawn_on=withdrawn) if withdrawn is not None:
            return "See what its address says now", reverse(
                "frontdoor:version", args=[made.plan.slug, made.number]
            )
        case PublishedVersion():
            return "See its public page", reverse("frontdoor:version", args=[made.plan.slug, made.number])
        case Plan(removed_on=None):
            return "See it", reverse("plan:plan", args=[made.slug])
        case Action(removed_on=None):
            return "See it", reverse("plan:action", args=[made.plan.slug, made.number])
        case Theme(removed_on=None):
            return "See it", f"{reverse('plan:plan', args=[made.plan.slug])}#theme-{made.pk}"
        case Recommendation(removed_on=None):
            address = reverse("plan:recommendations", args=[made.theme.plan.slug])
            return "See it", f"{address}#recommendation-{made.pk}"
        case Action() | Theme():
            return "See what was removed", reverse("plan:removed", args=[made.plan.slug])
        case Recommendation():
            return "See what was removed", reverse("plan:removed", args=[made.theme.plan.slug])
    return None


@transaction.atomic
def carry_out(by: Any, approval: Any, decision: dict[str, str], today: datetime.date) -> str:
    """Do what was asked for, or refuse it. Returns what to tell the second person."""
    if decision["agree"] != "yes":
        decided = changes.refuse(by=by, approval=approval, reason=decision["reason"], today=today)
        withdrawn = decided.state == decided.State.WITHDRAWN
        return "Taken back." if withdrawn else "Refused. The person who asked sees the reason."
    if approval.change not in APPROVALS:
        raise rules.Refused("Nothing on this site can carry this out any more. Refuse it, and ask again.")
    if (warning := _warning(approval)) and warning != decision.get("seen", ""):
        raise rules.Refused(
            f"Something has happened since you opened this page. {warning} Do you still agree?"
        )
    try:
        made = APPROVALS[approval.change](by=by, approval=approval, today=today)
    except ObjectDoesNotExist as gone:
        raise rules.Refused("What this is about is no longer there. Refuse it, and ask again.") from gone
    said, link = f"You agreed. {approval.says}", came_of_it(made, today)
    return format_html('{} <a class="govuk-link" href="{}">{}</a>', said, link[1], link[0]) if link else said
