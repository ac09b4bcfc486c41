"""What people are told about the plan: that they lead something now, that a date ran out, that nobody has said anything."""

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet

from throughline.base.changes import notices
from throughline.base.models import Person
from throughline.base.queries import authority
from throughline.base.rules import counted
from throughline.plan.models import Action, ActionLead, Plan
from throughline.plan.queries import conditions

Told = tuple[Person, str, str, str]  # who, the occasion, what, where


def tell_due(today: datetime.date) -> None:
    """A daily job: the accountable person, and the deputy where nobody is accountable or has left, hear of what is due.

    Each occasion once: a date that ran out, a review date that is past, a silence longer than a cycle (a new update ends
    it, so that a later silence is another occasion).
    """
    notices.tell_many(_due(today, authority.authority().update_cycle_days), today=today)


def tell_leads(action: Action, people: set[Person], *, today: datetime.date) -> None:
    """They are accountable for the action from today on, stand in, or lead it with others."""
    roles = {action.deputy_id: "the deputy for", action.accountable_id: "accountable for"}
    lead = f"{authority.words()['an_lead']} of"
    for person in people:
        role = roles.get(person.pk, "a lead of")
        text = f"You are {roles.get(person.pk, lead)} {action.reference} now: {_short(action.text)}"
        event = f"plan.action.lead {action.pk} {role} {today}"
        notices.tell(person=person, event=event, text=text, path=_path(action), today=today)


def tell_no_lead(leads: Sequence[ActionLead], person: Person, *, today: datetime.date) -> None:
    """They were taken for somebody else who is named in a document, and that was taken back."""
    words = authority.words()
    some = counted(len(leads), words["action"], words["actions"])
    text = (
        f"“{leads[0].name}” is somebody else: what you were told of {some} was a mistake, and is taken back."
    )
    event = f"plan.lead.match_taken_back {leads[0].pk} {today}"
    notices.tell(person=person, event=event, text=text, path="/plan/mine/", today=today)


def tell_of_import(plan: Plan, *, today: datetime.date) -> None:
    """Everybody of the register who leads something of a plan that was imported hears of it once."""
    leading: dict[Person, set[int]] = {}
    for action in plan.actions.select_related("accountable").prefetch_related("leads__person"):
        for person in (action.accountable, *(lead.person for lead in action.leads.all())):
            if person is not None:
                leading.setdefault(person, set()).add(action.pk)
    words = authority.words()
    told = (
        (person, f"plan.plan.imported {plan.pk}", _leads(len(actions), plan, words), "/plan/mine/")
        for person, actions in leading.items()
    )
    notices.tell_many(told, today=today)


def _leads(count: int, plan: Plan, words: dict[str, str]) -> str:
    some = counted(count, words["action"], words["actions"])
    return f"You lead {some} of {words['an_plan']} that is in Throughline now: {_short(plan.title)}"


def _due(today: datetime.date, cycle_days: int) -> Iterator[Told]:
    live = Action.objects.filter(removed_on=None, plan__removed_on=None)
    live = live.select_related("plan", "accountable", "deputy")
    for action in live.filter(conditions.of_status("overdue", today=today)):
        why = f"the date of {action.reference} ran out, and it is not closed"
        yield from _to_whoever_leads(action, f"overdue {action.target_end}", why, today)
    for action in live.filter(conditions.of_status("review_due", today=today)):
        why = f"{action.reference} was to be looked at again, and the day is past"
        yield from _to_whoever_leads(action, f"review {action.next_review_on}", why, today)
    for action in _silent(live, today, cycle_days):
        days = (today - (action.updated_on or action.made_on)).days
        why = f"nobody has said anything about {action.reference} for {days} days"
        yield from _to_whoever_leads(action, f"silent {action.updated_on or action.made_on}", why, today)


def _silent(live: QuerySet[Action], today: datetime.date, cycle_days: int) -> QuerySet[Action]:
    found = live.annotate(**conditions.FACTS)
    return found.filter(conditions.is_silent(today=today, cycle_days=cycle_days)).filter(
        ~Q(accountable=None) | ~Q(deputy=None)
    )


def _to_whoever_leads(action: Action, occasion: str, why: str, today: datetime.date) -> Iterator[Told]:
    here = [person for person in (action.accountable, action.deputy) if person and _works_here(person, today)]
    for person in here[:1]:
        text = f"{why[:1].upper()}{why[1:]}: {_short(action.text)}"
        yield person, f"plan.action {action.pk} {occasion}", text, f"{_path(action)}progress/"


def _works_here(person: Person, today: datetime.date) -> bool:
    return person.left_on is None or person.left_on > today


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:159].rstrip() + "…"


def _path(action: Action) -> str:
    return f"/plan/{action.plan.slug}/{action.number}/"
