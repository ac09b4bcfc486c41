"""What a person decides about a document before it becomes a plan: values on top of what was read, which itself stays."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from documents import plan as documents_plan
from documents import services
from throughline.base.rules import Refused, key
from throughline.plan.rules import correcting_dates, import_words, introductions
from throughline.plan.rules.stages import LONGEST_TEXT

# Decisions, as they are kept: all parts may be absent.
#   title, organisation, slug: text; document_date: "2026-01", as precise as it is said
#   themes: {"0": {title, desired_outcome, recommendations}}            by the theme's place in what was read
#   actions: {"0.3": {theme, service, action, points, leads, target, achieved, outcome, left_out, right, dated}} or "leftover.4"
#            dated: the document's date when somebody looked at the row; absent: the date that was read
#   introduction: {"2": "out" | "leftover" | "kept"}                   passages that go elsewhere than by themselves
#   leftovers: {"4": {become: "action" | "recommendation" | "ignored", theme, reason}}      or "introduction-2"
#   services: {key of the name: {place: id} or {create: bool}}; leads: {key of the name: {person: id} or {team: true}}
Decisions = Mapping[str, Any]

ACTION_FIELDS = (
    "theme",
    "service",
    "action",
    "points",
    "leads",
    "target",
    "achieved",
    "outcome",
    "left_out",
    "right",
    "dated",
)

SAID_TWICE = "another row says the very same; leave one of them out if the two are one"
MOST_NAMED = 3  # other rows, in the doubt about one


class CorrectionRefused(Refused):
    """A correction that would make no sense. The sentence is fit for the form."""


@dataclasses.dataclass(frozen=True)
class Row:
    """One action on its way in: `was` as it was read (None: made of a leftover), `now` as it was corrected.

    `theme` is the place of its theme; `left_out` the reason why it is not to come in; `alike` a doubt: it is there twice.
    """

    key: str
    theme: int
    was: documents_plan.Action | None
    now: documents_plan.Action
    left_out: str = ""
    corrected: bool = False
    looked_at: bool = False  # by a person, who corrected it or said that it is right
    alike: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[str, ...]:
        if self.left_out:
            return ()
        return (
            *([self.too_long] if self.too_long else []),
            *self.now.doubts,
            *self.now.target.doubts,
            *self.alike,
        )

    @property
    def too_long(self) -> str:
        """That it cannot come in like this; empty when it can. It stays a doubt though somebody has looked."""
        letters = len(self.now.action)
        if letters <= LONGEST_TEXT:
            return ""
        return f"what will be done has {letters:,} letters; shorten it to {LONGEST_TEXT:,}"


@dataclasses.dataclass(frozen=True)
class Introduced:
    """A passage before the first theme: `goes` says whether it is "kept", goes to the leftovers ("leftover") or "out".

    `reason`: why it is left out by itself; empty: it is not.
    """

    key: str
    passage: documents_plan.Passage
    goes: str = "kept"
    reason: str = ""

    @property
    def by_itself(self) -> str:
        """Where it goes until somebody says otherwise."""
        return "out" if self.reason else "kept"


@dataclasses.dataclass(frozen=True)
class Leftover:
    """A passage that was not understood, and what was decided about it. `become` "": nothing yet."""

    key: str
    passage: documents_plan.Passage
    become: str = ""
    theme: int | None = None
    reason: str = ""


def rows(read: documents_plan.Plan, decisions: Decisions) -> list[Row]:
    """Every action, in the order of the plan that will be: corrected, moved, made of leftovers, left out."""
    edits: Mapping[str, Any] = decisions.get("actions", {})
    dates = correcting_dates.Dates(read.document_date, document_date(read, decisions))
    found = []
    for number, theme in enumerate(read.themes):
        for place, action in enumerate(theme.actions):
            name = f"{number}.{place}"
            found.append(_row(name, number, action, action, edits.get(name), dates))
    for leftover in leftovers(read, decisions):
        if leftover.become == "action" and leftover.theme is not None:
            blank = documents_plan.Action(
                service=None, action=leftover.passage.text, source=leftover.passage.source
            )
            name = f"leftover.{leftover.key}"
            found.append(_row(name, leftover.theme, None, blank, edits.get(name), dates))
    return _said_twice(sorted(found, key=lambda row: row.theme))


def document_date(read: documents_plan.Plan, decisions: Decisions) -> str | None:
    """The date of the document as somebody corrected it, or else as it was read."""
    return decisions.get("document_date", read.document_date) or None


def dated_anew(read: documents_plan.Plan, before: Decisions, after: Decisions) -> int:
    """How many target dates mean another day than before."""
    now = {row.key: row.now.target for row in rows(read, after)}
    return sum(
        not correcting_dates.same_days(row.now.target, now.get(row.key, row.now.target))
        for row in rows(read, before)
    )


def introduction(read: documents_plan.Plan, decisions: Decisions) -> list[Introduced]:
    """What stands before the first theme, and what was decided about each passage.

    Lines of a table of contents, and what stands before one grid after another, are left out until somebody takes them in.
    """
    said: Mapping[str, str] = decisions.get("introduction", {})
    reasons = introductions.reasons([passage.text for passage in read.front_matter])
    found = [
        Introduced(str(number), passage, reason=reason)
        for number, (passage, reason) in enumerate(zip(read.front_matter, reasons, strict=True))
    ]
    return [dataclasses.replace(one, goes=said.get(one.key, one.by_itself)) for one in found]


def leftovers(read: documents_plan.Plan, decisions: Decisions) -> list[Leftover]:
    said: Mapping[str, Any] = decisions.get("leftovers", {})
    found = [(str(number), passage) for number, passage in enumerate(read.leftovers)]
    found += [
        (f"introduction-{one.key}", dataclasses.replace(one.passage, reason="it stood in the introduction"))
        for one in introduction(read, decisions)
        if one.goes == "leftover"
    ]
    return [Leftover(name, passage, **said.get(name, {})) for name, passage in found]


def themes(read: documents_plan.Plan, decisions: Decisions) -> list[documents_plan.Theme]:
    """The themes as they were corrected, with recommendations made of leftovers; without their actions."""
    more: dict[int | None, list[str]] = {}
    for leftover in leftovers(read, decisions):
        if leftover.become == "recommendation":
            more.setdefault(leftover.theme, []).append(leftover.passage.text)
    found = []
    for number, theme in enumerate(read.themes):
        edit = decisions.get("themes", {}).get(str(number), {})
        found.append(
            dataclasses.replace(
                theme,
                title=edit.get("title", theme.title),
                desired_outcome=edit.get("desired_outcome", theme.desired_outcome),
                recommendations=(*own_recommendations(theme, edit), *more.get(number, [])),
                actions=(),
            )
        )
    return found


def own_recommendations(theme: documents_plan.Theme, edit: Mapping[str, Any]) -> list[str]:
    """Those that stood in the theme, as they were corrected; not those made of leftovers."""
    return list(edit.get("recommendations", theme.recommendations))


def corrected(read: documents_plan.Plan, decisions: Decisions) -> documents_plan.Plan:
    """The plan that accepting will make. What is left out, and leftovers that became something, are in it no more."""
    lines: dict[int, list[documents_plan.Action]] = {}
    for row in rows(read, decisions):
        if not row.left_out:
            lines.setdefault(row.theme, []).append(row.now)
    found = tuple(
        dataclasses.replace(theme, actions=tuple(lines.get(number, [])))
        for number, theme in enumerate(themes(read, decisions))
    )
    return dataclasses.replace(
        read,
        title=decisions.get("title", read.title),
        organisation=decisions.get("organisation", read.organisation),
        document_date=document_date(read, decisions),
        front_matter=tuple(one.passage for one in introduction(read, decisions) if one.goes == "kept"),
        themes=found,
        services=services.group(found),
        leftovers=tuple(
            leftover.passage
            for leftover in leftovers(read, decisions)
            if leftover.become not in {"action", "recommendation"}
        ),
    )


def with_action(decisions: Decisions, row: Row, edit: Mapping[str, Any]) -> dict[str, Any]:
    """The decisions with one row corrected."""
    if unknown := set(edit) - set(ACTION_FIELDS):
        raise CorrectionRefused(f"These cannot be corrected: {', '.join(sorted(unknown))}.")
    if not str(edit.get("action", row.now.action)).strip():
        raise CorrectionRefused("Say what will be done, or leave the row out with a reason.")
    dated = {"dated": decisions["document_date"] or None} if "document_date" in decisions else {}
    return _with(decisions, "actions", row.key, {**edit, **dated})


def with_right(decisions: Decisions, row: Row) -> dict[str, Any]:
    """The decisions with one row as it stands: a person has looked, and it is right."""
    before = decisions.get("actions", {}).get(row.key, {})
    return with_action(decisions, row, {**before, "right": True})


def with_introduced(decisions: Decisions, one: Introduced, goes: str) -> dict[str, Any]:
    return _with(decisions, "introduction", one.key, None if goes == one.by_itself else goes)


def with_leftover(
    decisions: Decisions, name: str, *, become: str, theme: int | None, reason: str
) -> dict[str, Any]:
    if become in {"action", "recommendation"} and theme is None:
        raise CorrectionRefused(f"Choose the theme that the {become} belongs to.")
    if become == "ignored" and not reason.strip():
        raise CorrectionRefused("Say why it can be left out: the reason stays with the import.")
    return _with(
        decisions, "leftovers", name, {"become": become, "theme": theme, "reason": reason} if become else None
    )


def with_theme(decisions: Decisions, number: int, edit: Mapping[str, Any]) -> dict[str, Any]:
    if not str(edit.get("title", "x")).strip():
        raise CorrectionRefused("A theme needs a title.")
    return _with(decisions, "themes", str(number), dict(edit))


def with_service(decisions: Decisions, name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    return _with(decisions, "services", key(name), dict(said))


def with_lead(decisions: Decisions, name: str, said: Mapping[str, Any] | None) -> dict[str, Any]:
    return _with(decisions, "leads", key(name), None if said is None else dict(said))


def _with(decisions: Decisions, part: str, name: str, value: Any) -> dict[str, Any]:
    kept = {**decisions.get(part, {}), name: value}
    return {**decisions, part: {name: value for name, value in kept.items() if value is not None}}


def _said_twice(found: list[Row]) -> list[Row]:
    """Rows with the very same words, each with a doubt that says where the others are; until a person has looked."""
    same: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        if not row.left_out and key(row.now.action):
            same.setdefault((key(row.now.action), *map(key, row.now.points)), []).append(row)
    doubts = {}
    for alike in same.values():
        for row in alike:
            others = [import_words.where(one.now.source) for one in alike[: MOST_NAMED + 1] if one is not row]
            if others and not row.looked_at:
                more = "; ".join(filter(None, others[:MOST_NAMED]))
                doubts[row.key] = (f"{SAID_TWICE} ({more})" if more else SAID_TWICE,)
    return [dataclasses.replace(row, alike=doubts.get(row.key, ())) for row in found]


def _row(
    name: str,
    theme: int,
    was: documents_plan.Action | None,
    start: documents_plan.Action,
    edit: Mapping[str, Any] | None,
    dates: correcting_dates.Dates,
) -> Row:
    if not edit:
        return Row(
            name,
            theme,
            was,
            dataclasses.replace(start, target=correcting_dates.read_again(start.target, dates)),
        )
    now = dataclasses.replace(
        start,
        service=edit.get("service", start.service) or None,
        action=edit.get("action", start.action),
        points=tuple(edit.get("points", start.points)),
        achieved=tuple(edit.get("achieved", start.achieved)),
        outcome=edit.get("outcome", start.outcome),
        doubts=(),  # a person has looked at the row
        target=correcting_dates.target(start.target, edit, dates),
        **_leads(start, edit),
    )
    return Row(
        name,
        edit.get("theme", theme),
        was,
        now,
        edit.get("left_out", ""),
        corrected=not set(edit) <= {"right", "dated"},
        looked_at=True,
    )


def _leads(start: documents_plan.Action, edit: Mapping[str, Any]) -> dict[str, Any]:
    """Names that were read keep their kind; new ones may be a person or a team."""
    names = edit.get("leads")
    if names is None or tuple(names) == tuple(lead.name for lead in start.leads):
        return {}
    known = {lead.name: lead for lead in start.leads}
    found = tuple(known.get(name) or documents_plan.Lead(name=name) for name in names)
    return {"leads": found, "lead_text": start.lead_text or ", ".join(names)}
