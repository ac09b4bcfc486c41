"""Plans, and each plan's overview in figures."""

import dataclasses
import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from throughline.base import permissions as base_permissions
from throughline.base.models import User
from throughline.plan import permissions, rules
from throughline.plan.models import Action, Plan, PublishedVersion, Recommendation, Theme
from throughline.plan.queries import conditions

VIEW = "plan.plan_published.view"
OPEN = set(rules.Stage) - rules.CLOSED - {rules.Stage.PROPOSED}


def plans(*, for_user: User) -> QuerySet[Plan]:
    """All plans, the newest first, each with `action_count`, `open_count`, and `unanswered`: recommendations without a reply."""
    base_permissions.check(for_user, VIEW)
    found = Plan.objects.filter(removed_on=None).select_related("place")
    unanswered = Recommendation.objects.filter(theme__removed_on=None, removed_on=None, reply="")
    return found.annotate(
        action_count=_number(Action.objects.filter(removed_on=None), "plan"),
        open_count=_number(Action.objects.filter(removed_on=None, stage__in=OPEN), "plan"),
        unanswered=_number(unanswered, "theme__plan"),
    ).order_by("-made_on", "-id")


def _number(found: QuerySet[Any], of: str) -> Coalesce:
    """How many there are of each row. A query within, for a join would multiply the rows of two such counts."""
    own = found.filter(**{of: OuterRef("pk")}).order_by()
    return Coalesce(Subquery(own.values(of).annotate(n=Count("pk")).values("n")), 0)


def plan(slug: str, *, for_user: User) -> Plan:
    """One plan. Plan.DoesNotExist when there is none of that address."""
    found = Plan.objects.select_related("place__parent__parent").get(slug=slug, removed_on=None)
    permissions.check(for_user, VIEW, found)
    return found


@dataclasses.dataclass(frozen=True)
class Overview:
    """A plan in figures: how many actions in all, of each status, silent, without an owner, lacking each letter of SMARTER."""

    total: int
    statuses: dict[str, int]
    silent: int
    unowned: int
    lacks: dict[str, int]
    no_date: int
    nothing_achieved: int


def overview(plan: Plan, *, for_user: User, today: datetime.date, cycle_days: int) -> Overview:
    """One query, however many actions."""
    permissions.check(for_user, VIEW, plan)
    counts = {f"status_{name}": conditions.of_status(name, today=today) for name in rules.STATUSES}
    counts |= {
        f"lack_{letter}": conditions.lacking(letter, today=today, cycle_days=cycle_days)
        for letter in rules.LETTERS
    }
    counts |= {
        "silent": conditions.is_silent(today=today, cycle_days=cycle_days),
        "unowned": Q(accountable=None) & ~Q(stage__in=rules.CLOSED),
        "nothing_achieved": Q(progress_count=0),
    }
    found = (
        plan.actions.filter(removed_on=None)
        .annotate(**conditions.FACTS)
        .aggregate(
            total=Count("id"), **{name: Count("id", filter=condition) for name, condition in counts.items()}
        )
    )
    return Overview(
        total=found["total"],
        statuses={name: found[f"status_{name}"] for name in rules.STATUSES},
        silent=found["silent"],
        unowned=found["unowned"],
        lacks={letter: found[f"lack_{letter}"] for letter in rules.LETTERS},
        no_date=found["lack_time_bound"],
        nothing_achieved=found["nothing_achieved"],
    )


def themes(plan: Plan, *, for_user: User) -> QuerySet[Theme]:
    """The themes of a plan in order, each with its recommendations."""
    permissions.check(for_user, VIEW, plan)
    found = plan.themes.filter(removed_on=None).select_related("sponsor").prefetch_related("recommendations")
    return found.order_by("position", "id")


def counted_themes(plan: Plan, *, for_user: User) -> QuerySet[Theme]:
    """The same, each with `action_count`."""
    counts = _number(Action.objects.filter(removed_on=None), "theme")
    return themes(plan, for_user=for_user).annotate(action_count=counts)


def theme(plan: Plan, key: int, *, for_user: User) -> Theme:
    """One of them, with `action_count`."""
    return counted_themes(plan, for_user=for_user).get(pk=key)


def recommendation(plan: Plan, key: int, *, for_user: User) -> Recommendation:
    permissions.check(for_user, VIEW, plan)
    return Recommendation.objects.select_related("theme__plan__place__parent__parent").get(
        theme__plan=plan, theme__removed_on=None, pk=key, removed_on=None
    )


def powers(plan: Plan, *, for_user: User) -> dict[str, bool]:
    """What this person may do with this plan: for the buttons."""
    names = {
        "add_action": "plan.activity.create_edit",
        "edit_theme": "plan.theme.create_edit",
        "publish": "plan.plan.publish",
        "export": "plan.plan_export.download",
        "import": "plan.import_batch.upload_preview",
    }
    anywhere = base_permissions.may(for_user, names["add_action"])
    may = {name: permissions.may(for_user, permission, plan) for name, permission in names.items()}
    return may | {"add_action": anywhere}


def unanswered(plan: Plan, *, for_user: User) -> int:
    """How many recommendations have no reply yet."""
    permissions.check(for_user, VIEW, plan)
    return Recommendation.objects.filter(
        theme__plan=plan, theme__removed_on=None, removed_on=None, reply=""
    ).count()


def latest_versions(*, today: datetime.date) -> list[PublishedVersion]:
    """The newest version of each plan that the public may see today: for anybody."""
    found = PublishedVersion.objects.filter(public_from__lte=today, withdrawn_on=None)
    newest: dict[int, PublishedVersion] = {}
    for version in (
        found.select_related("plan").defer("snapshot").order_by("plan__title", "plan_id", "-number")
    ):
        newest.setdefault(version.plan_id, version)
    return list(newest.values())
