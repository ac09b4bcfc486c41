"""Imports as the pages show them: what was read beside where it came from, what needs a look, what is decided."""

import dataclasses
import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from documents import plan as documents_plan
from documents import plan_json
from throughline.base import permissions as base_permissions
from throughline.base import rules as base_rules
from throughline.base.models import Approval, Place, User
from throughline.base.queries import places
from throughline.plan import permissions
from throughline.plan.models import ImportBatch, Plan
from throughline.plan.queries import import_matching, plans, short_names
from throughline.plan.queries.import_matching import Named, Places, Service
from throughline.plan.rules import corrections, import_words, target_meaning, target_words
from throughline.plan.rules import plans as plan_rules
from throughline.plan.rules.corrections import Introduced, Leftover, Row

PREVIEW, COMMIT = "plan.import_batch.upload_preview", "plan.import_batch.commit_or_undo"
ADD = "plan.activity.create_edit"
PAGE_SIZE = 100  # actions
IMPORTS = 25  # on a page


@dataclasses.dataclass(frozen=True)
class Line:
    """One action on the check page: where it came from, what the words of its target date are taken for, who leads."""

    row: Row
    where: str
    leads: list[Named]
    lead_words: str  # the document's, where they are more than the names
    accountable: Named | None
    target: str  # in the document's words, and the date where they do not tell it
    meaning: str
    status: str  # as the plan page will show it


@dataclasses.dataclass(frozen=True)
class ThemeLines:
    """A theme with the actions of it that stand on this page of the list."""

    number: int
    theme: documents_plan.Theme
    where: str
    total: int
    lines: list[Line]


@dataclasses.dataclass(frozen=True)
class Preview:
    """An import with all that a person needs to check it."""

    batch: ImportBatch
    read: documents_plan.Plan
    plan: documents_plan.Plan
    slug: str
    introduction: list[Introduced]
    rows: list[Row]
    themes: list[documents_plan.Theme]
    leftovers: list[Leftover]
    services: list[Service]
    named: dict[str, Named]
    earlier: list[ImportBatch]  # imports of the very same file
    same_title: list[Plan]  # other plans that are called the same
    waiting: Approval | None
    mine: bool  # what waits: this person asked for it
    may_open: bool  # new places for new services
    may_commit: bool
    today: datetime.date

    @property
    def document_date(self) -> str:
        return plan_rules.date_in_words(self.plan.document_date or "")

    @property
    def left_from_introduction(self) -> int:
        return sum(one.goes != "kept" for one in self.introduction)

    @property
    def introduced(self) -> list[tuple[Introduced, str]]:
        """The passages of the introduction, and what was decided about those that went to the leftovers."""
        become = {leftover.key: leftover.become for leftover in self.leftovers}
        return [(one, become.get(f"introduction-{one.key}", "")) for one in self.introduction]

    @property
    def doubtful(self) -> list[Row]:
        return [row for row in self.rows if row.doubts]

    @property
    def undecided(self) -> list[Leftover]:
        return [leftover for leftover in self.leftovers if not leftover.become]

    @property
    def to_match(self) -> list[Named]:
        return [named for named in self.named.values() if named.to_match]

    @property
    def merged(self) -> list[Service]:
        return [service for service in self.services if len(service.spellings) > 1]

    @property
    def new_services(self) -> list[Service]:
        return [service for service in self.services if service.create]

    @property
    def left_out(self) -> list[Row]:
        return [row for row in self.rows if row.left_out]

    @property
    def recommendation_count(self) -> int:
        return sum(len(theme.recommendations) for theme in self.themes)

    @property
    def theme_count(self) -> int:
        return sum(theme.is_theme for theme in self.themes)

    @property
    def to_check(self) -> int:
        """How many things want a look before it is accepted."""
        return len(self.doubtful) + len(self.undecided)

    @property
    def open(self) -> bool:
        """Can it still be corrected?"""
        return self.batch.state == ImportBatch.State.READ and self.waiting is None


def imports(number: int = 1, *, for_user: User) -> Page[ImportBatch]:
    """A page of the imports that this person may see, the newest first; without the documents themselves."""
    base_permissions.check(for_user, PREVIEW)
    found = _batches().defer("read", "corrected", "decisions")
    mine = [batch for batch in found if permissions.may(for_user, PREVIEW, batch)]
    return Paginator(mine, IMPORTS).get_page(number)


def batch(key: int, *, for_user: User) -> ImportBatch:
    """One import. ImportBatch.DoesNotExist when there is none."""
    found = _batches().get(pk=key)
    permissions.check(for_user, PREVIEW, found)
    return found


def preview(found: ImportBatch, *, for_user: User, today: datetime.date, suggest: bool = False) -> Preview:
    """`suggest`: leads come with people whose name is near; only the page of leads needs that."""
    permissions.check(for_user, PREVIEW, found)
    read, document = plan_json.from_json(found.read), plan_json.from_json(found.corrected)
    known = Places(today, found.place_id)
    waiting = approval_waiting(found)
    may_open = may_open_places(waiting.asked_by if waiting else for_user)
    services = import_matching.services(document, found.decisions, known, may_open=may_open)
    named = import_matching.leads(document, found.decisions, known, services, today, suggest=suggest)
    same = _batches().filter(sha256=found.sha256, state=ImportBatch.State.ACCEPTED).exclude(pk=found.pk)
    return Preview(
        batch=found,
        read=read,
        plan=document,
        slug=found.plan.slug if found.plan else short_name(found, document),
        introduction=corrections.introduction(read, found.decisions),
        rows=corrections.rows(read, found.decisions),
        themes=corrections.themes(read, found.decisions),
        leftovers=corrections.leftovers(read, found.decisions),
        services=services,
        named=named,
        earlier=list(same.defer("read", "corrected", "decisions")),
        same_title=same_title(found, document.title, for_user=for_user),
        waiting=waiting,
        mine=waiting is not None and base_permissions.same_person(waiting.asked_by, for_user),
        may_open=may_open,
        may_commit=permissions.may(for_user, COMMIT, found),
        today=today,
    )


def short_name(found: ImportBatch, document: documents_plan.Plan) -> str:
    """What somebody typed, taken or not; or else initials that no other plan has."""
    typed = found.decisions.get("slug")
    return typed or short_names.free(import_words.initials(document.title, document.organisation or ""))


def same_title(found: ImportBatch, title: str, *, for_user: User) -> list[Plan]:
    """The live plans of exactly this title, but for the one that this import made."""
    if not base_permissions.may(for_user, plans.VIEW):
        return []
    live = Plan.objects.filter(removed_on=None).only("title", "slug")
    same = [plan for plan in live if base_rules.key(plan.title) == base_rules.key(title)]
    return [plan for plan in same if plan.pk != found.plan_id]


def lines(preview: Preview, number: int) -> tuple[Page[Row], list[ThemeLines]]:
    """A page of the actions, under their themes: themes that begin elsewhere are named again."""
    page = Paginator(preview.rows, PAGE_SIZE).get_page(number)
    totals = [0] * len(preview.themes)
    for row in preview.rows:
        totals[row.theme] += 1
    shown: dict[int, list[Line]] = {}
    for row in page.object_list:
        shown.setdefault(row.theme, []).append(line(preview, row))
    whole = page.paginator.num_pages == 1
    return page, [
        ThemeLines(place, theme, import_words.where(theme.source), totals[place], shown.get(place, []))
        for place, theme in enumerate(preview.themes)
        if whole or place in shown
    ]


def line(preview: Preview, row: Row) -> Line:
    named = [
        preview.named[name]
        for lead in row.now.leads
        if (name := import_matching.key(lead.name)) in preview.named
    ]
    words = row.was.lead_text if row.was else ""
    return Line(
        row=row,
        where=import_words.where(row.now.source),
        leads=named,
        lead_words="" if [words] == [lead.name for lead in row.now.leads] else words,
        accountable=import_matching.accountable(named),
        target=target_words.in_words(row.now.target),
        meaning=target_meaning.meaning(row.now.target),
        status=import_words.status_meant(
            row.now.target, has_achieved=bool(row.now.achieved), today=preview.today
        ),
    )


def theme_fields(preview: Preview, number: int) -> dict[str, Any]:
    """A theme as the form corrects it: recommendations made of leftovers are decided elsewhere."""
    theme = preview.themes[number]
    edit = preview.batch.decisions.get("themes", {}).get(str(number), {})
    return {
        "title": theme.title,
        "desired_outcome": theme.desired_outcome or "",
        "recommendations": corrections.own_recommendations(preview.read.themes[number], edit),
    }


def row(preview: Preview, key: str) -> Row:
    """One action of an import. KeyError when there is none."""
    return {row.key: row for row in preview.rows}[key]


def out_of_reach(found: ImportBatch, *, for_user: User, today: datetime.date) -> list[str]:
    """The places outside of this person's own area into which the import would put actions, by name."""
    document, known = plan_json.from_json(found.corrected), Places(today, found.place_id)
    services = import_matching.services(document, found.decisions, known, may_open=False)
    into = {service.place.pk: service.place for service in services if service.place}
    return sorted(place.name for place in into.values() if not _may_add(for_user, known, place))


def may_open_places(user: User) -> bool:
    return base_permissions.may(user, places.EDIT)


def approval_waiting(found: ImportBatch) -> Approval | None:
    """What waits for a second person about this import: to accept it or to undo it."""
    waiting = Approval.objects.filter(
        kind=found._meta.label_lower, about=str(found.pk), state=Approval.State.WAITING
    )
    return waiting.select_related("asked_by__person").first()


def owners(*, for_user: User, today: datetime.date, permission: str = PREVIEW) -> list[tuple[int, str]]:
    """Whose plan it can be: the authority, directorates, services and partner bodies for which one may import (or make) one."""
    base_permissions.check(for_user, permission)
    known = Places(today)
    kinds = {Place.Kind.AUTHORITY, Place.Kind.DIRECTORATE, Place.Kind.SERVICE, Place.Kind.PARTNER}
    return [
        (place.pk, place.name)
        for place in sorted(known.all.values(), key=lambda place: place.name)
        if place.kind in kinds
        and base_permissions.may(for_user, permission, base_permissions.Scope(places=known.lineage(place)))
    ]


def owner(key: int | None) -> Place | None:
    return None if key is None else Place.objects.select_related("parent__parent").get(pk=key)


def _may_add(user: User, known: Places, place: Place) -> bool:
    scope = base_permissions.Scope(places=known.lineage(place), published=True)
    return base_permissions.may(user, ADD, scope)


def _batches() -> QuerySet[ImportBatch]:
    return ImportBatch.objects.select_related("place__parent__parent", "plan", "uploaded_by__person")
