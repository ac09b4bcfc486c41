"""What the public sees of a plan: the snapshot that would be published, and the versions that were."""

import dataclasses
import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from throughline.base.models import Approval, Person, User
from throughline.base.queries import authority
from throughline.plan import permissions, rules
from throughline.plan.models import Action, ActionLead, Plan, ProgressEntry, PublishedVersion
from throughline.plan.rules.names import Names

PUBLISH = "plan.plan.publish"
ASKED = "publish_plan"
MAY_BE_PUBLIC = "The people have agreed, or hold a public office."
NOT_PUBLIC = {rules.Stage.PROPOSED, rules.Stage.DECLINED}


@dataclasses.dataclass(frozen=True)
class Draft:
    """What publishing would show, and what it would leave out; `names`: (name, where it stands) in the texts."""

    snapshot: dict[str, Any]
    left_out: list[Action]
    names: list[tuple[str, str]]


def draft(plan: Plan, *, for_user: User, today: datetime.date, summary: str = "") -> Draft:
    """What would be published today, with `summary` at its head."""
    permissions.check(for_user, PUBLISH, plan)
    made = snapshot(plan, today=today)
    left_out = (
        plan.actions.filter(removed_on=None, stage__in=NOT_PUBLIC).select_related("plan").order_by("number")
    )
    return Draft(made, list(left_out), names_in(made, plan, summary=summary))


def snapshot(plan: Plan, *, today: datetime.date) -> dict[str, Any]:
    """All that is public of a plan, and nothing else: no names of leads, no authors, nothing only proposed or removed.

    Statuses are as of today, and so are the authority's name and words. Days stay days, so that ages are right
    whenever the page is read.
    """
    entries = Prefetch("progress", ProgressEntry.objects.order_by("-said_on", "-id"))
    teams = Prefetch("leads", ActionLead.objects.filter(place__isnull=False).select_related("place"))
    actions = (
        plan.actions.filter(removed_on=None)
        .exclude(stage__in=NOT_PUBLIC)
        .select_related("service", "plan")
        .prefetch_related(entries, teams)
        .order_by("position", "id")
    )
    by_theme: dict[int, list[dict[str, Any]]] = {}
    for action in actions:
        by_theme.setdefault(action.theme_id, []).append(_action(action, today))
    body = authority.authority()
    themes = (
        plan.themes.filter(removed_on=None).prefetch_related("recommendations").order_by("position", "id")
    )
    return {
        "format": 1,
        "authority": body.name,
        "words": body.words,  # its own words on that day; the usual ones for all others
        "slug": plan.slug,
        "title": plan.title,
        "organisation": plan.organisation,
        "as_at": today.isoformat(),
        "themes": [
            {
                "title": theme.title,
                "is_theme": theme.is_theme,
                "desired_outcome": theme.desired_outcome,
                "recommendations": [
                    {"text": one.text, "reply": one.reply, "replied_on": _iso(one.replied_on)}
                    for one in theme.recommendations.all()
                    if one.removed_on is None
                ],
                "actions": by_theme.get(theme.pk, []),
            }
            for theme in themes
        ],
    }


def _action(action: Action, today: datetime.date) -> dict[str, Any]:
    status = rules.status(action, today=today)
    return {
        "reference": action.reference,
        "text": action.text,
        "points": action.points,
        "service": action.service.name if action.service else action.service_text,
        "teams": sorted({lead.place.name for lead in action.leads.all() if lead.place}),
        "target": rules.target_in_words(action),
        "target_end": _iso(action.target_end),
        "status": status.name,
        "why": _why(action, status),
        "updated_on": _iso(action.updated_on),
        "progress": [
            {"text": entry.text, "said_on": _iso(entry.said_on)}
            for entry in sorted(action.progress.all(), key=lambda entry: entry.said_on is None)
        ],
    }


def _why(action: Action, status: rules.Status) -> str:
    """Why the action has its status, in words that stay true however much later they are read: no count of days."""
    last = rules.last_day_meant(action)
    if status.name == "overdue" and last is not None:
        return f"Its date ran out on {last.day} {last:%B %Y}, and it is not closed."
    return status.why


def names_in(made: dict[str, Any], plan: Plan, *, summary: str = "") -> list[tuple[str, str]]:
    """Names of people of the register, and of leads of this plan, that stand in the texts; and where."""
    names = _names(plan)
    texts = [("what is new", summary), *_texts(made)]
    found = ((name, where) for where, text in texts for name in names.within(text))
    return list(dict.fromkeys(found))


def asked_names(approval: Approval) -> list[tuple[str, str]]:
    """The names that the first person saw, and said may be public. KeyError: asked before they were kept."""
    return [(name, where) for name, where in approval.details["names"]]


def names_in_reason(reason: str, plan: Plan) -> list[str]:
    """The same for the reason of a withdrawal, which anybody may read at the address of the version."""
    return list(dict.fromkeys(_names(plan).within(reason)))


def _names(plan: Plan) -> Names:
    known = list(Person.objects.values_list("name", flat=True))
    leads = ActionLead.objects.filter(action__plan=plan).exclude(kind=ActionLead.Kind.TEAM)
    return Names([*known, *leads.values_list("name", flat=True)])


def _texts(made: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "the title", made["title"]
    for theme in made["themes"]:
        yield theme["title"], theme["title"]
        yield theme["title"], theme["desired_outcome"]
        for one in theme["recommendations"]:
            yield theme["title"], f"{one['text']}\n{one['reply']}"
        for action in theme["actions"]:
            parts = [action[name] for name in ("text", "service", "target", "why")]
            parts += [*action["points"], *action["teams"], *(entry["text"] for entry in action["progress"])]
            yield action["reference"], "\n".join(parts)


def waiting(plan: Plan, *, for_user: User) -> Approval | None:
    """The request to publish this plan that waits for a second person; its details hold the snapshot."""
    permissions.check(for_user, PUBLISH, plan)
    found = Approval.objects.filter(kind=plan._meta.label_lower, about=str(plan.pk), change=ASKED)
    return found.filter(state=Approval.State.WAITING).select_related("asked_by__person").first()


def versions(plan: Plan, *, for_user: User) -> list[PublishedVersion]:
    """All versions of a plan, the newest first, without what they show."""
    permissions.check(for_user, PUBLISH, plan)
    return list(plan.versions.defer("snapshot").select_related("asked_by__person", "approved_by__person"))


def version(plan: Plan, number: int, *, for_user: User) -> PublishedVersion:
    permissions.check(for_user, PUBLISH, plan)
    return plan.versions.defer("snapshot").get(number=number)


def _iso(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None
