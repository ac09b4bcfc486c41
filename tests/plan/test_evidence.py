"""Files that show progress: taken when they are what their name says and can be opened, refused with what to do when not."""

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import documents
from documents.plan import Action, Plan, Theme
from throughline.plan.rules import evidence, office_packages

OFFICE = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
NOISE = random.Random(7).randbytes(4096)
LOCKED = (
    " is protected with a password, so whoever checks it cannot open it. Open it, take the password off "
    "(File, then Info, then Protect), save it, and attach it again."
)


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(suffix: str) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", OFFICE[suffix]: b"<w/>"})


def open_document(suffix: str, manifest: bytes = b"<manifest/>") -> bytes:
    return packed(
        {"mimetype": office_packages.OPEN[suffix], office_packages.MANIFEST: manifest, "content.xml": b"<w/>"}
    )


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3), "red").save(out, kind)
    return out.getvalue()


def wrapped(inside: bytes) -> bytes:
    """As Office wraps a file that has a password, and as files before 2007 began."""
    return evidence.OLD_OFFICE + bytes(504) + inside


SOUND = {
    **{suffix: office(suffix) for suffix in OFFICE},
    **{suffix: open_document(suffix) for suffix in office_packages.OPEN},
    ".pdf": b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\nstartxref\n9\n%%EOF\n",
    ".csv": "day,who\n1 June,Zoë\n".encode("cp1252"),
    ".txt": "It is done.\r\n".encode("utf-16"),
    ".png": picture("PNG"),
    ".jpg": picture("JPEG"),
    ".jpeg": picture("JPEG"),
    ".heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
}


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(evidence.FileRefused) as refused:
        evidence.check(name, data)
    return str(refused.value)


def test_there_is_a_sound_file_of_every_kind() -> None:
    assert set(SOUND) == evidence.KINDS


@pytest.mark.parametrize("suffix", sorted(evidence.KINDS))
def test_what_is_what_its_name_says_is_taken(suffix: str) -> None:
    evidence.check(f"Report{suffix.upper()}", SOUND[suffix])


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".csv"])
def test_files_that_we_write_ourselves_are_taken(suffix: str) -> None:
    plan = Plan(title="Fair", themes=(Theme(title="Heard", actions=(Action(service=None, action="Ask"),)),))
    evidence.check(f"plan{suffix}", documents.write(plan, suffix))


@pytest.mark.parametrize("suffix", sorted(evidence.KINDS))
def test_noise_is_refused_whatever_it_is_called(suffix: str) -> None:
    called = evidence.CALLED[suffix]
    assert refusal(f"report{suffix}", NOISE) == (
        f"report{suffix} is damaged, or is not {called} as its name says. Open it in the program that made it, save it as "
        f"{called} ({suffix}), and attach that."
    )


@pytest.mark.parametrize("suffix", sorted(evidence.KINDS - {".csv", ".txt"}))
@pytest.mark.parametrize("other", sorted(evidence.KINDS))
def test_one_kind_is_not_another(suffix: str, other: str) -> None:
    if evidence.CALLED[suffix] == evidence.CALLED[other]:
        evidence.check(f"report{suffix}", SOUND[other])
    else:
        assert refusal(f"report{suffix}", SOUND[other]).startswith(f"report{suffix} is damaged, or is not")


@pytest.mark.parametrize("suffix", sorted({*OFFICE, *office_packages.OPEN, ".pdf", ".png"}))
def test_a_file_that_is_cut_off_is_refused(suffix: str) -> None:
    data = SOUND[suffix]
    assert "is damaged" in refusal(f"report{suffix}", data[: len(data) * 2 // 3])


@pytest.mark.parametrize("suffix", sorted(OFFICE))
def test_an_office_file_with_a_password_is_refused_with_what_to_do(suffix: str) -> None:
    assert refusal(f"report{suffix}", wrapped(evidence.WITH_PASSWORD)) == f"report{suffix}{LOCKED}"
    assert refusal(f"report{suffix}", wrapped(b"")) == (
        f"report{suffix} is a file of an old kind (before 2007). Open it, save it as {evidence.CALLED[suffix]} ({suffix}), "
        "and attach that."
    )
    data = bytearray(office(suffix))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the zip's own password
    assert refusal(f"report{suffix}", bytes(data)) == f"report{suffix}{LOCKED}"


@pytest.mark.parametrize("suffix", sorted(office_packages.OPEN))
def test_so_is_an_open_document(suffix: str) -> None:
    locked = open_document(suffix, b"<manifest:encryption-data manifest:checksum='x'/>")
    assert refusal(f"report{suffix}", locked) == f"report{suffix}{LOCKED}"


def test_a_pdf_with_a_password_is_kept() -> None:
    """Many that only forbid printing say that they are encrypted, and open all the same."""
    evidence.check("report.pdf", SOUND[".pdf"].replace(b"trailer", b"trailer << /Encrypt 5 0 R >>"))


@given(st.binary(max_size=300), st.sampled_from(sorted(evidence.KINDS)))
def test_whatever_comes_is_taken_or_refused_in_a_sentence(noise: bytes, suffix: str) -> None:
    for data in (noise, SOUND[suffix][:40] + noise, wrapped(noise), SOUND[suffix] + noise):
        said = ""
        try:
            evidence.check(f"x{suffix}", data)
        except evidence.FileRefused as refused:
            said = str(refused)
        assert said == "" or said.startswith(f"x{suffix} is ")
