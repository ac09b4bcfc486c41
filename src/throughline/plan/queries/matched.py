"""Names that somebody has matched: what a match would do, what it did, and what taking it back would do."""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence

from django.db.models import F

from throughline.base import audit
from throughline.base.models import Person, User
from throughline.base.queries import authority
from throughline.base.rules import key
from throughline.plan import permissions
from throughline.plan.models import Action, ActionLead, LeadMatch, LeadToMatch

EDIT = "plan.activity.create_edit"
LATELY = 20  # names


@dataclasses.dataclass(frozen=True)
class Done:
    """What somebody said of a name, for all the actions that it led. `frees`: those whose accountable person would go again."""

    name: str
    person: Person | None
    is_team: bool
    by: User
    on: datetime.date
    matches: list[LeadMatch]
    made_accountable: list[Action]
    frees: list[Action]


def would_be_accountable(lead: ActionLead, person: Person) -> bool:
    """Whether matching this lead with this person makes them accountable: nobody is, and the lead is named first."""
    action = lead.action
    return action.accountable_id is None and action.deputy_id != person.pk and _is_first(lead)


def accountable_for(waiting: Iterable[LeadToMatch], person: Person) -> list[Action]:
    """The actions for which the match would make this person accountable."""
    return [row.lead.action for row in waiting if would_be_accountable(row.lead, person)]


def would_free(match: LeadMatch) -> bool:
    """Whether taking it back takes the accountable person away: it made them so, and nobody has said so again since."""
    action = match.lead.action
    if not match.made_accountable or action.accountable_id != match.lead.person_id:
        return False
    events = audit.history(action)
    return not any(
        event.before.get("accountable") != event.after["accountable"]
        for event in events
        if event.sequence > match.sequence and "accountable" in event.after
    )


def done(to_match: int, *, for_user: User) -> Done:
    """What was said of the name that this to-do stood for. LeadMatch.DoesNotExist when nothing was, or it was taken back."""
    together = LeadMatch.objects.filter(to_match=to_match).values("together")
    rows = (
        LeadMatch.objects.filter(together__in=together, lead__action__removed_on=None)
        .select_related(
            "by__person",
            "lead__person__place",
            "lead__action__plan__place__parent__parent",
            "lead__action__service__parent__parent",
        )
        .order_by("to_match")
    )
    matches = [row for row in rows if permissions.may(for_user, EDIT, row.lead.action)]
    if not matches:
        raise LeadMatch.DoesNotExist(
            f"This {authority.words()['lead']} was matched and taken back since, or is not yours to match."
        )
    first = matches[0]
    return Done(
        name=first.lead.name,
        person=first.lead.person,
        is_team=first.lead.kind == ActionLead.Kind.TEAM,
        by=first.by,
        on=first.matched_on,
        matches=matches,
        made_accountable=[row.lead.action for row in matches if row.made_accountable],
        frees=[row.lead.action for row in matches if would_free(row)],
    )


def lately(*, for_user: User) -> list[LeadMatch]:
    """The last names that were matched and that this person may take back, one row for all that were settled at once."""
    rows = LeadMatch.objects.filter(lead__action__removed_on=None, to_match=F("together"))
    rows = rows.select_related(
        "lead__person", "lead__action__plan__place__parent__parent", "lead__action__service__parent__parent"
    ).order_by("-sequence")[:LATELY]
    return [row for row in rows if permissions.may(for_user, EDIT, row.lead.action)]


def earlier(names: Sequence[str]) -> dict[str, list[int]]:
    """Who was meant by these names when they were matched before, by the key of the name; the latest first."""
    wanted = {key(name) for name in names}
    found: dict[str, list[int]] = {}
    rows = LeadMatch.objects.filter(lead__person__isnull=False).order_by("-sequence")
    for name, person in rows.values_list("lead__name", "lead__person"):
        if key(name) in wanted and person not in found.setdefault(key(name), []):
            found[key(name)].append(person)
    return found


def _is_first(lead: ActionLead) -> bool:
    people = lead.action.leads.exclude(kind=ActionLead.Kind.TEAM).order_by("position", "id")
    return people.first() == lead
