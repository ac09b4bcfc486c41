"""What a shaded cell says where no word stands in it: the colours of a traffic light, in words."""

from __future__ import annotations

import colorsys
import re

_HEX = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)
_SHORT_HEX = re.compile(r"#([0-9a-f])([0-9a-f])([0-9a-f])", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})", re.IGNORECASE)
_NAMES = {
    "red": "Red",
    "amber": "Amber",
    "orange": "Amber",
    "gold": "Amber",
    "yellow": "Amber",
    "green": "Green",
}
_NAMES |= {"lime": "Green", "limegreen": "Green", "blue": "Blue", "darkgreen": "Green", "darkred": "Red"}


def name(written: str) -> str:
    """ "Red", "Amber", "Green" or "Blue" for a colour as files write it; empty for white, grey and any other."""
    text = written.strip().lower()
    if text in _NAMES:
        return _NAMES[text]
    if found := _RGB.match(text):
        return _of(*(min(255, int(part)) for part in found.groups()))
    if found := _SHORT_HEX.fullmatch(text):
        return _of(*(int(part * 2, 16) for part in found.groups()))
    if found := _HEX.fullmatch(text[-6:] if len(text) == 8 else text):
        return _of(*(int(part, 16) for part in found.groups()))
    return ""


def _of(red: int, green: int, blue: int) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < 0.35 or lightness > 0.88 or lightness < 0.12:
        return ""
    degrees = hue * 360
    if degrees < 18 or degrees > 340:
        return "Red"
    if degrees < 68:
        return "Amber"
    if degrees < 165:
        return "Green"
    return "Blue" if 190 < degrees < 255 else ""
