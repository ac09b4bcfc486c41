"""Other leads of an action: people, teams and other bodies, named and removed by hand."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.db.models import Max

from throughline.base import audit, transaction
from throughline.base import permissions as base_permissions
from throughline.base.models import Person, Place, User
from throughline.base.queries import authority, places
from throughline.base.rules import Refused, key
from throughline.plan import permissions
from throughline.plan.changes import actions, telling
from throughline.plan.models import Action, ActionLead, LeadToMatch
from throughline.plan.queries import import_matching
from throughline.plan.queries.import_matching import Named

EDIT = "plan.activity.create_edit"


class LeadRefused(Refused):
    """Somebody who cannot lead this action too. The sentence is fit for the form."""


@transaction.atomic
def add_lead(*, by: User, action: Action, lead: Person | Place, today: datetime.date) -> ActionLead:
    """A person, a team or another body leads the action too. The author's words (`lead_text`) stay as they are."""
    action = actions.locked(action)
    permissions.check_alone(by, EDIT, action)
    _refuse_lead(action, lead, today)
    person, place = (lead, None) if isinstance(lead, Person) else (None, lead)
    made = ActionLead.objects.create(
        action=action,
        kind=ActionLead.Kind.PERSON if person else ActionLead.Kind.TEAM,
        name=lead.name,
        person=person,
        place=place,
        position=(action.leads.aggregate(last=Max("position"))["last"] or 0) + 1,
    )
    audit.record(by=by, what="plan.lead.added", about=action, after=_kept(made))
    if person is not None:
        telling.tell_leads(action, {person}, today=today)
    return made


@transaction.atomic
def remove_lead(*, by: User, lead: ActionLead, today: datetime.date) -> None:
    """They lead it no more; an open question who they are goes with them. The author's words stay."""
    action = actions.locked(lead.action)
    permissions.check_alone(by, EDIT, action)
    gone = action.leads.get(pk=lead.pk)
    before = _kept(gone)
    gone.delete()
    audit.record(by=by, what="plan.lead.removed", about=action, before=before)


@transaction.atomic
def set_leads(
    *, by: User, action: Action, words: str, named: Sequence[Named], today: datetime.date
) -> Action:
    """Who leads from now on, as a document names them (`words`), and who that is in the register.

    Whoever is accountable is found as when a plan is imported. A name that the register does not know waits to be matched;
    one that stands with the action already is who it was.
    """
    action = actions.locked(action)
    permissions.check_alone(by, EDIT, action)
    named = _as_known(action, named, today)
    first = import_matching.accountable(named)
    accountable = first.person if first else None
    if accountable != action.accountable:
        deputy = None if action.deputy == accountable else action.deputy
        action = actions.hand_over(by=by, action=action, accountable=accountable, deputy=deputy, today=today)
    had = {key(lead.name): lead for lead in action.leads.all()}
    for name in had.keys() - {one.key for one in named}:
        remove_lead(by=by, lead=had[name], today=today)
    for position, one in enumerate(named, 1):
        if one.key not in had:
            _name(by, action, one, position, today)
    before = {"lead_text": action.lead_text}
    if action.lead_text != words:
        action.lead_text = words
        action.save(update_fields=["lead_text"])
        audit.record(
            by=by, what="plan.action.edited", about=action, before=before, after={"lead_text": words}
        )
    return action


def _as_known(action: Action, named: Sequence[Named], today: datetime.date) -> list[Named]:
    """Names that the register alone does not tell, with whoever somebody matched them to for this action."""
    people = {key(lead.name): lead.person for lead in action.leads.select_related("person") if lead.person}
    if action.accountable is not None:
        people[key(action.accountable.name)] = action.accountable
    here = {name: person for name, person in people.items() if not base_permissions.has_left(person, today)}
    return [
        dataclasses.replace(one, kind="person", person=here[one.key])
        if one.to_match and one.key in here
        else one
        for one in named
    ]


def _name(by: User, action: Action, one: Named, position: int, today: datetime.date) -> None:
    made = ActionLead.objects.create(
        action=action,
        kind=one.kind,
        name=one.name[:300],
        person=one.person,
        place=one.place,
        position=position,
    )
    if one.to_match:
        LeadToMatch.objects.create(
            lead=made, suggestions=[person.pk for person in one.suggestions], made_on=today
        )
    audit.record(by=by, what="plan.lead.added", about=action, after=_kept(made))
    if one.person is not None:
        telling.tell_leads(action, {one.person}, today=today)


def _kept(lead: ActionLead) -> dict[str, str | int | None]:
    return {"lead": lead.name, "kind": lead.kind, "person": lead.person_id, "place": lead.place_id}


def _refuse_lead(action: Action, lead: Person | Place, today: datetime.date) -> None:
    """Refuses who has left, what is closed, and whoever stands with the action already."""
    if isinstance(lead, Person):
        if lead.left_on is not None and lead.left_on <= today:
            raise LeadRefused(f"{lead.name} has left. Choose somebody who works here.")
        if lead.pk in {action.accountable_id, action.deputy_id}:
            role = "accountable for it" if lead.pk == action.accountable_id else "its deputy"
            raise LeadRefused(f"{lead.name} is {role} already.")
    elif not places.is_open(lead, today):
        raise LeadRefused(f"{lead.name} is closed. Choose a place that is open.")
    for one in action.leads.all():
        known = one.person_id if isinstance(lead, Person) else one.place_id
        if known == lead.pk:
            raise LeadRefused(f"{lead.name} leads it already.")
        if one.person_id is None and one.place_id is None and key(one.name) == key(lead.name):
            raise LeadRefused(
                f"“{one.name}” is among its {authority.words()['leads']} already, as a name that the register does not know yet. "
                "Remove that name first, then add the one you mean."
            )
