"""Public progress: what was published of a plan, for anybody, without signing in and without a cookie."""

import dataclasses
import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import feedgenerator, timezone

from throughline.base.pages import whole_number
from throughline.frontdoor import kept
from throughline.plan.queries import plans, public
from throughline.plan.queries.public import Known


def published(request: HttpRequest) -> HttpResponse:
    """The plans of which something is public."""
    if (found := kept.trusted(request, request.path)) is not None:
        return found
    today: datetime.date = request.today  # type: ignore[attr-defined]
    versions = plans.latest_versions(today=today)
    around = _surroundings(request)
    context = {**around.context, "today": today, "published": versions}
    return kept.kept(
        request,
        address=request.path,
        of=(tuple((one.pk, one.plan.title, one.public_from) for one in versions), today, around.key),
        make=lambda: render_to_string("frontdoor/published.html", context),
    )


def progress(request: HttpRequest, slug: str) -> HttpResponse:
    """The latest version of a plan."""
    if (found := kept.trusted(request, _address(request))) is not None:
        return found
    versions = _versions(request, slug)
    latest = _latest(versions)
    return _gone(request, versions[0], None) if latest is None else _page(request, slug, latest, versions)


def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One version, under the address that it keeps for ever."""
    if (seen := kept.trusted(request, _address(request))) is not None:
        return seen
    versions = _versions(request, slug)
    found = _numbered(versions, number)
    if found.withdrawn_on is not None:
        return _gone(request, found, _latest(versions))
    return _page(request, slug, found, versions)


def version_csv(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The actions of a version as a table."""
    versions = _versions(request, slug)
    found = _numbered(versions, number)
    if found.withdrawn_on is not None:
        return _gone(request, found, _latest(versions))
    terms = request.terms  # type: ignore[attr-defined]
    response = kept.kept(
        request,
        address=request.path,
        of=("csv", found.key, found.public_from, tuple(terms.items())),
        make=lambda: (
            "\ufeff" + public.as_csv(public.shown(found.key), public_from=found.public_from, today=terms)
        ),  # Excel takes it for UTF-8 by the mark
        content_type="text/csv; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{number}.csv"'
    return response


def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The versions of a plan, the newest first; a withdrawn one says so and why."""
    versions = _versions(request, slug)
    body = request.authority  # type: ignore[attr-defined]
    return kept.kept(
        request,
        address=request.path,
        of=("feed", tuple(versions), body.name),
        make=lambda: _feed(request, slug, versions, body.name),
        content_type=feedgenerator.Atom1Feed.content_type,
    )


def _versions(request: HttpRequest, slug: str) -> list[Known]:
    found = public.versions(slug, today=request.today)  # type: ignore[attr-defined]
    if not found:
        raise Http404("Nothing was published at this address.")
    return found


def _numbered(versions: list[Known], number: int) -> Known:
    for one in versions:
        if one.number == number:
            return one
    raise Http404("There is no such version.")


def _latest(versions: list[Known]) -> Known | None:
    return next((one for one in versions if one.withdrawn_on is None), None)


def _address(request: HttpRequest) -> str:
    return f"{request.path}?{'' if (theme := _theme(request)) is None else theme}"


def _theme(request: HttpRequest) -> int | None:
    """The theme that is asked for; None: all of them. Other spellings of a number are none: each would be another page."""
    said = request.GET.get("theme", "")
    number = whole_number(said)
    if said and (number is None or str(number) != said):
        raise _no_theme()
    return number


def _no_theme() -> Http404:
    return Http404("There is no such theme in this version.")


def _page(request: HttpRequest, slug: str, found: Known, versions: list[Known]) -> HttpResponse:
    """Kept until the day, the versions or the authority's own settings change: ages count days, so the day is enough."""
    today: datetime.date = request.today  # type: ignore[attr-defined]
    theme = _theme(request)
    around = _surroundings(request)
    of = (found, tuple(versions), today, around.key, request.get_host())
    return kept.kept(
        request,
        address=_address(request),
        of=of,
        make=lambda: _html(request, slug, found, versions, theme, today, around),
    )


def _html(
    request: HttpRequest,
    slug: str,
    found: Known,
    versions: list[Known],
    theme: int | None,
    today: datetime.date,
    around: "Surroundings",
) -> str:
    snapshot = public.shown(found.key)
    whole = public.public_plan(snapshot, today=today, public_from=found.public_from)
    try:
        shown = whole if theme is None else whole.only(theme)
    except LookupError:
        raise _no_theme() from None
    context = {
        **around.context,
        "terms": public.words_of(snapshot, around.context["terms"]),
        "today": today,
        "slug": slug,
        "version": found,
        "latest": _latest(versions),
        "versions": versions,
        "public": shown,
        "whole": whole,
        "address": request.build_absolute_uri(reverse("frontdoor:version", args=[slug, found.number])),
    }
    return render_to_string("frontdoor/progress.html", context)


def _gone(request: HttpRequest, found: Known, latest: Known | None) -> HttpResponse:
    """Withdrawn: nothing of it is shown but that, and why."""
    slug = request.resolver_match.kwargs["slug"] if request.resolver_match else ""
    context = {**_surroundings(request).context, "version": found, "latest": latest, "slug": slug}
    response = HttpResponse(render_to_string("frontdoor/withdrawn.html", context), status=410)
    response.headers["Cache-Control"] = kept.FRESH
    return response


@dataclasses.dataclass(frozen=True)
class Surroundings:
    """What stands around a public page: the authority and its words, and nothing about who reads it."""

    key: tuple[Any, ...]
    context: dict[str, Any]


def _surroundings(request: HttpRequest) -> Surroundings:
    body, terms = request.authority, request.terms  # type: ignore[attr-defined]
    names = ("name", "programme_name", "brand_colour", "logo_url", "logo_alt", "update_cycle_days")
    key = (*(getattr(body, name) for name in names), tuple(terms.items()))
    return Surroundings(key, {"authority": body, "terms": terms, "navigation": []})


def _feed(request: HttpRequest, slug: str, versions: list[Known], author: str) -> str:
    latest = _latest(versions)
    title = public.shown(latest.key)["title"] if latest else slug
    home = request.build_absolute_uri(reverse("frontdoor:progress", args=[slug]))
    made = feedgenerator.Atom1Feed(
        title=f"{title}: progress",
        link=home,
        description="",
        feed_url=request.build_absolute_uri(request.path),
        author_name=author,
        language="en-GB",
    )
    for one in versions:
        address = request.build_absolute_uri(reverse("frontdoor:version", args=[slug, one.number]))
        gone = one.withdrawn_on is not None
        made.add_item(
            title=f"Version {one.number} was withdrawn" if gone else f"Version {one.number}",
            link=address,
            description=one.withdrawn_reason if gone else one.summary or "Progress was published.",
            author_name=None if one.authority == author else one.authority,
            unique_id=address,
            pubdate=_midnight(one.public_from),
            updateddate=_midnight(one.withdrawn_on or one.public_from),
        )
    text: str = made.writeString("utf-8")
    return text


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
