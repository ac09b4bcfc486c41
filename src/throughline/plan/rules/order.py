"""The order of themes and of recommendations: one moves past its neighbour, or comes back to where it stood."""

from collections.abc import Sequence

from throughline.base.rules import Refused


class OrderChanged(Refused):
    """What was to be passed does not stand beside it any more."""


def moved_past(order: Sequence[int], one: int, neighbour: int, *, up: bool) -> list[int]:
    """The order with `one` before its neighbour (`up`), or after it; OrderChanged where it stands otherwise than beside it."""
    found = list(order)
    places = {key: place for place, key in enumerate(found)}
    if one not in places or neighbour not in places or places[one] - places[neighbour] != (1 if up else -1):
        raise OrderChanged("The order has changed since you looked at it. Look at it again, then move it.")
    found[places[one]], found[places[neighbour]] = neighbour, one
    return found


def put_in(order: Sequence[int], one: int, place: int) -> list[int]:
    """The order with `one` in it, `place` others before it; at the end where there are fewer."""
    return [*order[:place], one, *order[place:]]
