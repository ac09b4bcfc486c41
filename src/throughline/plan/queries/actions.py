"""Actions: the filtered list that every page of the plan shows, and one action with its history."""

import dataclasses
import datetime

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from throughline.base import rules as base_rules
from throughline.base.models import Approval, Person, Place, User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, ActionLead, ActionLink, Attachment, Plan, ProgressEntry
from throughline.plan.queries import by_lead, conditions
from throughline.plan.queries.in_order import InOrder
from throughline.plan.queries.plans import VIEW

PAGE = 60  # actions; a plan of one directorate fits on one page
LATEST = 2  # progress entries shown in a list
PLACES = "service__parent__parent"


@dataclasses.dataclass(frozen=True)
class Filters:
    """What a list of actions is narrowed to; they live in the address. Empty means all."""

    theme: int | None = None
    service: int | None = None
    directorate: int | None = None
    lead: int | None = None
    accountable: int | None = None
    team: int | None = None  # a place that leads
    named: str = ""  # a lead whom the register does not know
    open: bool = False
    unplaced: bool = False  # belongs to no service yet
    status: str = ""
    lack: str = ""
    silent: bool = False
    unowned: bool = False
    nothing: bool = False  # nothing achieved yet
    q: str = ""
    page: int = 1


@dataclasses.dataclass(frozen=True)
class Line:
    """An action as a list shows it."""

    action: Action
    status: rules.Status
    target: str  # the words of its date, and the date where they do not tell it
    days: int | None  # since the last human update
    silent: bool
    entries: list[ProgressEntry]
    earlier: int  # entries that are not shown
    may_update: bool


class ReferenceUnknown(base_rules.Refused):
    """No action has this reference."""


@dataclasses.dataclass(frozen=True)
class Listing:
    """A page of lines. `sizes`: how many actions the whole list has of each theme, where it is in the order of the plan."""

    page: Page[int]
    lines: list[Line]
    sizes: dict[int, int]


def listing(
    plan: Plan, filters: Filters, *, for_user: User, today: datetime.date, cycle_days: int, size: int = PAGE
) -> Listing:
    """One page of a plan's actions; the number of queries does not depend on how many there are."""
    permissions.check(for_user, VIEW, plan)
    found = _narrowed(plan.actions.filter(removed_on=None), filters, today=today, cycle_days=cycle_days)
    keys = InOrder(found, at_once=bool(filters.q.split()))
    page = Paginator(keys, size).get_page(filters.page)
    return Listing(page, _lines(page, for_user, today, cycle_days), keys.sizes)


def mine(
    *,
    for_user: User,
    today: datetime.date,
    cycle_days: int,
    page: int = 1,
    size: int = PAGE,
    open_only: bool = False,
) -> Listing:
    """What this person is accountable for, stands in for or leads, in every plan: what is open and most urgent first."""
    person = for_user.person_id
    own = (
        Q(accountable=person)
        | Q(deputy=person)
        | Q(pk__in=ActionLead.objects.filter(person=person).values("action"))
    )
    found = Action.objects.filter(own, removed_on=None) if person else Action.objects.none()
    closed = Q(stage__in=rules.CLOSED)
    if open_only:
        found = found.exclude(closed)
    found = found.annotate(is_closed=closed).order_by(
        "is_closed", F("target_end").asc(nulls_last=True), "plan_id", "number"
    )
    shown = Paginator(found.values_list("pk", flat=True), size).get_page(page)
    return Listing(shown, _lines(shown, for_user, today, cycle_days), {})


def action(plan: Plan, number: int, *, for_user: User) -> Action:
    """One action with its people and places. Action.DoesNotExist when there is none, or it was removed."""
    permissions.check(for_user, VIEW, plan)
    return _with_people(plan.actions.filter(removed_on=None)).get(number=number)


def line(action: Action, *, for_user: User, today: datetime.date, cycle_days: int) -> Line:
    """One action as a list would show it, with all its entries, the newest first."""
    entries = list(
        action.progress.select_related("author")
        .prefetch_related("attachments")
        .order_by(F("said_on").desc(nulls_last=True), "-id")
    )
    return _line(action, entries, for_user, today, cycle_days)


def with_evidence(action: Action, *, for_user: User) -> list[ProgressEntry]:
    """What says that it is done, and what brought evidence, the newest first: for whoever is to verify it."""
    permissions.check(for_user, VIEW, action)
    telling = Q(stage=rules.Stage.REPORTED_DONE) | Q(attachments__is_evidence=True)
    found = action.progress.filter(telling).distinct().select_related("author")
    return list(found.prefetch_related("attachments").order_by("-said_on", "-id"))


def links(action: Action, *, for_user: User) -> list[ActionLink]:
    """Its links with other actions, both ways round, without those to removed ones."""
    permissions.check(for_user, VIEW, action)
    either = Q(action=action, other__removed_on=None) | Q(other=action, action__removed_on=None)
    return list(
        ActionLink.objects.filter(either).select_related("action__plan", "other__plan").order_by("kind", "id")
    )


def by_reference(reference: str, *, for_user: User) -> Action:
    """The action of a reference such as "WX-014". ReferenceUnknown when there is none."""
    slug, _, number = reference.strip().lower().rpartition("-")
    if slug and number.isascii() and number.isdigit() and len(number) < 9:
        found = Action.objects.filter(plan__slug=slug, number=int(number), removed_on=None)
        if (one := found.select_related("plan__place").first()) is not None:
            permissions.check(for_user, VIEW, one.plan)
            return one
    raise ReferenceUnknown(
        f"Nothing has the reference “{reference}”. Copy it from the page of what you mean."
    )


def own_link(action: Action, key: int, *, for_user: User) -> ActionLink:
    """A link that starts at this action."""
    permissions.check(for_user, VIEW, action)
    return action.links.select_related("action__plan", "other__plan").get(pk=key)


def waiting(action: Action, *, for_user: User) -> list[Approval]:
    """What was asked about this action and waits for a second person."""
    permissions.check(for_user, VIEW, action)
    found = Approval.objects.filter(kind="plan.action", about=str(action.pk), state=Approval.State.WAITING)
    return list(found.select_related("asked_by__person").order_by("id"))


def powers(action: Action, *, for_user: User) -> dict[str, bool]:
    """What this person may do with this action: for the buttons."""
    names = {
        "update": "plan.activity.update_progress",
        "edit": "plan.activity.create_edit",
        "remove": "plan.activity.delete",
    }
    may = {name: permissions.may(for_user, permission, action) for name, permission in names.items()}
    stage = rules.Stage(action.stage)
    may["verify"] = may["edit"] and stage is rules.Stage.REPORTED_DONE and action.evidence_count > 0
    return may


def attachment(plan: Plan, number: int, key: int, *, for_user: User) -> Attachment:
    """One file of one action."""
    return Attachment.objects.get(pk=key, entry__action=action(plan, number, for_user=for_user))


def _narrowed(
    found: QuerySet[Action], filters: Filters, *, today: datetime.date, cycle_days: int
) -> QuerySet[Action]:
    found = found.annotate(**conditions.FACTS) if filters.silent or filters.lack else found
    if filters.theme:
        found = found.filter(theme=filters.theme)
    if filters.service:
        found = found.filter(conditions.within(filters.service))
    if filters.directorate:
        found = found.filter(conditions.within(filters.directorate))
    if filters.unplaced:
        found = found.filter(service=None)
    if filters.lead:
        people = Q(accountable=filters.lead) | Q(deputy=filters.lead)
        found = found.filter(
            people | Q(pk__in=ActionLead.objects.filter(person=filters.lead).values("action"))
        )
    if filters.team:
        found = found.filter(by_lead.of_place(filters.team))
    if filters.named:
        found = found.filter(by_lead.of_name(found, filters.named))
    if filters.accountable:
        found = found.filter(accountable=filters.accountable)
    if filters.open:
        found = found.exclude(stage__in=rules.CLOSED)
    if filters.status:
        found = found.filter(conditions.of_status(filters.status, today=today))
    if filters.lack:
        found = found.filter(conditions.lacking(filters.lack, today=today, cycle_days=cycle_days))
    if filters.silent:
        found = found.filter(conditions.is_silent(today=today, cycle_days=cycle_days))
    if filters.unowned:
        found = found.filter(accountable=None).exclude(stage__in=rules.CLOSED)
    if filters.nothing:
        found = found.filter(progress_count=0)
    for word in filters.q.split():
        found = found.filter(_says(word))
    return found


def _says(word: str) -> Q:
    """Actions that hold the word in what they say or who leads them, or bear the reference."""
    places = Place.objects.filter(name__icontains=word).values("pk")
    people = Person.objects.filter(name__icontains=word).values("pk")
    leads = ActionLead.objects.filter(Q(person__in=people) | Q(place__in=places)).values("action")
    said = Q(search_words__contains=word.lower()) | Q(pk__in=leads)
    said |= Q(service__in=places) | Q(accountable__in=people) | Q(deputy__in=people)
    number = word.rsplit("-", 1)[-1]
    if number.isascii() and number.isdigit() and len(number) < 9:
        said |= Q(number=int(number))
    return said


def _with_people(found: QuerySet[Action]) -> QuerySet[Action]:
    leads = Prefetch("leads", ActionLead.objects.select_related("person", "place"), to_attr="named_leads")
    return found.select_related("plan__place", "theme", "accountable", "deputy", PLACES).prefetch_related(
        leads
    )


def _lines(page: Page[int], for_user: User, today: datetime.date, cycle_days: int) -> list[Line]:
    keys = list(page.object_list)
    by_key = {row.pk: row for row in _with_people(Action.objects.filter(pk__in=keys))}
    entries = _latest(keys)
    return [_line(by_key[key], entries.get(key, []), for_user, today, cycle_days) for key in keys]


def _latest(keys: list[int]) -> dict[int, list[ProgressEntry]]:
    """The last entries of each action, the newest first: one query."""
    rank = Window(
        RowNumber(),
        partition_by=F("action_id"),
        order_by=[F("said_on").desc(nulls_last=True), F("id").desc()],
    )
    rows = (
        ProgressEntry.objects.filter(action__in=keys)
        .annotate(rank=rank)
        .filter(rank__lte=LATEST)
        .select_related("author")
        .order_by("action_id", "rank")
    )
    found: dict[int, list[ProgressEntry]] = {}
    for row in rows:
        found.setdefault(row.action_id, []).append(row)
    return found


def _line(
    action: Action, entries: list[ProgressEntry], for_user: User, today: datetime.date, cycle_days: int
) -> Line:
    return Line(
        action=action,
        status=rules.status(action, today=today),
        target=rules.target_in_words(action),
        days=rules.days_since_update(action, today=today),
        silent=rules.is_silent(action, today=today, cycle_days=cycle_days),
        entries=entries,
        earlier=max(0, action.progress_count - len(entries)),
        may_update=permissions.may(for_user, "plan.activity.update_progress", action),
    )
