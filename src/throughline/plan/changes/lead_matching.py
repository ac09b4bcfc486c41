"""Leads whom a document names and the register does not know: who they are, for every action that names them."""

import datetime
from collections.abc import Sequence

from throughline.base import audit, transaction
from throughline.base.models import Person, User
from throughline.base.rules import Refused
from throughline.plan import permissions
from throughline.plan.changes import telling
from throughline.plan.models import ActionLead, LeadToMatch

EDIT = "plan.activity.create_edit"


class MatchRefused(Refused):
    """A match that would make no sense. The sentence is fit for the form."""


@transaction.atomic
def match_person(
    *, by: User, to_match: Sequence[LeadToMatch], person: Person, today: datetime.date
) -> list[ActionLead]:
    """This is who is meant. Where an action has nobody accountable and names this lead first, they are from now on."""
    if person.left_on is not None and person.left_on <= today:
        raise MatchRefused(f"{person.name} has left. Choose somebody who works here.")
    found = [_match(by, one, person) for one in to_match]
    for lead in found:
        telling.tell_leads(lead.action, {person}, today=today)
    return found


@transaction.atomic
def say_team(*, by: User, to_match: Sequence[LeadToMatch], today: datetime.date) -> list[ActionLead]:
    """It is not a person but a team, or a group: there is nobody to look for."""
    return [_settle(by, one, ActionLead.Kind.TEAM) for one in to_match]


@transaction.atomic
def say_nobody(*, by: User, to_match: Sequence[LeadToMatch], today: datetime.date) -> list[ActionLead]:
    """A person who is not in the register, because they have left or work elsewhere: the name stays as the document has it."""
    return [_settle(by, one, ActionLead.Kind.PERSON) for one in to_match]


def _settle(by: User, one: LeadToMatch, kind: ActionLead.Kind) -> ActionLead:
    lead = one.lead
    permissions.check_alone(by, EDIT, lead.action)
    before, lead.kind = {"kind": lead.kind}, kind
    lead.save()
    one.delete()
    after = {"lead": lead.name, "kind": lead.kind}
    audit.record(by=by, what="plan.lead.matched", about=lead.action, before=before, after=after)
    return lead


def _match(by: User, one: LeadToMatch, person: Person) -> ActionLead:
    lead, action = one.lead, one.lead.action
    permissions.check_alone(by, EDIT, action)
    before = {"person": lead.person_id, "accountable": action.accountable_id}
    lead.person, lead.kind = person, ActionLead.Kind.PERSON
    lead.save()
    if action.accountable_id is None and action.deputy_id != person.pk and _is_first(lead):
        action.accountable = person
        action.save()
    one.delete()
    after = {"lead": lead.name, "person": person.pk, "accountable": action.accountable_id}
    audit.record(by=by, what="plan.lead.matched", about=action, before=before, after=after)
    return lead


def _is_first(lead: ActionLead) -> bool:
    people = lead.action.leads.exclude(kind=ActionLead.Kind.TEAM).order_by("position", "id")
    return people.first() == lead
