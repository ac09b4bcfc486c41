"""What a merge takes, with the changes that one makes by hand; and putting all of it back."""

import dataclasses
import datetime
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from documents import plan as documents_plan
from throughline.base import audit, transaction
from throughline.base.models import Person, Place, User
from throughline.base.rules import key
from throughline.plan import permissions, rules
from throughline.plan.changes import actions, asking, leads, progress, recommendations, themes
from throughline.plan.models import Action, ActionLead, LeadToMatch, ProgressEntry, Recommendation, Theme
from throughline.plan.queries import import_matching, merging
from throughline.plan.queries.import_matching import Named, Places
from throughline.plan.queries.merging import ActionRow, NewRow, Preview, ThemeRow

FIELDS = tuple(
    name for name in actions.FIELDS if name != "position"
)  # others move when a row comes before them
LEAD = ("kind", "name", "service_text", "person", "place", "position")
Values = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Made:
    """A row as it was before a merge (None: it was not there) and after it: only what differs. `entries`: progress recorded."""

    kind: str  # a key of TABLES
    key: int
    called: str
    before: Values | None
    after: Values
    entries: list[int] = dataclasses.field(default_factory=list)


TABLES: dict[str, Any] = {"action": Action, "theme": Theme, "recommendation": Recommendation}
RESTORED = {
    "action": "plan.action.restored",
    "theme": "plan.theme.restored",
    "recommendation": "plan.recommendation.restored",
}


@dataclasses.dataclass(frozen=True)
class _Who:
    """The people and places that the file names."""

    leads: dict[str, Named]
    places: Places

    def named(self, said: documents_plan.Action) -> list[Named]:
        return [self.leads[name] for lead in said.leads if (name := key(lead.name)) in self.leads]


@transaction.atomic
def take(*, by: User, preview: Preview, keys: frozenset[str], today: datetime.date) -> list[Made]:
    """The order: themes, what changed, what is new."""
    made = [_theme(by, row, today) for row in preview.themes if row.choice.key in keys]
    who = _Who(merging.leads(preview, today=today), preview.places)
    for row in preview.changed:
        fields = {choice.difference.field: choice for choice in row.choices if choice.key in keys}
        if fields:
            made.append(_changed(by, who, row, fields, today))
    made += [_new(by, who, row, today) for row in preview.new if row.choice.key in keys]
    return made


def _theme(by: User, row: ThemeRow, today: datetime.date) -> Made:
    said, theme = row.choice.difference, row.theme
    if said.field == "recommendation":
        added = recommendations.add_recommendation(by=by, theme=theme, text=said.now, today=today)
        return Made("recommendation", added.pk, theme.title, None, {"text": added.text})
    themes.edit_theme(
        by=by, theme=theme, title=theme.title, desired_outcome=said.now, sponsor=theme.sponsor, today=today
    )
    was, now = {"desired_outcome": theme.desired_outcome}, {"desired_outcome": said.now}
    return Made("theme", theme.pk, theme.title, was, now)


def _changed(
    by: User, who: _Who, row: ActionRow, fields: dict[str, merging.Choice], today: datetime.date
) -> Made:
    action = actions.locked(row.action)
    said, before = row.match.read.action, _values(action)
    now: Values = {
        "theme": action.theme,
        "text": action.text,
        "points": action.points,
        "service": action.service,
        "target_text": action.target_text,
        "target_day": None,
        "success_measure": action.success_measure,
    }
    same = dict(now)
    if "theme" in fields:
        now["theme"] = _theme_called(action, fields["theme"].difference.now)
    if "action" in fields:
        now |= {"text": said.action, "points": list(said.points)}
    if "service" in fields:
        now["service"] = who.places.find(said.service or "")
    if "target_date" in fields:
        words = said.target.text.split() == action.target_text.split()
        now |= {"target_text": said.target.text, "target_day": said.target.end if words else None}
    if "success_measure" in fields:
        now["success_measure"] = said.outcome
    if now != same:
        actions.edit_action(
            by=by,
            action=action,
            accountable=action.accountable,
            deputy=action.deputy,
            next_review_on=action.next_review_on,
            today=today,
            **now,
        )
    if "lead" in fields:
        named = who.named(said)
        leads.set_leads(by=by, action=action, words=said.lead_text, named=named, today=today)
    entries = []
    if "achieved" in fields:
        text = fields["achieved"].difference.now
        entries.append(progress.record_progress(by=by, action=action, text=text, today=today).pk)
    after = _values(actions.locked(action))
    old, new = audit.changed(before, after)
    return Made("action", action.pk, row.action.reference, old, new, entries)


def _new(by: User, who: _Who, row: NewRow, today: datetime.date) -> Made:
    said, theme = row.placed.action, row.theme
    assert theme is not None  # a choice whose theme is not there is refused
    named = who.named(said)
    first = import_matching.accountable(named)
    action = actions.add_action(
        by=by,
        theme=theme,
        text=said.action,
        points=list(said.points),
        service=who.places.find(said.service) if said.service else None,
        accountable=first.person if first else None,
        target_text=said.target.text,
        success_measure=said.outcome,
        today=today,
    )
    if said.lead_text:
        leads.set_leads(by=by, action=action, words=said.lead_text, named=named, today=today)
    entries = []
    if said.achieved:
        text = "\n".join(said.achieved)
        entries.append(progress.record_progress(by=by, action=action, text=text, today=today).pk)
    return Made("action", action.pk, action.reference, None, _values(actions.locked(action)), entries)


def _theme_called(action: Action, title: str) -> Theme:
    found = {key(theme.title): theme for theme in Theme.objects.filter(plan=action.plan_id, removed_on=None)}
    return found[key(title)]


def _values(action: Action) -> Values:
    """What the action says, and its leads one by one, as JSON holds it."""
    rows = action.leads.select_related("to_match").order_by("position", "id")
    named = [
        {**audit.fields(row, LEAD), "suggestions": row.to_match.suggestions if _waits(row) else None}
        for row in rows
    ]
    return {**audit.fields(action, FIELDS), "leads": named}


def _waits(lead: ActionLead) -> bool:
    return hasattr(lead, "to_match")


def changed_since(made: Iterable[Made]) -> list[str]:
    """Those that are no longer as the merge left them, as they are called."""
    return list(dict.fromkeys(one.called for one in made if not _as_left(one)))


def _as_left(one: Made) -> bool:
    row = TABLES[one.kind].objects.filter(pk=one.key).first()
    if row is None or getattr(row, "removed_on", None) is not None:
        return False
    now = _values(row) if one.kind == "action" else audit.fields(row, tuple(one.after))
    if any(_plain(now[name]) != _plain(value) for name, value in one.after.items()):
        return False
    if one.kind != "action":
        return True
    entries = row.progress.order_by("id")
    if one.before is None:
        return list(entries.values_list("pk", flat=True)) == one.entries
    return entries.filter(pk__in=one.entries).count() == len(one.entries)


def _plain(value: Any) -> Any:
    """As it comes back from the database: a day as its text, and no order among the fields of a lead."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def themes_gone(made: Iterable[Made]) -> list[str]:
    """The titles of those themes to which something would go back, and that were removed since."""
    keys = {
        one.before["theme"] for one in made if one.kind == "action" and one.before and "theme" in one.before
    }
    gone = Theme.objects.filter(pk__in=keys).exclude(removed_on=None).order_by("position", "id")
    return list(gone.values_list("title", flat=True))


@transaction.atomic
def put_back(*, by: User, made: Iterable[Made], reason: str, today: datetime.date) -> None:
    """All of it as it was."""
    for one in reversed(list(made)):
        row = TABLES[one.kind].objects.select_for_update().get(pk=one.key)
        if isinstance(row, Action):
            permissions.check_alone(by, merging.UPDATE if not one.after else merging.EDIT, row)
            _forget(row, one.entries)
        else:
            theme = row.theme if isinstance(row, Recommendation) else row
            asking.check(by, theme.plan, None, today)
        before: Values = {"removed_on": today} if one.before is None else dict(one.before)
        named = before.pop("leads", None)
        if named is not None:
            _put_leads_back(row, named, today)
        was = audit.fields(row, tuple(before))
        for name, value in before.items():
            field = row._meta.get_field(name)
            setattr(row, field.attname, field.to_python(value))
        row.save()
        audit.record(by=by, what=RESTORED[one.kind], about=row, before=was, after=before, reason=reason)


def _forget(action: Action, entries: list[int]) -> None:
    """What the merge recorded as progress was not said; what others said since stays."""
    gone, _ = ProgressEntry.objects.filter(action=action, pk__in=entries).delete()
    if not gone:
        return
    last = action.progress.filter(said_on__isnull=False).order_by("-said_on", "-id").first()
    action.progress_count -= len(entries)
    action.updated_on = last.said_on if last else None
    action.stuck_on = last.said_on if last and last.answer == rules.Answer.STUCK else None


def _put_leads_back(action: Action, rows: list[Values], today: datetime.date) -> None:
    action.leads.all().delete()
    for values in rows:
        said = {name: values[name] for name in LEAD if name not in {"person", "place"}}
        person = Person.objects.filter(pk=values["person"]).first()
        place = Place.objects.filter(pk=values["place"]).first()
        lead = ActionLead.objects.create(action=action, person=person, place=place, **said)
        if (waits := values["suggestions"]) is not None:
            LeadToMatch.objects.create(lead=lead, suggestions=waits, made_on=today)
