"""The repository speaks of the project alone: whole, in our own words, nobody's names, no machine's paths."""

import functools
import json
import re
import statistics
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
SHINGLE = 8  # so many words in a row that stand in a document are its sentence, not ours
LONGEST, NINE_IN_TEN, MEDIAN = 400, 250, 80  # lines of a file

# Files that must say the acronym that the councils gave up, each with its reason.
MAY_SAY_THE_ACRONYM = {
    "tests/samples/test_own_words.py": "sees to it that the sample borough does not say it",
}
# Words that stand together in many documents and are nobody's.
NOBODYS = (
    "what has been achieved so far",
)  # the heading of the grid's last column, the layout that councils use


def _tracked() -> list[Path]:
    """What is in the repository, and what is about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return sorted(path for path in paths if path.is_file())


@functools.cache
def _texts() -> dict[str, str]:
    """Every file that can be read as text, by its path."""
    found = {}
    for path in _tracked():
        try:
            found[str(path.relative_to(ROOT))] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _places(pattern: str, *, without: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Where a pattern stands: file, line and the words."""
    return [
        f"{name}:{number}: {match.group()}"
        for name, text in _texts().items()
        if name not in without
        for number, line in enumerate(text.splitlines(), start=1)
        if (match := re.search(pattern, line))
    ]


def test_no_path_of_a_machine() -> None:
    assert _places(r"/(work|farm|root|Users)/|/home/[a-z]") == []


def test_no_package_registry_is_named() -> None:
    assert (
        _places(r"(pypi|pythonhosted|npmjs|yarnpkg)\.(org|com)|https?://\S*/-/\S+\.tgz|https?://\S*/simple\b")
        == []
    )


def test_no_secret() -> None:
    assert _places(r"BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}") == []


def test_the_acronym_that_the_councils_gave_up() -> None:
    assert _places(r"\bB(A)?ME\b", without=set(MAY_SAY_THE_ACRONYM)) == []


def _need_shared() -> None:
    if not SHARED.is_dir():
        pytest.skip(
            "the folder ../shared with real documents is not on this machine: nothing to compare with"
        )


def test_no_person_of_a_real_document_is_named() -> None:
    _need_shared()
    people: set[str] = set()

    def collect(value: object) -> None:
        if isinstance(value, dict):
            if value.get("kind") == "person" and " " in value["name"]:
                people.add(" ".join(_words(value["name"])))
            for inner in value.values():
                collect(inner)
        elif isinstance(value, list):
            for inner in value:
                collect(inner)

    for truth in (SHARED / "plans" / "open").glob("*.truth.json"):
        collect(json.loads(truth.read_text(encoding="utf-8")))
    assert len(people) > 30
    anybody = re.compile(rf"\b({'|'.join(sorted(people))})\b")
    named = {
        (name, person)
        for name, text in _texts().items()
        for person in anybody.findall(" ".join(_words(text)))
    }
    assert named == set()


def test_no_sentence_of_a_real_document_stands_here() -> None:
    _need_shared()
    sources = [
        path for folder in ("seeds", "plans/open", "practice") for path in (SHARED / folder).glob("*.txt")
    ]
    theirs = {words: path.name for path in sources for words in _shingles(path.read_text(encoding="utf-8"))}
    assert len(theirs) > 10_000
    taken = {
        (name, theirs[words], words)
        for name, text in _texts().items()
        for words in _shingles(text)
        if words in theirs
    }
    assert taken == set()


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("’", "'").replace("'", "").casefold())


def _shingles(text: str) -> set[str]:
    """Every run of words that could be of a sentence: five different words in it have three letters or more."""
    found = set()
    plain = " ".join(_words(re.sub(r"<[^<>]{1,200}>", " ", text)))
    for part in re.split("|".join(NOBODYS), plain):
        words = part.split()
        runs = (words[start : start + SHINGLE] for start in range(len(words) - SHINGLE + 1))
        found |= {
            " ".join(run)
            for run in runs
            if len({word for word in run if len(word) > 2 and word.isalpha()}) >= 5
        }
    return found


def test_files_are_small(capsys: pytest.CaptureFixture[str]) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
    }
    sizes = sorted(length for name, length in lengths.items() if name.startswith("src/"))
    median, ninth = statistics.median(sizes), statistics.quantiles(sizes, n=10)[-1]
    with capsys.disabled():
        print(f"\n{len(sizes)} files of source: median {median:.0f} lines, nine in ten at most {ninth:.0f}")
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
    assert ninth <= NINE_IN_TEN
    assert median <= MEDIAN


def test_every_file_is_named_for_what_it_holds() -> None:
    nothing = {"utils", "util", "common", "helpers", "helper", "misc"}
    assert [
        str(path) for path in _tracked() if nothing & {path.stem, *path.parent.relative_to(ROOT).parts}
    ] == []


def _requirements() -> dict[str, Requirement]:
    """Every package that pyproject.toml asks for, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    lists = [project["project"]["dependencies"], *extras, *project["dependency-groups"].values()]
    return {canonicalize_name(Requirement(one).name): Requirement(one) for lines in lists for one in lines}


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    unexplained = [
        name
        for name in _requirements()
        if not re.search(rf'^    "{name}(?![\w-])[^"]*",\s+# \S', text, re.MULTILINE)
    ]
    assert unexplained == []


def test_the_lock_is_whole_and_current() -> None:
    """Every package has a version and hashes; the ones at the top are those of pyproject.toml, in a version that it allows."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE)[1:]
    locked = {re.match(r"([a-z0-9-]+)==(\S+)", entry).groups(): entry for entry in entries}  # type: ignore[union-attr]
    assert [
        name for (name, _), entry in locked.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)
    ] == []
    wanted = _requirements()
    top = {name for (name, _), entry in locked.items() if "throughline (pyproject.toml" in entry}
    assert top == set(wanted)
    assert [(n, v) for n, v in locked if n in wanted and not wanted[n].specifier.contains(v)] == []
    assert re.findall(r"https?://|--(extra-)?index-url|--find-links", lock) == []


def test_every_package_is_named_with_its_licence() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    table = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([a-z0-9-]+) \| [A-Z]", table, re.MULTILINE) == re.findall(
        r"^([a-z0-9-]+)==", lock, re.MULTILINE
    )


def test_the_licence_of_what_is_vendored_stands_in_third_party() -> None:
    table = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
    licences = [path for path in _tracked() if "vendor" in path.parts and path.name == "LICENCE.txt"]
    quoted = " ".join(table.replace("\n> ", " ").replace("\n>", " ").split())
    assert licences != []
    assert [
        path.name for path in licences if " ".join(path.read_text(encoding="utf-8").split()) not in quoted
    ] == []
