"""What stands around every page: the authority, its words, and the way to each room."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from throughline.base import permissions
from throughline.base.pages import Request

NAV = [  # (title, with the authority's words in it, address, permission, start of the addresses that belong to it)
    ("Home", "frontdoor:home", None, "/"),
    ("{plan}", "plan:plans", "plan.plan_published.view", "/plan/"),
    ("My {actions}", "plan:mine", "plan.activity.update_progress", "/plan/mine/"),
    ("People", "base:people", "system.people_register.view", "/people/"),
    ("Places", "base:places", "system.people_register.view", "/places/"),
    ("Roles", "base:roles", "system.role_grant.view", "/roles/"),
    ("To approve", "frontdoor:approvals", "system.approval.decide", "/approvals/"),
    ("Running the site", "base:administration", "system.administration.view", "/administration/"),
]


def _in_words(title: str, terms: dict[str, str]) -> str:
    words = title.format_map(terms)
    return words[:1].upper() + words[1:]


def _belongs(path: str, start: str) -> bool:
    return path == start or (start != "/" and path.startswith(start))


def surroundings(request: Request) -> dict[str, Any]:
    """For templates: `authority`, `terms`, `navigation` with what this person may open, and the page that is open."""
    if not hasattr(request, "authority"):  # refused before anybody asked: an unknown host
        return {"navigation": []}
    user = request.user if request.user.is_authenticated else None
    items: list[dict[str, Any]] = [
        {"title": _in_words(title, request.terms), "url": reverse(name), "start": start, "current": False}
        for title, name, permission, start in NAV
        if permission is None or (user is not None and permissions.may(user, permission))
    ]
    fitting = [item["start"] for item in items if _belongs(request.path, item["start"])]
    here = max(fitting, key=len, default="")
    for item in items:
        item["current"] = item["start"] == here
    return {
        "authority": request.authority,
        "terms": request.terms,
        "navigation": items,
        "demo": settings.DEMO,
        "sample_day": settings.TODAY,
    }
