"""The sample borough's organisation: as large as it says, one spelling for one place, and a history that adds up."""

import collections

from samples import make_people
from tests.samples import wexcombe
from throughline.base import rules, terms


def test_counts():
    kinds = collections.Counter(wexcombe.places().values())
    assert kinds == {"authority": 1, "directorate": 5, "service": 21, "team": 56, "partner": 4, "provider": 4}
    assert len(wexcombe.services()) == 19  # two more are closed


def test_no_code_stands_for_two_places():
    organisation = wexcombe.organisation()
    codes = [organisation["authority"]["code"]]
    for directorate in organisation["directorates"]:
        codes.append(directorate["code"])
        for service in directorate["services"]:
            codes += [service["code"], *(team["code"] for team in service["teams"])]
    codes += [place["code"] for place in organisation["closed"] + organisation["partners"]]
    assert [code for code, count in collections.Counter(codes).items() if count > 1] == []


def test_no_spelling_stands_for_two_places():
    organisation = wexcombe.organisation()
    teams = [team for service in wexcombe.services() for team in service["teams"]]
    places = organisation["directorates"] + wexcombe.services() + teams
    spellings = [
        {
            spelling.casefold()
            for spelling in (place["name"], place["short_name"], *place["aliases"])
            if spelling
        }
        for place in places
    ]
    spellings += [
        {rules.key(spelling) for spelling in (place["name"], *place["aliases"])}
        for place in organisation["closed"] + organisation["partners"]
    ]
    counted = collections.Counter(spelling for place in spellings for spelling in place)
    assert [spelling for spelling, count in counted.items() if count > 1] == []


def test_aliases_are_at_most_three():
    assert max(len(service["aliases"]) for service in wexcombe.services()) <= 3


def test_the_history_of_places_adds_up():
    organisation = wexcombe.organisation()
    places = wexcombe.places()
    closed = {place["code"]: place for place in organisation["closed"]}
    assert collections.Counter(change["what"] for change in organisation["changes"]) == {
        "renamed": 1,
        "merged": 2,
        "moved": 1,
    }
    opened = {service["code"]: service["opened_on"] for service in wexcombe.services()}
    for change in organisation["changes"]:
        assert places[change["place"]] == "service"
        assert "2025-04-01" <= change["on"] <= "2026-10-31"
        if change["what"] == "merged":
            place = closed[change["place"]]
            assert place["closed_on"] == change["on"] == opened[change["into"]]
            assert place["merged_into"] == change["into"]
            assert place["name"] == change["name_before"]
        if change["what"] == "moved":
            assert places[change["parent_before"]] == "directorate"
    renamed = next(change for change in organisation["changes"] if change["what"] == "renamed")
    now = next(service for service in wexcombe.services() if service["code"] == renamed["place"])
    assert renamed["name_before"] in now["aliases"]
    assert renamed["name_before"] != now["name"]


def test_the_words_are_words_of_the_site():
    assert set(wexcombe.organisation()["terms"]) <= set(terms.TERMS)


def test_every_place_has_somebody_who_leads_it():
    led = {person.place for person in make_people.named()}
    inside = {"authority", "directorate", "service", "team"}
    closed = {place["code"] for place in wexcombe.organisation()["closed"]}
    assert {code for code, kind in wexcombe.places().items() if kind in inside} - closed <= led
