"""An uploaded logo is drawn anew: what was hidden in the file is gone, and what is no picture is refused in a sentence."""

import io
import random
import struct
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tests.pictures import png, saved, two_colours
from throughline.base import logo

SECRET = "Grimble-7"
UNREADABLE = "The logo could not be read. Upload a PNG, JPEG or WebP picture."
TOO_MANY = "The logo has more than 4 million pixels. Save it smaller, and upload that."


def chunks(data: bytes) -> list[bytes]:
    """The kinds of chunk in a PNG."""
    found, at = [], 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        found.append(kind)
        at += length + 12
    return found


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge, and unpacks to it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    packed = zlib.compressobj(9)
    rows = packed.compress(b"\0" * 50_000_000) + packed.flush()
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_the_text_in_a_png_is_gone() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_itxt("Comment", SECRET, zip=True)
    data = saved(Image.new("RGB", (30, 20), "#336699"), "PNG", pnginfo=notes, dpi=(72, 72))
    assert b"iTXt" in chunks(data)
    made = logo.redrawn(data)
    assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}
    picture = Image.open(io.BytesIO(made))
    assert (picture.info, picture.size, picture.convert("RGB").getpixel((15, 10))) == (
        {},
        (30, 20),
        (0x33, 0x66, 0x99),
    )


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side: the camera was turned
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    data = saved(two_colours((80, 40)), kind, exif=exif)
    assert SECRET.encode() in data
    made = logo.redrawn(data)
    assert SECRET.encode() not in made
    picture = Image.open(io.BytesIO(made))
    assert (dict(picture.getexif()), picture.size) == ({}, (40, 80))
    top, bottom = (picture.convert("RGB").getpixel((20, y)) for y in (10, 70))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert (top[0] > 200 > 60 > top[2], bottom[2] > 200 > 60 > bottom[0]) == (True, True)


def test_what_hangs_behind_the_picture_is_gone() -> None:
    """A file that is a picture and something else as well."""
    made = logo.redrawn(png(30, 20, "#336699") + b"<script>alert(1)</script>" + SECRET.encode())
    assert (SECRET.encode() in made, b"script" in made, chunks(made)[-1]) == (False, False, b"IEND")


def test_a_large_picture_is_made_as_small_as_it_is_shown() -> None:
    for size, wanted in [((1200, 600), (240, 120)), ((1000, 10), (960, 10)), ((20, 20), (20, 20))]:
        assert Image.open(io.BytesIO(logo.redrawn(png(*size, "#336699")))).size == wanted


def test_what_is_see_through_stays_so() -> None:
    data = saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG")
    assert Image.open(io.BytesIO(logo.redrawn(data))).getpixel((5, 5)) == (0, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    data = saved(Image.new(mode, (20, 20)), "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(io.BytesIO(logo.redrawn(data))).mode == "RGBA"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><svg>&a;</svg>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        saved(Image.new("RGB", (20, 20)), "GIF"),
        saved(Image.new("RGB", (20, 20)), "TIFF"),
        saved(Image.new("RGB", (20, 20)), "ICO"),
        png(20, 20, "#336699")[:60],
        b"\x89PNG\r\n\x1a\n" + b"<html>" * 20,
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(logo.LogoRefused) as refusal:
        logo.redrawn(data)
    assert str(refusal.value) == UNREADABLE


def test_a_large_file_is_refused_by_its_size() -> None:
    with pytest.raises(
        logo.LogoRefused, match=r"^The logo is larger than 1 MB\. Save it smaller, as PNG, and upload"
    ):
        logo.redrawn(png(20, 20, "#336699") + b"x" * logo.BYTES)


@pytest.mark.parametrize(("width", "height"), [(2001, 2000), (20_000, 20_000), (60_000, 60_000)])
def test_a_picture_that_unpacks_to_too_much_is_refused_before_it_does(width: int, height: int) -> None:
    data = bomb(width, height)
    assert len(data) < 100_000
    start = time.perf_counter()
    with pytest.raises(logo.LogoRefused) as refusal:
        logo.redrawn(data)
    took = time.perf_counter() - start
    assert str(refusal.value) == TOO_MANY
    assert took < 1, f"{took:.1f} s"


def test_text_that_unpacks_to_too_much_is_refused() -> None:
    packed = zlib.compress(b"x" * 80_000_000, 9)
    notes = [chunk(b"zTXt", b"Comment\0\0" + packed)] * 3
    picture = png(20, 20, "#336699")
    data = picture[:33] + b"".join(notes) + picture[33:]
    with pytest.raises(logo.LogoRefused) as refusal:
        logo.redrawn(data)
    assert str(refusal.value) == UNREADABLE


SAMPLES = [
    saved(two_colours((40, 30)), "PNG"),
    saved(two_colours((40, 30)), "JPEG"),
    saved(two_colours((40, 30)), "WEBP"),
    saved(two_colours((40, 30)).convert("P"), "PNG", transparency=0),
]


@given(sample=st.sampled_from(SAMPLES), rng=st.randoms(use_true_random=False))
@settings(max_examples=600)
def test_a_damaged_file_is_a_picture_or_a_sentence(sample: bytes, rng: random.Random) -> None:
    data = bytearray(sample)
    for _ in range(rng.randint(1, 8)):
        way, at = rng.choice(["change", "cut", "put", "double"]), rng.randrange(len(data) or 1)
        match way:
            case "change":
                data[at : at + 1] = bytes([rng.randrange(256)])
            case "cut":
                del data[at : at + rng.randint(1, 20)]
            case "put":
                data[at:at] = rng.randbytes(rng.randint(1, 20))
            case "double":
                data[at:at] = data[at : at + rng.randint(1, 200)]
    made = outcome(bytes(data))
    if isinstance(made, bytes):
        assert set(chunks(made)) == {b"IHDR", b"IDAT", b"IEND"}
    else:
        assert made in {UNREADABLE, TOO_MANY}


def outcome(data: bytes) -> bytes | str:
    try:
        return logo.redrawn(data)
    except logo.LogoRefused as refusal:
        return str(refusal)
