"""Who leads: people, teams and posts told apart, as written in real cells (with invented names)."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.leads import Read, read_leads, services_named

TABLE = Path(__file__).with_name("lead_cells.txt")

KNOWN = ("Parks and Green Spaces (PGS)", "Play and Youth", "Housing Options", "HO")

# the words | what is made of them: name (kind, service), parted by semicolons
CASES = """
Ada Lark                                    | Ada Lark (person)
Ada Lark / Ben Mossop                       | Ada Lark (person); Ben Mossop (person)
Ada Lark/Ben Mossop                         | Ada Lark (person); Ben Mossop (person)
Ada Lark & Ben Mossop                       | Ada Lark (person); Ben Mossop (person)
Ada Lark and Ben Mossop                     | Ada Lark (person); Ben Mossop (person)
Ada Lark, Ben Mossop and Cleo Dunmore       | Ada Lark (person); Ben Mossop (person); Cleo Dunmore (person)
Ada Lark; Ben Mossop                        | Ada Lark (person); Ben Mossop (person)
Ada Lark Ben Mossop                         | Ada Lark (person); Ben Mossop (person)
Ada Lark with Ben Mossop                    | Ada Lark (person); Ben Mossop (person)
Dr Ada Lark                                 | Dr Ada Lark (person)
Cllr Mossop                                 | Cllr Mossop (person)
A. Lark / B Mossop                          | A. Lark (person); B Mossop (person)
Mary-Jane O’Neill                           | Mary-Jane O’Neill (person)
Ravi de Souza                               | Ravi de Souza (person)
Ada Lark, PGS                               | Ada Lark (person, PGS)
Ada Lark, Play and Youth                    | Ada Lark (person, Play and Youth)
Ada Lark, Harbour Team                      | Ada Lark (person, Harbour Team)
Ada Lark / Ben Mossop, PGS                  | Ada Lark (person, PGS); Ben Mossop (person, PGS)
Ada Lark Ben Mossop, PGS                    | Ada Lark (person, PGS); Ben Mossop (person, PGS)
Ada Lark PGS                                | Ada Lark (person, PGS)
Ada Lark Housing Options                    | Ada Lark (person, Housing Options)
Ada Lark (PGS)                              | Ada Lark (person, PGS)
Ada Lark (Head of Parks)                    | Ada Lark (person)
Ada Lark, Head of Parks                     | Ada Lark (person)
Ada Lark in conjunction with HO (Ben Mossop)| Ada Lark (person); Ben Mossop (person, HO)
Ada Lark, PGS; Ben Mossop, HO               | Ada Lark (person, PGS); Ben Mossop (person, HO)
Ada Lark & Management team, PGS             | Ada Lark (person, PGS); Management team (team, PGS)
Ada Lark, HO HR / IT teams                  | Ada Lark (person, HO); HR / IT teams (team)
Reading group. Chair Ada Lark. PGS          | Reading group (team, PGS); Ada Lark (person, PGS)
PGS SMT                                     | PGS SMT (team)
PGS SMT and Ada Lark                        | PGS SMT (team); Ada Lark (person)
PGS and HO                                  | PGS (team); HO (team)
Play and Youth SMT                          | Play and Youth SMT (team)
Play and Youth                              | Play and Youth (team)
HR / IT teams                               | HR / IT teams (team)
Corporate Strategy.                         | Corporate Strategy (team)
Senior managers                             | Senior managers (team)
Diversity and Inclusion Manager             | Diversity and Inclusion Manager (unknown)
Head of HR & OD                             | Head of HR & OD (unknown)
Portfolio holder                            | Portfolio holder (unknown)
AL/BM                                       | AL (unknown); BM (unknown)
BM and Directors                            | BM (unknown); Directors (team)
Ada                                         | Ada (unknown)
TBC                                         |
-                                           |
N/A                                         |
Ada Lark / TBC                              | Ada Lark (person)
"""


def _cases() -> list[tuple[str, str]]:
    return [
        (words.strip(), found.strip())
        for words, found in (line.split("|") for line in CASES.strip().splitlines())
    ]


@pytest.mark.parametrize(("words", "expected"), _cases())
def test_the_table(words: str, expected: str) -> None:
    found = read_leads(words, services=KNOWN)
    assert _spoken(found) == expected


def _cells() -> list[tuple[str, ...]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [
        tuple(cell.strip() for cell in line.split("|")) for line in lines if line and not line.startswith("#")
    ]


def _spoken(read: Read) -> str:
    return "; ".join(f"{it.name} ({it.kind}{f', {it.service}' if it.service else ''})" for it in read.leads)


@pytest.mark.parametrize("cell", _cells(), ids=lambda cell: cell[0])
def test_cells_without_the_rest_of_the_document(cell: tuple[str, ...]) -> None:
    words, leads, doubts = cell
    read = read_leads(words.replace("↵", "\n"))
    assert (_spoken(read), len(read.doubts)) == (leads, int(doubts)), read.doubts


def test_the_table_of_cells_is_as_long_as_promised() -> None:
    assert len(_cells()) >= 120


def test_the_names_of_many_communities_are_people() -> None:
    groups = json.loads((Path(__file__).parents[2] / "samples" / "names.json").read_text(encoding="utf-8"))
    names = [
        f"{forename} {surname}"
        for group in groups["groups"]
        for forename, surname in itertools.product(group["forenames"], group["surnames"])
    ]
    assert [name for name in names if [lead.kind for lead in read_leads(name).leads] != ["person"]] == []
    assert len(names) > 4000


def test_no_place_or_post_of_the_sample_borough_is_a_person() -> None:
    home = Path(__file__).parents[2] / "samples" / "wexcombe"
    directorates = json.loads((home / "organisation.json").read_text(encoding="utf-8"))["directorates"]
    services = [service for directorate in directorates for service in directorate["services"]]
    places = [*directorates, *services, *(team for service in services for team in service["teams"])]
    with (home / "people_600.csv").open(encoding="utf-8-sig", newline="") as file:
        posts = {row["Job Title"] for row in csv.DictReader(file)}
    names = [*(place["name"] for place in places), *posts]
    assert [name for name in names if "person" in {lead.kind for lead in read_leads(name).leads}] == []
    assert len(names) > 150


def test_lines_part_leads_but_not_after_a_comma() -> None:
    assert [lead.name for lead in read_leads("Ada Lark, PGS\nHR / IT teams").leads] == [
        "Ada Lark",
        "HR / IT teams",
    ]
    assert [(lead.name, lead.service) for lead in read_leads("Ada Lark,\nHarbour Team").leads] == [
        ("Ada Lark", "Harbour Team")
    ]


def test_what_was_guessed_is_a_doubt() -> None:
    assert read_leads("Ada Lark / Ben Mossop").doubts == ()
    assert read_leads("Ada Lark / TBC").doubts == ("the words say that a lead is still to be named",)
    assert read_leads("Ada Lark Ben Mossop").doubts == (
        "names without anything between them were split: Ada Lark, Ben Mossop",
    )
    assert read_leads("Ada Lаrk").doubts == ("“Ada Lаrk” mixes letters of two alphabets: Cyrillic and Latin",)


def test_services_that_leads_belong_to() -> None:
    texts = [
        "Ada Lark, Tide and Harbour",
        "Ben Mossop / Cleo Dunmore, LOCK",
        "Eli Frost, Head of Parks",
        "Fay Grant, Gus Hale",
    ]
    assert services_named(texts) == {"Tide and Harbour", "LOCK"}
    assert services_named(["Ada Lark, Hollin Wood", "Ben Mossop, Hollin Wood"]) == {"Hollin Wood"}
    assert services_named(["Ada Lark, Hollin Wood"]) == frozenset()


_PIECES_TEXT = (
    "Ada Lark|Ben Mossop|PGS|, | / |/| & | and |Head of|SMT|(|)|. |Chair |; |\n|team|ADA|de|О|Housing"
)
_PIECES = _PIECES_TEXT.split("|")


@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(_PIECES), max_size=9).map("".join)))
def test_any_words_give_leads_with_names_from_the_words(text: str) -> None:
    found = read_leads(text, services=KNOWN)
    for lead in found.leads:
        assert lead.name.strip()
        assert set(lead.name) <= set(text) | {" "}
        assert lead.service is None or set(lead.service) <= set(text) | {" "}
    assert len(set(found.leads)) == len(found.leads)
