"""Pages of the monthly round: an answer in one field, and how far a plan's round is."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughline.base.pages import Request, page, refusals_into, say, whole_number
from throughline.plan import permissions, rules
from throughline.plan.changes import cycle as changes
from throughline.plan.forms import cycle as forms
from throughline.plan.queries import actions, answer_links, plans
from throughline.plan.queries import cycle as queries
from throughline.plan.rules import Answer
from throughline.plan.rules import cycle as cycle_rules

UPDATE = answer_links.UPDATE


@page(UPDATE)
def answer_by_mail(request: Request, token: str, answer: str) -> HttpResponse:
    """A button of the monthly mail: for whom it was sent to, on to the page of the answer."""
    action = answer_links.opened(token, for_user=request.user, today=request.today)
    return redirect("plan:answer", action.plan.slug, action.number, answer)


@page(UPDATE)
def answer(request: Request, slug: str, number: int, answer: str) -> HttpResponse:
    """One of the four answers, and a sentence."""
    if answer not in set(Answer):
        raise Http404("There are four answers.")
    chosen = Answer(answer)
    plan = plans.plan(slug, for_user=request.user)
    found = actions.action(plan, number, for_user=request.user)
    permissions.check(request.user, UPDATE, found)
    form = forms.Say(request.POST if request.method == "POST" else None, answer=chosen)
    if form.is_valid():
        with refusals_into(form):
            changes.answer(
                by=request.user,
                action=found,
                answer=chosen,
                text=form.cleaned_data["text"],
                today=request.today,
            )
            say(request, f"Thank you. That is all about {found.reference} for this month.")
            return redirect("plan:mine")
    others = [(one.value, words) for one, (words, _) in rules.ANSWERS.items() if one is not chosen]
    context = {
        "plan": plan,
        "action": found,
        "form": form,
        "answer": rules.ANSWERS[chosen][0],
        "others": others,
        "target": rules.target_in_words(found),
        "days": rules.days_since_update(found, today=request.today),
    }
    return render(request, "plan/answer.html", context)


@page(plans.VIEW)
def cycle(request: Request, slug: str) -> HttpResponse:
    """The month in figures: how much was answered, what waits and for whom, and the months before."""
    plan = plans.plan(slug, for_user=request.user)
    number = whole_number(request.GET.get("page", "")) or 1
    found = queries.of_plan(plan, for_user=request.user, today=request.today, number=number)
    steps = [(step, cycle_rules.day_of(step, request.today)) for step in cycle_rules.STEPS]
    context = {"plan": plan, "round": found, "steps": steps, "month": cycle_rules.began(request.today)}
    return render(request, "plan/cycle.html", context)
