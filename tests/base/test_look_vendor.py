"""Static files: what was vendored is what VENDOR.md says, nothing of GOV.UK's own brand, nothing from outside, small."""

import hashlib
import pathlib
import re

import pytest

import throughline.base

STATIC = pathlib.Path(throughline.base.__file__).parent / "static" / "throughline"
VENDOR = STATIC / "vendor" / "govuk-frontend"
SERVED = sorted(path for path in STATIC.rglob("*") if path.is_file() and path.suffix not in {".md", ".txt"})
NAMESPACE = "http://www.w3.org/2000/svg"
NOT_OURS = {
    "the typeface of GOV.UK": r"GDS Transport",
    "a typeface to download": r"@font-face|\.woff",
    "the crest": r"crest|copyright-logo",
    "the crown": r"logotype",
    "a source map": r"sourceMappingURL",
    "an address elsewhere": r"(?:https?:)?//[a-z0-9]+\.[a-z0-9.]+",
}


def test_hashes_are_those_of_vendor_md() -> None:
    table = re.findall(
        r"^\| (\S+) \| ([0-9a-f]{64}) \|$", (VENDOR / "VENDOR.md").read_text("utf-8"), re.MULTILINE
    )
    assert dict(table) == {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "VENDOR.md"
    }


def test_vendor_md_names_the_version_that_the_stylesheet_says() -> None:
    (version,) = re.findall(r'--govuk-frontend-version: "([^"]+)"', (VENDOR / "govuk.css").read_text("utf-8"))
    assert (VENDOR / "VENDOR.md").read_text("utf-8").splitlines()[
        0
    ] == f"# GOV.UK Frontend {version}, as built for Throughline"


@pytest.mark.parametrize("what", NOT_OURS)
@pytest.mark.parametrize("path", SERVED, ids=lambda path: path.name)
def test_nothing_that_is_not_ours(path: pathlib.Path, what: str) -> None:
    text = path.read_text("utf-8").replace(NAMESPACE, "")
    assert re.findall(NOT_OURS[what], text, re.IGNORECASE) == []


@pytest.mark.parametrize("what", NOT_OURS)
def test_that_search_would_find_it(what: str) -> None:
    """The pattern finds a specimen of what it is there to find."""
    specimens = {
        "the typeface of GOV.UK": 'font-family: "GDS Transport"',
        "a typeface to download": "@font-face{src:url(light.woff2)}",
        "the crest": "url(/assets/images/govuk-crest.svg)",
        "the crown": ".govuk-header__logotype-crown{}",
        "a source map": "//# sourceMappingURL=x.map",
        "an address elsewhere": "@import url(//fonts.example.com/x.css)",
    }
    assert re.search(NOT_OURS[what], specimens[what], re.IGNORECASE) is not None


def test_every_address_in_a_stylesheet_is_a_file_of_ours() -> None:
    """The manifest storage refuses a stylesheet that names a missing file, so there must be none."""
    named = [
        (path, address)
        for path in SERVED
        if path.suffix == ".css"
        for address in re.findall(r"""url\(["']?([^"')]+)""", path.read_text("utf-8"))
    ]
    assert [(path.name, address) for path, address in named if not (path.parent / address).is_file()] == []


def test_scripts_import_only_our_files() -> None:
    script = (STATIC / "throughline.js").read_text("utf-8")
    assert re.findall(r'from "([^"]+)"', script) == ["./vendor/govuk-frontend/govuk.js"]


def test_small() -> None:
    sizes = {path.name: path.stat().st_size for path in SERVED}
    assert {
        name: size
        for name, size in sizes.items()
        if size > {"govuk.css": 120_000, "govuk.js": 20_000}.get(name, 16_000)
    } == {}
