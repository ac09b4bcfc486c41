"""The lines of a page under their themes and services, as the familiar layout has them."""

import dataclasses

from throughline.plan.models import Theme
from throughline.plan.queries.actions import Line, Listing


@dataclasses.dataclass(frozen=True)
class Group:
    """A theme with its lines, a grid for each service."""

    theme: Theme
    services: list[tuple[str, list[Line]]]


def groups(listing: Listing, themes: dict[int, Theme], *, whole: bool) -> list[Group]:
    """The lines of a page under their themes and services, in the order of the plan.

    `whole`: nothing is filtered out, so themes without actions are shown too.
    """
    found: list[Group] = []
    for line in listing.lines:
        if not found or found[-1].theme.pk != line.action.theme_id:
            found.append(Group(themes[line.action.theme_id], []))
        services = found[-1].services
        name = line.action.service.name if line.action.service else line.action.service_text
        if not services or services[-1][0] != name:
            services.append((name, []))
        services[-1][1].append(line)
    return _with_empty_themes(found, listing, list(themes.values())) if whole else found


def _with_empty_themes(found: list[Group], listing: Listing, themes: list[Theme]) -> list[Group]:
    """Themes without actions come in their place: before the next theme that begins on this page, or at the end of the plan."""
    shown = {group.theme.pk: group for group in found}
    result: list[Group] = []
    empty: list[Group] = []
    passed = 0  # actions of the themes so far
    for theme in themes:
        if not (size := listing.sizes.get(theme.pk)):
            empty.append(Group(theme, []))
            continue
        if theme.pk in shown:
            begins_here = passed >= listing.page.start_index() - 1
            result += [*(empty if begins_here else []), shown[theme.pk]]
        empty, passed = [], passed + size
    return result if listing.page.has_next() else [*result, *empty]
