"""The sample borough's places, replayed through their renamings, mergers and moves; and its settings."""

import datetime
from typing import Any

from throughline.base import audit, rules
from throughline.base.changes import places
from throughline.base.models import Authority, Place

LONG_AGO = datetime.date(2012, 4, 1)


def load(about: dict[str, Any], *, today: datetime.date) -> None:
    """Opens every place as it was at first, then lets the changes happen on their days."""
    _settings(about)
    top = about["authority"]
    made = {
        top["code"]: places.open_place(
            by=None,
            name=top["name"],
            kind="authority",
            parent=None,
            on=LONG_AGO,
            today=today,
            code=top["code"],
        )
    }
    changes = sorted(about["changes"], key=lambda change: change["on"])
    first: dict[str, dict[str, Any]] = {}
    for change in changes:
        first.setdefault(change["place"], {}).setdefault(change["what"], change)
    wanted = list(_flat(about))
    for one in wanted:
        before = first.get(one["code"], {})
        name = before["renamed"]["name_before"] if "renamed" in before else one["name"]
        parent = before["moved"]["parent_before"] if "moved" in before else one["parent"]
        opened = _day(one.get("opened_on")) or LONG_AGO
        made[one["code"]] = places.open_place(
            by=None,
            name=name,
            kind=one["kind"],
            parent=made.get(parent),
            on=opened,
            today=today,
            code=one["code"],
        )
    for change in changes:
        _replay(change, made, {one["code"]: one for one in wanted}, today)
    for one in wanted:
        place = Place.objects.get(pk=made[one["code"]].pk)
        if place.closed_on is None:
            known = {rules.key(place.name), *place.aliases.values_list("key", flat=True)}
            spellings = [one.get("short_name"), *one.get("aliases", [])]
            for spelling in [words for words in spellings if words and rules.key(words) not in known]:
                places.add_spelling(by=None, place=place, spelling=spelling, today=today)


def _replay(
    change: dict[str, Any], made: dict[str, Place], wanted: dict[str, Any], today: datetime.date
) -> None:
    place, on = Place.objects.get(pk=made[change["place"]].pk), datetime.date.fromisoformat(change["on"])
    match change["what"]:
        case "renamed":
            places.rename(by=None, place=place, name=wanted[change["place"]]["name"], on=on, today=today)
        case "moved":
            parent = made[wanted[change["place"]]["parent"]]
            places.move(by=None, place=place, parent=parent, on=on, today=today)
        case "merged":
            places.merge(by=None, place=place, into=made[change["into"]], on=on, today=today)


def _flat(about: dict[str, Any]) -> list[dict[str, Any]]:
    """Every place below the authority, each with its kind and parent, parents first."""
    found: list[dict[str, Any]] = []
    for directorate in about["directorates"]:
        found.append(directorate | {"kind": "directorate", "parent": about["authority"]["code"]})
        for service in directorate["services"]:
            found.append(service | {"kind": "service", "parent": directorate["code"]})
            found += [team | {"kind": "team", "parent": service["code"]} for team in service["teams"]]
    found += about["closed"]
    order = ["directorate", "service", "team"]
    found.sort(key=lambda one: order.index(one["kind"]))
    return [*found, *(partner | {"parent": None} for partner in about["partners"])]


def _settings(about: dict[str, Any]) -> None:
    said = about["authority"]
    names = ("name", "short_name", "programme_name", "contact_email", "brand_colour", "link_colour")
    values = {name: said[name] for name in (*names, "update_cycle_days", "review_months")}
    authority = Authority.objects.update_or_create(pk=1, defaults=values)[0]
    audit.record(
        by=None, what="base.settings.changed", about=authority, after=values, reason="sample borough"
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
