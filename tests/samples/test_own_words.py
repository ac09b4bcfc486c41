"""The samples are our own words and names: nothing in them stands in a real document, and they keep to the house's language."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from samples import make_people
from tests.samples import wexcombe

SHARED = wexcombe.SAMPLES.parent.parent / "shared"
REAL = [
    path for folder in ("seeds", "plans/open", "practice") for path in sorted((SHARED / folder).glob("*.txt"))
]
TRUTHS = sorted((SHARED / "plans" / "open").glob("*.truth.json"))
LENGTH = 7  # words in a row that two documents do not share by chance
LAYOUT = (
    "activity lead target date what has been achieved so far"  # a grid's column headings, and nothing else
)
FILES = sorted(
    path for path in wexcombe.SAMPLES.rglob("*") if path.suffix in {".json", ".csv", ".txt", ".md"}
)

needs_real_documents = pytest.mark.skipif(
    not REAL,
    reason="the real documents are not part of the repository: they are read from ../shared, which is not here",
)


def runs(text: str) -> Iterator[str]:
    """Every run of LENGTH words, without case, marks or tags."""
    words = re.findall(r"[a-z0-9']+", re.sub(r"<[^>]*>", " ", text).casefold().replace("’", "'"))
    return (" ".join(words[at : at + LENGTH]) for at in range(len(words) - LENGTH + 1))


@needs_real_documents
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sentence_of_a_real_document(path: Path):
    real = {run for file in REAL for run in runs(file.read_text(encoding="utf-8"))} - set(runs(LAYOUT))
    assert len(real) > 5000
    assert sorted(set(runs(path.read_text(encoding="utf-8"))) & real) == []


@needs_real_documents
def test_no_person_of_a_real_document():
    real = {lead["name"] for path in TRUTHS for lead in leads(json.loads(path.read_text(encoding="utf-8")))}
    assert len(real) > 30
    ours = {f"{row['Forename']} {row['Surname']}" for row in wexcombe.people().values()}
    ours |= {f"{person.forename} {person.surname}" for person in make_people.make(4500)}
    ours |= {
        lead["name"] for theme in wexcombe.truth()["themes"] for row in theme["rows"] for lead in row["leads"]
    }
    assert ours & real == set()


def leads(thing: object) -> Iterator[dict[str, str]]:
    """Every person in a truth file, wherever it stands."""
    if isinstance(thing, dict):
        if thing.get("kind") == "person" and isinstance(thing.get("name"), str):
            yield thing
        for value in thing.values():
            yield from leads(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from leads(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_language_of_the_house(path: Path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"\b(?:BAME|BME|non-white|disproportional\w*)\b", text, re.IGNORECASE) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_addresses_are_nobodys(path: Path):
    hosts = re.findall(r"@([\w.-]+\w)", path.read_text(encoding="utf-8"))
    assert [host for host in hosts if not host.endswith(".example")] == []


def test_every_sentence_ends():
    texts = [entry["text"] for action in wexcombe.actions() for entry in action["progress"]]
    texts += [one["text"] for one in wexcombe.recommendations()]
    texts += [one["reply"]["text"] for one in wexcombe.recommendations() if one["reply"]]
    texts += [action["text"] for action in wexcombe.actions()]
    texts += [action["success_measure"] for action in wexcombe.actions() if action["success_measure"]]
    assert [
        text for text in texts if not re.search(r"[.?!:]”?$", text) or re.search(r"\s\s|\{|\}| \.", text)
    ] == []


def test_references_in_texts_exist():
    known = {action["reference"] for action in wexcombe.actions()}
    said = re.findall(r"W-\d{3}", json.dumps([action["progress"] for action in wexcombe.actions()]))
    assert set(said) <= known
    assert len(said) >= 8
