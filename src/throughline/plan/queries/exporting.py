"""A live plan as a document says it: what the writers of documents need, and what reading gives back."""

import dataclasses
import re
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from documents import plan as documents_plan
from documents import services, targets
from throughline.base.models import Place, User
from throughline.base.rules import key
from throughline.plan import permissions
from throughline.plan.models import Action, Plan, ProgressEntry, Theme
from throughline.plan.permissions import Part
from throughline.plan.queries import conditions
from throughline.plan.queries.plans import VIEW

EXPORT = "plan.plan_export.download"
Exported = Plan | Part
KINDS: dict[str, documents_plan.LeadKind] = {"person": "person", "team": "team", "unknown": "unknown"}


def may_export(thing: Exported, *, for_user: User) -> bool:
    return permissions.may(for_user, EXPORT, thing)


def to_document(thing: Exported, *, for_user: User) -> documents_plan.Plan:
    """The plan with its themes, recommendations and actions; not with what was removed or declined.

    A part: the actions of that place and those below it, under their themes. What the whole body is asked for, and what
    stands before the first theme, is the whole plan's.
    """
    permissions.check(for_user, EXPORT, thing)
    plan, place = (thing.plan, thing.place) if isinstance(thing, Part) else (thing, None)
    return _document(plan, place, _actions(plan, place), _themes(plan))


@dataclasses.dataclass(frozen=True)
class Live:
    """A whole plan as a document says it, and the rows of which that is made."""

    document: documents_plan.Plan
    actions: list[Action]
    themes: list[Theme]


def live(plan: Plan, *, for_user: User) -> Live:
    """To be compared with a file; for whoever may see the plan."""
    permissions.check(for_user, VIEW, plan)
    above = ("plan__place__parent__parent", "service__parent__parent", "deputy", "theme")
    actions, themes = list(_actions(plan, None).select_related(*above, "accountable")), list(_themes(plan))
    return Live(_document(plan, None, actions, themes), actions, themes)


def _actions(plan: Plan, place: Place | None) -> QuerySet[Action]:
    entries = Prefetch("progress", ProgressEntry.objects.order_by("id"))
    return (
        plan.actions.filter(conditions.within(place.pk) if place else Q(), removed_on=None)
        .exclude(stage="declined")
        .select_related("service", "accountable", "plan")
        .prefetch_related("leads", entries)
        .order_by("position", "id")
    )


def _themes(plan: Plan) -> QuerySet[Theme]:
    return plan.themes.filter(removed_on=None).prefetch_related("recommendations")


def _document(
    plan: Plan, place: Place | None, actions: Iterable[Action], rows: Iterable[Theme]
) -> documents_plan.Plan:
    lines: dict[int, list[documents_plan.Action]] = {}
    for action in actions:
        lines.setdefault(action.theme_id, []).append(_action(action, plan.document_date or None))
    themes = tuple(
        documents_plan.Theme(
            title=theme.title,
            is_theme=theme.is_theme,
            desired_outcome=theme.desired_outcome or None,
            recommendations=() if place else _recommendations(theme),
            actions=tuple(lines.get(theme.pk, [])),
        )
        for theme in rows
        if place is None or theme.pk in lines
    )
    return documents_plan.Plan(
        title=f"{plan.title}: {place.name}" if place else plan.title,
        organisation=plan.organisation or None,
        document_date=plan.document_date or None,
        themes=themes,
        services=services.group(themes),
        front_matter=tuple(
            documents_plan.Passage(text=text)
            for text in re.split(r"\n\s*\n", plan.introduction)
            if text.strip() and place is None
        ),
    )


def _recommendations(theme: Theme) -> tuple[str, ...]:
    return tuple(row.text for row in theme.recommendations.all() if row.removed_on is None)


def _action(action: Action, document_date: str | None) -> documents_plan.Action:
    leads = _leads(action)
    named = {key(lead.name) for lead in action.leads.all()}
    changed = action.accountable is not None and key(action.accountable.name) not in named
    words = "" if changed else action.lead_text
    return documents_plan.Action(
        service=(action.service.name if action.service else action.service_text) or None,
        action=action.text,
        points=tuple(action.points),
        lead_text=words or " / ".join(lead.name for lead in leads),
        leads=leads,
        target=_target(action, document_date),
        achieved=tuple(
            line for entry in _in_order(action) for line in _said(entry).splitlines() if line.strip()
        ),
        outcome=action.success_measure,
        reference=action.reference,
    )


def _leads(action: Action) -> tuple[documents_plan.Lead, ...]:
    """The accountable person first, then everybody else who is named; a matched lead by the name of the register."""
    found = {
        key(lead.name): documents_plan.Lead(
            name=lead.name, kind=KINDS[lead.kind], service=lead.service_text or None
        )
        for lead in action.leads.all()
    }
    if action.accountable is None:
        return tuple(found.values())
    first = key(action.accountable.name)
    mine = {lead.name for lead in action.leads.all() if lead.person_id == action.accountable_id}
    found = {name: lead for name, lead in found.items() if name == first or lead.name not in mine}
    return (
        found.pop(first, documents_plan.Lead(name=action.accountable.name, kind="person")),
        *found.values(),
    )


def _target(action: Action, document_date: str | None) -> documents_plan.Target:
    """As it is recorded; the state that its words speak of is read from the words, for it is not kept apart."""
    hint = targets.read_target(action.target_text, document_date=document_date).status_hint
    return documents_plan.Target(
        text=action.target_text,
        kind=documents_plan.TargetKind(action.target_kind),
        start=action.target_start,
        end=action.target_end,
        status_hint=hint,
        doubts=tuple(action.target_doubts),
    )


def _in_order(action: Action) -> list[ProgressEntry]:
    """What the document said comes first, then entry by entry."""
    return sorted(
        action.progress.all(), key=lambda entry: (entry.said_on is not None, entry.said_on or 0, entry.pk)
    )


def _said(entry: ProgressEntry) -> str:
    day = entry.said_on
    return entry.text if day is None else f"{day.day} {day:%B %Y}: {entry.text}"
