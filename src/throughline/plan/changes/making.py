"""A plan made of a document: everything in one go, so that two thousand actions take no longer than they must."""

import dataclasses
import datetime
from typing import Any

from django.db.models import Model

from documents import plan as documents_plan
from documents import plan_json
from throughline.base import audit
from throughline.base.changes import places
from throughline.base.models import Place, User
from throughline.base.queries import authority
from throughline.base.rules import key
from throughline.plan import rules
from throughline.plan.models import (
    Action,
    ActionLead,
    ImportBatch,
    LeadToMatch,
    Plan,
    ProgressEntry,
    Recommendation,
    Theme,
)
from throughline.plan.queries import import_matching, importing
from throughline.plan.queries.import_matching import Named, Places, Service
from throughline.plan.rules import corrections, import_words

BATCH = 500
ABOVE_SERVICES = {
    Place.Kind.AUTHORITY,
    Place.Kind.DIRECTORATE,
    Place.Kind.PARTNER,
    Place.Kind.PROVIDER,
}
KEPT = ("number", "text", "service", "accountable", "target_text", "target_kind", "target_end", "stage")


@dataclasses.dataclass(frozen=True)
class Line:
    """An action of the document beside the row that it became."""

    said: documents_plan.Action
    row: Action


def make(
    *,
    by: User,
    asked_by: User,
    batch: ImportBatch,
    document: documents_plan.Plan,
    slug: str,
    review_months: int,
    today: datetime.date,
) -> tuple[Plan, dict[str, list[int]]]:
    """The plan, and the keys of all that was made with it. Belongs inside the transaction of the change that accepts.

    New services are opened by whoever asked, who saw that they would be.
    """
    known = Places(today, batch.place_id)
    may_open = importing.may_open_places(asked_by)
    services = import_matching.services(document, batch.decisions, known, may_open=may_open)
    services, opened = _open_services(asked_by, batch, document, services, known, today)
    named = import_matching.leads(document, batch.decisions, known, services, today)
    plan = Plan.objects.create(
        title=(document.title or batch.file_name)[:300],
        slug=slug,
        organisation=(document.organisation or "")[:200],
        place=batch.place,
        introduction="\n\n".join(passage.text for passage in document.front_matter),
        document_date=document.document_date or "",
        made_on=today,
    )
    themes, recommendations = _themes(plan, document)
    coming = [
        row for row in corrections.rows(plan_json.from_json(batch.read), batch.decisions) if not row.left_out
    ]
    lines = _actions(plan, themes, document, services, named, review_months, today)
    entries = _entries(lines)
    leads, to_match = _leads(lines, named, today)
    events: list[tuple[str, Model, dict[str, Any], dict[str, Any]]] = [
        ("plan.plan.imported", plan, {}, {"title": plan.title, "slug": slug, "import": batch.pk})
    ]
    events += [("plan.theme.imported", theme, {}, {"title": theme.title}) for theme in themes]
    events += [("plan.recommendation.imported", row, {}, {"text": row.text}) for row in recommendations]
    events += [
        (
            "plan.action.imported",
            line.row,
            {},
            {
                **audit.fields(line.row, KEPT),
                "source": _source(line.said.source),
                "file": batch.file_name,
                **_in_document(batch, row),
            },
        )
        for line, row in zip(lines, coming, strict=True)
    ]
    audit.record_many(events, by=by)
    made = {
        "plans": [plan.pk],
        "themes": [row.pk for row in themes],
        "recommendations": [row.pk for row in recommendations],
        "actions": [line.row.pk for line in lines],
        "entries": [row.pk for row in entries],
        "leads": [row.pk for row in leads],
        "to_match": [row.pk for row in to_match],
        "places": [place.pk for place in opened],
    }
    return plan, made


def _open_services(
    by: User,
    batch: ImportBatch,
    document: documents_plan.Plan,
    found: list[Service],
    known: Places,
    today: datetime.date,
) -> tuple[list[Service], list[Place]]:
    """Places for the services that are new, under the place whose plan it is, with their other spellings."""
    new = [service for service in found if service.create]
    if not new:
        return found, []
    opened = []
    parent = batch.place.parent if batch.place and batch.place.kind not in ABOVE_SERVICES else batch.place
    parent = parent or Place.objects.filter(kind=Place.Kind.AUTHORITY).first()
    if parent is None:
        name = document.organisation or authority.authority().name
        parent = places.open_place(
            by=by, name=name[:200], kind=Place.Kind.AUTHORITY, parent=None, on=None, today=today
        )
        opened.append(parent)
    made = {}
    for service in new:
        others = {key(text): text for text in service.spellings if not known.spellings.find(text).places}
        others.pop(key(service.name), None)
        made[service.name] = places.open_place(
            by=by,
            name=service.name[:200],
            kind=Place.Kind.SERVICE,
            parent=parent,
            on=None,
            today=today,
            other_spellings=[text[:200] for text in others.values()],
        )
    found = [dataclasses.replace(service, place=made.get(service.name, service.place)) for service in found]
    return found, [*opened, *made.values()]


def _themes(plan: Plan, document: documents_plan.Plan) -> tuple[list[Theme], list[Recommendation]]:
    themes = Theme.objects.bulk_create(
        [
            Theme(
                plan=plan,
                title=theme.title[:300],
                is_theme=theme.is_theme,
                desired_outcome=theme.desired_outcome or "",
                position=position,
            )
            for position, theme in enumerate(document.themes, 1)
        ],
        batch_size=BATCH,
    )
    recommendations = Recommendation.objects.bulk_create(
        [
            Recommendation(theme=row, text=text, position=position)
            for row, theme in zip(themes, document.themes, strict=True)
            for position, text in enumerate(theme.recommendations, 1)
        ],
        batch_size=BATCH,
    )
    return themes, recommendations


def _actions(
    plan: Plan,
    themes: list[Theme],
    document: documents_plan.Plan,
    services: list[Service],
    named: dict[str, Named],
    review_months: int,
    today: datetime.date,
) -> list[Line]:
    where = {text: service.place for service in services for text in service.spellings}
    said = [
        (row, position, action)
        for row, theme in zip(themes, document.themes, strict=True)
        for position, action in enumerate(theme.actions, 1)
    ]
    rows = [
        _action(plan, theme, number, position, action, where, named, review_months, today)
        for number, (theme, position, action) in enumerate(said, 1)
    ]
    Action.objects.bulk_create(rows, batch_size=BATCH)
    return [Line(action, row) for (_, _, action), row in zip(said, rows, strict=True)]


def _action(
    plan: Plan,
    theme: Theme,
    number: int,
    position: int,
    said: documents_plan.Action,
    where: dict[str, Place | None],
    named: dict[str, Named],
    review_months: int,
    today: datetime.date,
) -> Action:
    achieved = bool(said.achieved)
    accountable = import_matching.accountable(named[key(lead.name)] for lead in said.leads)
    stage = import_words.stage_meant(said.target, has_achieved=achieved)
    ongoing = stage is rules.Stage.ONGOING
    return Action(
        plan=plan,
        theme=theme,
        number=number,
        text=said.action,
        points=list(said.points),
        service=where.get(said.service or ""),
        service_text=(said.service or "")[:300],
        lead_text=said.lead_text,
        accountable=accountable.person if accountable else None,
        target_text=said.target.text,
        target_kind=said.target.kind.value,
        target_start=said.target.start,
        target_end=said.target.end,
        target_doubts=list(said.target.doubts),
        success_measure=said.outcome,
        stage=stage,
        next_review_on=import_words.months_later(today, review_months) if ongoing else None,
        position=position,
        made_on=today,
        progress_count=int(achieved),
    )


def _entries(lines: list[Line]) -> list[ProgressEntry]:
    """What the document says has been achieved: one entry, without author or day, for nobody knows either."""
    return ProgressEntry.objects.bulk_create(
        [
            ProgressEntry(action=line.row, text="\n".join(line.said.achieved))
            for line in lines
            if line.said.achieved
        ],
        batch_size=BATCH,
    )


def _leads(
    lines: list[Line], named: dict[str, Named], today: datetime.date
) -> tuple[list[ActionLead], list[LeadToMatch]]:
    pairs = []
    for line in lines:
        for position, lead in enumerate(line.said.leads, 1):
            who = named[key(lead.name)]
            row = ActionLead(
                action=line.row,
                kind=who.kind,
                name=lead.name[:300],
                service_text=(lead.service or "")[:300],
                person=who.person,
                place=who.place,
                position=position,
            )
            pairs.append((row, who))
    leads = ActionLead.objects.bulk_create([row for row, _ in pairs], batch_size=BATCH)
    to_match = LeadToMatch.objects.bulk_create(
        [
            LeadToMatch(lead=row, suggestions=[person.pk for person in who.suggestions], made_on=today)
            for row, who in pairs
            if who.to_match
        ],
        batch_size=BATCH,
    )
    return leads, to_match


def _in_document(batch: ImportBatch, row: corrections.Row) -> dict[str, Any]:
    """Which row of the import it was; and the author's words of its target date, where somebody corrected them."""
    found: dict[str, Any] = {"import": batch.pk, "row": row.key}
    if row.was is not None and row.was.target.text != row.now.target.text:
        found["target_in_document"] = row.was.target.text
    return found


def _source(source: documents_plan.Source) -> dict[str, int | str]:
    """Where it stood, as far as the format can say."""
    found = {name: getattr(source, name) for name in ("line", "page", "sheet", "table", "row")}
    return {name: value for name, value in found.items() if value is not None}
