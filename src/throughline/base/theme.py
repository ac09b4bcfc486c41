"""An authority's two colours: the stylesheet made of them, and whether people can read it (WCAG 2.2)."""

import re
from dataclasses import dataclass

WHITE = "#ffffff"
FOOTER = "#f4f8fb"  # GOV.UK Frontend's surface colour, on which links stand too
NEEDED = 4.5  # WCAG 2.2, 1.4.3: text and its background
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Theme:
    brand_colour: str = "#1d4f91"  # header, rules, counts
    link_colour: str = "#1a5fb4"


class NotAColour(ValueError):
    """What was given is not a colour."""

    def __init__(self, given: str) -> None:
        super().__init__(
            f"{given!r} is not a colour. Write it as # and six figures or letters a to f, for example #1d4f91."
        )


def luminance(colour: str) -> float:
    """Relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    if not COLOUR.fullmatch(colour):
        raise NotAColour(colour)
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), in either order."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def problems(theme: Theme) -> list[str]:
    """Why this theme cannot be read, in sentences; none when it can."""
    return [sentence for pair in _pairs(theme) if (sentence := _problem(*pair))]


def theme_css(brand_colour: str, link_colour: str) -> str:
    """The stylesheet. Colours are checked here, so that nothing else can get into it."""
    for colour in (brand_colour, link_colour):
        luminance(colour)
    return (
        f":root {{ --govuk-brand-colour: {brand_colour}; --govuk-link-colour: {link_colour}; "
        f"--govuk-link-hover-colour: {_darker(link_colour)}; }}\n"
    )


def _pairs(theme: Theme) -> list[tuple[str, str, str]]:
    return [
        ("The brand colour, under the white words of the header,", theme.brand_colour, WHITE),
        ("The link colour, on a white page,", theme.link_colour, WHITE),
        ("The link colour, on the pale footer,", theme.link_colour, FOOTER),
    ]


def _problem(what: str, colour: str, ground: str) -> str:
    try:
        ratio = contrast_ratio(colour, ground)
    except NotAColour as refusal:
        return str(refusal)
    if ratio >= NEEDED:
        return ""
    shown = int(ratio * 10) / 10  # rounded down: 4.49 must not read as 4.5
    return f"{what} has a contrast of {shown} to 1. It needs at least {NEEDED} to 1: choose a darker colour than {colour}."


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(colour[at : at + 2], 16) * 6 // 10:02x}" for at in (1, 3, 5))
