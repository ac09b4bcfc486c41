"""An authority's colours: contrast as WCAG 2.2 defines it, and no theme that cannot be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.base import theme

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.00),  # WCAG 2.2, definition of contrast ratio: from 1 to 21
        ("#ffffff", "#ffffff", 1.00),
        ("#777777", "#ffffff", 4.47),  # Understanding 1.4.3: 4.47 must not be rounded up to 4.5
        ("#767676", "#ffffff", 4.54),  # Understanding 1.4.11: the lightest grey that passes on white
        ("#949494", "#ffffff", 3.03),  # Understanding 1.4.11: the lightest grey for controls
        ("#ff0000", "#ffffff", 3.99),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_published_contrasts(one: str, other: str, ratio: float) -> None:
    assert int(theme.contrast_ratio(one, other) * 100) / 100 == ratio


@given(COLOURS, COLOURS)
def test_contrast_is_between_1_and_21_and_the_same_both_ways(one: str, other: str) -> None:
    ratio = theme.contrast_ratio(one, other)
    assert 1 <= ratio <= 21.000001
    assert ratio == theme.contrast_ratio(other, one)


@given(COLOURS)
def test_black_or_white_can_be_read_on_any_colour(colour: str) -> None:
    assert max(theme.contrast_ratio(colour, "#000000"), theme.contrast_ratio(colour, "#ffffff")) >= 4.5


def test_the_theme_of_a_new_authority_can_be_read() -> None:
    assert theme.problems(theme.Theme()) == []


def test_problems_say_which_colour_and_what_to_do() -> None:
    assert theme.problems(theme.Theme(brand_colour="#777777", link_colour="#ffdd00")) == [
        "The brand colour, under the white words of the header, has a contrast of 4.4 to 1. "
        "It needs at least 4.5 to 1: choose a darker colour than #777777.",
        "The link colour, on a white page, has a contrast of 1.3 to 1. "
        "It needs at least 4.5 to 1: choose a darker colour than #ffdd00.",
        "The link colour, on the pale footer, has a contrast of 1.2 to 1. "
        "It needs at least 4.5 to 1: choose a darker colour than #ffdd00.",
    ]


def test_what_is_not_a_colour_is_said() -> None:
    assert theme.problems(theme.Theme(brand_colour="blue", link_colour="#00308f")) == [
        "'blue' is not a colour. Write it as # and six figures or letters a to f, for example #1d4f91."
    ]


@pytest.mark.parametrize(
    "colour", ["red", "#12345", "#1234567", "#12345g", "#123456;}body{display:none", "", "#123456\n"]
)
def test_nothing_but_a_colour_gets_into_the_stylesheet(colour: str) -> None:
    with pytest.raises(theme.NotAColour):
        theme.theme_css(colour, "#00308f")
    with pytest.raises(theme.NotAColour):
        theme.theme_css("#00308f", colour)


def test_stylesheet() -> None:
    assert theme.theme_css("#ae094e", "#003e90") == (
        ":root { --govuk-brand-colour: #ae094e; --govuk-link-colour: #003e90; --govuk-link-hover-colour: #002556; }\n"
    )


@given(COLOURS)
def test_a_link_under_the_pointer_is_at_least_as_dark(colour: str) -> None:
    hover = theme.theme_css("#000000", colour).split("hover-colour: ")[1][:7]
    assert theme.luminance(hover) <= theme.luminance(colour)
