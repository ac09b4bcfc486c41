"""The places that an import opened: which of them go when it is undone, and why the others stay."""

import dataclasses
import datetime
from collections.abc import Iterable

from django.db.models import Q

from throughline.base import permissions
from throughline.base.models import Person, Place, User
from throughline.base.queries import places
from throughline.base.queries.places import lineage
from throughline.plan import permissions as plan_permissions
from throughline.plan.models import Action, ActionLead, ImportBatch, Plan
from throughline.plan.queries.importing import COMMIT


@dataclasses.dataclass(frozen=True)
class Opened:
    """`going`: what stands below goes first. `staying`: each with why, in words that go on “it stays: …”."""

    going: list[Place]
    staying: list[tuple[Place, str]]


def opened(batch: ImportBatch, *, for_user: User, today: datetime.date) -> Opened:
    """What was opened by this import and is there still. Empty for one that is in no plan."""
    plan_permissions.check(for_user, COMMIT, batch)
    rows = Place.objects.filter(pk__in=batch.made.get("places", [])).select_related("parent__parent__parent")
    made = {place.pk: place for place in rows if place.merged_into_id is None}
    why = _used(batch, set(made), today)
    below = Place.objects.filter(places.open_on(today), parent__in=made)
    children = [(child, over) for child in below if (over := child.parent_id) is not None]
    while found := [
        (child, over)
        for child, over in children
        if over not in why and (child.pk not in made or child.pk in why)
    ]:
        for child, over in found:
            why[over] = f"{child.name} stands below it"
    going = sorted(
        (place for key, place in made.items() if key not in why), key=lambda one: -len(lineage(one))
    )
    return Opened(going, [(made[key], reason) for key, reason in sorted(why.items())])


def _used(batch: ImportBatch, keys: set[int], today: datetime.date) -> dict[int, str]:
    """The places where somebody is, or something live stands that this import did not make."""
    here = Q(left_on=None) | Q(left_on__gt=today)
    other = Action.objects.filter(removed_on=None).exclude(plan=batch.plan)
    leads = ActionLead.objects.filter(place__in=keys, action__in=other)
    imports = ImportBatch.objects.filter(place__in=keys, state=ImportBatch.State.READ)
    plans = Plan.objects.filter(place__in=keys, removed_on=None).exclude(pk=batch.plan_id or 0)
    reasons: list[tuple[str, Iterable[int | None]]] = [
        ("an import is under way for it", imports.values_list("place", flat=True)),
        ("it leads something else", leads.values_list("place", flat=True)),
        ("something else belongs to it", plans.values_list("place", flat=True)),
        ("something else belongs to it", other.filter(service__in=keys).values_list("service", flat=True)),
        (
            "somebody holds a role for it",
            permissions.held_grants(today).filter(place__in=keys).values_list("place", flat=True),
        ),
        ("people work there", Person.objects.filter(here, place__in=keys).values_list("place", flat=True)),
    ]
    return {key: words for words, found in reasons for key in found if key is not None}
