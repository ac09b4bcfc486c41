"""Leads whom a document names and the register does not know: who they are, for every action that names them."""

import datetime
from collections.abc import Sequence

from throughline.base import audit, transaction
from throughline.base.models import Person, User
from throughline.base.rules import Refused
from throughline.plan import permissions
from throughline.plan.changes import actions, telling
from throughline.plan.models import ActionLead, LeadMatch, LeadToMatch
from throughline.plan.queries import matched as queries

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
    together = to_match[0].pk
    found = [_match(by, one, person, together, today) for one in to_match]
    for lead in found:
        telling.tell_leads(lead.action, {person}, today=today)
    return found


@transaction.atomic
def say_team(*, by: User, to_match: Sequence[LeadToMatch], today: datetime.date) -> list[ActionLead]:
    """It is not a person but a team, or a group: there is nobody to look for."""
    together = to_match[0].pk
    return [_settle(by, one, ActionLead.Kind.TEAM, together, today) for one in to_match]


@transaction.atomic
def say_nobody(*, by: User, to_match: Sequence[LeadToMatch], today: datetime.date) -> list[ActionLead]:
    """A person who is not in the register, because they have left or work elsewhere: the name stays as the document has it."""
    together = to_match[0].pk
    return [_settle(by, one, ActionLead.Kind.PERSON, together, today) for one in to_match]


@transaction.atomic
def take_back(*, by: User, matches: Sequence[LeadMatch], today: datetime.date) -> list[ActionLead]:
    """It was somebody else: the names wait again. Whoever became accountable by it is so no more, unless changed since."""
    freed: dict[Person, list[ActionLead]] = {}
    found = []
    for one in matches:
        lead, person = one.lead, one.lead.person
        found.append(_take_back(by, one))
        if person is not None:
            freed.setdefault(person, []).append(lead)
    for person, leads in freed.items():
        telling.tell_no_lead(leads, person, today=today)
    return found


def _take_back(by: User, one: LeadMatch) -> ActionLead:
    lead, action = one.lead, actions.locked(one.lead.action)
    permissions.check_alone(by, EDIT, action)
    before = {"lead": lead.name, "kind": lead.kind, "person": lead.person_id}
    before["accountable"] = action.accountable_id
    if queries.would_free(one):
        action.accountable = None
        action.save(update_fields=["accountable"])
    lead.person, lead.kind = None, one.kind_before
    lead.save()
    LeadToMatch.objects.create(pk=one.to_match, lead=lead, suggestions=one.suggestions, made_on=one.made_on)
    one.delete()
    after = {"kind": lead.kind, "person": None, "accountable": action.accountable_id}
    audit.record(by=by, what="plan.lead.match_taken_back", about=action, before=before, after=after)
    return lead


def _settle(
    by: User, one: LeadToMatch, kind: ActionLead.Kind, together: int, today: datetime.date
) -> ActionLead:
    lead = one.lead
    permissions.check_alone(by, EDIT, lead.action)
    before, lead.kind = {"kind": lead.kind}, kind
    lead.save()
    after = {"lead": lead.name, "kind": lead.kind}
    event = audit.record(by=by, what="plan.lead.matched", about=lead.action, before=before, after=after)
    _remember(by, one, before["kind"], event.sequence, False, together, today)
    return lead


def _match(by: User, one: LeadToMatch, person: Person, together: int, today: datetime.date) -> ActionLead:
    lead, action = one.lead, one.lead.action
    permissions.check_alone(by, EDIT, action)
    before = {"person": lead.person_id, "accountable": action.accountable_id}
    kind_before, makes = lead.kind, queries.would_be_accountable(lead, person)
    lead.person, lead.kind = person, ActionLead.Kind.PERSON
    lead.save()
    if makes:
        action.accountable = person
        action.save()
    after = {"lead": lead.name, "person": person.pk, "accountable": action.accountable_id}
    event = audit.record(by=by, what="plan.lead.matched", about=action, before=before, after=after)
    _remember(by, one, kind_before, event.sequence, makes, together, today)
    return lead


def _remember(
    by: User,
    one: LeadToMatch,
    kind_before: str,
    sequence: int,
    made_accountable: bool,
    together: int,
    today: datetime.date,
) -> None:
    """The to-do is settled, and what it takes to take that back is kept."""
    LeadMatch.objects.create(
        lead=one.lead,
        to_match=one.pk,
        together=together,
        by=by,
        matched_on=today,
        made_accountable=made_accountable,
        sequence=sequence,
        kind_before=kind_before,
        suggestions=one.suggestions,
        made_on=one.made_on,
    )
    one.delete()
