"""Events of the audit log in words, and the pages of what they are about: what the plan records. Terms stand in braces."""

import datetime
from collections.abc import Mapping, Set
from typing import Any

from django.urls import reverse

from throughline.base import permissions as base_permissions
from throughline.base.models import User
from throughline.base.queries.audit_words import Keys, Named
from throughline.plan import permissions
from throughline.plan.models import Action, ImportBatch, Merge, Plan, PublishedVersion, Recommendation, Theme
from throughline.plan.queries.importing import PREVIEW
from throughline.plan.queries.plans import VIEW

KINDS = [  # how the names of events begin, and what they are of
    ("plan.", "{plans}: everything"),
    ("plan.action.", "{plans}: {actions}"),
    ("plan.import.", "{plans}: imports"),
    ("plan.lead.", "{plans}: {leads}"),
    ("plan.merge.", "{plans}: changes from files"),
    ("plan.plan.", "{plans}: {plans}, and their publication"),
    ("plan.progress.", "{plans}: progress"),
    ("plan.recommendation.", "{plans}: {short_recommendations}"),
    ("plan.theme.", "{plans}: {themes}"),
    ("plan.version.", "{plans}: withdrawn publications"),
]
EVENTS = {
    "plan.action.added": "{action} added",
    "plan.action.edited": "{action} changed",
    "plan.action.handed_over": "{action} handed over",
    "plan.action.imported": "{action} imported",
    "plan.action.linked": "{action} linked with another",
    "plan.action.moved": "{action}: decision made",
    "plan.action.moved_place": "{action} moved with its {service}",
    "plan.action.put_back": "{action} put back",
    "plan.action.removed": "{action} removed",
    "plan.action.restored": "{action} as it was before a file",
    "plan.action.unlinked": "{action}: link removed",
    "plan.action.verified": "{action} verified as done",
    "plan.import.accepted": "Import accepted",
    "plan.import.cancelled": "Import cancelled",
    "plan.import.corrected": "Import corrected",
    "plan.import.undone": "Import undone",
    "plan.import.uploaded": "File uploaded",
    "plan.lead.added": "{lead} added",
    "plan.lead.matched": "{lead} matched with a person",
    "plan.lead.match_taken_back": "{lead}: match taken back",
    "plan.lead.removed": "{lead} removed",
    "plan.merge.cancelled": "Nothing taken from a file",
    "plan.merge.taken": "Changes taken from a file",
    "plan.merge.undone": "Changes from a file undone",
    "plan.merge.uploaded": "File with changes uploaded",
    "plan.plan.edited": "{plan} described anew",
    "plan.plan.imported": "{plan} imported",
    "plan.plan.made": "{plan} made",
    "plan.plan.published": "{plan} published",
    "plan.plan.removed": "{plan} removed",
    "plan.progress.recorded": "Progress recorded",
    "plan.recommendation.added": "{short_recommendation} added",
    "plan.recommendation.edited": "{short_recommendation} changed",
    "plan.recommendation.imported": "{short_recommendation} imported",
    "plan.recommendation.moved": "{short_recommendation} moved",
    "plan.recommendation.put_back": "{short_recommendation} put back",
    "plan.recommendation.removed": "{short_recommendation} removed",
    "plan.recommendation.restored": "{short_recommendation} as it was before a file",
    "plan.recommendation.replied": "{short_recommendation}: reply given",
    "plan.theme.added": "{theme} added",
    "plan.theme.edited": "{theme} changed",
    "plan.theme.imported": "{theme} imported",
    "plan.theme.moved": "{theme} moved",
    "plan.theme.put_back": "{theme} put back",
    "plan.theme.removed": "{theme} removed",
    "plan.theme.restored": "{theme} as it was before a file",
    "plan.version.withdrawn": "Publication withdrawn",
}
THINGS = {
    "plan.action": "{action}",
    "plan.importbatch": "Import",
    "plan.merge": "File with changes",
    "plan.plan": "{plan}",
    "plan.publishedversion": "Version",
    "plan.recommendation": "{short_recommendation}",
    "plan.theme": "{theme}",
}
REFERS = {"theme": "plan.theme"}  # values of events that are keys
Found = dict[tuple[str, str], Named]


def named(keys: Keys, *, for_user: User, terms: Mapping[str, str], today: datetime.date) -> Found:
    """The things that the plan holds, as they are called, for whoever may see them. At most one query for each kind of thing.

    What was removed has no page of its own any more.
    """
    found: Found = {}
    for kind, word in THINGS.items():
        words = word.format_map(terms)
        words = words[:1].upper() + words[1:]
        found |= {(kind, key): Named(f"{words} {key}") for key in keys.get(kind, ())}
    if batches := keys.get("plan.importbatch"):
        found |= _imports(batches, for_user)
    if base_permissions.may(for_user, VIEW, permissions.PUBLIC):
        for kind, names in _NAMES.items():
            if of_kind := keys.get(kind):
                found |= {(kind, str(row.pk)): names(row, terms, today) for row in _rows(kind, of_kind)}
    return found


def _imports(keys: Set[str], user: User) -> Found:
    """The documents, by the names of their files; those that were cancelled were thrown away."""
    rows = ImportBatch.objects.filter(pk__in=keys).select_related("place__parent__parent")
    found = {}
    for row in rows.defer("read", "corrected", "decisions", "made"):
        if permissions.may(user, PREVIEW, row):
            there = row.state != ImportBatch.State.CANCELLED
            address = reverse("plan:import_check", args=[row.pk]) if there else ""
            found["plan.importbatch", str(row.pk)] = Named(f"Import of {row.file_name}", address)
    return found


def _rows(kind: str, keys: Set[str]) -> Any:
    model, along = _MODELS[kind]
    return model.objects.filter(pk__in=keys).select_related(*along)


def _plan(plan: Plan, terms: Mapping[str, str], today: datetime.date) -> Named:
    gone = plan.removed_on is not None
    return Named(plan.title, "" if gone else reverse("plan:plan", args=[plan.slug]))


def _theme(theme: Theme, terms: Mapping[str, str], today: datetime.date) -> Named:
    words = f"{theme.plan.slug.upper()}, {terms['theme']} “{theme.title}”"
    if theme.removed_on or theme.plan.removed_on:
        return Named(words)
    return Named(words, f"{reverse('plan:plan', args=[theme.plan.slug])}#theme-{theme.pk}")


def _recommendation(one: Recommendation, terms: Mapping[str, str], today: datetime.date) -> Named:
    words = f"{one.theme.plan.slug.upper()}, {terms['short_recommendation']} {one.pk}"
    if one.removed_on or one.theme.removed_on or one.theme.plan.removed_on:
        return Named(words)
    return Named(
        words, f"{reverse('plan:recommendations', args=[one.theme.plan.slug])}#recommendation-{one.pk}"
    )


def _action(action: Action, terms: Mapping[str, str], today: datetime.date) -> Named:
    if action.removed_on or action.plan.removed_on:
        return Named(f"{action.reference}, removed")
    return Named(action.reference, reverse("plan:action", args=[action.plan.slug, action.number]))


def _merge(merge: Merge, terms: Mapping[str, str], today: datetime.date) -> Named:
    there = merge.state != Merge.State.CANCELLED and merge.plan.removed_on is None
    words = f"{merge.plan.slug.upper()}, changes from {merge.file_name}"
    return Named(words, reverse("plan:merge", args=[merge.pk]) if there else "")


def _version(version: PublishedVersion, terms: Mapping[str, str], today: datetime.date) -> Named:
    slug = version.plan.slug
    public = version.public_from <= today
    address = reverse("frontdoor:version", args=[slug, version.number]) if public else ""
    return Named(f"{slug.upper()}, version {version.number}", address)


_MODELS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "plan.action": (Action, ("plan",)),
    "plan.merge": (Merge, ("plan",)),
    "plan.plan": (Plan, ()),
    "plan.publishedversion": (PublishedVersion, ("plan",)),
    "plan.recommendation": (Recommendation, ("theme__plan",)),
    "plan.theme": (Theme, ("plan",)),
}
_NAMES: dict[str, Any] = {
    "plan.action": _action,
    "plan.merge": _merge,
    "plan.plan": _plan,
    "plan.publishedversion": _version,
    "plan.recommendation": _recommendation,
    "plan.theme": _theme,
}
