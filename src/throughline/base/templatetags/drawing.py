"""A box of a picture as SVG: a picture has hundreds, and a tag is several times as fast as a template."""

from typing import Protocol

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


class Box(Protocol):
    """What a room draws: where, how large, in which colours, and the figure in it."""

    @property
    def x(self) -> float: ...
    @property
    def y(self) -> float: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def fill(self) -> str: ...
    @property
    def ink(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def middle(self) -> tuple[float, float]: ...
    @property
    def has_room(self) -> bool: ...


@register.simple_tag
def box(one: Box) -> SafeString:
    """The rectangle, and its figure where there is one and room for it."""
    rectangle = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="#fff"></rect>',
        *(one.x, one.y, one.width, one.height, one.fill),
    )
    if not (one.number and one.has_room):
        return rectangle
    x, y = one.middle
    return rectangle + format_html(
        '<text x="{}" y="{}" fill="{}" text-anchor="middle">{}</text>', x, y, one.ink, one.number
    )
