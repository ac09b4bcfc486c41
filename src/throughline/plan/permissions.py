"""Who may do what in the plan: each thing's scope, for the grid."""

import dataclasses
from collections.abc import Iterable

from throughline.base import permissions
from throughline.base.models import Place, User
from throughline.base.permission_grid import Scope, Verdict
from throughline.plan.models import Action, ActionLead, ImportBatch, Plan
from throughline.plan.rules import Stage

PUBLIC = Scope(published=True)


@dataclasses.dataclass(frozen=True)
class Part:
    """What one place does of a plan: a service with its teams, or a directorate with all below it."""

    plan: Plan
    place: Place


Thing = Plan | Part | Action | ImportBatch


def lineage(place: Place | None) -> frozenset[int]:
    """The place and everything above it. Walks `parent`, so queries bring up to three levels along."""
    found = set()
    while place is not None and place.pk not in found:
        found.add(place.pk)
        place = place.parent
    return frozenset(found)


def leads_of(action: Action) -> Iterable[ActionLead]:
    """Its leads: those that a query brought along, or else looked up."""
    found: list[ActionLead] | None = getattr(action, "named_leads", None)
    return action.leads.all() if found is None else found


def scope(thing: Thing) -> Scope:
    """An action is its leads' own and belongs to its service, or else to where the plan belongs; the rest to its place.

    What is only proposed belongs to where the plan belongs as well: its people decide about it.
    """
    if isinstance(thing, ImportBatch):
        return Scope(places=lineage(thing.place))
    if isinstance(thing, Plan | Part):
        return Scope(places=lineage(thing.place), published=True)
    people = {thing.accountable_id, thing.deputy_id, *(lead.person_id for lead in leads_of(thing))}
    where = lineage(thing.service) if thing.service else lineage(thing.plan.place)
    if thing.stage == Stage.PROPOSED:
        where |= lineage(thing.plan.place)
    return Scope(owners=frozenset(key for key in people if key), places=where, published=True)


def may(by: User | None, name: str, thing: Thing) -> bool:
    return permissions.may(by, name, scope(thing))


def check(by: User | None, name: str, thing: Thing) -> Verdict:
    return permissions.check(by, name, scope(thing))


def check_alone(by: User | None, name: str, thing: Thing) -> Verdict:
    return permissions.check_alone(by, name, scope(thing))


def check_new(by: User | None, name: str, action: Action) -> Verdict:
    """As check_alone, for an action that is not saved yet: it has no leads."""
    where = lineage(action.service) if action.service else lineage(action.plan.place)
    people = frozenset(key for key in (action.accountable_id, action.deputy_id) if key)
    return permissions.check_alone(by, name, Scope(owners=people, places=where, published=True))


def may_add(by: User | None, plan: Plan, service: Place | None) -> bool:
    """Whether they may give this service an action of the plan. None: one that names no service."""
    scope = Scope(places=lineage(service or plan.place), published=True)
    return permissions.may(by, "plan.activity.create_edit", scope)


def is_proposal(by: User | None, plan: Plan, service: Place | None) -> bool:
    """Whether a new action of theirs is only proposed: the plan does not cover the service, and is not theirs to change."""
    covered = plan.place is None or plan.place_id in lineage(service or plan.place)
    return not covered and not may(by, "plan.activity.create_edit", plan)
