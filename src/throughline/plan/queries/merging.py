"""A file beside a live plan, as the page shows it: what differs, and whether this person may take it."""

import collections
import dataclasses
import datetime
import functools
from collections.abc import Callable, Mapping

from django.db.models import Q

from documents import plan as documents_plan
from documents import plan_json
from throughline.base import permissions as base_permissions
from throughline.base.models import User
from throughline.base.queries import authority
from throughline.base.rules import key
from throughline.plan import permissions
from throughline.plan.models import Action, ImportBatch, Merge, Plan, Theme
from throughline.plan.queries import exporting, import_matching, plans
from throughline.plan.queries.import_matching import Named, Places
from throughline.plan.rules import Stage, corrections, merging

EDIT, UPDATE = "plan.activity.create_edit", "plan.activity.update_progress"
SHAPE = "plan.theme.create_edit"


@dataclasses.dataclass(frozen=True)
class Choice:
    """One thing that the file says otherwise. `key` names it as it was looked at; `refusal`: why this person may not take it.

    `ticked`: from the start. What would be struck out, and what is perhaps another action, a person ticks.
    """

    key: str
    label: str  # what it is about, in words
    difference: merging.Difference
    refusal: str = ""
    ticked: bool = True

    @property
    def open(self) -> bool:
        return self.difference.takes and not self.refusal


@dataclasses.dataclass(frozen=True)
class ActionRow:
    """An action of the plan of which the file says something else."""

    action: Action
    match: merging.Match
    choices: list[Choice]


@dataclasses.dataclass(frozen=True)
class NewRow:
    """A row of the file that is no action of the plan yet: where it would stand."""

    placed: merging.Placed
    theme: Theme | None
    choice: Choice


@dataclasses.dataclass(frozen=True)
class ThemeRow:
    """A theme of which the file says something else."""

    theme: Theme
    choice: Choice


@dataclasses.dataclass(frozen=True)
class Preview:
    """A merge with all that a person needs to choose from it."""

    merge: Merge
    read: documents_plan.Plan
    changed: list[ActionRow]
    new: list[NewRow]
    themes: list[ThemeRow]
    missing: list[merging.Placed]
    unchanged: int
    places: Places

    @property
    def choices(self) -> dict[str, Choice]:
        found = [choice for row in self.changed for choice in row.choices]
        found += [row.choice for row in self.new] + [row.choice for row in self.themes]
        return {choice.key: choice for choice in found}

    @property
    def open(self) -> int:
        """How many things this person may take."""
        return sum(choice.open for choice in self.choices.values())


def merge(key: int, *, for_user: User) -> Merge:
    """One merge, for whoever brought the file, and whoever may change the plan. Merge.DoesNotExist when there is none."""
    along = ("plan__place__parent__parent", "uploaded_by__person", "taken_before__uploaded_by__person")
    found = Merge.objects.select_related(*along).get(pk=key, plan__removed_on=None)
    base_permissions.check(for_user, EDIT)
    if not base_permissions.same_person(for_user, found.uploaded_by):
        permissions.check(for_user, EDIT, found.plan)
    return found


def of_plan(plan: Plan, *, for_user: User) -> list[Merge]:
    """The files that came back into a plan, the newest first: for whoever brought them and whoever may change the plan."""
    permissions.check(for_user, plans.VIEW, plan)
    every = permissions.may(for_user, EDIT, plan)
    found = plan.merges.exclude(state=Merge.State.CANCELLED).select_related("uploaded_by__person")
    return [
        one
        for one in found.defer("read", "made")
        if every or base_permissions.same_person(for_user, one.uploaded_by)
    ]


def preview(
    merge: Merge, *, for_user: User, today: datetime.date, words: Mapping[str, str] | None = None
) -> Preview:
    """What the file says otherwise than the plan does now. words: the authority's, where the caller has them."""
    plan = merge.plan
    live = exporting.live(plan, for_user=for_user)
    known = Places(today, plan.place_id)
    read = _in_our_words(plan_json.from_json(merge.read), live.document, known)
    found = merging.compare(live.document, read)
    asked = _Asked(plan, live, for_user, known, words or authority.words())
    return Preview(
        merge=merge,
        read=read,
        changed=[asked.changed(one) for one in found.changed],
        new=[asked.new(one) for one in found.new],
        themes=[asked.theme(one) for one in found.themes],
        missing=found.missing,
        unchanged=found.unchanged,
        places=known,
    )


def leads(preview: Preview, *, today: datetime.date) -> dict[str, Named]:
    """Who the leads are whom the file names, by the key of the name."""
    services = import_matching.services(preview.read, {}, preview.places, may_open=False)
    return import_matching.leads(preview.read, {}, preview.places, services, today)


def corrected(plan: Plan, read: documents_plan.Plan, sha256: str) -> documents_plan.Plan:
    """What was read; corrected as it was when this very file made the plan."""
    first = plan.imports.filter(sha256=sha256, state=ImportBatch.State.ACCEPTED).first()
    return corrections.corrected(read, first.decisions) if first else read


def _in_our_words(read: documents_plan.Plan, live: documents_plan.Plan, known: Places) -> documents_plan.Plan:
    """Services by the names that they have in the plan or the register: another spelling is no change."""
    names = {key(action.service): action.service for action in live.actions if action.service}
    for service in import_matching.services(read, {}, known, may_open=False):
        if service.place is not None:
            names |= {key(spelling): service.place.name for spelling in service.spellings}
    themes = tuple(
        dataclasses.replace(
            theme,
            actions=tuple(
                dataclasses.replace(one, service=names.get(key(one.service or ""), one.service))
                for one in theme.actions
            ),
        )
        for theme in read.themes
    )
    return dataclasses.replace(read, themes=themes)


class _Asked:
    """What this person may take of what differs; each answer in a sentence."""

    def __init__(
        self, plan: Plan, live: exporting.Live, user: User, known: Places, words: Mapping[str, str]
    ) -> None:
        self.plan, self.user, self.known, self.words = plan, user, known, words
        self.actions = {row.reference.casefold(): row for row in live.actions}
        self.themes = {key(theme.title): theme for theme in live.themes}
        self.named: collections.Counter[str] = collections.Counter()

    @functools.cached_property
    def gone(self) -> set[str]:
        """The references of what is in the plan no more; asked for only where a new row bears one."""
        rows = self.plan.actions.filter(~Q(removed_on=None) | Q(stage=Stage.DECLINED))
        return {row.reference.casefold() for row in rows.select_related("plan")}

    def changed(self, one: merging.Changed) -> ActionRow:
        reference = one.match.live.action.reference
        action = self.actions[reference.casefold()]
        choices = [
            Choice(
                f"{reference}:{said.field}:{merging.seal(said.was, said.now)}",
                self._label(said.field),
                said,
                self._refusal(action, said),
                ticked=one.match.sure and bool(said.now),
            )
            for said in one.differences
        ]
        return ActionRow(action, one.match, choices)

    def new(self, one: merging.Placed) -> NewRow:
        theme = self.themes.get(key(one.theme))
        place = self.known.find(one.action.service) if one.action.service else None
        said = merging.Difference("new", "", one.action.action)
        refusal = self._no_theme(one.theme) if theme is None else self._no_place(one.action.service, place)
        if not refusal and not permissions.may_add(self.user, self.plan, place):
            refusal = f"You may not add {self.words['an_action']} there."
        if (reference := one.action.reference.casefold()) and reference in self.gone:
            refusal = (
                f"{one.action.reference} was removed from the {self.words['plan']}, or declined. Put it back "
                "or take it up again there; if this is another one, take the reference out of the file."
            )
        name = f"new:{merging.seal(one.theme, one.action.service or '', one.words, *one.action.achieved)}"
        self.named[name] += 1  # the same row twice is two choices
        name = name if self.named[name] == 1 else f"{name}-{self.named[name]}"
        return NewRow(one, theme, Choice(name, self._label(said.field), said, refusal))

    def theme(self, one: merging.ThemeChange) -> ThemeRow:
        theme = self.themes[key(one.theme)]
        said = one.difference
        refusal = _refusal(lambda: permissions.check_alone(self.user, SHAPE, self.plan))
        name = f"theme-{theme.pk}:{said.field}:{merging.seal(said.was, said.now)}"
        return ThemeRow(theme, Choice(name, self._label(said.field), said, refusal, ticked=bool(said.now)))

    def _label(self, field: str) -> str:
        words = merging.WORDS[field].format_map(self.words)
        return words[:1].upper() + words[1:]

    def _refusal(self, action: Action, said: merging.Difference) -> str:
        permission = UPDATE if said.field == "achieved" else EDIT
        if refusal := _refusal(lambda: permissions.check_alone(self.user, permission, action)):
            return refusal
        if said.field == "theme":
            return "" if key(said.now) in self.themes else self._no_theme(said.now)
        if said.field == "service":
            place = self.known.find(said.now)
            if refusal := self._no_place(said.now, place):
                return refusal
            if not permissions.may_add(self.user, self.plan, place):
                return f"You may not move {self.words['an_action']} there."
        return ""

    def _no_theme(self, title: str) -> str:
        return f"This {self.words['plan']} has no {self.words['theme']} “{title}”. Add it first, then look here again."

    def _no_place(self, service: str | None, place: object) -> str:
        if place is not None or not service:
            return ""
        return (
            f"Nothing in the register is called “{service}”. Open it there, or correct its name in the file."
        )


def _refusal(check: Callable[[], object]) -> str:
    try:
        check()
    except base_permissions.NotAllowed as refusal:
        return str(refusal)
    return ""
